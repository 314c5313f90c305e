//! What a merchant sees of an order.

use serde_json::{Map, Value, json};

use super::super::owner::text;
use super::record::{Form, Order, Paid};
use crate::clock::Now;

/// All that a query answers with.
pub(in crate::shop) fn order(order: &Order, now: Now) -> Value {
    let state = order.trade_state(now);
    let mut seen = merchant(order);
    seen.insert("out_trade_no".to_owned(), json!(order.out_trade_no));
    seen.insert("trade_state".to_owned(), json!(state));
    seen.insert("trade_state_desc".to_owned(), json!(describe(state)));
    if order.body.get("attach").is_some() {
        seen.insert("attach".to_owned(), order.body["attach"].clone());
    }
    let device = text(&order.body, "/scene_info/device_id");
    if !device.is_empty() {
        seen.insert("scene_info".to_owned(), json!({"device_id": device}));
    }
    seen.insert("amount".to_owned(), amount(order));
    if let Some(paid) = &order.paid {
        payment(order, paid, &mut seen);
    }
    Value::Object(seen)
}

/// Whose it is, by the names that its form has.
fn merchant(order: &Order) -> Map<String, Value> {
    let names: &[(&str, &str)] = match order.form {
        Form::Direct => &[("appid", "/appid")],
        Form::Partner => &[("sp_appid", "/sp_appid"), ("sub_appid", "/sub_appid")],
        Form::Part => &[("sub_appid", "/sub_appid")],
    };
    let mut seen: Map<_, _> =
        names.iter().filter_map(|(name, at)| Some(((*name).to_owned(), order.body.pointer(at)?.clone()))).collect();
    let own = if order.form == Form::Partner { "sp_mchid" } else { "mchid" };
    seen.insert(own.to_owned(), json!(order.owner.mchid));
    if let Some(sub_mchid) = &order.owner.sub_mchid {
        seen.insert("sub_mchid".to_owned(), json!(sub_mchid));
    }
    seen
}

fn payment(order: &Order, paid: &Paid, seen: &mut Map<String, Value>) {
    let known = json!({
        "transaction_id": paid.transaction_id,
        "trade_type": order.trade_type,
        "bank_type": paid.bank_type,
        "success_time": Now::at(paid.at).rfc3339(),
    });
    if let Value::Object(known) = known {
        seen.extend(known);
    }
    if order.form != Form::Part {
        seen.insert("payer".to_owned(), payer(order, paid));
    } else if !text(&order.body, "/sub_appid").is_empty() {
        seen.insert("sub_openid".to_owned(), json!(paid.openid));
    }
    if !paid.coupons.is_empty() {
        let coupons: Vec<_> = paid.coupons.iter().map(|coupon| coupon.view(&order.currency)).collect();
        seen.insert("promotion_detail".to_owned(), Value::Array(coupons));
    }
}

fn payer(order: &Order, paid: &Paid) -> Value {
    let sub_openid = text(&order.body, "/payer/sub_openid");
    match order.form {
        Form::Partner if sub_openid.is_empty() => json!({"sp_openid": paid.openid}),
        Form::Partner => json!({"sp_openid": paid.openid, "sub_openid": sub_openid}),
        Form::Direct | Form::Part => json!({"openid": paid.openid}),
    }
}

fn amount(order: &Order) -> Value {
    let part = order.form == Form::Part;
    let (total, payer) = if part { ("total_amount", "payer_amount") } else { ("total", "payer_total") };
    let mut seen = json!({total: order.total, "currency": order.currency});
    if let Some(paid) = &order.paid {
        seen[payer] = json!(paid.payer_total);
        seen["payer_currency"] = json!(order.currency);
    } else if part {
        seen[payer] = json!(0);
    }
    seen
}

fn describe(state: &str) -> &'static str {
    match state {
        "SUCCESS" => "支付成功",
        "REFUND" => "订单发生过退款",
        "NOTPAY" => "订单未支付",
        "CLOSED" => "订单已关闭",
        "REVOKED" => "订单已撤销",
        "ACCEPT" => "已接收，等待扣款",
        _ => "支付失败",
    }
}
