//! What goes wrong on the wire: each fault is an error with a name of its own.

use serde_json::json;
use wechatpay_client::error::TransportKind;
use wechatpay_client::signature::VerifyError;
use wechatpay_client::{Error, RawAnswer};
use wechatpay_gateway::Reply;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, PUBLIC_KEY_ID};
use wechatpay_gateway::reply::Effect;
use wechatpay_tests::operations::{Close, CodeQuery, Order, Prepay, PrepayResponse, Query, Unsigned};
use wechatpay_tests::stand::{Routes, start};

use super::support::{client, expect_error};

const WRITE: &str = "POST /v3/pay/transactions/jsapi";

fn prepaid() -> Reply {
    Reply::json(&json!({"prepay_id": "wx1"}))
}

/// Sends a write to a gateway that answers it so.
async fn write_answered(reply: Reply) -> Result<PrepayResponse, Error> {
    let gateway = start().await;
    gateway.route(WRITE).replies([reply]);
    client(&gateway).send(Prepay::sample()).await
}

/// The reason why an answer is not trusted.
async fn distrusted(fault: Fault) -> VerifyError {
    distrusted_reply(prepaid().fault(fault)).await
}

async fn distrusted_reply(reply: Reply) -> VerifyError {
    let result = write_answered(reply).await;
    if let Err(error) = &result {
        assert!(error.may_have_taken_effect(), "the write went out, whatever came back: {error}");
        assert_eq!(error.answer().map(RawAnswer::status), Some(200), "the answer is kept");
    }
    expect_error!(result, Signature).reason
}

#[tokio::test]
async fn wrong_signature() {
    let serial = PUBLIC_KEY_ID.to_owned();
    assert_eq!(distrusted(Fault::WRONG_SIGNATURE).await, VerifyError::Mismatch { serial });
}

#[tokio::test]
async fn signature_of_another_body() {
    let serial = PUBLIC_KEY_ID.to_owned();
    assert_eq!(distrusted(Fault::SIGNATURE_OF_ANOTHER_BODY).await, VerifyError::Mismatch { serial });
}

#[tokio::test]
async fn tampered_body() {
    let result = write_answered(prepaid().fault(Fault::TAMPERED_BODY)).await;
    let error = expect_error!(result, Signature);
    assert_eq!(error.reason, VerifyError::Mismatch { serial: PUBLIC_KEY_ID.to_owned() });
    assert_eq!(&error.answer.body()[..], br#"{"prepay_id":"wx2"}"#, "what came is kept");
}

#[tokio::test]
async fn unknown_serial() {
    let serial = keys::stranger().serial.clone();
    assert_eq!(distrusted(Fault::UNKNOWN_SERIAL).await, VerifyError::UnknownSerial { serial });
}

#[tokio::test]
async fn stale_and_future_timestamps() {
    for seconds in [-301, -86_400, 302, 86_400] {
        let reason = distrusted_reply(prepaid().effect(Effect::SignedAt(seconds))).await;
        assert!(matches!(reason, VerifyError::Clock { .. }), "{seconds}: {reason:?}");
    }
}

#[tokio::test]
async fn timestamps_within_five_minutes() {
    for seconds in [-295, 295] {
        write_answered(prepaid().effect(Effect::SignedAt(seconds))).await.expect("the clocks are close enough");
    }
}

#[tokio::test]
async fn a_timestamp_that_is_no_number() {
    for text in ["", "now", "-1", "1e9", "99999999999999999999", "+1700000000", "１７０００"] {
        let reason = distrusted_reply(prepaid().effect(Effect::Header("Wechatpay-Timestamp", text.into()))).await;
        assert_eq!(reason, VerifyError::MalformedHeader { name: "Wechatpay-Timestamp" }, "{text:?}");
    }
}

#[tokio::test]
async fn missing_headers() {
    for name in ["Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature"] {
        assert_eq!(
            distrusted_reply(prepaid().effect(Effect::NoHeader(name))).await,
            VerifyError::MissingHeader { name }
        );
    }
}

#[tokio::test]
async fn doubled_headers() {
    for name in [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Signature-Type",
    ] {
        assert_eq!(
            distrusted_reply(prepaid().effect(Effect::HeaderTwice(name))).await,
            VerifyError::DuplicateHeader { name }
        );
    }
}

#[tokio::test]
async fn a_success_without_a_signature() {
    assert_eq!(distrusted_reply(prepaid().unsigned()).await, VerifyError::Unsigned);
}

/// Only a file can be checked in another way than by the signature of its answer.
#[tokio::test]
async fn what_is_read_is_signed_whatever_the_operation_says() {
    let gateway = start().await;
    let answer = Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}));
    gateway.route("GET /v3/unsigned").replies([answer.clone(), answer.unsigned()]);
    let client = client(&gateway);
    client.send(Unsigned {}).await.expect("it is signed");
    assert_eq!(expect_error!(client.send(Unsigned {}).await, Signature).reason, VerifyError::Unsigned);
}

#[tokio::test]
async fn the_probe_of_wechat_pay() {
    assert_eq!(distrusted(Fault::PROBE).await, VerifyError::Probe);
}

#[tokio::test]
async fn another_signature_scheme() {
    let found = "WECHATPAY2-SM2-WITH-SM3".to_owned();
    let other = Effect::Header("Wechatpay-Signature-Type", found.clone().into());
    assert_eq!(distrusted_reply(prepaid().effect(other)).await, VerifyError::Scheme { found });
}

#[tokio::test]
async fn an_error_object() {
    let detail = json!({"field": "/amount/total", "issue": "negative", "location": "body"});
    let body = json!({"code": "PARAM_ERROR", "message": "参数错误", "detail": detail});
    let result = write_answered(Reply::new(400, "application/json", body.to_string())).await;
    assert!(!result.as_ref().is_err_and(Error::may_have_taken_effect), "it was refused");
    let error = expect_error!(result, Api);
    assert_eq!((error.status, error.code.as_str(), error.message.as_str()), (400, "PARAM_ERROR", "参数错误"));
    assert_eq!(serde_json::to_value(&error.detail).expect("JSON"), detail);
    assert!(error.verified);
    assert!(error.request_id().is_some());
    assert_eq!(&error.answer.body()[..], body.to_string().as_bytes());
}

#[tokio::test]
async fn an_error_object_without_a_signature() {
    let reply = Reply::error(400, "PARAM_ERROR", "参数错误").unsigned();
    let error = expect_error!(write_answered(reply).await, Api);
    assert!(!error.verified);
}

#[tokio::test]
async fn an_error_object_with_a_wrong_signature() {
    let reply = Reply::error(400, "PARAM_ERROR", "参数错误").fault(Fault::WRONG_SIGNATURE);
    let error = expect_error!(write_answered(reply).await, Signature);
    assert_eq!(error.reason, VerifyError::Mismatch { serial: PUBLIC_KEY_ID.to_owned() });
}

#[tokio::test]
async fn a_page_of_html() {
    let result = write_answered(Reply::html(502)).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "it may have come through");
    let error = expect_error!(result, Http);
    assert_eq!((error.status, error.verified), (502, false));
    assert!(error.answer.body().starts_with(b"<html>"), "the page is kept");
}

#[tokio::test]
async fn an_empty_error() {
    let error = expect_error!(write_answered(Reply::empty(404).unsigned()).await, Http);
    assert_eq!(error.status, 404);
}

#[tokio::test]
async fn invalid_json() {
    for text in ["", "{", "[1,]", "<html>", "{\"prepay_id\":\"a\"} x"] {
        let error = expect_error!(write_answered(Reply::new(200, "application/json", text)).await, Decode);
        assert_eq!(error.path, "$", "{text}");
        assert_eq!(&error.answer.body()[..], text.as_bytes(), "the bytes are kept");
    }
}

#[tokio::test]
async fn a_key_that_comes_twice() {
    let text = r#"{"prepay_id":"a","prepay_id":"b"}"#;
    let error = expect_error!(write_answered(Reply::new(200, "application/json", text)).await, Decode);
    assert_eq!(error.path, "$.prepay_id");
    assert!(error.message.contains("a key that comes more than once"), "{}", error.message);
    assert_eq!(&error.answer.body()[..], text.as_bytes());
}

#[tokio::test]
async fn invalid_utf_8() {
    let bytes = b"{\"prepay_id\":\"\xff\"}".to_vec();
    let error = expect_error!(write_answered(Reply::new(200, "application/json", bytes.clone())).await, Decode);
    assert_eq!(&error.answer.body()[..], bytes, "the bytes are kept");
}

#[tokio::test]
async fn a_missing_field_says_where() {
    let gateway = start().await;
    gateway
        .route("GET /v3/pay/transactions/out-trade-no/1")
        .with(|_| Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"currency": "CNY"}})));
    let result: Result<Order, _> = client(&gateway).send(Query::of("1")).await;
    assert!(!result.as_ref().is_err_and(Error::may_have_taken_effect), "a read changes nothing");
    let error = expect_error!(result, Decode);
    assert_eq!(error.path, "$.amount.total");
}

#[tokio::test]
async fn reset_before_the_request_was_read() {
    let gateway = start().await;
    gateway.fault(Fault::RESET_BEFORE_READ).on_path("POST", "/v3/pay/transactions/jsapi");
    let result = client(&gateway).send(Prepay::sample()).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "nobody knows");
    assert_eq!(expect_error!(result, Transport).kind, TransportKind::Interrupted);
}

#[tokio::test]
async fn reset_after_the_request_was_read() {
    let result = write_answered(prepaid().fault(Fault::RESET_AFTER_READ)).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "nobody knows");
    assert_eq!(expect_error!(result, Transport).kind, TransportKind::Interrupted);
}

#[tokio::test]
async fn an_error_with_a_signature_that_is_no_good() {
    let refused = || Reply::error(400, "PARAM_ERROR", "参数错误");
    let reason = async |reply| expect_error!(write_answered(reply).await, Signature).reason;
    assert_eq!(reason(refused().fault(Fault::PROBE)).await, VerifyError::Probe);
    assert!(matches!(reason(refused().effect(Effect::SignedAt(-301))).await, VerifyError::Clock { .. }));
    let name = "Wechatpay-Nonce";
    assert_eq!(reason(refused().effect(Effect::HeaderTwice(name))).await, VerifyError::DuplicateHeader { name });
    assert_eq!(reason(refused().effect(Effect::NoHeader(name))).await, VerifyError::MissingHeader { name });
}

#[tokio::test]
async fn a_success_that_holds_an_error_is_an_error() {
    let failed = || Reply::error(200, "SYSTEM_ERROR", "系统繁忙");
    let result = write_answered(failed()).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "nobody knows");
    let error = expect_error!(result, Api);
    assert_eq!((error.status, error.code.as_str(), error.verified), (200, "SYSTEM_ERROR", true));

    let gateway = start().await;
    gateway.route("POST /v3/pay/transactions/out-trade-no/1/close").replies([failed()]);
    let close = || Close { out_trade_no: "1".to_owned(), mchid: "1".to_owned() };
    assert_eq!(expect_error!(client(&gateway).send(close()).await, Api).code, "SYSTEM_ERROR");

    // Without a word for people it is no less of an error.
    let wordless = || Reply::json(&json!({"code": "SYSTEM_ERROR"}));
    assert_eq!(expect_error!(write_answered(wordless()).await, Api).message, "");
    gateway.route("POST /v3/pay/transactions/out-trade-no/1/close").replies([wordless()]);
    assert_eq!(expect_error!(client(&gateway).send(close()).await, Api).code, "SYSTEM_ERROR");
}

#[tokio::test]
async fn a_code_that_belongs_to_the_answer_is_no_error() {
    let gateway = start().await;
    gateway.route("GET /v3/codes").replies([Reply::error(200, "CODE_IN_USE", "text")]);
    let answer = client(&gateway).send(CodeQuery {}).await.expect("it has a field of this name");
    assert_eq!(answer.code, "CODE_IN_USE");
    gateway.route("GET /v3/codes").replies([Reply::json(&json!({"code": "CODE_IN_USE"}))]);
    assert_eq!(client(&gateway).send(CodeQuery {}).await.expect("it has a field of this name").code, "CODE_IN_USE");
    let no_message = Reply::json(&json!({"code": "ACCEPTED"}));
    for fine in [Reply::error(200, "SUCCESS", "成功"), Reply::error(200, "OK", ""), no_message] {
        let gateway = start().await;
        gateway.route("POST /v3/pay/transactions/out-trade-no/1/close").replies([fine]);
        let close = Close { out_trade_no: "1".to_owned(), mchid: "1".to_owned() };
        client(&gateway).send(close).await.expect("it says that all is well, or nothing");
    }
}

/// What would forge a line of a log, turn its order around, or fill it.
#[tokio::test]
async fn what_a_server_writes_is_printed_as_text_and_not_at_length() {
    let long = "长".repeat(20_000);
    let message = format!("no\r\n2026-06-01 INFO paid \u{202e}\u{1b}[2J{long}");
    let detail = json!({"field": "/id_card", "value": "11010119900307", "issue": "x"});
    let body = json!({"code": "PARAM_ERROR\u{2066}", "message": message, "detail": detail}).to_string();
    let refused = Reply::new(400, "application/json", body).header("Request-ID", &"R".repeat(5_000));
    for reply in [refused.clone(), refused.unsigned()] {
        let error = write_answered(reply).await.expect_err("it is refused");
        let (shown, debug) = (error.to_string(), format!("{error:?}"));
        for printed in [&shown, &debug] {
            assert!(printed.contains(r"no\u{d}\u{a}2026") && printed.contains(r"\u{202e}\u{1b}[2J"), "{printed}");
            assert!(printed.chars().all(|char| !char.is_control() && !"\u{202e}\u{2066}".contains(char)), "{printed}");
            assert!(printed.chars().count() < 3_000, "{} characters", printed.chars().count());
            assert!(!printed.contains("11010119900307"), "the detail repeats what was sent: {printed}");
        }
        let api = expect_error!(Err::<(), _>(error), Api);
        assert_eq!(api.message, message, "the field itself is as it came");
        assert_eq!(api.detail.as_ref().map(wechatpay_client::wire::Value::to_json), Some(detail.to_string()));
    }
}

/// A page of a gateway is no reason to take in more than an error needs.
#[tokio::test]
async fn an_error_that_nobody_has_signed_is_taken_in_up_to_64_kib() {
    let deep = format!(r#"{{"code":"PARAM_ERROR","message":"no","detail":[{}[]]}}"#, "[],".repeat(1 << 20));
    let error = expect_error!(write_answered(Reply::new(400, "application/json", deep).unsigned()).await, Http);
    assert_eq!((error.status, error.verified, error.answer.body().len()), (400, false, 64 * 1024));
    let just = |length: usize| {
        let object = r#"{"code":"PARAM_ERROR","message":"no"}"#;
        Reply::new(400, "application/json", format!("{object}{}", " ".repeat(length - object.len())))
    };
    assert_eq!(expect_error!(write_answered(just(64 * 1024).unsigned()).await, Api).code, "PARAM_ERROR");
    assert!(expect_error!(write_answered(just(64 * 1024)).await, Api).verified);
    // What is signed has to be whole, to be verified; it is not read as an error object either.
    let error = expect_error!(write_answered(just(64 * 1024 + 1)).await, Http);
    assert_eq!((error.verified, error.answer.body().len()), (true, 64 * 1024 + 1));
}

/// The limit of what is read before it is verified is not that of what is verified first.
#[tokio::test]
async fn an_answer_that_is_signed_may_be_larger() {
    let body = format!(r#"{{"prepay_id":"wx1"}}{}"#, " ".repeat(512 * 1024));
    let answer = write_answered(Reply::new(200, "application/json", body)).await.expect("it is signed");
    assert_eq!(answer.prepay_id, "wx1");
}

#[tokio::test]
async fn a_header_of_a_signature_has_no_thousands_of_letters() {
    for name in ["Wechatpay-Serial", "Wechatpay-Nonce", "Wechatpay-Signature"] {
        let long = Effect::Header(name, "A".repeat(1025).into());
        assert_eq!(distrusted_reply(prepaid().effect(long)).await, VerifyError::MalformedHeader { name });
    }
}
