//! A merchant who signs and encrypts with the Chinese national algorithms.

use serde_json::json;
use wechatpay_client::signature::VerifyError;
use wechatpay_client::wire::Secret;
use wechatpay_client::{Client, ClientBuilder, File, RetryPolicy};
use wechatpay_gateway::crypto::sha256;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_gateway::reply::Effect;
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::notify::Sender;
use wechatpay_tests::operations::{ImageMeta, ImageUpload, Prepay, Query, Receiver, Transfer};
use wechatpay_tests::stand::{Routes, public_key, shangmi};

use super::notifications::{merchant, notifications, payment};
use super::support::{assert_all_right, built, expect_error};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";

/// A gateway that signs with an SM2 certificate.
async fn gateway() -> Gateway {
    let gateway = shangmi().await;
    gateway.route(READ).replies([Reply::json(&order())]);
    gateway
}

fn order() -> serde_json::Value {
    json!({"trade_state": "SUCCESS", "amount": {"total": 1}})
}

/// A client that knows no certificate of the platform.
fn keyless(gateway: &Gateway) -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::sm_merchant().private_key_pem())
        .certificate(keys::sm_merchant().certificate_pem())
        .base_url(gateway.url())
        .retry(RetryPolicy::never())
}

fn builder(gateway: &Gateway) -> ClientBuilder {
    keyless(gateway).platform_certificate(keys::sm_platform().certificate_pem())
}

#[tokio::test]
async fn requests_are_signed_and_answers_verified() {
    let gateway = gateway().await;
    gateway.route("POST /v3/pay/transactions/jsapi").replies([Reply::json(&json!({"prepay_id": "wx1"}))]);
    let client = built(builder(&gateway));

    client.send(Prepay::sample()).await.expect("the gateway is content");
    client.send(Query::of("1")).await.expect("the gateway is content");

    assert_all_right(&gateway);
    for seen in gateway.requests() {
        let authorization = seen.header("Authorization").expect("it is signed").to_owned();
        assert!(authorization.starts_with("WECHATPAY2-SM2-WITH-SM3 mchid="), "{authorization}");
        assert!(authorization.contains(keys::sm_merchant().serial.as_str()), "{authorization}");
        assert_eq!(seen.header("Wechatpay-Serial"), Some(keys::sm_platform().serial.as_str()));
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let gateway = gateway().await;
    let client = built(builder(&gateway));
    for fault in [Fault::WRONG_SIGNATURE, Fault::SIGNATURE_OF_ANOTHER_BODY] {
        gateway.route(READ).replies([Reply::json(&order()).fault(fault)]);
        let error = expect_error!(client.send(Query::of("1")).await, Signature);
        assert!(matches!(error.reason, VerifyError::Mismatch { .. }), "{error:?}");
    }
    let rsa = Effect::Header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".into());
    gateway.route(READ).replies([Reply::json(&order()).effect(rsa)]);
    let error = expect_error!(client.send(Query::of("1")).await, Signature);
    assert!(matches!(error.reason, VerifyError::Scheme { .. }), "{error:?}");
}

#[tokio::test]
async fn certificates_are_asked_for_by_their_algorithm_and_opened() {
    let gateway = gateway().await;
    let client = built(keyless(&gateway).apiv3_key(API_V3_KEY));

    client.send(Query::of("1")).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(gateway.requests()[0].target, "/v3/certificates?algorithm_type=SM2");
}

#[tokio::test]
async fn confidential_fields_are_encrypted_and_opened() {
    let gateway = gateway().await;
    let mut answer = order();
    answer["payer_name"] = json!(keys::sm_merchant().seal_oaep("李四".as_bytes()));
    gateway.route("POST /v3/transfers").replies([Reply::json(&answer)]);
    let request = Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        // Longer than one block of RSA takes.
        receiver: Receiver { account: Secret::from("名".repeat(100)), bank: "工商银行".to_owned() },
    };

    let order = built(builder(&gateway)).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let body = gateway.requests()[0].json();
    assert_eq!(keys::sm_platform().open_oaep(body["user_name"].as_str().expect("text")), "张三");
    assert_eq!(keys::sm_platform().open_oaep(body["receiver"]["account"].as_str().expect("text")), "名".repeat(100));
    assert_eq!(order.payer_name.expect("it came").expose(), "李四");
}

#[tokio::test]
async fn the_description_of_an_upload_is_signed() {
    let gateway = gateway().await;
    gateway.route("POST /v3/merchant/media/upload").replies([Reply::json(&json!({"media_id": "m1"}))]);
    let upload = ImageUpload {
        meta: ImageMeta { sha256: None, filename: None },
        file: File::from_bytes("a.png", &b"a picture"[..]),
    };

    built(builder(&gateway)).send(upload).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.requests()[0];
    let body = String::from_utf8_lossy(&seen.body);
    assert!(body.contains(&sha256(b"a picture")), "{body}");
}

#[tokio::test]
async fn a_platform_key_of_the_other_kind_still_verifies() {
    let gateway = gateway().await;
    gateway.sign_with(public_key());
    let client = built(builder(&gateway).public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()));
    client.send(Query::of("1")).await.expect("the answer names its key and its algorithm");
}

/// With the feature on, nobody is told to turn it on: this signature is of the wrong type for its key.
#[test]
fn a_notification_whose_signature_is_of_another_type_than_its_key_is_refused_as_such() {
    let letter = Sender::default().notify("TRANSACTION.SUCCESS", "transaction", &payment());
    let letter = letter.with("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3");
    let refused = notifications(merchant()).parse(letter.headers, &letter.body).expect_err("its key is one of RSA");
    let text = refused.to_string();
    assert!(text.contains("WECHATPAY2-SM2-WITH-SM3") && !text.contains("Turn on"), "{text}");
}
