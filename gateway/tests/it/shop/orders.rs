//! Orders.

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::keys::{Kind, MERCHANT_ID};
use wechatpay_gateway::shop::{Books, Payment};

use super::{OPENID, START, code, gateway, get, order, order_of_nobody, post, query, refused, send};
use crate::caller::{Call, JSAPI};

#[test]
fn an_order_is_paid_and_queried() {
    let gateway = gateway();
    let answer = post(&gateway, JSAPI, &order("A1", 100));
    let prepay_id = answer.json()["prepay_id"].as_str().expect("a text").to_owned();
    assert!(prepay_id.starts_with("wx20180608103456"), "{prepay_id}");
    assert_eq!(
        query(&gateway, "A1").json(),
        json!({
            "appid": "wxd678efh567hg6787", "mchid": MERCHANT_ID, "out_trade_no": "A1", "attach": "自定义数据",
            "trade_state": "NOTPAY", "trade_state_desc": "订单未支付", "amount": {"total": 100, "currency": "CNY"},
        })
    );
    let id = gateway.pay("A1").expect("it can be paid")["transaction_id"].clone();
    let paid = json!({
        "appid": "wxd678efh567hg6787", "mchid": MERCHANT_ID, "out_trade_no": "A1", "attach": "自定义数据",
        "transaction_id": id, "trade_type": "JSAPI", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
        "bank_type": "OTHERS", "success_time": "2018-06-08T10:34:56+08:00", "payer": {"openid": OPENID},
        "amount": {"total": 100, "payer_total": 100, "currency": "CNY", "payer_currency": "CNY"},
    });
    assert_eq!(query(&gateway, "A1").json(), paid);
    let id = id.as_str().expect("a text");
    assert_eq!(id.len(), 28);
    assert_eq!(get(&gateway, &format!("/v3/pay/transactions/id/{id}?mchid={MERCHANT_ID}")).json(), paid);
    assert_eq!(gateway.orders(), std::slice::from_ref(&paid));
    assert_eq!((gateway.order("A1"), gateway.order(id)), (Ok(paid.clone()), Ok(paid)));
    assert_eq!(gateway.order("A9").map_err(|refusal| refusal.code), Err("ORDER_NOT_EXIST"));
    assert_eq!(gateway.rejections(), [""; 0]);
}

/// The same number once more: in each state as the documentation has it.
#[test]
fn a_number_names_one_order() {
    let gateway = gateway();
    let first = post(&gateway, JSAPI, &order("A1", 100)).json();
    assert_eq!(post(&gateway, JSAPI, &order("A1", 100)).json(), first, "the same again is the same");
    assert_eq!(refused(&post(&gateway, JSAPI, &order("A1", 101))), code(400, "INVALID_REQUEST"));
    let native = post(&gateway, "/v3/pay/transactions/native", &order_of_nobody("A1", 100));
    assert_eq!(refused(&native), code(403, "OUT_TRADE_NO_USED"));
    gateway.pay("A1").expect("it can be paid");
    assert_eq!(refused(&post(&gateway, JSAPI, &order("A1", 100))), code(400, "ORDER_PAID"));
    assert_eq!(gateway.pay("A1").map_err(|refusal| refusal.code), Err("ORDER_PAID"));
    post(&gateway, JSAPI, &order("A2", 100));
    let close = |number: &str| {
        let target = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        post(&gateway, &target, &json!({"mchid": MERCHANT_ID}))
    };
    let answer = close("A2");
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    assert_eq!(query(&gateway, "A2").json()["trade_state"], json!("CLOSED"));
    assert_eq!(refused(&close("A2")), code(400, "ORDER_CLOSED"));
    assert_eq!(refused(&post(&gateway, JSAPI, &order("A2", 100))), code(400, "ORDER_CLOSED"));
    assert_eq!(gateway.pay("A2").map_err(|refusal| refusal.code), Err("ORDER_CLOSED"));
    assert_eq!(refused(&close("A1")), code(400, "ORDER_PAID"));
    assert_eq!(refused(&close("A3")), code(404, "ORDER_NOT_EXIST"));
    assert_eq!(refused(&query(&gateway, "A3")), code(404, "ORDER_NOT_EXIST"));
    let by_id = get(&gateway, &format!("/v3/pay/transactions/id/4200?mchid={MERCHANT_ID}"));
    assert_eq!(refused(&by_id), code(404, "ORDER_NOT_EXIST"));
    assert_eq!(gateway.pay("A3").map_err(|refusal| refusal.status), Err(404));
}

#[test]
fn what_nobody_pays_closes_when_its_time_is_over() {
    let gateway = gateway();
    let mut short = order("short", 1);
    short["time_expire"] = json!("2018-06-08T10:44:56+08:00");
    post(&gateway, JSAPI, &short);
    post(&gateway, JSAPI, &order("long", 1));
    let states = || ["short", "long"].map(|number| query(&gateway, number).json()["trade_state"].clone());
    gateway.advance(Duration::from_secs(599));
    assert_eq!(states(), ["NOTPAY", "NOTPAY"]);
    gateway.advance(Duration::from_secs(1));
    assert_eq!(states(), ["CLOSED", "NOTPAY"]);
    gateway.advance(Duration::from_secs(6_600));
    assert_eq!(states(), ["CLOSED", "CLOSED"]);
    assert_eq!(refused(&post(&gateway, JSAPI, &short)), code(400, "ORDER_CLOSED"));
    let mut late = order("late", 1);
    late["time_expire"] = json!("2018-06-08T10:44:56+08:00");
    assert_eq!(post(&gateway, JSAPI, &late).json()["detail"]["field"], json!("/time_expire"));
}

#[test]
fn each_way_to_pay_has_its_answer() {
    let gateway = gateway();
    let native = post(&gateway, "/v3/pay/transactions/native", &order_of_nobody("N", 1)).json();
    assert!(native["code_url"].as_str().is_some_and(|url| url.starts_with("weixin://wxpay/bizpayurl")), "{native}");
    let mut h5 = order_of_nobody("H", 1);
    h5["scene_info"] = json!({"payer_client_ip": "14.23.150.211", "h5_info": {"type": "Wap"}});
    let h5 = post(&gateway, "/v3/pay/transactions/h5", &h5).json();
    assert!(h5["h5_url"].as_str().is_some_and(|url| url.starts_with("https://wx.tenpay.com/")), "{h5}");
    let app = post(&gateway, "/v3/pay/transactions/app", &order_of_nobody("P", 1)).json();
    assert_eq!(app.as_object().map(|members| members.keys().cloned().collect()), Some(vec!["prepay_id".to_owned()]));
    for (number, name) in [("N", "NATIVE"), ("H", "MWEB"), ("P", "APP")] {
        assert_eq!(gateway.pay(number).expect("it can be paid")["trade_type"], json!(name));
    }
    let mut stranger = order("S", 1);
    stranger["mchid"] = json!("1230000109");
    assert_eq!(post(&gateway, JSAPI, &stranger).json()["detail"]["field"], json!("/mchid"));
    assert_eq!(post(&gateway, JSAPI, &order("Z", 0)).json()["detail"]["field"], json!("/amount/total"));
}

#[test]
fn a_partner_orders_for_others() {
    let gateway = gateway();
    let order = json!({
        "sp_appid": "wx8888888888888888", "sp_mchid": MERCHANT_ID, "sub_mchid": "1900000110", "description": "QQ公仔",
        "out_trade_no": "A1", "notify_url": "https://www.weixin.qq.com/wxpay/pay.php", "amount": {"total": 100},
        "payer": {"sp_openid": OPENID},
    });
    assert_eq!(post(&gateway, "/v3/pay/partner/transactions/jsapi", &order).status, 200);
    let id = gateway.pay("A1").expect("it can be paid")["transaction_id"].clone();
    let target =
        |sub: &str| format!("/v3/pay/partner/transactions/out-trade-no/A1?sp_mchid={MERCHANT_ID}&sub_mchid={sub}");
    assert_eq!(
        get(&gateway, &target("1900000110")).json(),
        json!({
            "sp_appid": "wx8888888888888888", "sp_mchid": MERCHANT_ID, "sub_mchid": "1900000110", "out_trade_no": "A1",
            "transaction_id": id, "trade_type": "JSAPI", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
            "bank_type": "OTHERS", "success_time": "2018-06-08T10:34:56+08:00", "payer": {"sp_openid": OPENID},
            "amount": {"total": 100, "payer_total": 100, "currency": "CNY", "payer_currency": "CNY"},
        })
    );
    assert_eq!(refused(&get(&gateway, &target("1900000111"))), code(404, "ORDER_NOT_EXIST"));
    assert_eq!(refused(&query(&gateway, "A1")), code(404, "ORDER_NOT_EXIST"), "it is no order of the partner's own");
}

fn combined() -> Value {
    let part = |number: &str, total: i64| {
        json!({
            "mchid": MERCHANT_ID, "attach": "深圳分店", "amount": {"total_amount": total, "currency": "CNY"},
            "out_trade_no": number, "description": "腾讯充值中心-QQ会员充值",
        })
    };
    json!({
        "combine_appid": "wxd678efh567hg6787", "combine_mchid": MERCHANT_ID, "combine_out_trade_no": "C1",
        "sub_orders": [part("S1", 10), part("S2", 20)], "combine_payer_info": {"openid": "payer"},
        "notify_url": "https://yourapp.com/notify",
    })
}

#[test]
fn several_orders_are_paid_in_one() {
    let gateway = gateway();
    let target = "/v3/combine-transactions/jsapi";
    let first = post(&gateway, target, &combined()).json();
    assert_eq!(post(&gateway, target, &combined()).json(), first);
    let mut other = combined();
    other["sub_orders"][0]["amount"]["total_amount"] = json!(11);
    assert_eq!(refused(&post(&gateway, target, &other)), code(400, "INVALID_REQUEST"));
    other["combine_out_trade_no"] = json!("C2");
    assert_eq!(refused(&post(&gateway, target, &other)), code(403, "OUT_TRADE_NO_USED"), "a part is an order");
    let seen = || get(&gateway, "/v3/combine-transactions/out-trade-no/C1").json();
    assert_eq!(seen()["sub_orders"][1]["trade_state"], json!("NOTPAY"));
    gateway.pay("S2").expect("it can be paid");
    let paid = seen();
    assert_eq!(paid["combine_payer_info"], json!({"openid": "payer"}));
    for (place, (number, total)) in [("S1", 10), ("S2", 20)].into_iter().enumerate() {
        let part = &paid["sub_orders"][place];
        assert_eq!((&part["out_trade_no"], &part["trade_state"]), (&json!(number), &json!("SUCCESS")));
        assert_eq!(
            part["amount"],
            json!({"total_amount": total, "payer_amount": total, "currency": "CNY", "payer_currency": "CNY"})
        );
    }
    assert_ne!(paid["sub_orders"][0]["transaction_id"], paid["sub_orders"][1]["transaction_id"]);
    assert_eq!(refused(&post(&gateway, target, &combined())), code(400, "ORDER_PAID"));
    assert_eq!(gateway.orders().len(), 1, "a part is seen in the whole");
    assert_eq!(
        (gateway.order("S1"), gateway.order("C1")),
        (Ok(gateway.orders()[0].clone()), Ok(gateway.orders()[0].clone()))
    );
    assert_eq!(refused(&get(&gateway, "/v3/combine-transactions/out-trade-no/C9")), code(404, "ORDER_NOT_EXIST"));
}

#[test]
fn several_orders_are_closed_in_one() {
    let gateway = gateway();
    post(&gateway, "/v3/combine-transactions/jsapi", &combined());
    let close = |numbers: &[&str]| {
        let parts: Vec<_> =
            numbers.iter().map(|number| json!({"mchid": MERCHANT_ID, "out_trade_no": number})).collect();
        let body = json!({"combine_appid": "wxd678efh567hg6787", "sub_orders": parts});
        post(&gateway, "/v3/combine-transactions/out-trade-no/C1/close", &body)
    };
    assert_eq!(refused(&close(&["S1"])), code(400, "PARAM_ERROR"), "all of it or nothing");
    assert_eq!(close(&["S1", "S2"]).status, 204);
    assert_eq!(refused(&close(&["S1", "S2"])), code(400, "ORDER_CLOSED"));
    assert_eq!(gateway.pay("C1").map_err(|refusal| refusal.code), Err("ORDER_CLOSED"));
}

#[test]
fn coupons_take_something_off() {
    let gateway = gateway();
    post(&gateway, JSAPI, &order("A1", 100));
    let too_much = Payment::new().coupon("1", 60).discount("2", 41);
    assert_eq!(gateway.pay_with("A1", &too_much).map_err(|refusal| refusal.code), Err("INVALID_REQUEST"));
    assert_eq!(query(&gateway, "A1").json()["trade_state"], json!("NOTPAY"), "what is refused changes nothing");
    let payment = Payment::new().by("other").from("CMB_DEBIT").coupon("1", 30).discount("2", 20);
    gateway.pay_with("A1", &payment).expect("it can be paid");
    let seen = query(&gateway, "A1").json();
    assert_eq!(seen["amount"]["payer_total"], json!(50));
    assert_eq!((&seen["payer"]["openid"], &seen["bank_type"]), (&json!("other"), &json!("CMB_DEBIT")));
    let coupons: Vec<_> = (0..2)
        .map(|place| (&seen["promotion_detail"][place]["type"], &seen["promotion_detail"][place]["amount"]))
        .collect();
    assert_eq!(coupons, [(&json!("CASH"), &json!(30)), (&json!("NOCASH"), &json!(20))]);
}

#[test]
fn a_payment_can_fail_and_be_tried_again() {
    let gateway = gateway();
    post(&gateway, JSAPI, &order("A1", 100));
    assert_eq!(gateway.pay_fails("A1").expect("it can")["trade_state"], json!("PAYERROR"));
    assert_eq!(gateway.pay("A1").expect("it can")["trade_state"], json!("SUCCESS"));
}

#[test]
fn a_code_is_paid_at_once_and_reversed() {
    let gateway = gateway();
    let body = json!({
        "appid": "wxd678efh567hg6787", "mchid": MERCHANT_ID, "description": "QQ公仔", "out_trade_no": "M1",
        "payer": {"auth_code": "130061098828009406"}, "amount": {"total": 100},
        "scene_info": {"store_info": {"id": "0001"}},
    });
    let answer = post(&gateway, "/v3/pay/transactions/codepay", &body);
    assert_eq!((&answer.json()["trade_state"], &answer.json()["trade_type"]), (&json!("SUCCESS"), &json!("MICROPAY")));
    assert_eq!(refused(&post(&gateway, "/v3/pay/transactions/codepay", &body)), code(400, "ORDER_PAID"));
    let reverse = |number: &str| {
        let target = format!("/v3/pay/transactions/out-trade-no/{number}/reverse");
        post(&gateway, &target, &json!({"appid": "wxd678efh567hg6787", "mchid": MERCHANT_ID}))
    };
    assert_eq!(reverse("M1").json()["out_trade_no"], json!("M1"));
    assert_eq!(query(&gateway, "M1").json()["trade_state"], json!("REVOKED"));
    post(&gateway, JSAPI, &order("A1", 100));
    assert_eq!(refused(&reverse("A1")), code(400, "INVALID_REQUEST"));
}

/// The merchant is told, in the form that the documentation has for it.
#[test]
fn a_payment_is_told() {
    let books = std::sync::Arc::new(Books::in_memory());
    let clock = || std::time::UNIX_EPOCH + Duration::from_secs(START.unsigned_abs());
    let gateway = wechatpay_gateway::Gateway::builder().shop(books.clone()).clock(clock).start_blocking();
    let gateway = gateway.expect("a port");
    post(&gateway, JSAPI, &order("A1", 100));
    let (seen, told) = books.pay("A1", &Payment::new(), Now::at(START)).expect("it can be paid");
    assert_eq!(told.len(), 1);
    let told = &told[0];
    assert_eq!(told.url, "https://www.weixin.qq.com/wxpay/pay.php");
    assert_eq!((told.event_type.as_str(), told.original_type.as_str()), ("TRANSACTION.SUCCESS", "transaction"));
    assert_eq!((told.kind, told.party.as_str(), told.summary.as_str()), (Kind::Merchant, MERCHANT_ID, "支付成功"));
    assert_eq!(told.resource, seen);
    let shape = wechatpay_gateway::api::api().webhook("TRANSACTION.SUCCESS").expect("it is there").notice().resource;
    for member in seen.as_object().expect("an object").keys() {
        assert!(shape.field(member).is_some(), "{member} is in no notification");
    }
    send(&gateway, Call::post("/v3/combine-transactions/jsapi", &combined()));
    let (_, told) = books.pay("C1", &Payment::new(), Now::at(START)).expect("it can be paid");
    assert_eq!((told.len(), told[0].url.as_str()), (1, "https://yourapp.com/notify"), "once for all parts");
    assert_eq!(told[0].resource["sub_orders"][0]["trade_state"], json!("SUCCESS"));
}
