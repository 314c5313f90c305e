//! What a merchant sees of a refund.

use serde_json::{Value, json};

use super::super::owner::text;
use super::record::Refund;
use crate::clock::Now;

/// All that a query answers with.
pub(in crate::shop) fn refund(refund: &Refund) -> Value {
    let mut seen = json!({
        "refund_id": refund.id,
        "out_refund_no": refund.out_refund_no,
        "transaction_id": refund.transaction_id,
        "out_trade_no": refund.out_trade_no,
        "channel": refund.channel(),
        "user_received_account": refund.received,
        "create_time": Now::at(refund.created).rfc3339(),
        "status": refund.state().name(),
        "funds_account": if text(&refund.body, "/funds_account").is_empty() { "UNSETTLED" } else { "AVAILABLE" },
        "amount": amount(refund),
    });
    if let Some(ended) = refund.succeeded() {
        seen["success_time"] = json!(Now::at(ended).rfc3339());
    }
    if !text(&refund.body, "/refund_account").is_empty() {
        seen["refund_account"] = refund.body["refund_account"].clone();
    }
    let coupons: Vec<_> = refund
        .amounts
        .coupons
        .iter()
        .map(|share| {
            json!({
                "promotion_id": share.coupon_id,
                "scope": "GLOBAL",
                "type": if share.topped_up { "COUPON" } else { "DISCOUNT" },
                "amount": share.amount,
                "refund_amount": share.back,
            })
        })
        .collect();
    if !coupons.is_empty() {
        seen["promotion_detail"] = Value::Array(coupons);
    }
    seen
}

fn amount(refund: &Refund) -> Value {
    let amounts = &refund.amounts;
    let mut seen = json!({
        "total": refund.total,
        "refund": amounts.refund,
        "payer_total": refund.payer_total,
        "payer_refund": amounts.payer,
        "settlement_refund": amounts.settled,
        "settlement_total": refund.settled_total,
        "discount_refund": amounts.refund.0 - amounts.payer.0,
        "refund_fee": amounts.fee,
        "currency": "CNY",
    });
    if let Some(from) = refund.body.pointer("/amount/from") {
        seen["from"] = from.clone();
    }
    seen
}

/// What a notification holds.
pub(super) fn resource(refund: &Refund) -> Value {
    let mut seen = json!({
        "out_trade_no": refund.out_trade_no,
        "transaction_id": refund.transaction_id,
        "out_refund_no": refund.out_refund_no,
        "refund_id": refund.id,
        "refund_status": refund.state().name(),
        "user_received_account": refund.received,
        "amount": {
            "total": refund.total,
            "refund": refund.amounts.refund,
            "payer_total": refund.payer_total,
            "payer_refund": refund.amounts.payer,
        },
    });
    match &refund.owner.sub_mchid {
        Some(sub_mchid) => {
            seen["sp_mchid"] = json!(refund.owner.mchid);
            seen["sub_mchid"] = json!(sub_mchid);
        }
        None => seen["mchid"] = json!(refund.owner.mchid),
    }
    if let Some(ended) = refund.succeeded() {
        seen["success_time"] = json!(Now::at(ended).rfc3339());
    }
    seen
}
