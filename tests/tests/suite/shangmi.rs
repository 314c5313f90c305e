//! A merchant who signs and encrypts with the Chinese national algorithms.

use serde_json::json;
use wechatpay_client::signature::VerifyError;
use wechatpay_client::wire::Secret;
use wechatpay_client::{Client, ClientBuilder, File, RetryPolicy};
use wechatpay_tests::digest;
use wechatpay_tests::gateway::certificates::{ROUTE, certificate_list_sm};
use wechatpay_tests::gateway::sign::{Signing, SigningKey};
use wechatpay_tests::gateway::{Fault, Gateway, Reply};
use wechatpay_tests::keys::{API_V3_KEY, MERCHANT_ID, PLATFORM_A, PUBLIC_KEY_ID};
use wechatpay_tests::operations::{ImageMeta, ImageUpload, Prepay, Query, Receiver, Transfer};
use wechatpay_tests::shangmi::{SM_MERCHANT, SM_PLATFORM};

use super::support::{assert_all_right, built, expect_error};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";

/// A gateway that signs with an SM2 certificate.
async fn gateway() -> Gateway {
    let gateway = Gateway::start().await;
    gateway.sign_with(Signing { serial: SM_PLATFORM.serial.to_owned(), key: SigningKey::Sm2(SM_PLATFORM) });
    gateway.accept_serials(&[SM_PLATFORM.serial]);
    gateway.replies(READ, [Reply::json(&order())]);
    gateway
}

fn order() -> serde_json::Value {
    json!({"trade_state": "SUCCESS", "amount": {"total": 1}})
}

/// A client that knows no certificate of the platform.
fn keyless(gateway: &Gateway) -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(SM_MERCHANT.pkcs8_pem())
        .certificate(SM_MERCHANT.certificate_pem())
        .base_url(gateway.url())
        .retry(RetryPolicy::never())
}

fn builder(gateway: &Gateway) -> ClientBuilder {
    keyless(gateway).platform_certificate(SM_PLATFORM.certificate_pem())
}

#[tokio::test]
async fn requests_are_signed_and_answers_verified() {
    let gateway = gateway().await;
    gateway.replies("POST /v3/pay/transactions/jsapi", [Reply::json(&json!({"prepay_id": "wx1"}))]);
    let client = built(builder(&gateway));

    client.send(Prepay::sample()).await.expect("the gateway is content");
    client.send(Query::of("1")).await.expect("the gateway is content");

    assert_all_right(&gateway);
    for seen in gateway.seen() {
        let authorization = seen.header("Authorization").expect("it is signed").to_owned();
        assert!(authorization.starts_with("WECHATPAY2-SM2-WITH-SM3 mchid="), "{authorization}");
        assert!(authorization.contains(SM_MERCHANT.serial), "{authorization}");
        assert_eq!(seen.header("Wechatpay-Serial"), Some(SM_PLATFORM.serial));
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let gateway = gateway().await;
    let client = built(builder(&gateway));
    for fault in [Fault::WrongSignature, Fault::SignatureOfAnotherBody] {
        gateway.replies(READ, [Reply::json(&order()).fault(fault)]);
        let error = expect_error!(client.send(Query::of("1")).await, Signature);
        assert!(matches!(error.reason, VerifyError::Mismatch { .. }), "{error:?}");
    }
    let rsa = Fault::Header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned());
    gateway.replies(READ, [Reply::json(&order()).fault(rsa)]);
    let error = expect_error!(client.send(Query::of("1")).await, Signature);
    assert!(matches!(error.reason, VerifyError::Scheme { .. }), "{error:?}");
}

#[tokio::test]
async fn certificates_are_asked_for_by_their_algorithm_and_opened() {
    let gateway = gateway().await;
    let list = certificate_list_sm(API_V3_KEY, &[SM_PLATFORM]);
    gateway.on(ROUTE, move |_| Reply::json(&list));
    let client = built(keyless(&gateway).apiv3_key(API_V3_KEY));

    client.send(Query::of("1")).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(gateway.seen()[0].target, "/v3/certificates?algorithm_type=SM2");
}

#[tokio::test]
async fn confidential_fields_are_encrypted_and_opened() {
    let gateway = gateway().await;
    let mut answer = order();
    answer["payer_name"] = json!(SM_MERCHANT.seal("李四".as_bytes()));
    gateway.replies("POST /v3/transfers", [Reply::json(&answer)]);
    let request = Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        // Longer than one block of RSA takes.
        receiver: Receiver { account: Secret::from("名".repeat(100)), bank: "工商银行".to_owned() },
    };

    let order = built(builder(&gateway)).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let body = gateway.seen()[0].json();
    assert_eq!(SM_PLATFORM.open(body["user_name"].as_str().expect("text")), "张三");
    assert_eq!(SM_PLATFORM.open(body["receiver"]["account"].as_str().expect("text")), "名".repeat(100));
    assert_eq!(order.payer_name.expect("it came").expose(), "李四");
}

#[tokio::test]
async fn the_description_of_an_upload_is_signed() {
    let gateway = gateway().await;
    gateway.replies("POST /v3/merchant/media/upload", [Reply::json(&json!({"media_id": "m1"}))]);
    let upload = ImageUpload {
        meta: ImageMeta { sha256: None, filename: None },
        file: File::from_bytes("a.png", &b"a picture"[..]),
    };

    built(builder(&gateway)).send(upload).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.seen()[0];
    let body = String::from_utf8_lossy(&seen.body);
    assert!(body.contains(&digest::sha256(b"a picture")), "{body}");
}

#[tokio::test]
async fn a_platform_key_of_the_other_kind_still_verifies() {
    let gateway = gateway().await;
    gateway.sign_with(Signing {
        serial: PUBLIC_KEY_ID.to_owned(),
        key: SigningKey::Rsa(Box::new(PLATFORM_A.private_key())),
    });
    let client = built(builder(&gateway).public_key(PUBLIC_KEY_ID, PLATFORM_A.public_key_pem()));
    gateway.accept_serials(&[SM_PLATFORM.serial, PUBLIC_KEY_ID]);
    client.send(Query::of("1")).await.expect("the answer names its key and its algorithm");
}
