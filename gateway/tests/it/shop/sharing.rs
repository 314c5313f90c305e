//! Sharing the money of an order.

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;

use super::{REFUNDS, code, gateway, get, order, post, refund, refused};
use crate::caller::JSAPI;

const ORDERS: &str = "/v3/profitsharing/orders";

fn shared(gateway: &Gateway, number: &str) -> String {
    let mut order = order(number, 1_000);
    order["settle_info"] = json!({"profit_sharing": true});
    assert_eq!(post(gateway, JSAPI, &order).status, 200);
    gateway.pay(number).expect("it can be paid")["transaction_id"].as_str().expect("a text").to_owned()
}

fn receiver(gateway: &Gateway, account: &str) {
    let body = json!({
        "appid": "wx8888888888888888", "type": "MERCHANT_ID", "account": account, "relation_type": "STORE",
    });
    let answer = post(gateway, "/v3/profitsharing/receivers/add", &body);
    assert_eq!(answer.json(), json!({"type": "MERCHANT_ID", "account": account, "relation_type": "STORE"}));
}

fn share(id: &str, number: &str, parts: &[(&str, i64)], rest: bool) -> Value {
    let parts: Vec<_> = parts.iter().map(|(account, amount)| {
        json!({"type": "MERCHANT_ID", "account": account, "amount": amount, "description": "分给商户A"})
    }).collect();
    json!({
        "appid": "wx8888888888888888", "transaction_id": id, "out_order_no": number, "receivers": parts,
        "unfreeze_unsplit": rest,
    })
}

fn left(gateway: &Gateway, id: &str) -> Value {
    get(gateway, &format!("/v3/profitsharing/transactions/{id}/amounts")).json()["unsplit_amount"].clone()
}

#[test]
fn money_is_shared_given_back_and_released() {
    let gateway = gateway();
    let id = shared(&gateway, "A1");
    assert_eq!(left(&gateway, &id), json!(1_000));
    receiver(&gateway, "86693852");
    let body = share(&id, "P1", &[("86693852", 300), ("1900000999", 200)], false);
    let first = post(&gateway, ORDERS, &body).json();
    assert_eq!((&first["state"], &first["receivers"][0]["result"]), (&json!("PROCESSING"), &json!("PENDING")));
    assert_eq!(post(&gateway, ORDERS, &body).json(), first, "the same again is the same");
    assert_eq!(left(&gateway, &id), json!(500));
    let other = share(&id, "P1", &[("86693852", 301)], false);
    assert_eq!(refused(&post(&gateway, ORDERS, &other)), code(400, "INVALID_REQUEST"));
    let more = share(&id, "P2", &[("86693852", 501)], false);
    assert_eq!(refused(&post(&gateway, ORDERS, &more)), code(403, "NOT_ENOUGH"));
    gateway.advance(Duration::from_secs(60));
    let target = format!("/v3/profitsharing/orders/P1?transaction_id={id}");
    let seen = get(&gateway, &target).json();
    let results: Vec<_> = (0..2).map(|place| seen["receivers"][place]["result"].clone()).collect();
    assert_eq!((&seen["state"], results), (&json!("FINISHED"), vec![json!("SUCCESS"), json!("CLOSED")]));
    assert_eq!(seen["receivers"][1]["fail_reason"], json!("NO_RELATION"), "it was never added");
    assert_eq!(left(&gateway, &id), json!(700), "what nobody took is there again");
    // What others have cannot be refunded before they have given it back.
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A1", "R1", 800, 1_000))), code(403, "NOT_ENOUGH"));
    let back = |number: &str, amount: i64| {
        let body = json!({
            "out_order_no": "P1", "out_return_no": number, "return_mchid": "86693852", "amount": amount,
            "description": "用户退款",
        });
        post(&gateway, "/v3/profitsharing/return-orders", &body)
    };
    let given = back("B1", 100).json();
    assert_eq!((&given["result"], &given["order_id"]), (&json!("SUCCESS"), &seen["order_id"]));
    assert_eq!(back("B1", 100).json(), given);
    assert_eq!(get(&gateway, "/v3/profitsharing/return-orders/B1?out_order_no=P1").json(), given);
    assert_eq!(refused(&back("B1", 99)), code(400, "INVALID_REQUEST"));
    assert_eq!(refused(&back("B2", 201)), code(400, "INVALID_REQUEST"));
    assert_eq!(post(&gateway, REFUNDS, &refund("A1", "R1", 800, 1_000)).status, 200);
    assert_eq!(left(&gateway, &id), json!(0));
}

#[test]
fn what_is_left_is_released() {
    let gateway = gateway();
    let id = shared(&gateway, "A1");
    let release = json!({"transaction_id": id, "out_order_no": "U1", "description": "解冻全部剩余资金"});
    let answer = post(&gateway, "/v3/profitsharing/orders/unfreeze", &release).json();
    assert_eq!((&answer["receivers"][0]["amount"], &answer["out_order_no"]), (&json!(1_000), &json!("U1")));
    assert_eq!(left(&gateway, &id), json!(0));
    let late = share(&id, "P1", &[("86693852", 1)], false);
    assert_eq!(refused(&post(&gateway, ORDERS, &late)), code(400, "INVALID_REQUEST"));
    let id = shared(&gateway, "A2");
    receiver(&gateway, "86693852");
    let answer = post(&gateway, ORDERS, &share(&id, "P2", &[("86693852", 300)], true)).json();
    assert_eq!(answer["receivers"][1]["amount"], json!(700));
    assert_eq!(left(&gateway, &id), json!(0));
}

#[test]
fn not_every_order_is_shared() {
    let gateway = gateway();
    let id = super::paid(&gateway, "A1", 100);
    assert_eq!(refused(&post(&gateway, ORDERS, &share(&id, "P1", &[("1", 1)], false))), code(400, "INVALID_REQUEST"));
    let none = get(&gateway, &format!("/v3/profitsharing/orders/P9?transaction_id={id}"));
    assert_eq!(refused(&none), code(404, "RESOURCE_NOT_EXISTS"));
    let none = get(&gateway, "/v3/profitsharing/return-orders/B9?out_order_no=P9");
    assert_eq!(refused(&none), code(404, "RESOURCE_NOT_EXISTS"));
    assert_eq!(refused(&get(&gateway, "/v3/profitsharing/transactions/1/amounts")), code(404, "RESOURCE_NOT_EXISTS"));
}

/// What an account does not hold cannot be shared; and what cannot happen keeps nothing else from happening.
#[test]
fn an_empty_account_shares_nothing() {
    let gateway = gateway();
    let id = shared(&gateway, "A1");
    receiver(&gateway, "86693852");
    // A million yuan, ten of the order, less six fen for the payment.
    let all = 100_000_000 + 1_000 - 6;
    let batch = json!({
        "appid": "wxf636efh567hg4356", "out_batch_no": "B1", "batch_name": "报销单", "batch_remark": "报销单",
        "total_amount": all, "total_num": 1,
        "transfer_detail_list": [{
            "out_detail_no": "D1", "transfer_amount": all, "transfer_remark": "报销", "openid": super::OPENID,
        }],
    });
    assert_eq!(post(&gateway, "/v3/transfer/batches", &batch).status, 200);
    let body = share(&id, "P1", &[("86693852", 1)], false);
    assert_eq!(refused(&post(&gateway, ORDERS, &body)), code(403, "NOT_ENOUGH"));
    assert_eq!(left(&gateway, &id), json!(1_000), "what is refused changes nothing");
    assert_eq!(refused(&post(&gateway, REFUNDS, &refund("A1", "R1", 1_000, 1_000))), code(403, "NOT_ENOUGH"));
}
