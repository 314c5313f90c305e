//! What a notification costs: to verify its signature alone, and to verify, open and read it, next to the bare
//! verification and decryption, by the client's own backend and by `ring`.
//!
//! `cargo bench -p wechatpay-tests --no-default-features --features aws-lc-rs --bench notification`.

use std::hint::black_box;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use cpu_time::ProcessTime;
use serde_json::{Value, json};
use wechatpay_client::keys::{Apiv3Key, PublicKey};
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::verify_body;
use wechatpay_client::wire;
use wechatpay_gateway::crypto::open_gcm;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::figures::{figure, is_quick, median};
use wechatpay_tests::notify::{Letter, Sender};
use wechatpay_tests::stand::api_v3_key;

/// How many of each a round has.
const EACH: u32 = 2_000;

fn main() {
    let sender = Sender::default();
    let letter = sender.notify("TRANSACTION.SUCCESS", "transaction", &payment());
    let now = u64::try_from(sender.timestamp).expect("after 1970");
    let headers: Vec<(&str, &[u8])> =
        letter.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
    let key = PublicKey::from_pem(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a key");
    let platform = PlatformKeys::default().with_public_key(key);
    let apiv3 = Apiv3Key::new(API_V3_KEY).expect("it has 32 bytes");
    let envelope = wire::Value::parse(&letter.body).expect("it is JSON");
    let resource = envelope.get("resource").expect("it is sealed");
    let merchant = Recipient::new(MERCHANT_ID)
        .apiv3_key(API_V3_KEY)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let notifications = Notifications::builder().recipient(merchant).build().expect("the settings are right");
    let by_ring = by_ring(&letter);
    let verified =
        || black_box(verify_body(&platform, &headers[..], &letter.body, now)).map(drop).expect("it is right");
    let opened = || drop(black_box(apiv3.open_resource(resource).expect("it is right")));
    let received = || drop(black_box(notifications.parse(headers.iter().copied(), &letter.body).expect("it is right")));
    let works: [(&str, &str, &dyn Fn()); 5] = [
        ("ring", "verified and opened by `ring`", &by_ring),
        ("verified", "verified", &verified),
        ("opened", "opened", &opened),
        ("bare", "verified and opened", &|| {
            verified();
            opened();
        }),
        ("received", "verified, opened and read", &received),
    ];
    let rounds = measured(&works);
    for ((short, name, _), round) in works.iter().zip(&rounds) {
        figure(short, "ms", round);
        println!("{name}: {:.4} ms CPU, {:.2} times bare", median(round), median(round) / median(&rounds[3]));
    }
}

/// Milliseconds of CPU of each, round by round, in turn.
fn measured(works: &[(&str, &str, &dyn Fn())]) -> Vec<Vec<f64>> {
    let (rounds, each) = if is_quick() { (1, 20) } else { (11, EACH) };
    let mut measured = vec![Vec::new(); works.len()];
    for round in 0..=rounds {
        for ((.., work), runs) in works.iter().zip(&mut measured) {
            let start = ProcessTime::now();
            (0..each).for_each(|_| work());
            // The first one warms up.
            if round > 0 {
                runs.push(start.elapsed().as_secs_f64() * 1000.0 / f64::from(each));
            }
        }
    }
    measured
}

fn payment() -> Value {
    json!({
        "transaction_id": "1217752501201407033233368018", "mchid": MERCHANT_ID, "appid": "wxd678efh567hg6787",
        "out_trade_no": "20261121-1", "trade_type": "JSAPI", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
        "bank_type": "CMC", "attach": "", "success_time": "2026-08-01T10:00:00+08:00", "payer": {"openid": "oUpF8uMuAJO_M2"},
        "amount": {"total": 100, "payer_total": 90, "currency": "CNY", "payer_currency": "CNY"},
    })
}

/// The same by code that is none of the client's: bytes that are ready, and nothing but the two primitives.
fn by_ring(letter: &Letter) -> impl Fn() {
    let header = |name: &str| String::from_utf8(letter.header(name).to_vec()).expect("it is ASCII");
    let signature = BASE64_STANDARD.decode(header("Wechatpay-Signature")).expect("it is base64");
    let message = [header("Wechatpay-Timestamp"), header("Wechatpay-Nonce")].join("\n") + "\n";
    let message = [message.as_bytes(), &letter.body, b"\n"].concat();
    let envelope: Value = serde_json::from_slice(&letter.body).expect("it is JSON");
    let member = |name: &str| envelope["resource"][name].as_str().expect("a text").to_owned();
    let sealed = BASE64_STANDARD.decode(member("ciphertext")).expect("it is base64");
    let (nonce, aad) = (member("nonce"), member("associated_data"));
    let key = keys::platform_a().key.public().clone();
    move || {
        assert!(key.verifies(&message, &signature));
        let opened = open_gcm(api_v3_key(API_V3_KEY), nonce.as_bytes(), aad.as_bytes(), &sealed);
        black_box(opened.expect("it is right"));
    }
}
