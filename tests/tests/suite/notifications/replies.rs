//! What notifications are answered with.

use std::error::Error as _;
use std::pin::Pin;

use serde_json::json;
use wechatpay_client::notification::{Event, Notifications, Recipient, Reply};
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::webhook::{cross_border_pay_get_mch_info, parking_fee_query_trans_info};
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::notify::Sender;

use super::{merchant, notifications};

#[test]
fn what_was_worked_on_is_answered_without_a_body() {
    let ack: http::Response<bytes::Bytes> = Reply::ack().into();
    assert_eq!((ack.status().as_u16(), ack.body().len(), ack.headers().len()), (204, 0, 0));
    let fail: http::Response<Vec<u8>> = Reply::fail("库存\"不足\"").into();
    assert_eq!(fail.status().as_u16(), 500);
    assert_eq!(fail.headers()["content-type"], "application/json");
    let body: serde_json::Value = serde_json::from_slice(fail.body()).expect("it is JSON");
    assert_eq!(body, json!({"code": "FAIL", "message": "库存\"不足\""}));
    let xml = Reply::ack_xml();
    assert_eq!(
        (xml.status().as_u16(), &xml.headers()["content-type"]),
        (200, &http::HeaderValue::from_static("text/xml"))
    );
    assert!(xml.body().starts_with(b"<xml><return_code><![CDATA[SUCCESS]]>"));
}

fn answer() -> cross_border_pay_get_mch_info::Answer {
    cross_border_pay_get_mch_info::Answer::builder()
        .code("SUCCESS")
        .acq_tid("1")
        .mch_id(MERCHANT_ID)
        .limit_bank_acc_type("UNLIMIT")
        .client_ip("10.0.0.1")
        .build()
}

fn asked(recipient: Recipient) -> wechatpay_client::notification::Notification {
    let content = json!({"acq_tid": "1", "bank_type": "b", "qr_cd_mp": "q"});
    let letter = Sender::default().notify("CROSS_BORDER_PAY.GET_MCH_INFO", "cross_border_pay", &content);
    notifications(recipient).parse(letter.headers, &letter.body).expect("it is right")
}

#[tokio::test]
async fn an_answer_that_has_to_be_signed_is_signed() {
    let notification = asked(merchant());
    assert!(matches!(notification.event(), Event::CrossBorderPayGetMchInfo(_)));
    let reply = notification.answer(&answer()).await.expect("it can be signed");
    assert_eq!(reply.status().as_u16(), 200);
    let body: serde_json::Value = serde_json::from_slice(reply.body()).expect("it is JSON");
    assert_eq!(body["mch_id"], MERCHANT_ID);
    let header = reply.headers()["authorization"].to_str().expect("text");
    let fields = header.strip_prefix("WECHATPAY2-SHA256-RSA2048 ").expect("the scheme");
    let field = |name: &str| {
        let start = fields.find(&format!("{name}=\"")).expect("it is there") + name.len() + 2;
        &fields[start..start + fields[start..].find('"').expect("it ends")]
    };
    assert_eq!((field("mchid"), field("serial_no")), (MERCHANT_ID, keys::merchant().serial.as_str()));
    let body = String::from_utf8(reply.body().to_vec()).expect("text");
    let message = format!("{}\n{}\n{body}\n", field("timestamp"), field("nonce_str"));
    let expected =
        base64::Engine::encode(&base64::prelude::BASE64_STANDARD, keys::merchant().key.sign(message.as_bytes()));
    assert_eq!(field("signature"), expected);
}

#[tokio::test]
async fn without_a_key_it_is_not_answered_unsigned() {
    let keyless = Recipient::new(MERCHANT_ID)
        .apiv3_key(API_V3_KEY)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let error = asked(keyless.clone()).answer(&answer()).await.expect_err("it cannot be signed");
    assert!(error.to_string().contains("`private_key`"), "{error}");
    // One that is not signed needs no key.
    let fee = parking_fee_query_trans_info::Answer::builder().code("SUCCESS").total_amount(5).build();
    let reply = asked(keyless).answer(&fee).await.expect("it is not signed");
    assert_eq!(reply.headers().get("authorization"), None);
    assert_eq!(reply.body().as_ref(), br#"{"code":"SUCCESS","total_amount":5}"#);
}

/// A merchant that was given twice signs with the key that it has.
#[tokio::test]
async fn whoever_was_given_twice_signs_with_the_key_of_either() {
    let keyless = Recipient::new(MERCHANT_ID)
        .apiv3_key(API_V3_KEY)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let twice = Notifications::builder().recipient(keyless).recipient(merchant()).build();
    let content = json!({"acq_tid": "1", "bank_type": "b", "qr_cd_mp": "q"});
    let letter = Sender::default().notify("CROSS_BORDER_PAY.GET_MCH_INFO", "cross_border_pay", &content);
    let twice = twice.expect("the settings are right");
    let notification = twice.parse(letter.headers, &letter.body).expect("it is right");
    let reply = notification.answer(&answer()).await.expect("it can be signed");
    assert!(reply.headers().contains_key("authorization"));
}

/// A vault that is away: whoever answers looks into the cause.
struct Away;

impl Signer for Away {
    fn serial(&self) -> &str {
        keys::merchant().serial.as_str()
    }

    fn sign<'a>(&'a self, _: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(std::future::ready(Err(SignError::new("the vault is away"))))
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_signed_tells_the_cause() {
    let recipient = Recipient::new(MERCHANT_ID)
        .apiv3_key(API_V3_KEY)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .signer(Away);
    let error = asked(recipient).answer(&answer()).await.expect_err("nobody signs it");
    assert_eq!(error.to_string(), "signing failed: the vault is away");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("the vault is away"));
}
