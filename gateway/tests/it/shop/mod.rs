//! State: what has been done shows in what is answered.

mod bills;
mod complaints;
mod contracts;
mod orders;
mod refunds;
mod sharing;
mod transfers;
mod whole;

use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use wechatpay_gateway::keys::MERCHANT_ID;
use wechatpay_gateway::shop::{Books, Notification, Refusal, Shop};
use wechatpay_gateway::{Gateway, api};

use crate::caller::{Answer, Call};

/// The eighth of June 2018, 10:34:56 in China.
const START: i64 = 1_528_425_296;

/// A gateway whose clock stands still.
fn gateway() -> Gateway {
    on(Books::in_memory())
}

fn on(books: impl Shop + 'static) -> Gateway {
    let clock = || UNIX_EPOCH + Duration::from_secs(START.unsigned_abs());
    Gateway::builder().shop(books).clock(clock).start_blocking().expect("a port")
}

fn send(gateway: &Gateway, mut call: Call) -> Answer {
    call.timestamp = START;
    call.send(gateway)
}

/// What the merchant is told where something is done by hand.
fn told(
    books: &Books,
    act: impl FnOnce(&Books) -> Result<(Value, Vec<Notification>), Refusal>,
) -> Vec<(String, Value)> {
    let (_, told) = act(books).expect("it can be done");
    told.into_iter().map(|one| (one.event_type, one.resource)).collect()
}

/// Whether a resource has what its documentation says that it has.
fn is_whole(event_type: &str, resource: &Value) {
    let shape = api::api().webhook(event_type).expect("it is there").notice().resource;
    let members = resource.as_object().expect("an object");
    let missing: Vec<_> =
        shape.fields().iter().filter(|field| field.required && !members.contains_key(&field.name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let strange: Vec<_> = members.keys().filter(|name| shape.field(name).is_none()).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

fn get(gateway: &Gateway, target: &str) -> Answer {
    send(gateway, Call::get(target))
}

fn post(gateway: &Gateway, target: &str, body: &Value) -> Answer {
    send(gateway, Call::post(target, body))
}

/// The status and the code of a refusal.
fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

fn code(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

fn order(number: &str, total: i64) -> Value {
    json!({
        "appid": "wxd678efh567hg6787",
        "mchid": MERCHANT_ID,
        "description": "QQ公仔",
        "out_trade_no": number,
        "attach": "自定义数据",
        "notify_url": "https://www.weixin.qq.com/wxpay/pay.php",
        "amount": {"total": total, "currency": "CNY"},
        "payer": {"openid": OPENID},
    })
}

/// The same for an operation that needs no payer.
fn order_of_nobody(number: &str, total: i64) -> Value {
    let mut order = order(number, total);
    order.as_object_mut().expect("an object").remove("payer");
    order
}

fn paid(gateway: &Gateway, number: &str, total: i64) -> String {
    assert_eq!(post(gateway, crate::caller::JSAPI, &order(number, total)).status, 200);
    let order = gateway.pay(number).expect("it is there");
    order["transaction_id"].as_str().expect("a number").to_owned()
}

fn query(gateway: &Gateway, number: &str) -> Answer {
    get(gateway, &format!("/v3/pay/transactions/out-trade-no/{number}?mchid={MERCHANT_ID}"))
}

fn refund(number: &str, refund: &str, amount: i64, total: i64) -> Value {
    json!({
        "out_trade_no": number,
        "out_refund_no": refund,
        "reason": "商品已售完",
        "notify_url": "https://weixin.qq.com",
        "amount": {"refund": amount, "total": total, "currency": "CNY"},
    })
}

const REFUNDS: &str = "/v3/refund/domestic/refunds";
