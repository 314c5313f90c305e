//! Answers that are not what the documentation says: they are read, and what was odd is told.

use serde_json::json;
use wechatpay_client::Error;
use wechatpay_client::wire::{DriftKind, Value};
use wechatpay_gateway::Reply;
use wechatpay_tests::operations::{Close, Order, Prepay, Query};
use wechatpay_tests::stand::{Routes, start};

use super::support::{client, expect_error};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";

async fn query(body: &'static str) -> Result<wechatpay_client::Response<Order>, Error> {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::new(200, "application/json", body)]);
    client(&gateway).exchange(Query::of("1")).await
}

#[tokio::test]
async fn an_answer_as_documented_tells_nothing() {
    let response =
        query(r#"{"trade_state":"SUCCESS","amount":{"total":1,"currency":null}}"#).await.expect("it is right");
    assert!(response.drift().is_empty(), "{}", response.drift());
}

#[tokio::test]
async fn an_answer_in_another_form_is_read_and_told_of() {
    let body = "\u{feff}{\"trade_state\":1,\"amount\":[{\"total\":\"1e2\",\"currency\":{},\"fee\":[7]}]}";
    let response = query(body).await.expect("every form is known");
    assert_eq!((response.value().trade_state.as_str(), response.value().amount.total), ("1", 100));
    assert_eq!(response.value().amount.currency, None);
    let told: Vec<String> = response.drift().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "$.trade_state: an integer was taken as a string",
            "$.amount: a list was taken as an object",
            "$.amount[0].total: a string was taken as an integer",
            "$.amount[0].currency: expected a string, found an object of 0 members; \
             so `$.amount[0].currency` is taken as absent",
            "$.amount[0].fee: a member that no type knows",
        ]
    );
    let json = response.raw().json().expect("the body is JSON");
    let unknown =
        response.drift().iter().find(|drift| *drift.kind() == DriftKind::UnknownMember).expect("there is one");
    assert_eq!(json.at(unknown.path()), Some(Value::List(vec![Value::Int(7)])));
    assert_eq!(&response.raw().body()[..], body.as_bytes(), "the bytes are kept");
}

#[tokio::test]
async fn a_required_member_that_cannot_be_read_keeps_the_answer_and_the_effect() {
    let gateway = start().await;
    let body = json!({"prepay_id": ["wx1"]}).to_string();
    gateway.route("POST /v3/pay/transactions/jsapi").replies([Reply::new(200, "application/json", body.clone())]);
    let result = client(&gateway).send(Prepay::sample()).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "the order is there");
    let error = expect_error!(result, Decode);
    assert_eq!(
        (error.path.as_str(), error.message.as_str()),
        ("$.prepay_id", "expected a string, found a list of 1 item")
    );
    assert_eq!(&error.answer.body()[..], body.as_bytes(), "the bytes are kept");
}

#[tokio::test]
async fn an_answer_that_should_be_empty_tells_what_it_holds() {
    let gateway = start().await;
    let path = "POST /v3/pay/transactions/out-trade-no/1/close";
    gateway.route(path).replies([Reply::json(&json!({"closed": true})), Reply::empty(204)]);
    let close = || Close { out_trade_no: "1".to_owned(), mchid: "1".to_owned() };
    let client = client(&gateway);
    let response = client.exchange(close()).await.expect("it is a success");
    assert_eq!(response.drift().to_string(), "$.closed: a member that no type knows");
    let response = client.exchange(close()).await.expect("it is a success");
    assert!(response.drift().is_empty());
}
