//! Notifications: what is refused and by what name, what is read, whose it is, and what is answered.

mod attack;
mod bad;
mod events;
mod extractor;
mod logs;
mod once;
mod recipients;
mod replies;
mod serials;
mod shared;
mod whole;

use serde_json::{Value, json};
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};

/// The merchant of the tests, whose keys are given.
pub(super) fn merchant() -> Recipient {
    Recipient::new(MERCHANT_ID)
        .apiv3_key(API_V3_KEY)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .private_key(keys::merchant().serial.as_str(), keys::merchant().private_key_pem())
}

/// One who is notified, without a client.
pub(super) fn notifications(recipient: Recipient) -> Notifications {
    Notifications::builder().recipient(recipient).clock(TestClock::default()).build().expect("the settings are right")
}

/// What no text of a refusal may hold.
pub(super) const SECRET: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

pub(super) fn payment() -> Value {
    json!({
        "transaction_id": "1217752501201407033233368018", "mchid": MERCHANT_ID, "appid": "wxd678efh567hg6787",
        "out_trade_no": "20261121-1", "trade_type": "JSAPI", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
        "bank_type": "CMC", "attach": "", "success_time": "2026-08-01T10:00:00+08:00", "payer": {"openid": SECRET},
        "amount": {"total": 100, "payer_total": 90, "currency": "CNY", "payer_currency": "CNY"},
    })
}
