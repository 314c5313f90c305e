//! Refunds.

use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::clock::{Now, TestClock};
use wechatpay_gateway::crypto::Padding;
use wechatpay_gateway::keys::{self, MERCHANT_ID};
use wechatpay_gateway::shop::{Books, Payment, RefundEnd};

use super::{REFUNDS, START, code, gateway, get, order, paid, post, query, refund, refused, send};
use crate::caller::{Call, JSAPI};

#[test]
fn a_refund_is_asked_for_and_succeeds() {
    let gateway = gateway();
    let id = paid(&gateway, "A1", 100);
    let answer = post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100)).json();
    let refund_id = answer["refund_id"].clone();
    assert_eq!(
        answer,
        json!({
            "refund_id": refund_id, "out_refund_no": "R1", "transaction_id": id, "out_trade_no": "A1",
            "channel": "ORIGINAL", "user_received_account": "支付用户零钱", "status": "PROCESSING",
            "create_time": "2018-06-08T10:34:56+08:00", "funds_account": "UNSETTLED",
            "amount": {
                "total": 100, "refund": 40, "payer_total": 100, "payer_refund": 40, "settlement_refund": 40,
                "settlement_total": 100, "discount_refund": 0, "refund_fee": 0, "currency": "CNY",
            },
        })
    );
    assert_eq!(query(&gateway, "A1").json()["trade_state"], json!("REFUND"));
    gateway.advance(Duration::from_secs(299));
    let seen = || get(&gateway, "/v3/refund/domestic/refunds/R1").json();
    assert_eq!(seen(), answer);
    gateway.advance(Duration::from_secs(1));
    assert_eq!((&seen()["status"], &seen()["success_time"]), (&json!("SUCCESS"), &json!("2018-06-08T10:39:56+08:00")));
    assert_eq!(gateway.refunds("A1"), Ok(vec![seen()]));
}

#[test]
fn refunds_never_exceed_the_order() {
    let gateway = gateway();
    let id = paid(&gateway, "A1", 100);
    let ask = |number: &str, amount: i64, total: i64| {
        let mut body = refund("A1", number, amount, total);
        body["transaction_id"] = json!(id);
        post(&gateway, REFUNDS, &body)
    };
    assert_eq!(refused(&ask("R0", 40, 101)), code(400, "INVALID_REQUEST"), "it is another order's total");
    assert_eq!(refused(&ask("R0", 101, 100)), code(400, "INVALID_REQUEST"));
    assert_eq!(refused(&ask("R0", 0, 100)), code(400, "PARAM_ERROR"));
    assert_eq!(ask("R1", 60, 100).status, 200);
    assert_eq!(refused(&ask("R2", 41, 100)), code(400, "INVALID_REQUEST"));
    assert_eq!(ask("R2", 40, 100).status, 200);
    assert_eq!(refused(&ask("R3", 1, 100)), code(400, "INVALID_REQUEST"));
    // What comes to nothing can be asked for once more.
    gateway.refund_ends("R2", RefundEnd::Closed).expect("it is under way");
    assert_eq!(ask("R3", 40, 100).status, 200);
    assert_eq!(gateway.refund_ends("R2", RefundEnd::Success).map_err(|refusal| refusal.code), Err("INVALID_REQUEST"));
}

#[test]
fn a_number_names_one_refund() {
    let gateway = gateway();
    paid(&gateway, "A1", 100);
    let first = post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100)).json();
    assert_eq!(post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100)).json(), first, "no second refund");
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A1", "R1", 41, 100))), code(400, "INVALID_REQUEST"));
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A9", "R9", 40, 100))), code(404, "RESOURCE_NOT_EXISTS"));
    post(&gateway, JSAPI, &order("A2", 100));
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A2", "R2", 40, 100))), code(404, "RESOURCE_NOT_EXISTS"));
    let mut both = refund("A2", "R2", 40, 100);
    both["transaction_id"] = first["transaction_id"].clone();
    assert_eq!(refused(&post(&gateway, REFUNDS, &both)), code(404, "RESOURCE_NOT_EXISTS"), "two numbers of two orders");
    assert_eq!(refused(&get(&gateway, "/v3/refund/domestic/refunds/R9")), code(404, "RESOURCE_NOT_EXISTS"));
    assert_eq!(refused(&get(&gateway, "/v3/refund/domestic/refunds/R1?sub_mchid=1")), code(404, "RESOURCE_NOT_EXISTS"));
}

#[test]
fn there_are_limits_of_number_and_of_time() {
    let gateway = gateway();
    paid(&gateway, "A1", 100);
    for number in 0..50 {
        assert_eq!(post(&gateway, REFUNDS, &refund("A1", &format!("R{number}"), 1, 100)).status, 200);
    }
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A1", "R50", 1, 100))), code(400, "INVALID_REQUEST"));
    paid(&gateway, "A2", 100);
    gateway.advance(Duration::from_secs(365 * 86_400));
    assert_eq!(post(&gateway, REFUNDS, &refund("A2", "S1", 1, 100)).status, 200);
    gateway.advance(Duration::from_secs(1));
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A2", "S2", 1, 100))), code(400, "INVALID_REQUEST"));
}

/// Three refunds of an order with two coupons: each takes its part, and together they take all.
#[test]
fn coupons_get_their_part_back() {
    let gateway = gateway();
    post(&gateway, JSAPI, &order("A1", 10));
    let payment = Payment::new().coupon("paid for", 3).discount("off", 1);
    gateway.pay_with("A1", &payment).expect("it can be paid");
    let mut sums = [0; 4];
    for (number, amount) in [("R1", 3), ("R2", 3), ("R3", 4)] {
        let answer = post(&gateway, REFUNDS, &refund("A1", number, amount, 10)).json();
        let amounts = &answer["amount"];
        let part = |at: &str| amounts[at].as_i64().expect("a number");
        assert_eq!(part("payer_refund") + part("discount_refund"), amount);
        sums[0] += part("payer_refund");
        sums[1] += part("settlement_refund");
        for place in 0..2 {
            sums[place + 2] += answer["promotion_detail"][place]["refund_amount"].as_i64().expect("a number");
        }
    }
    assert_eq!(sums, [6, 9, 3, 1]);
}

#[test]
fn an_abnormal_refund_goes_to_another_account() {
    let gateway = gateway();
    paid(&gateway, "A1", 100);
    let id = post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100)).json()["refund_id"].clone();
    let target = format!("/v3/refund/domestic/refunds/{}/apply-abnormal-refund", id.as_str().expect("a text"));
    let sealed = |text: &str| {
        let sealed = keys::platform_a().key.public().seal(Padding::OaepSha1, text.as_bytes()).expect("it is short");
        BASE64_STANDARD.encode(sealed)
    };
    let body = json!({
        "out_refund_no": "R1", "type": "USER_BANK_CARD", "bank_type": "ICBC_DEBIT", "bank_account": sealed("6222"),
        "real_name": sealed("张三"),
    });
    assert_eq!(refused(&post(&gateway, &target, &body)), code(400, "INVALID_REQUEST"), "it is not abnormal");
    gateway.refund_ends("R1", RefundEnd::Abnormal).expect("it is under way");
    gateway.advance(Duration::from_secs(600));
    let state = || get(&gateway, "/v3/refund/domestic/refunds/R1").json()["status"].clone();
    assert_eq!(state(), json!("ABNORMAL"), "it does not succeed of itself");
    let lacking = json!({"out_refund_no": "R1", "type": "USER_BANK_CARD"});
    assert_eq!(refused(&post(&gateway, &target, &lacking)), code(400, "PARAM_ERROR"));
    let again = post(&gateway, &target, &body).json();
    assert_eq!((&again["status"], &again["channel"]), (&json!("PROCESSING"), &json!("OTHER_BANKCARD")));
    gateway.advance(Duration::from_secs(300));
    assert_eq!(state(), json!("SUCCESS"));
    let other = target.replace(id.as_str().expect("a text"), "5000");
    assert_eq!(refused(&post(&gateway, &other, &body)), code(404, "RESOURCE_NOT_EXISTS"));
}

/// What was to happen of itself to the first try does not happen to the second.
#[test]
fn a_second_try_takes_its_own_time() {
    let gateway = gateway();
    paid(&gateway, "A1", 100);
    let id = post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100)).json()["refund_id"].clone();
    gateway.refund_ends("R1", RefundEnd::Abnormal).expect("it is under way");
    gateway.advance(Duration::from_secs(100));
    let target = format!("/v3/refund/domestic/refunds/{}/apply-abnormal-refund", id.as_str().expect("a text"));
    let body = json!({"out_refund_no": "R1", "type": "MERCHANT_BANK_CARD"});
    assert_eq!(post(&gateway, &target, &body).status, 200);
    let state = || get(&gateway, "/v3/refund/domestic/refunds/R1").json()["status"].clone();
    gateway.advance(Duration::from_secs(200));
    assert_eq!(state(), json!("PROCESSING"));
    gateway.advance(Duration::from_secs(100));
    assert_eq!(state(), json!("SUCCESS"));
}

#[test]
fn the_end_of_a_refund_is_told() {
    let books = Arc::new(Books::in_memory());
    let clock = || std::time::UNIX_EPOCH + Duration::from_secs(START.unsigned_abs());
    let gateway = Gateway::builder().shop(books.clone()).clock(clock).start_blocking().expect("a port");
    let id = paid(&gateway, "A1", 100);
    let refund_id = post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100)).json()["refund_id"].clone();
    let (_, told) = books.refund_ends("R1", RefundEnd::Abnormal, Now::at(START)).expect("it is under way");
    assert_eq!((told[0].event_type.as_str(), told[0].original_type.as_str()), ("REFUND.ABNORMAL", "refund"));
    let (_, told) = books.refund_ends("R1", RefundEnd::Success, Now::at(START + 60)).expect("it is under way");
    assert_eq!((told[0].event_type.as_str(), told[0].url.as_str()), ("REFUND.SUCCESS", "https://weixin.qq.com"));
    assert_eq!(
        told[0].resource,
        json!({
            "mchid": MERCHANT_ID, "out_trade_no": "A1", "transaction_id": id, "out_refund_no": "R1",
            "refund_id": refund_id, "refund_status": "SUCCESS", "success_time": "2018-06-08T10:35:56+08:00",
            "user_received_account": "支付用户零钱",
            "amount": {"total": 100, "refund": 40, "payer_total": 100, "payer_refund": 40},
        })
    );
    // Of itself too, and once.
    send(&gateway, Call::post(REFUNDS, &refund("A1", "R2", 10, 100)));
    let told = wechatpay_gateway::shop::Shop::tick(&books, Now::at(START + 300));
    assert_eq!(told.iter().map(|one| one.event_type.as_str()).collect::<Vec<_>>(), ["REFUND.SUCCESS"]);
    assert_eq!(wechatpay_gateway::shop::Shop::tick(&books, Now::at(START + 900)), []);
}

/// As the program runs it: nobody sends a request, and nobody advances the time.
#[tokio::test]
async fn a_gateway_may_let_things_happen_by_itself() {
    let clock = TestClock::default();
    let builder = Gateway::builder().clock(clock.reader()).tick_every(Duration::from_millis(5));
    let gateway = builder.start_blocking().expect("a port");
    let mut asked = order("A1", 100);
    asked["notify_url"] = json!("http://127.0.0.1:1/");
    let say = |target: &str, body: &serde_json::Value| {
        let mut call = Call::post(target, body);
        call.timestamp = clock.unix();
        call.send(&gateway)
    };
    assert_eq!(say(JSAPI, &asked).status, 200);
    gateway.pay("A1").expect("it can be paid");
    let mut back = refund("A1", "R1", 40, 100);
    back["notify_url"] = json!("http://127.0.0.1:1/");
    assert_eq!(say(REFUNDS, &back).status, 200);
    let told = |gateway: &Gateway| {
        let deliveries = gateway.deliveries();
        deliveries.iter().any(|delivery| delivery.notification.event_type == "REFUND.SUCCESS")
    };
    assert!(!told(&gateway), "it takes five minutes");
    clock.advance(Duration::from_secs(300));
    for count in 1.. {
        gateway.wait_for_deliveries(count).await;
        if told(&gateway) {
            break;
        }
    }
}
