//! How long one notification takes: to verify its signature alone, and to verify, open and read it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_client::keys::PublicKey;
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::verify_body;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::notify::Sender;

fn time(what: &str, mut run: impl FnMut()) {
    let (start, mut times) = (Instant::now(), Vec::new());
    while start.elapsed() < Duration::from_secs(3) {
        let one = Instant::now();
        run();
        times.push(one.elapsed());
    }
    times.sort();
    println!("{what}: {:?} (median of {})", times[times.len() / 2], times.len());
}

fn main() {
    let sender = Sender::default();
    let letter = sender.notify("TRANSACTION.SUCCESS", "transaction", &json!({
        "transaction_id": "1217752501201407033233368018", "mchid": MERCHANT_ID, "appid": "wxd678efh567hg6787",
        "out_trade_no": "20261121-1", "trade_type": "JSAPI", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
        "bank_type": "CMC", "attach": "", "success_time": "2026-08-01T10:00:00+08:00", "payer": {"openid": "oUpF8uMuAJO_M2"},
        "amount": {"total": 100, "payer_total": 90, "currency": "CNY", "payer_currency": "CNY"},
    }));
    let key = PublicKey::from_pem(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a key");
    let keys = PlatformKeys::default().with_public_key(key);
    let now = u64::try_from(sender.timestamp).expect("after 1970");
    time("verified", || {
        let verified = verify_body(&keys, letter.headers.as_slice(), &letter.body, now).expect("it is right");
        black_box(verified);
    });
    let merchant = Recipient::new(MERCHANT_ID)
        .apiv3_key(API_V3_KEY)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let notifications = Notifications::builder().recipient(merchant).build().expect("the settings are right");
    let headers: Vec<(&str, &[u8])> =
        letter.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
    time("verified, opened and read", || {
        let notification = notifications.parse(headers.iter().copied(), &letter.body).expect("it is right");
        black_box(notification);
    });
}
