//! What a shop asks of a payment's notification, whatever form of payment it was: how much, whose, and is it paid.

use serde_json::{Value, json};
use wechatpay_client::webhook::profitsharing_success;
use wechatpay_client::webhook::transaction_success::Resource;
use wechatpay_client::webhook::transaction_success::resource::{SubOrdersTradeState, TradeState};

fn paid(json: Value) -> Resource {
    serde_json::from_value(json).expect("it decodes")
}

/// Of a payment that is one order: the total in fen, and whether it has succeeded.
fn total(resource: &Resource) -> Option<i64> {
    assert_eq!(resource.trade_state, Some(TradeState::Success));
    resource.amount.as_ref()?.total
}

#[test]
fn a_merchant_s_own_payment() {
    let payment = paid(json!({
        "transaction_id": "42", "mchid": "1900000001", "appid": "wx1", "out_trade_no": "o1", "trade_type": "JSAPI",
        "trade_state": "SUCCESS", "trade_state_desc": "ok", "bank_type": "CMC", "success_time": "2026-08-01T10:00:00+08:00",
        "payer": {"openid": "u1"}, "amount": {"total": 100, "payer_total": 90, "currency": "CNY", "payer_currency": "CNY"},
    }));
    assert_eq!(total(&payment), Some(100));
    assert_eq!(payment.amount.unwrap().payer_total, Some(90));
    assert_eq!(payment.mchid.as_deref(), Some("1900000001"));
    assert_eq!(payment.payer.unwrap().openid.as_deref(), Some("u1"));
}

#[test]
fn a_payment_by_way_of_a_partner() {
    let payment = paid(json!({
        "transaction_id": "42", "sp_mchid": "1900000001", "sub_mchid": "1900000002", "sp_appid": "wx1", "out_trade_no": "o1",
        "trade_type": "NATIVE", "trade_state": "SUCCESS", "trade_state_desc": "ok", "bank_type": "CMC",
        "success_time": "2026-08-01T10:00:00+08:00", "payer": {"sp_openid": "u1", "sub_openid": "u2"},
        "amount": {"total": 100, "payer_total": 100, "currency": "CNY", "payer_currency": "CNY"},
    }));
    assert_eq!(total(&payment), Some(100));
    assert_eq!((payment.sp_mchid.as_deref(), payment.sub_mchid.as_deref()), (Some("1900000001"), Some("1900000002")));
    assert_eq!(payment.payer.unwrap().sub_openid.as_deref(), Some("u2"));
}

#[test]
fn several_orders_paid_at_once() {
    let payment = paid(json!({
        "combine_appid": "wx1", "combine_mchid": "1900000001", "combine_out_trade_no": "c1",
        "combine_payer_info": {"openid": "u1"},
        "sub_orders": [
            {"mchid": "1900000001", "trade_type": "APP", "trade_state": "SUCCESS", "bank_type": "CMC", "out_trade_no": "o1",
             "transaction_id": "42", "success_time": "2026-08-01T10:00:00+08:00", "attach": "",
             "amount": {"total_amount": 10, "currency": "CNY", "payer_amount": 10, "payer_currency": "CNY"}},
            {"mchid": "1900000001", "sub_mchid": "1900000002", "trade_type": "APP", "trade_state": "SUCCESS",
             "bank_type": "CMC", "out_trade_no": "o2", "transaction_id": "43",
             "amount": {"total_amount": 5, "currency": "CNY", "payer_amount": 5, "payer_currency": "CNY"}},
        ],
    }));
    assert_eq!(payment.combine_mchid.as_deref(), Some("1900000001"));
    assert_eq!(payment.combine_payer_info.unwrap().openid.as_deref(), Some("u1"));
    let orders = payment.sub_orders.unwrap();
    let totals: Vec<_> = orders.iter().map(|order| order.amount.as_ref().unwrap().total_amount).collect();
    assert_eq!(totals, [Some(10), Some(5)]);
    assert!(orders.iter().all(|order| order.trade_state == Some(SubOrdersTradeState::Success)));
    assert_eq!(orders[1].sub_mchid.as_deref(), Some("1900000002"));
}

#[test]
fn a_payment_from_abroad() {
    let payment = paid(json!({
        "id": "42", "appid": "wx1", "mchid": "1900000001", "merchant_category_code": "1011", "out_trade_no": "o1",
        "trade_type": "JSAPI", "trade_state": "SUCCESS", "trade_state_desc": "ok", "bank_type": "CMC",
        "success_time": "2026-08-01T10:00:00+08:00", "payer": {"openid": "u1"},
        "amount": {"total": 1200, "currency": "HKD", "payer_total": 1100, "payer_currency": "CNY",
                   "exchange_rate": {"type": "SETTLEMENT_RATE", "rate": 91_500_000}},
    }));
    assert_eq!(total(&payment), Some(1200));
    let amount = payment.amount.unwrap();
    assert_eq!((amount.currency.as_deref(), amount.payer_total), (Some("HKD"), Some(1100)));
    assert_eq!(amount.exchange_rate.unwrap().rate, Some(91_500_000));
    assert_eq!((payment.id.as_deref(), payment.mchid.as_deref()), (Some("42"), Some("1900000001")));
}

#[test]
fn a_parking_that_was_deducted() {
    let payment = paid(json!({
        "appid": "wx1", "sp_mchid": "1900000001", "description": "p", "create_time": "2026-08-01T10:00:00+08:00",
        "out_trade_no": "o1", "transaction_id": "42", "trade_state": "SUCCESS", "success_time": "2026-08-01T11:00:00+08:00",
        "bank_type": "CMC", "user_repaid": "Y", "trade_scene": "PARKING",
        "parking_info": {"parking_id": "7", "plate_number": "A1", "plate_color": "BLUE", "charging_duration": 3600},
        "payer": {"openid": "u1"}, "amount": {"total": 500, "currency": "CNY", "payer_total": 400, "discount_total": 100},
    }));
    assert_eq!(total(&payment), Some(500));
    assert_eq!(payment.amount.unwrap().discount_total, Some(100));
    assert_eq!(payment.sp_mchid.as_deref(), Some("1900000001"));
    assert_eq!(payment.parking_info.unwrap().charging_duration, Some(3600));
}

/// What is shared out of a payment comes with the same event type, and is an object of its own.
#[test]
fn a_share_of_a_payment() {
    let share = json!({
        "mchid": "1900000001", "transaction_id": "42", "order_id": "s1", "out_order_no": "o1",
        "receiver": {"type": "MERCHANT_ID", "account": "1900000002", "amount": 30, "description": "d"},
        "success_time": "2026-08-01T10:00:00+08:00",
    });
    let share: profitsharing_success::Resource = serde_json::from_value(share).expect("it decodes");
    let receiver = share.receiver.unwrap();
    assert_eq!((receiver.amount, receiver.account.as_deref()), (Some(30), Some("1900000002")));
    assert_eq!(share.mchid.as_deref(), Some("1900000001"));
}
