//! What cannot be sent is refused before anything goes out.

use serde_json::json;
use wechatpay_client::wire::{Secret, Value, decode_strictly, encode};
use wechatpay_gateway::keys::{self};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{Close, Invoice, Note, Prepay, Query, Receiver, Remove, Transfer};
use wechatpay_tests::stand::{Routes, start};

use super::support::{Caller, assert_all_right, client, unsendable};

/// A gateway that must not be asked, and a client for it.
async fn unasked() -> (Gateway, Caller) {
    let gateway = start().await;
    let client = client(&gateway);
    (gateway, client)
}

#[tokio::test]
async fn path_parameters_that_would_name_another_path() {
    let (gateway, client) = unasked().await;
    for text in ["", ".", ".."] {
        assert_eq!(unsendable(client.send(Query::of(text)).await), "out_trade_no", "{text:?}");
        let close = Close { out_trade_no: text.to_owned(), mchid: "1".to_owned() };
        assert_eq!(unsendable(client.send(close).await), "out_trade_no", "{text:?}");
    }
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn dots_within_a_longer_parameter_are_only_dots() {
    let gateway = start().await;
    gateway.route("DELETE /v3/things/...").with(|_| Reply::empty(204));
    gateway.route("DELETE /v3/things/..%2Fa").with(|_| Reply::empty(204));
    gateway.route("DELETE /v3/things/%252e%252e").with(|_| Reply::empty(204));
    for id in ["...", "../a", "%2e%2e"] {
        let request = Remove { id: id.to_owned(), reason: "x".to_owned() };
        client(&gateway).send(request).await.expect("the gateway is content");
    }
    assert_all_right(&gateway);
}

#[tokio::test]
async fn emoji_in_any_field() {
    let (gateway, client) = unasked().await;
    let mut prepay = Prepay::sample();
    prepay.description = "公仔🧸".to_owned();
    assert_eq!(unsendable(client.send(prepay).await), "description");
    let mut prepay = Prepay::sample();
    prepay.amount.currency = Some("💰".to_owned());
    assert_eq!(unsendable(client.send(prepay).await), "amount.currency");
    let tags = Query { tags: vec!["a".to_owned(), "𠮷".to_owned()], ..Query::of("1") };
    assert_eq!(unsendable(client.send(tags).await), "tag[1]");
    let note = Note { receiver: Receiver { account: Secret::from("1"), bank: "🏦".to_owned() } };
    assert_eq!(unsendable(client.send(note).await), "receiver.bank", "JSON in a string");
    assert_eq!(gateway.connections(), 0);
}

/// Only the base64 of its cipher text goes out.
#[tokio::test]
async fn emoji_in_a_confidential_field() {
    let gateway = start().await;
    gateway.route("POST /v3/transfers").replies([Reply::json(&json!({"trade_state": "OK", "amount": {"total": 1}}))]);
    client(&gateway).send(transfer("𠮷野🧸")).await.expect("it goes out encrypted");
    assert_all_right(&gateway);
    let body = gateway.requests()[0].json();
    assert_eq!(keys::platform_a().open_oaep(body["receiver"]["account"].as_str().expect("text")), "𠮷野🧸");
}

/// A request that was written down without [`expose`](wechatpay_client::wire::Value::expose), and read again.
#[tokio::test]
async fn the_mark_of_a_confidential_text_is_not_sent_for_the_text() {
    let (gateway, client) = unasked().await;
    let printed = encode(&transfer("6222")).to_json();
    assert!(!printed.contains("6222"), "{printed}");
    let json = Value::parse(printed.as_bytes()).expect("it is JSON");
    let error = decode_strictly::<Transfer>(&json).expect_err("the text is gone");
    assert_eq!(error.path(), "$.user_name");
    assert_eq!(unsendable(client.send(transfer("[confidential]")).await), "receiver.account");
    assert_eq!(gateway.connections(), 0);

    let exposed = encode(&transfer("6222")).expose().to_string();
    let json = Value::parse(exposed.as_bytes()).expect("it is JSON");
    assert_eq!(decode_strictly::<Transfer>(&json), Ok(transfer("6222")));
}

fn transfer(name: &str) -> Transfer {
    Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from(name), bank: String::new() },
    }
}

#[tokio::test]
async fn a_confidential_text_that_is_too_long_for_one_block() {
    let (gateway, client) = unasked().await;
    let error = client.send(transfer(&"x".repeat(215))).await.expect_err("214 bytes fit");
    let text = error.to_string();
    assert!(text.contains("214") && !text.contains("xxx"), "{text}");
    assert_eq!(unsendable::<()>(Err(error)), "receiver.account");
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn a_confidential_text_of_the_longest_kind() {
    let gateway = start().await;
    gateway.route("POST /v3/transfers").replies([Reply::json(&json!({"trade_state": "OK", "amount": {"total": 1}}))]);
    client(&gateway).send(transfer(&"x".repeat(214))).await.expect("214 bytes fit");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn headers_hold_ascii_alone() {
    let (gateway, client) = unasked().await;
    for text in ["a\r\nX-Other: b", "键"] {
        let request = Transfer { idempotency_key: Some(text.to_owned()), ..transfer("x") };
        assert_eq!(unsendable(client.send(request).await), "Idempotency-Key", "{text:?}");
    }
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn an_operation_whose_success_is_202() {
    let gateway = start().await;
    gateway.route("POST /v3/new-tax-control-fapiao/fapiao-applications").replies([Reply::empty(202)]);
    client(&gateway).send(Invoice { id: "1".to_owned() }).await.expect("202 is what it answers with");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn json_in_a_string_is_encrypted_inside() {
    let gateway = start().await;
    gateway.route("POST /v3/notes").replies([Reply::empty(204)]);
    let note = Note { receiver: Receiver { account: Secret::from("6222"), bank: "ICBC".to_owned() } };
    client(&gateway).send(note).await.expect("the gateway is content");
    assert_all_right(&gateway);
    let body = gateway.requests()[0].json();
    let inner: serde_json::Value = serde_json::from_str(body["receiver"].as_str().expect("text")).expect("JSON");
    assert_eq!(inner["bank"], "ICBC");
    assert_eq!(keys::platform_a().open_oaep(inner["account"].as_str().expect("text")), "6222");
}
