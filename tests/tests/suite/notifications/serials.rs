//! Keys that are not known: looked for, and no more often than whoever forges them may cause.

use std::time::Duration;

use serde_json::json;
use wechatpay_client::ClientBuilder;
use wechatpay_client::keys::Certificate;
use wechatpay_client::notification::{Notifications, Reason};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY, Identity, MERCHANT_ID};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::notify::{Letter, Sender};
use wechatpay_tests::stand::{CERTIFICATES as ROUTE, Routes, certificate, with_clock};

use crate::suite::support::{built, client, keyless};

const EVENT: &str = "TRANSACTION.SUCCESS";

fn by(platform: &'static Identity, clock: &TestClock) -> Letter {
    let sender = Sender { timestamp: clock.unix(), ..Sender::of(platform, &platform.serial) };
    sender.notify(EVENT, "transaction", &json!({"transaction_id": "1", "mchid": MERCHANT_ID}))
}

fn fetches(gateway: &Gateway) -> usize {
    gateway.requests_to("/v3/certificates").len()
}

/// A gateway that signs with certificate A and offers it, and the settings of a client that knows no certificate.
async fn pair() -> (Gateway, ClientBuilder, TestClock) {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.sign_with(certificate(keys::platform_a()));
    gateway.accept(&[certificate(keys::platform_a()), certificate(keys::platform_b())]);
    gateway.offer(&[keys::platform_a()]);
    let builder = keyless(&gateway).clock(clock.clone()).apiv3_key(API_V3_KEY);
    (gateway, builder, clock)
}

#[tokio::test]
async fn the_first_notification_finds_the_key_that_has_signed_it() {
    let (gateway, builder, clock) = pair().await;
    let client = built(builder);
    for _ in 0..3 {
        let notification = client.receive(by(keys::platform_a(), &clock)).await.expect("it is right");
        assert_eq!(notification.recipient(), Some(MERCHANT_ID));
    }
    assert_eq!(fetches(&gateway), 1);
    // The platform goes over to another certificate.
    gateway.offer(&[keys::platform_a(), keys::platform_b()]);
    for platform in [keys::platform_b(), keys::platform_a(), keys::platform_b()] {
        client.receive(by(platform, &clock)).await.expect("both are known");
    }
    assert_eq!(fetches(&gateway), 2);
}

#[tokio::test]
async fn whoever_forges_serials_has_the_merchant_call_out_a_few_times() {
    let (gateway, builder, clock) = pair().await;
    let client = built(builder);
    client.receive(by(keys::platform_a(), &clock)).await.expect("it is right");
    let before = fetches(&gateway);
    for number in 0..200 {
        let letter = by(keys::stranger(), &clock).with("Wechatpay-Serial", format!("{number:040X}"));
        let rejection = client.receive(letter).await.expect_err("nobody knows it");
        assert!(matches!(rejection.reason(), Reason::UnknownKey { .. }), "{rejection}");
    }
    let forged = fetches(&gateway) - before;
    assert!((1..=4).contains(&forged), "{forged} fetches for 200 forged serials");
    // What is known is verified all the while.
    client.receive(by(keys::platform_a(), &clock)).await.expect("it is right");
    // A minute later there is one more, and no more than that.
    clock.advance(Duration::from_secs(61));
    for number in 300..400 {
        let letter = by(keys::stranger(), &clock).with("Wechatpay-Serial", format!("{number:040X}"));
        assert_eq!(client.receive(letter).await.expect_err("nobody knows it").name(), "UnknownKey");
    }
    assert_eq!(fetches(&gateway) - before - forged, 1);
}

#[tokio::test]
async fn what_cannot_be_fetched_is_told_with_the_refusal_and_comes_again() {
    let (gateway, builder, clock) = pair().await;
    gateway.route(ROUTE).with(|_| Reply::empty(500));
    let client = built(builder);
    let rejection = client.receive(by(keys::platform_a(), &clock)).await.expect_err("there are no keys");
    assert!(matches!(rejection.reason(), Reason::UnknownKey { refresh: Some(_), known, .. } if known.is_empty()));
    assert_eq!(rejection.reply().status().as_u16(), 503);
    assert!(std::error::Error::source(&rejection).is_some());
    gateway.offer(&[keys::platform_a()]);
    clock.advance(Duration::from_secs(61));
    client.receive(by(keys::platform_a(), &clock)).await.expect("by now they are known");
}

#[tokio::test]
async fn nothing_is_fetched_for_what_is_refused_for_another_reason() {
    let (gateway, builder, clock) = pair().await;
    let client = built(builder);
    client.receive(by(keys::platform_a(), &clock)).await.expect("it is right");
    let before = fetches(&gateway);
    for letter in [
        by(keys::stranger(), &clock).with("Wechatpay-Serial", keys::platform_a().serial.as_str()),
        by(keys::stranger(), &clock).with("Wechatpay-Timestamp", "1"),
        by(keys::stranger(), &clock).with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x"),
        by(keys::stranger(), &clock).without("Wechatpay-Nonce"),
        by(keys::stranger(), &clock).with("Wechatpay-Serial", "PUB_KEY_ID_1"),
        by(keys::stranger(), &clock).with("Wechatpay-Signature-Type", "WECHATPAY3-ED25519"),
    ] {
        client.receive(letter).await.expect_err("it is not right");
    }
    assert_eq!(fetches(&gateway), before);
}

/// A merchant that only receives would keep a certificate for ever that the platform has withdrawn.
#[tokio::test]
async fn keys_stay_fresh_without_any_call() {
    let (gateway, builder, clock) = pair().await;
    let client = built(builder);
    client.receive(by(keys::platform_a(), &clock)).await.expect("it is right");
    gateway.sign_with(certificate(keys::platform_b()));
    gateway.offer(&[keys::platform_b()]);
    clock.advance(Duration::from_secs(13 * 60 * 60));
    client.receive(by(keys::platform_a(), &clock)).await.expect("it is known still");
    let fetched = tokio::time::timeout(Duration::from_secs(20), gateway.wait_for("GET", "/v3/certificates", 2));
    fetched.await.expect("what is old is fetched anew beside the notification");
    client.receive(by(keys::platform_b(), &clock)).await.expect("it is on its way");
    assert_eq!(fetches(&gateway), 2);
    assert_eq!(client.receive(by(keys::platform_a(), &clock)).await.expect_err("it is withdrawn").name(), "UnknownKey");
}

/// On the last day of a certificate it still verifies, and is none to work with: another one is wanted, and is slow.
#[tokio::test]
async fn no_notification_waits_for_a_key_that_it_does_not_need() {
    let (gateway, builder, clock) = pair().await;
    gateway.route(ROUTE).with(|_| Reply::empty(200).fault(Fault::SILENCE));
    let client = built(builder.platform_certificate(keys::platform_a().certificate_pem()));
    let end = Certificate::from_pem(keys::platform_a().certificate_pem()).expect("a certificate").not_after();
    let now = u64::try_from(clock.unix()).expect("the tests run after 1970");
    clock.set_ahead(Duration::from_secs(end - now + 60 * 60));
    let received = tokio::time::timeout(Duration::from_secs(5), client.receive(by(keys::platform_a(), &clock))).await;
    received.expect("nobody waits").expect("it signs to the end of the day");
    gateway.wait_for("GET", "/v3/certificates", 1).await;
}

#[tokio::test]
async fn one_url_may_have_clients_that_find_keys_and_others() {
    let (gateway, builder, clock) = pair().await;
    gateway.offer(&[keys::platform_a(), keys::platform_b()]);
    let finds = builder.build().expect("the settings are right");
    let both = Notifications::builder().recipient(super::merchant()).client(&finds);
    let both = both.build().expect("the settings are right");
    let caller = client(&gateway);
    let letter = by(keys::platform_b(), &clock);
    let sync = both.parse(letter.headers.clone(), &letter.body).expect_err("nothing is looked for");
    assert!(matches!(sync.reason(), Reason::UnknownKey { refresh: None, .. }), "{sync}");
    let notification = caller.receive_by(&both, letter).await.expect("the client finds it");
    assert_eq!(notification.recipient(), Some(MERCHANT_ID));
}
