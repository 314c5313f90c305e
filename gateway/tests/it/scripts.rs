//! What a test says to answer.

use std::time::Duration;

use serde_json::json;
use wechatpay_gateway::check::Checked;
use wechatpay_gateway::clock::{Now, TestClock};
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::reply::{Effect, Ending, Wire};
use wechatpay_gateway::shop::{Outcome, Shop};
use wechatpay_gateway::{Gateway, Reply, keys};

use crate::caller::{Answer, Call, JSAPI, now, order};

const QUERY: &str = "/v3/pay/transactions/out-trade-no/{out_trade_no}";

#[test]
fn steps_are_taken_one_after_the_other() {
    let gateway = Gateway::builder().stateless().start_blocking().expect("a port");
    let script = gateway.on_path("GET", QUERY);
    script.reply_error(404, "ORDER_NOT_EXIST", "订单不存在").times(2).reply(&json!({"trade_state": "NOTPAY"})).times(1);
    let ask = || Call::get("/v3/pay/transactions/out-trade-no/1?mchid=1900000109").send(&gateway);
    for _ in 0..2 {
        let answer = ask();
        assert_eq!((answer.status, &answer.json()["code"]), (404, &json!("ORDER_NOT_EXIST")));
        // An error that is no refusal of the request itself is signed.
        assert!(answer.header("Wechatpay-Signature").is_some());
    }
    assert_eq!(ask().json(), json!({"trade_state": "NOTPAY"}));
    assert_eq!(ask().json()["out_trade_no"], json!("1"), "the gateway answers by itself again");
}

#[test]
fn the_last_word_for_ever_is_the_one_that_holds() {
    let gateway = Gateway::builder().stateless().start_blocking().expect("a port");
    gateway.on_path("POST", JSAPI).reply(&json!({"prepay_id": "a"}));
    gateway.on_path("POST", JSAPI).with(|request| Reply::json(&json!({"prepay_id": request.text("out_trade_no")})));
    let ask = || Call::post(JSAPI, &order()).send(&gateway).json()["prepay_id"].clone();
    assert_eq!((ask(), ask()), (order()["out_trade_no"].clone(), order()["out_trade_no"].clone()));
    gateway.on_path("POST", JSAPI).reset();
    assert_ne!(ask(), order()["out_trade_no"]);
    // A path of its own, which no operation has, and that of one request alone.
    gateway.on_path("GET", "/v3/own/path").reply_with(Reply::empty(204));
    assert_eq!(Call::get("/v3/own/path?x=1").send(&gateway).status, 204);
    gateway.on_path("GET", "/v3/pay/transactions/id/7").reply(&json!({}));
    let id = |id: &str| Call::get(&format!("/v3/pay/transactions/id/{id}?mchid=1900000109")).send(&gateway).json();
    assert_eq!((id("7"), id("8")["transaction_id"].clone()), (json!({}), json!("8")));
}

#[test]
fn what_is_wrong_is_refused_whatever_a_test_says() {
    let gateway = Gateway::start_blocking();
    gateway.on_path("POST", JSAPI).reply(&json!({"prepay_id": "a"}));
    assert_eq!(Call::post(JSAPI, &json!({})).send(&gateway).status, 400);
    assert_eq!(gateway.received_at("POST", JSAPI).len(), 0);
}

#[derive(Debug)]
struct Closing;

impl Shop for Closing {
    fn answer(&self, request: &Checked, now: Now) -> Option<Outcome> {
        (request.id() == "POST /v3/pay/transactions/jsapi")
            .then(|| Reply::json(&json!({"prepay_id": now.rfc3339()})).into())
    }
}

#[test]
fn state_answers_by_the_time_of_business() {
    let clock = || std::time::UNIX_EPOCH + Duration::from_secs(1_528_425_296);
    let gateway = Gateway::builder().shop(Closing).clock(clock).start_blocking().expect("a port");
    let ask = || {
        let mut call = Call::post(JSAPI, &order());
        call.timestamp = 1_528_425_296;
        call.send(&gateway).json()["prepay_id"].clone()
    };
    assert_eq!(ask(), json!("2018-06-08T10:34:56+08:00"));
    gateway.advance(Duration::from_secs(3_600));
    assert_eq!(ask(), json!("2018-06-08T11:34:56+08:00"), "and the signature is still of this minute");
}

#[tokio::test]
async fn one_can_wait_for_requests() {
    let gateway = Gateway::start().await;
    let address = gateway.address();
    let sending = std::thread::spawn(move || {
        for _ in 0..3 {
            Call::post(JSAPI, &order()).send_on(&mut std::net::TcpStream::connect(address).expect("it listens"));
        }
    });
    gateway.wait_for("POST", JSAPI, 3).await;
    assert_eq!(gateway.received_at("POST", JSAPI).len(), 3);
    sending.join().expect("nothing panics");
    assert_eq!(gateway.connections(), 3);
}

#[test]
fn replies_come_in_order_each_with_what_is_wrong_with_it() {
    let gateway = Gateway::start_blocking();
    let good = || Reply::json(&json!({"prepay_id": "a"}));
    let ask = || Call::post(JSAPI, &order()).send(&gateway);
    let is_signed = |answer: &Answer| answer.is_signed(keys::platform_a(), keys::PUBLIC_KEY_ID);
    let script = gateway.on_path("POST", JSAPI);
    script.reply_error(500, "SYSTEM_ERROR", "系统异常").replies([
        good().fault(Fault::WRONG_SIGNATURE),
        good().effect(Effect::SignedAt(-3_600)),
        good().effect(Effect::Header("Wechatpay-Nonce", "x".into())),
        good().effect(Effect::NoHeader("Wechatpay-Nonce")),
        good().effect(Effect::HeaderTwice("Wechatpay-Nonce")),
        good().fault(Fault::PAGE_502),
        good(),
    ]);
    assert!(!is_signed(&ask()));
    let old = ask();
    let time: i64 = old.header("Wechatpay-Timestamp").and_then(|text| text.parse().ok()).expect("a number");
    assert!(is_signed(&old) && now() - time >= 3_600, "it is rightly signed, an hour ago");
    let other = ask();
    assert!(!is_signed(&other) && other.header("Wechatpay-Nonce") == Some("x"));
    assert_eq!(ask().header("Wechatpay-Nonce"), None);
    assert_eq!(ask().headers.iter().filter(|(name, _)| name == "Wechatpay-Nonce").count(), 2);
    assert_eq!(ask().status, 502, "what stands in place of an answer replaces it");
    for _ in 0..3 {
        assert!(is_signed(&ask()), "the last one stays");
    }
}

/// Half of a body, then nothing more; and a body that drips behind a head that does not.
#[test]
fn a_reply_may_come_in_pieces() {
    let gateway = Gateway::start_blocking();
    let good = || Reply::json(&json!({"prepay_id": "a"}));
    let drip = Effect::Wire(Wire::DripBody(1, Duration::from_millis(1)));
    gateway
        .on_path("POST", JSAPI)
        .replies([good().effect(drip), good().effect(Effect::Wire(Wire::Body(5, Ending::Close)))]);
    assert_eq!(Call::post(JSAPI, &order()).send(&gateway).json(), json!({"prepay_id": "a"}));
    let mut stream = std::net::TcpStream::connect(gateway.address()).expect("it listens");
    let cut =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Call::post(JSAPI, &order()).send_on(&mut stream)));
    assert!(cut.is_err(), "the body is cut off");
}

#[test]
fn a_clock_that_is_wound_by_hand_is_that_of_the_wire() {
    let clock = TestClock::default();
    let gateway = Gateway::builder().clock(clock.reader()).start_blocking().expect("a port");
    assert_eq!(Call::post(JSAPI, &order()).send(&gateway).status, 200);
    clock.sleep(Duration::from_secs(301));
    assert_eq!((clock.slept(), clock.passed()), (vec![Duration::from_secs(301)], Duration::from_secs(301)));
    assert_eq!(Call::post(JSAPI, &order()).send(&gateway).status, 401, "for the gateway it is five minutes later");
    clock.set_back(Duration::from_secs(301));
    assert_eq!(Call::post(JSAPI, &json!({})).send(&gateway).status, 400);
    assert_eq!(clock.passed(), Duration::from_secs(301), "a clock that is set back takes no time back");
}
