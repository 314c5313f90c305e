//! Each snippet of both READMEs runs here, against the gateway; and what stands in the READMEs is what runs.

mod pages;
mod snippets;

use std::error::Error;

use serde_json::json;
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys;
use wechatpay_gateway::notify::{Letter, Wrong};
use wechatpay_gateway::{Gateway, Reply};

type Tested = Result<(), Box<dyn Error>>;

/// An order of a shop that is not there to be told of it.
fn order() -> jsapi::Post {
    let (amount, payer) = (jsapi::post::Amount::builder(), jsapi::post::Payer::builder());
    jsapi::Post::builder()
        .appid("wxd678efh567hg6787")
        .mchid(keys::MERCHANT_ID)
        .description("Tea")
        .out_trade_no("20261121-1")
        .notify_url("http://127.0.0.1:9/paid")
        .amount(amount.total(100).build())
        .payer(payer.openid("oUpF8uMuAJO_M2").build())
        .build()
}

#[tokio::test]
async fn a_first_call_is_taken() -> Tested {
    let gateway = Gateway::start().await;
    let config = gateway.config();
    let public_key = config.public_key_pem.expect("it has one");
    snippets::base_url(&config.base_url);
    let prepay_id = snippets::first_call(config.private_key_pem, public_key).await?;
    assert!(!prepay_id.is_empty());
    assert_eq!(gateway.received::<jsapi::Post>()[0].text("out_trade_no"), Some("20261121-1"));
    assert_eq!(gateway.rejections(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_payment_is_worked_on_and_a_forged_one_is_not() -> Tested {
    let gateway = Gateway::start().await;
    let mut paid = gateway.notification("TRANSACTION.SUCCESS", "http://127.0.0.1:9/paid");
    let mut told = |order: &str, state: &str, total: i64, wrong: Option<Wrong>| {
        paid.resource["out_trade_no"] = json!(order);
        paid.resource["trade_state"] = json!(state);
        paid.resource["amount"] = json!({"total": total});
        gateway.letter(&paid, wrong)
    };
    let unknown = Letter { body: Vec::new().into(), ..told("20261121-1", "SUCCESS", 100, None) };
    for (letter, status) in [
        (told("20261121-1", "SUCCESS", 100, None), 204),
        (told("20261121-1", "SUCCESS", 1, None), 500),
        (told("20261121-1", "NOTPAY", 100, None), 500),
        (told("20261121-2", "SUCCESS", 100, None), 500),
        (told("20261121-1", "SUCCESS", 100, Some(Wrong::EVENT_UNKNOWN)), 500),
        (told("20261121-1", "SUCCESS", 100, Some(Wrong::SEALED_WITH_ANOTHER_KEY)), 500),
        (unknown, 401),
    ] {
        let headers = letter.headers.iter().map(|(name, value)| Ok((name.parse()?, value.parse()?)));
        let headers = headers.collect::<Result<http::HeaderMap, Box<dyn Error>>>()?;
        let reply = snippets::notification(&gateway.client(), &headers, &letter.body).await?;
        assert_eq!(reply.status().as_u16(), status);
    }
    assert_eq!(snippets::shipped(), ["20261121-1"]);
    Ok(())
}

#[tokio::test]
async fn a_test_needs_no_merchant_account() -> Tested {
    let (gateway, client) = snippets::gateway(order()).await?;
    let query = by_out_trade_no::Get::builder().out_trade_no("20261121-1").mchid(keys::MERCHANT_ID).build();
    assert_eq!(client.send(query).await?.out_trade_no.as_deref(), Some("20261121-1"));
    assert_eq!(gateway.order("20261121-1")?["trade_state"], "SUCCESS");
    Ok(())
}

#[tokio::test]
async fn what_fails_is_told_apart() -> Tested {
    let gateway = Gateway::start().await;
    snippets::failed_call(&gateway.client(), order()).await?;
    gateway.on::<jsapi::Post>().reply_error(400, "ORDER_CLOSED", "it is closed");
    snippets::failed_call(&gateway.client(), order()).await?;
    gateway.on::<jsapi::Post>().reset();
    gateway.fault(Fault::WRONG_SIGNATURE);
    snippets::failed_call(&gateway.client(), order()).await?;
    gateway.on::<jsapi::Post>().reply_error(403, "RULE_LIMIT", "too many");
    let error = snippets::failed_call(&gateway.client(), order()).await.expect_err("it has changed nothing");
    assert!(error.is_refused_with("RULE_LIMIT"), "{error}");
    Ok(())
}

#[tokio::test]
async fn two_shops_have_a_transport_in_common() -> Tested {
    let gateway = Gateway::start().await;
    let ca = keys::stranger().certificate_pem();
    snippets::shared_transport(ca, gateway.client_builder(), gateway.client_builder())
}

#[tokio::test]
async fn a_brand_signs_in_its_own_name() -> Tested {
    let gateway = Gateway::start().await;
    let brand = gateway.config().brand;
    snippets::base_url(&gateway.url());
    snippets::brand(brand.private_key_pem, brand.public_key_pem).await?;
    assert_eq!(gateway.rejections(), [""; 0]);
    assert_eq!(gateway.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_is_odd_is_told() -> Tested {
    let gateway = Gateway::start().await;
    gateway.on::<by_out_trade_no::Get>().reply_with(Reply::json(&json!({
        "appid": "wxd678efh567hg6787", "mchid": keys::MERCHANT_ID, "out_trade_no": "20261121-1",
        "trade_state": "SUCCESS", "trade_state_desc": "", "amount": {"total": "100", "refund_fee": 7},
    })));
    let query = by_out_trade_no::Get::builder().out_trade_no("20261121-1").mchid(keys::MERCHANT_ID).build();
    let (drift, new) = snippets::drift(&gateway.client(), query).await?;
    assert!(drift.contains("$.amount.total: a string was taken as an integer"), "{drift}");
    assert_eq!(new, Some("7".to_owned()));
    Ok(())
}
