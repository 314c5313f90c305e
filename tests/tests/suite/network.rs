//! Slow, broken and oversize answers, redirects, and what a caller may not set.

use std::time::Duration;

use serde_json::json;
use wechatpay_client::error::TransportKind;
use wechatpay_tests::gateway::{Fault, Gateway, Reply};
use wechatpay_tests::operations::{Order, Query};

use super::support::{assert_all_right, builder, built, client, expect_error};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";

fn order() -> Reply {
    Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
}

async fn read_answered(reply: Reply) -> Result<Order, wechatpay_client::Error> {
    let gateway = Gateway::start().await;
    gateway.replies(READ, [reply]);
    client(&gateway).send(Query::of("1")).await
}

#[tokio::test]
async fn a_truncated_body() {
    let error = expect_error!(read_answered(order().fault(Fault::Truncated(9))).await, Transport);
    assert_eq!(error.kind, TransportKind::Truncated);
    let answer = error.answer.expect("what came is kept");
    assert_eq!((answer.status(), answer.body().len()), (200, 9));
}

#[tokio::test]
async fn silence_ends_with_the_read_timeout() {
    let gateway = Gateway::start().await;
    gateway.replies(READ, [order().fault(Fault::Silence)]);
    let client = built(builder(&gateway).read_timeout(Duration::from_millis(100)));
    let error = expect_error!(client.send(Query::of("1")).await, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
    assert!(error.answer.is_none());
}

#[tokio::test]
async fn a_slow_drip_ends_with_the_total_timeout() {
    let gateway = Gateway::start().await;
    // Each pause is shorter than the read timeout; all of them together are longer than the total one.
    gateway.replies(READ, [order().fault(Fault::Drip(20))]);
    let client = built(builder(&gateway).timeout(Duration::from_millis(300)).read_timeout(Duration::from_secs(20)));
    let error = expect_error!(client.send(Query::of("1")).await, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
}

#[tokio::test]
async fn an_oversize_body_is_not_taken_in() {
    let gateway = Gateway::start().await;
    gateway.replies(READ, [order()]);
    let client = built(builder(&gateway).answer_limit(10));
    let error = expect_error!(client.send(Query::of("1")).await, TooLarge);
    assert_eq!((error.limit, &error.answer.body()[..]), (10, &order().body[..10]));
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_taken_in() {
    let gateway = Gateway::start().await;
    gateway.replies(READ, [order()]);
    let limit = u64::try_from(order().body.len()).expect("it is short");
    built(builder(&gateway).answer_limit(limit)).send(Query::of("1")).await.expect("it fits");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (gateway, other) = (Gateway::start().await, Gateway::start().await);
        let target = format!("{}v3/stolen", other.url());
        gateway.replies(READ, [Reply::redirect(status, &target)]);
        let error = expect_error!(client(&gateway).send(Query::of("1")).await, Redirect);
        assert_eq!(error.location.as_deref(), Some(target.as_str()), "{status}");
        assert_eq!(other.connections(), 0, "{status}: the other host has seen nothing");
    }
}

#[tokio::test]
async fn a_redirect_within_the_host_is_not_followed_either() {
    let gateway = Gateway::start().await;
    gateway.replies(READ, [Reply::redirect(302, "/v3/elsewhere")]);
    let error = expect_error!(client(&gateway).send(Query::of("1")).await, Redirect);
    assert_eq!(error.location.as_deref(), Some("/v3/elsewhere"));
    assert_eq!(gateway.seen().len(), 1);
    assert_all_right(&gateway);
}
