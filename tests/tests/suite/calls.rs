//! Calls that go well: what the gateway sees, and what the caller gets.

use serde_json::json;
use wechatpay_client::operation::Empty;
use wechatpay_client::wire::Secret;
use wechatpay_tests::gateway::{Gateway, Reply};
use wechatpay_tests::keys::{MERCHANT, PLATFORM_A, PUBLIC_KEY_ID};
use wechatpay_tests::operations::{Close, Overseas, Prepay, Query, Receiver, Remove, Transfer};

use super::support::{assert_all_right, builder, built, client};

#[tokio::test]
async fn a_write_is_signed_and_its_answer_read() {
    let gateway = Gateway::start().await;
    gateway.replies(
        "POST /v3/pay/transactions/jsapi",
        [Reply::json(&json!({"prepay_id": "wx201410272009395522657a690389285100"}))],
    );

    let response = client(&gateway).send(Prepay::sample()).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(response.prepay_id, "wx201410272009395522657a690389285100");
    let seen = &gateway.seen()[0];
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
    let gateway = Gateway::start().await;
    gateway.replies("POST /v3/pay/transactions/jsapi", [Reply::json(&json!({"prepay_id": "wx1"}))]);
    let client = built(builder(&gateway).private_key(MERCHANT.pkcs1_pem()));

    client.send(Prepay::sample()).await.expect("the gateway is content");

    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_path_and_a_query_are_encoded_once_and_signed_as_sent() {
    let gateway = Gateway::start().await;
    gateway.on("GET /v3/pay/transactions/out-trade-no/a%2Fb%20c%3F%25%E9%97%A8", |_| {
        Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
    });
    let request = Query {
        out_trade_no: "a/b c?%门".to_owned(),
        mchid: Some("2026-06-01T10:00:00+08:00".to_owned()),
        tags: vec!["x y".to_owned(), "a&b='".to_owned()],
    };

    let order = client(&gateway).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(order.trade_state, "SUCCESS");
    assert_eq!(gateway.seen()[0].query(), Some("mchid=2026-06-01T10%3A00%3A00%2B08%3A00&tag=x%20y&tag=a%26b%3D%27"));
}

#[tokio::test]
async fn an_empty_answer_is_verified_too() {
    let gateway = Gateway::start().await;
    gateway.replies("POST /v3/pay/transactions/out-trade-no/42/close", [Reply::empty(204)]);

    let done = client(&gateway).send(Close { out_trade_no: "42".to_owned(), mchid: "1".to_owned() }).await;

    assert_eq!(done.expect("the gateway is content"), Empty);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_delete_carries_its_body() {
    let gateway = Gateway::start().await;
    gateway.replies("DELETE /v3/things/7", [Reply::empty(204)]);

    let request = Remove { id: "7".to_owned(), reason: "gone".to_owned() };
    client(&gateway).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(gateway.seen()[0].json(), json!({"reason": "gone"}));
}

#[tokio::test]
async fn confidential_fields_are_encrypted_on_the_way_out() {
    let gateway = Gateway::start().await;
    let answer = json!({"trade_state": "SUCCESS", "amount": {"total": 1}});
    gateway.on("POST /v3/transfers", move |_| Reply::json(&answer));
    let request = Transfer {
        serial: Some("whatever the caller thinks".to_owned()),
        idempotency_key: Some("key-1".to_owned()),
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from("6222000000000000"), bank: "工商银行".to_owned() },
    };

    client(&gateway).send(request.clone()).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.seen()[0];
    let body = seen.json();
    assert_eq!(PLATFORM_A.open_oaep(body["user_name"].as_str().expect("text")), "张三");
    assert_eq!(PLATFORM_A.open_oaep(body["receiver"]["account"].as_str().expect("text")), "6222000000000000");
    assert_eq!(body["receiver"]["bank"], "工商银行");
    assert_eq!(seen.header("Wechatpay-Serial"), Some(PUBLIC_KEY_ID), "it names the key of the encryption");
    assert_eq!(seen.header("Idempotency-Key"), Some("key-1"));
    assert_eq!(request.user_name.expose(), "张三", "the caller's own stays plain");
}

#[tokio::test]
async fn overseas_the_padding_and_the_prefix_differ() {
    let gateway = Gateway::start().await;
    gateway.on("GET /global/v3/global/people", |_| {
        Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
    });

    client(&gateway).send(Overseas { id_number: Secret::from("A123456(7)") }).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.seen()[0];
    let encoded = seen.query().and_then(|query| query.strip_prefix("id_number=")).expect("one parameter");
    let base64 = encoded.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    assert_eq!(PLATFORM_A.open_pkcs1(&base64), "A123456(7)");
}

#[tokio::test]
async fn confidential_fields_of_an_answer_are_opened() {
    let gateway = Gateway::start().await;
    let answer =
        json!({"trade_state": "SUCCESS", "amount": {"total": 1}, "payer_name": MERCHANT.seal_oaep("李四".as_bytes())});
    gateway.on("GET /v3/pay/transactions/out-trade-no/1", move |_| Reply::json(&answer));

    let order = client(&gateway).send(Query::of("1")).await.expect("the gateway is content");

    assert_eq!(order.payer_name.expect("it was there").expose(), "李四");
}

#[tokio::test]
async fn the_answer_is_at_hand_as_it_came() {
    let gateway = Gateway::start().await;
    let text = r#"{ "trade_state":"SUCCESS", "amount":{"total":1},  "new_field": [1, 2] }"#;
    gateway.on("GET /v3/pay/transactions/out-trade-no/1", move |_| Reply::new(200, "application/json", text));

    let response = client(&gateway).exchange(Query::of("1")).await.expect("the gateway is content");

    assert_eq!(response.status(), 200);
    assert_eq!(response.value().amount.total, 1);
    assert_eq!(&response.raw().body()[..], text.as_bytes());
    assert!(response.request_id().is_some_and(|id| id.ends_with("-268562944")), "{:?}", response.request_id());
}

#[tokio::test]
async fn a_connection_is_used_again_and_shared_by_clones() {
    let gateway = Gateway::start().await;
    gateway.on("GET /v3/pay/transactions/out-trade-no/1", |_| {
        Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
    });
    let client = client(&gateway);

    for _ in 0..5 {
        client.clone().send(Query::of("1")).await.expect("the gateway is content");
    }

    assert_eq!(gateway.connections(), 1);
}
