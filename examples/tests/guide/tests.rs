//! The snippets run.

use std::error::Error;
use std::time::Duration;

use serde_json::json;
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::{Client, RetryPolicy};
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, Kind, Platform, PlatformKey};
use wechatpay_gateway::{Gateway, Reply};

use super::snippets::{self, state};

type Tested = Result<(), Box<dyn Error>>;

const JSAPI: &str = "/v3/pay/transactions/jsapi";

fn order(number: &str) -> jsapi::Post {
    jsapi::Post::builder()
        .appid("wxd678efh567hg6787")
        .mchid(keys::MERCHANT_ID)
        .description("Tea")
        .out_trade_no(number)
        .notify_url("http://127.0.0.1:9/notify")
        .amount(jsapi::post::Amount::builder().total(100).build())
        .payer(jsapi::post::Payer::builder().openid("oUpF8uMuAJO_M2").build())
        .build()
}

#[tokio::test]
async fn an_order_is_asked_for() -> Tested {
    let gateway = Gateway::start().await;
    let client = gateway.client();
    client.send(order("tea-1")).await?;
    assert_eq!(state(&client, "tea-1").await?.as_deref(), Some("NOTPAY"));
    gateway.pay("tea-1")?;
    assert_eq!(state(&client, "tea-1").await?.as_deref(), Some("SUCCESS"));
    Ok(())
}

#[tokio::test]
async fn outcomes_are_told_apart() -> Tested {
    let gateway = Gateway::start().await;
    let client = gateway.client();
    for (fault, what) in [
        (None, "done"),
        (Some(Fault::PARAM_ERROR), "it is certain"),
        (Some(Fault::ACCEPTED), "the same again in a while"),
        (Some(Fault::WRONG_SIGNATURE), "ask by the number"),
        (Some(Fault::UNSIGNED_PARAM_ERROR), "ask by the number"),
        (Some(Fault::CLOSE_IN_BODY), "ask by the number"),
    ] {
        gateway.clear_faults();
        fault.map(|fault| gateway.fault(fault));
        let said = snippets::outcome(&client, order("tea-1")).await?;
        assert!(said.contains(what), "{fault:?}: {said}");
    }
    gateway.clear_faults();
    let nowhere = gateway.client_builder().base_url("http://127.0.0.1:9/").build()?;
    assert!(snippets::outcome(&nowhere, order("tea-1")).await?.starts_with("the same again, when"));
    Ok(())
}

#[tokio::test]
async fn a_refusal_has_a_code() -> Tested {
    let gateway = Gateway::start().await;
    let client = gateway.client();
    assert_eq!(snippets::refusal(&client, order("tea-1")).await?, "placed");
    gateway.pay("tea-1")?;
    assert_eq!(snippets::refusal(&client, order("tea-1")).await?, "it has been paid before");
    Ok(())
}

#[tokio::test]
async fn what_is_asked_for_too_often_is_asked_for_again() -> Tested {
    let gateway = Gateway::start().await;
    let (client, patient) = snippets::retries(gateway.client_builder())?;
    // Two attempts: the second one is answered.
    gateway.fault(Fault::RATE_LIMITED);
    client.send(order("tea-1")).await?;
    patient.send(order("tea-2")).await?;
    assert_eq!(gateway.requests_to(JSAPI).len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_proxy_and_an_authority_are_settings_of_the_transport() -> Tested {
    let gateway = Gateway::start().await;
    snippets::network(gateway.client_builder(), keys::stranger().certificate_pem())?;
    Ok(())
}

#[tokio::test]
async fn who_changes_over_takes_both() -> Tested {
    let gateway = Gateway::builder().platform(Platform::both()).start().await?;
    let config = gateway.config();
    let builder = Client::builder()
        .merchant_id(&config.merchant_id)
        .private_key(config.private_key_pem)
        .certificate_serial(config.certificate_serial)
        .base_url(config.base_url);
    let (id, pem) = (config.public_key_id.ok_or("it has one")?, config.public_key_pem.ok_or("it has one")?);
    let client = snippets::changeover(builder, id, pem, keys::API_V3_KEY)?;
    for key in
        [PlatformKey::certificate(keys::platform_b()), PlatformKey::public_key(keys::PUBLIC_KEY_ID, keys::platform_a())]
    {
        gateway.change_platform(|platform| platform.signing_with(Kind::Merchant, key.clone()));
        client.send(order("tea-1")).await?;
    }
    let asked = gateway.requests_to(JSAPI);
    assert!(asked.iter().all(|request| request.header("Wechatpay-Serial") == Some(keys::PUBLIC_KEY_ID)));
    Ok(())
}

#[tokio::test]
async fn an_sm2_key_signs_with_sm2() -> Tested {
    let gateway = Gateway::builder().shangmi().start().await?;
    let merchant = keys::sm_merchant();
    let (key, certificate) = (merchant.private_key_pem(), merchant.certificate_pem());
    let platform = keys::sm_platform().certificate_pem();
    let client = snippets::shangmi(keys::MERCHANT_ID, gateway.url(), key, certificate, platform)?;
    client.send(order("tea-1")).await?;
    let request = &gateway.requests()[0];
    assert!(request.header("Authorization").is_some_and(|text| text.starts_with("WECHATPAY2-SM2-WITH-SM3 ")));
    assert_eq!(gateway.rejections(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn an_order_goes_overseas() -> Tested {
    let gateway = Gateway::start().await;
    let here = gateway.client_builder().base_url("http://127.0.0.1:9/");
    assert!(!snippets::overseas(here, gateway.url()).await?.is_empty());
    assert_eq!(gateway.rejections(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_platform_takes_its_commission() -> Tested {
    let gateway = Gateway::start().await;
    let client = gateway.client();
    gateway.on_path("POST", "/v3/ecommerce/profitsharing/orders").reply_with(Reply::json(&json!({
        "sub_mchid": "1900000110", "transaction_id": "4200000001", "out_order_no": "commission-1", "order_id": "3008",
        "status": "PROCESSING", "receivers": [],
    })));
    assert_eq!(snippets::ecommerce(&client, "4200000001").await?, "3008");
    assert_eq!(gateway.rejections(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_no_type_knows_is_encrypted_too() -> Tested {
    let gateway = Gateway::start().await;
    assert_eq!(snippets::untyped(&gateway.client()).await?.as_deref(), Some("1900000110"));
    assert!(!String::from_utf8_lossy(&gateway.requests()[0].body).contains("A tea shop"));
    assert_eq!(gateway.rejections(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_bill_is_read_by_rows() -> Tested {
    let gateway = Gateway::start().await;
    let client = gateway.client_builder().retry(RetryPolicy::default()).build()?;
    client.send(order("tea-1")).await?;
    gateway.pay("tea-1")?;
    let day = gateway.now().date();
    gateway.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(snippets::bill_rows(&client, &day).await?, ["tea-1 1.00"]);
    Ok(())
}
