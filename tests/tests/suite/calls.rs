//! Calls that go well: what the gateway sees, and what the caller gets.

use std::pin::Pin;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use wechatpay_client::operation::Empty;
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::v3::customs::verify_certificate;
use wechatpay_client::v3::inspolicymgr::deduct::policies::by_out_insurance_no as policies;
use wechatpay_client::v3::merchants;
use wechatpay_client::wire::{Secret, encode};
use wechatpay_client::{ClientBuilder, Decrypter, Padding, RetryPolicy, Zeroizing};
use wechatpay_gateway::keys::{self, PUBLIC_KEY_ID};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{Close, Overseas, People, Prepay, Query, Receiver, Remove, Transfer};
use wechatpay_tests::stand::{Routes, start};

use super::support::{assert_all_right, builder, built, client, signed_by};

#[tokio::test]
async fn a_write_is_signed_and_its_answer_read() {
    let gateway = start().await;
    gateway
        .route("POST /v3/pay/transactions/jsapi")
        .replies([Reply::json(&json!({"prepay_id": "wx201410272009395522657a690389285100"}))]);

    let response = client(&gateway).send(Prepay::sample()).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(response.prepay_id, "wx201410272009395522657a690389285100");
    let seen = &gateway.requests()[0];
    assert_eq!(
        seen.json(),
        json!({
            "appid": "wxd678efh567hg6787",
            "description": "Image形象店-深圳腾大-QQ公仔",
            "out_trade_no": "1217752501201407033233368018",
            "amount": {"total": 100, "currency": "CNY"},
        })
    );
    assert_eq!(seen.header("Wechatpay-Serial"), Some(PUBLIC_KEY_ID));
    assert_eq!(seen.header("Content-Type"), Some("application/json"));
    assert_eq!(seen.header("Accept-Encoding"), None, "the answer is signed as it is, not packed");
}

#[tokio::test]
async fn the_older_form_of_the_private_key_works_too() {
    let gateway = start().await;
    gateway.route("POST /v3/pay/transactions/jsapi").replies([Reply::json(&json!({"prepay_id": "wx1"}))]);
    let client = built(builder(&gateway).private_key(keys::merchant().pkcs1_pem().expect("RSA has such a form")));

    client.send(Prepay::sample()).await.expect("the gateway is content");

    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_path_and_a_query_are_encoded_once_and_signed_as_sent() {
    let gateway = start().await;
    gateway
        .route("GET /v3/pay/transactions/out-trade-no/a%2Fb%20c%3F%25%E9%97%A8")
        .with(|_| Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}})));
    let request = Query {
        out_trade_no: "a/b c?%门".to_owned(),
        mchid: Some("2026-06-01T10:00:00+08:00".to_owned()),
        tags: vec!["x y".to_owned(), "a&b='".to_owned()],
    };

    let order = client(&gateway).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(order.trade_state, "SUCCESS");
    assert_eq!(
        gateway.requests()[0].query(),
        Some("mchid=2026-06-01T10%3A00%3A00%2B08%3A00&tag=x%20y&tag=a%26b%3D%27")
    );
}

#[tokio::test]
async fn an_empty_answer_is_verified_too() {
    let gateway = start().await;
    gateway.route("POST /v3/pay/transactions/out-trade-no/42/close").replies([Reply::empty(204)]);

    let done = client(&gateway).send(Close { out_trade_no: "42".to_owned(), mchid: "1".to_owned() }).await;

    assert_eq!(done.expect("the gateway is content"), Empty);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_delete_carries_its_body() {
    let gateway = start().await;
    gateway.route("DELETE /v3/things/7").replies([Reply::empty(204)]);

    let request = Remove { id: "7".to_owned(), reason: "gone".to_owned() };
    client(&gateway).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(gateway.requests()[0].json(), json!({"reason": "gone"}));
}

#[tokio::test]
async fn confidential_fields_are_encrypted_on_the_way_out() {
    let gateway = start().await;
    let answer = json!({"trade_state": "SUCCESS", "amount": {"total": 1}});
    gateway.route("POST /v3/transfers").with(move |_| Reply::json(&answer));
    let request = Transfer {
        serial: Some("whatever the caller thinks".to_owned()),
        idempotency_key: Some("key-1".to_owned()),
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from("6222000000000000"), bank: "工商银行".to_owned() },
    };

    client(&gateway).send(request.clone()).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.requests()[0];
    let body = seen.json();
    assert_eq!(keys::platform_a().open_oaep(body["user_name"].as_str().expect("text")), "张三");
    assert_eq!(keys::platform_a().open_oaep(body["receiver"]["account"].as_str().expect("text")), "6222000000000000");
    assert_eq!(body["receiver"]["bank"], "工商银行");
    assert_eq!(seen.header("Wechatpay-Serial"), Some(PUBLIC_KEY_ID), "it names the key of the encryption");
    assert_eq!(seen.header("Idempotency-Key"), Some("key-1"));
    assert_eq!(request.user_name.expose(), "张三", "the caller's own stays plain");
}

#[tokio::test]
async fn overseas_the_padding_and_the_prefix_differ() {
    let gateway = start().await;
    gateway
        .route("GET /global/v3/global/people")
        .with(|_| Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}})));

    client(&gateway).send(Overseas { id_number: Secret::from("A123456(7)") }).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.requests()[0];
    let encoded = seen.query().and_then(|query| query.strip_prefix("id_number=")).expect("one parameter");
    let base64 = encoded.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    assert_eq!(keys::platform_a().open_pkcs1(&base64), "A123456(7)");
}

/// As the generator writes them: those that have a base URL of their own, be it of another host or of the usual one.
#[tokio::test]
async fn what_is_generated_for_overseas_pads_as_overseas() {
    let gateway = start().await;
    for path in ["/global/v3/customs/verify-certificate", "/hk/v3/merchants"] {
        gateway.on_path("POST", path).replies([Reply::json(&json!({}))]);
    }
    let client = client(&gateway);
    let check = verify_certificate::Post::builder()
        .appid("wxd678efh567hg6787")
        .mchid("1230000109")
        .out_trade_no("20150806125346")
        .transaction_id("1000320306201511078440737890")
        .customs("SHANGHAI_ZS")
        .merchant_customs_no("123456")
        .certificate_type("IDCARD")
        .certificate_id("A123456(7)")
        .certificate_name("李四")
        .build();
    client.send(check).await.expect("the gateway is content");
    let contact = merchants::post::Contact::builder().name("王五").phone("075586010000").email("a@example.com").build();
    let business = merchants::post::Business::builder().business_type("BOTH").build();
    let shop = merchants::Post::builder()
        .sp_appid("wx8888888888888888")
        .sp_mchid("3200000001")
        .name("Tea")
        .shortname("Tea")
        .office_phone("075586010000")
        .contact(contact)
        .business_category(644)
        .merchant_country_code("344")
        .merchant_type("ENTERPRISE")
        .business(business)
        .build();
    client.send(shop).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = gateway.requests();
    let opened = |at: usize, place: &str| {
        let body = seen[at].json();
        keys::platform_a().open_pkcs1(body.pointer(place).and_then(|sealed| sealed.as_str()).expect("a text"))
    };
    assert_eq!(opened(0, "/certificate_name"), "李四");
    assert_eq!(opened(0, "/certificate_id"), "A123456(7)");
    assert_eq!(opened(1, "/contact/name"), "王五");
}

#[tokio::test]
async fn confidential_fields_of_an_answer_are_opened() {
    let gateway = start().await;
    let answer = json!({"trade_state": "SUCCESS", "amount": {"total": 1}, "payer_name": keys::merchant().seal_oaep("李四".as_bytes())});
    gateway.route("GET /v3/pay/transactions/out-trade-no/1").with(move |_| Reply::json(&answer));

    let order = client(&gateway).send(Query::of("1")).await.expect("the gateway is content");

    assert_eq!(order.payer_name.expect("it was there").expose(), "李四");
}

#[tokio::test]
async fn the_answer_is_at_hand_as_it_came() {
    let gateway = start().await;
    let text = r#"{ "trade_state":"SUCCESS", "amount":{"total":1},  "new_field": [1, 2] }"#;
    gateway.route("GET /v3/pay/transactions/out-trade-no/1").with(move |_| Reply::new(200, "application/json", text));

    let response = client(&gateway).exchange(Query::of("1")).await.expect("the gateway is content");

    assert_eq!(response.status(), 200);
    assert_eq!(response.value().amount.total, 1);
    assert_eq!(&response.raw().body()[..], text.as_bytes());
    assert!(response.request_id().is_some_and(|id| id.ends_with("-268562944")), "{:?}", response.request_id());
}

#[tokio::test]
async fn a_connection_is_used_again_and_shared_by_clones() {
    let gateway = start().await;
    gateway
        .route("GET /v3/pay/transactions/out-trade-no/1")
        .with(|_| Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}})));
    let client = client(&gateway);

    for _ in 0..20 {
        client.clone().send(Query::of("1")).await.expect("the gateway is content");
    }

    // Now and then the next request is quicker than the way back to the pool.
    let connections = gateway.connections();
    assert!(connections < 10, "{connections} connections for 20 requests");
}

#[tokio::test]
async fn a_confidential_field_may_stand_in_a_query_and_be_empty() {
    let gateway = start().await;
    gateway.route("GET /v3/people").replies([Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))]);
    let client = client(&gateway);
    client
        .send(People { id_number: Secret::from("11010119900307"), name: None })
        .await
        .expect("the gateway is content");
    let nobody = People { id_number: Secret::from(""), name: Some(Secret::from("")) };
    client.send(nobody).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = gateway.requests();
    let encoded = seen[0].query().and_then(|query| query.strip_prefix("id_number=")).expect("one parameter");
    let base64 = encoded.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    assert_eq!(keys::platform_a().open_oaep(&base64), "11010119900307");
    assert_eq!(seen[1].query(), Some("id_number=&name="), "there is nothing in it to hide");
}

/// A key that is not in the client's memory.
struct Vault;

impl Signer for Vault {
    fn serial(&self) -> &str {
        keys::merchant().serial.as_str()
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(async move {
            // It may take its time.
            tokio::task::yield_now().await;
            Ok(keys::merchant().key.sign(message))
        })
    }
}

impl Decrypter for Vault {
    fn decrypt(&self, ciphertext: &[u8], _: Padding) -> Result<Zeroizing<Vec<u8>>, String> {
        Ok(Zeroizing::new(keys::merchant().open_oaep(&BASE64_STANDARD.encode(ciphertext)).into_bytes()))
    }
}

fn vaulted(gateway: &Gateway) -> ClientBuilder {
    signed_by(gateway, Vault).retry(RetryPolicy::never())
}

/// The page marks neither; its own example, and a second source, have cipher text in them.
#[tokio::test]
async fn the_names_of_the_insured_leave_and_come_encrypted() {
    let gateway = start().await;
    let sealed = ["李四", "王五"].map(|name| keys::merchant().seal_oaep(name.as_bytes()));
    let answer = json!({"insured_name_list": sealed, "policy_periods": []});
    gateway.route("PATCH /v3/inspolicymgr/deduct/policies/1").with(move |_| Reply::json(&answer).as_it_is());

    let patch = policies::Patch::builder().out_insurance_no("1").insured_name_list(["张三", "李四"]).build();
    let policy = client(&gateway).send(patch).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = gateway.requests().pop().expect("a request");
    let body = seen.json();
    let names = body["insured_name_list"].as_array().expect("a list");
    let opened: Vec<String> =
        names.iter().map(|name| keys::platform_a().open_oaep(name.as_str().expect("text"))).collect();
    assert_eq!(opened, ["张三", "李四"]);
    assert!(!body.to_string().contains("张三"));
    let shown: Vec<&str> = policy.insured_name_list.iter().map(Secret::expose).collect();
    assert_eq!(shown, ["李四", "王五"]);
}

#[tokio::test]
async fn a_signer_of_the_callers_own() {
    let gateway = start().await;
    let answer = json!({"trade_state": "SUCCESS", "amount": {"total": 1}, "payer_name": keys::merchant().seal_oaep("李四".as_bytes())});
    gateway.route("GET /v3/pay/transactions/out-trade-no/1").with(move |_| Reply::json(&answer));

    let order = built(vaulted(&gateway).decrypter(Vault)).send(Query::of("1")).await.expect("the gateway is content");
    assert_eq!(order.payer_name.expect("it was there").expose(), "李四");
    assert_all_right(&gateway);

    // Nobody takes cipher text for plain text. The rest of the answer is not lost for it.
    let response = built(vaulted(&gateway)).exchange(Query::of("1")).await.expect("the rest can be read");
    assert!(response.value().payer_name.is_none());
    let told = response.drift().to_string();
    assert!(told.starts_with("$.payer_name: ") && told.contains("set `decrypter`"), "{told}");
}

#[tokio::test]
async fn a_signer_that_fails() {
    struct Broken;
    impl Signer for Broken {
        fn serial(&self) -> &str {
            keys::merchant().serial.as_str()
        }

        fn sign<'a>(&'a self, _: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
            Box::pin(async { Err(SignError::new("the HSM is away")) })
        }
    }
    let gateway = start().await;
    let error = built(signed_by(&gateway, Broken)).send(Prepay::sample()).await.expect_err("nothing can be signed");
    assert!(!error.may_have_taken_effect());
    assert!(error.to_string().contains("the HSM is away"), "{error}");
    assert_eq!(gateway.connections(), 0);
}

#[test]
fn a_notification_may_want_an_answer_of_its_own() {
    use wechatpay_client::webhook::entrust_terminate_retention::{Answer, answer};
    let coupon = answer::CouponInfo::builder().state("SEND_COUPON").coupon_id("c-1").build();
    let answer = Answer::builder().code("SUCCESS").retention_type("COUPON").coupon_info(coupon).build();
    let sent: serde_json::Value = serde_json::from_str(&encode(&answer).to_json()).expect("JSON");
    let expected = json!({
        "code": "SUCCESS",
        "retention_type": "COUPON",
        "coupon_info": {"state": "SEND_COUPON", "coupon_id": "c-1"},
    });
    assert_eq!(sent, expected);
}
