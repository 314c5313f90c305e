//! Many clients at one URL: who looks for a key that has signed something, how often, and for how long.

use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_client::error::FetchError;
use wechatpay_client::notification::{Notifications, NotificationsBuilder, Reason};
use wechatpay_client::{Client, ClientBuilder};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY, Identity, Kind, MERCHANT_ID, Party, PlatformKey};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::notify::{Letter, Sender};
use wechatpay_tests::stand::{self, CERTIFICATES, Routes, certificate};

use crate::suite::support::{Caller, client};

const OTHER_ID: &str = "1900000204";
const OTHER_KEY: &str = "vutsrqponmlkjihgfedcba9876543210";

/// A gateway of these merchants, which signs with its own certificate, and offers these.
async fn gateway(clock: &TestClock, merchants: &[(&str, &str)], offers: &[&'static Identity]) -> Gateway {
    let party = |(id, key): &(&str, &str)| {
        Party::new(Kind::Merchant, id, &keys::merchant().certificate_pem(), key).expect("a merchant")
    };
    let builder = merchants.iter().map(party).fold(stand::builder(), wechatpay_gateway::gateway::Builder::party);
    let gateway = builder.clock(clock.reader()).start().await.expect("a free port");
    gateway.sign_with(certificate(offers[0]));
    gateway.accept(
        &[keys::platform_a(), keys::platform_b()].map(|identity| PlatformKey::certificate(identity).unlisted()),
    );
    gateway.offer(offers);
    gateway
}

/// A merchant that fetches certificates. All of them have one private key.
fn merchant(gateway: &Gateway, clock: &TestClock, id: &str, key: &str) -> ClientBuilder {
    Client::builder()
        .merchant_id(id)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .apiv3_key(key)
        .base_url(gateway.url())
        .retry(wechatpay_client::RetryPolicy::never())
        .clock(clock.clone())
}

fn of(clients: impl IntoIterator<Item = ClientBuilder>) -> Notifications {
    let clients = clients.into_iter().map(|builder| builder.build().expect("the settings are right"));
    let builder =
        clients.fold(Notifications::builder(), |builder, client| NotificationsBuilder::client(builder, &client));
    builder.build().expect("the settings are right")
}

fn by(platform: &'static Identity, key: &str, mchid: &str, clock: &TestClock) -> Letter {
    let sender = Sender { timestamp: clock.unix(), ..Sender::of(platform, &platform.serial) };
    let content = json!({"transaction_id": "1", "mchid": mchid});
    Sender { apiv3_key: key.to_owned(), ..sender }.notify("TRANSACTION.SUCCESS", "transaction", &content)
}

fn fetches(gateway: &Gateway) -> usize {
    gateway.requests_to("/v3/certificates").len()
}

/// Two merchants with a gateway each, of whom the one knows certificate A, and the other B: A is new to him.
async fn two(apiv3_keys: [&str; 2]) -> (TestClock, [Gateway; 2], Notifications, Caller) {
    let clock = TestClock::default();
    let one = gateway(&clock, &[(MERCHANT_ID, apiv3_keys[0])], &[keys::platform_a()]).await;
    let other = gateway(&clock, &[(OTHER_ID, apiv3_keys[1])], &[keys::platform_b(), keys::platform_a()]).await;
    let both = of([
        merchant(&one, &clock, MERCHANT_ID, apiv3_keys[0]).platform_certificate(keys::platform_a().certificate_pem()),
        merchant(&other, &clock, OTHER_ID, apiv3_keys[1]).platform_certificate(keys::platform_b().certificate_pem()),
    ]);
    let caller = client(&one);
    (clock, [one, other], both, caller)
}

/// One of them knows the certificate, and it is for the other, who never calls.
#[tokio::test]
async fn whoever_can_open_it_looks_for_a_key_that_another_one_knows() {
    let (clock, [one, other], both, caller) = two([API_V3_KEY, OTHER_KEY]).await;
    let letter = || by(keys::platform_a(), OTHER_KEY, OTHER_ID, &clock);
    let sync = both.parse(letter().headers, &letter().body).expect_err("nothing is looked for");
    assert!(matches!(sync.reason(), Reason::UnknownKey { refresh: None, .. }), "{sync}");
    for _ in 0..3 {
        let notification = caller.receive_by(&both, letter()).await.expect("it is looked for");
        assert_eq!(notification.recipient(), Some(OTHER_ID));
    }
    assert_eq!([&one, &other].map(fetches), [0, 1]);
}

/// Of another merchant, who is not notified here: nobody can open it, so that nobody has to look.
#[tokio::test]
async fn nobody_looks_for_what_nobody_can_open() {
    let (clock, [one, other], both, caller) = two([API_V3_KEY, OTHER_KEY]).await;
    let letter = by(keys::platform_a(), "00000000000000000000000000000000", "1900000999", &clock);
    let rejection = caller.receive_by(&both, letter).await.expect_err("it is another one's");
    assert_eq!(rejection.name(), "NotOpened");
    assert_eq!([&one, &other].map(fetches), [0, 0]);
}

/// What cannot be fetched is told, and comes again.
#[tokio::test]
async fn what_the_one_who_can_open_it_cannot_verify_is_refused() {
    let (clock, [_one, other], both, caller) = two([API_V3_KEY, OTHER_KEY]).await;
    other.route(CERTIFICATES).with(|_| Reply::empty(500));
    let rejection =
        caller.receive_by(&both, by(keys::platform_a(), OTHER_KEY, OTHER_ID, &clock)).await.expect_err("not yet");
    assert!(matches!(rejection.reason(), Reason::UnknownKey { refresh: Some(_), .. }), "{rejection}");
    assert_eq!(rejection.reply().status().as_u16(), 503);
}

/// With one APIv3 key for both, that the one has verified it does not make it his.
#[tokio::test]
async fn what_both_can_open_is_of_the_one_that_it_names() {
    let (clock, [one, other], both, caller) = two([API_V3_KEY; 2]).await;
    let letter = || by(keys::platform_a(), API_V3_KEY, OTHER_ID, &clock);
    let undecided = both.parse(letter().headers, &letter().body).expect("it is WeChat Pay's");
    assert_eq!((undecided.recipient(), undecided.recipients().collect::<Vec<_>>()), (None, vec![OTHER_ID]));
    assert!(undecided.assigned_to(OTHER_ID).is_none(), "his own keys have not verified it");
    let notification = caller.receive_by(&both, letter()).await.expect("it is right");
    assert_eq!(notification.recipient(), Some(OTHER_ID));
    assert_eq!([&one, &other].map(fetches), [0, 1]);
    let mine =
        caller.receive_by(&both, by(keys::platform_a(), API_V3_KEY, MERCHANT_ID, &clock)).await.expect("it is right");
    assert_eq!(mine.recipient(), Some(MERCHANT_ID));
}

/// However many clients there are, whoever makes up serials has all of them together ask a few times.
#[tokio::test]
async fn forged_serials_cost_all_of_them_together_what_they_cost_one() {
    let clock = TestClock::default();
    let ids: Vec<String> = (0..6).map(|number| format!("190000020{number}")).collect();
    let merchants: Vec<_> = ids.iter().map(|id| (id.as_str(), API_V3_KEY)).collect();
    let gateway = gateway(&clock, &merchants, &[keys::platform_a()]).await;
    let known = keys::platform_a().certificate_pem();
    let many = of(ids.iter().map(|id| merchant(&gateway, &clock, id, API_V3_KEY).platform_certificate(known.clone())));
    let caller = client(&gateway);
    for number in 0..60 {
        let letter = by(keys::stranger(), API_V3_KEY, "1", &clock).with("Wechatpay-Serial", format!("{number:040X}"));
        assert_eq!(caller.receive_by(&many, letter).await.expect_err("nobody knows it").name(), "UnknownKey");
    }
    assert_eq!(fetches(&gateway), 4);
    clock.advance(Duration::from_secs(61));
    for number in 100..160 {
        let letter = by(keys::stranger(), API_V3_KEY, "1", &clock).with("Wechatpay-Serial", format!("{number:040X}"));
        caller.receive_by(&many, letter).await.expect_err("nobody knows it");
    }
    assert_eq!(fetches(&gateway), 5);
}

/// One after the other has his turn, so that none is passed over for ever.
#[tokio::test]
async fn each_has_his_turn_to_look() {
    let clock = TestClock::default();
    let ids: Vec<String> = (1..6).map(|number| format!("190000020{number}")).collect();
    let merchants: Vec<_> = ids.iter().map(|id| (id.as_str(), API_V3_KEY)).collect();
    let crowd = gateway(&clock, &merchants, &[keys::platform_a()]).await;
    let last = gateway(&clock, &[("1900000299", OTHER_KEY)], &[keys::platform_b()]).await;
    let first = ids.iter().map(|id| merchant(&crowd, &clock, id, API_V3_KEY));
    let all = of(first.chain([merchant(&last, &clock, "1900000299", OTHER_KEY)]));
    let caller = client(&crowd);
    let mut tried = 0;
    let notification = loop {
        tried += 1;
        match caller.receive_by(&all, by(keys::platform_b(), OTHER_KEY, "1900000299", &clock)).await {
            Ok(notification) => break notification,
            Err(rejection) => assert_eq!((rejection.name(), tried < 4), ("UnknownKey", true)),
        }
        clock.advance(Duration::from_secs(61));
    };
    assert_eq!((notification.recipient(), tried), (Some("1900000299"), 3));
}

/// Certificates that do not come keep no handler longer than WeChat Pay waits for its answer.
#[tokio::test]
async fn there_is_an_answer_in_time_whoever_is_slow() {
    let (clock, [one, other], both, caller) = two([API_V3_KEY, OTHER_KEY]).await;
    for gateway in [&one, &other] {
        gateway.route(CERTIFICATES).with(|_| Reply::empty(200).fault(Fault::SILENCE));
    }
    for letter in [
        by(keys::platform_a(), OTHER_KEY, OTHER_ID, &clock),
        by(keys::stranger(), OTHER_KEY, OTHER_ID, &clock).with("Wechatpay-Serial", "0A"),
    ] {
        let started = Instant::now();
        let rejection = caller.receive_by(&both, letter).await.expect_err("nobody knows it yet");
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
        let Reason::UnknownKey { refresh: Some(why), .. } = rejection.reason() else { panic!("{rejection}") };
        assert!(matches!(&**why, FetchError::Pending { .. }), "{why}");
        assert_eq!(rejection.reply().status().as_u16(), 503);
    }
}

/// The first one that finds a key that nobody knew is enough: others may be slow.
#[tokio::test]
async fn what_one_has_found_is_read_at_once() {
    let clock = TestClock::default();
    let one = gateway(&clock, &[(MERCHANT_ID, API_V3_KEY)], &[keys::platform_b(), keys::platform_a()]).await;
    let other = gateway(&clock, &[(OTHER_ID, OTHER_KEY)], &[keys::platform_b()]).await;
    other.route(CERTIFICATES).with(|_| Reply::empty(200).fault(Fault::SILENCE));
    let known = keys::platform_b().certificate_pem();
    let both = of([
        merchant(&one, &clock, MERCHANT_ID, API_V3_KEY).platform_certificate(known.clone()),
        merchant(&other, &clock, OTHER_ID, OTHER_KEY).platform_certificate(known),
    ]);
    let (caller, started) = (client(&one), Instant::now());
    let letter = by(keys::platform_a(), API_V3_KEY, MERCHANT_ID, &clock);
    let notification = caller.receive_by(&both, letter).await.expect("it is found");
    assert_eq!(notification.recipient(), Some(MERCHANT_ID));
    assert!(started.elapsed() < Duration::from_millis(2500), "{:?}", started.elapsed());
}

/// What one has verified is WeChat Pay's, and names nobody: all who can open it look before a handler decides whose it is.
#[tokio::test]
async fn all_who_can_open_it_have_looked_before_it_is_said_whose_it_is() {
    const LAST_ID: &str = "1900000205";
    let clock = TestClock::default();
    let (platform_a, platform_b) = (keys::platform_a(), keys::platform_b());
    let first = gateway(&clock, &[(MERCHANT_ID, API_V3_KEY)], &[platform_a]).await;
    let quick = gateway(&clock, &[(OTHER_ID, API_V3_KEY)], &[platform_b, platform_a]).await;
    let late = gateway(&clock, &[(LAST_ID, API_V3_KEY)], &[platform_b, platform_a]).await;
    late.fault(Fault::LATE);
    let all = of([
        merchant(&first, &clock, MERCHANT_ID, API_V3_KEY).platform_certificate(platform_a.certificate_pem()),
        merchant(&quick, &clock, OTHER_ID, API_V3_KEY).platform_certificate(platform_b.certificate_pem()),
        merchant(&late, &clock, LAST_ID, API_V3_KEY).platform_certificate(platform_b.certificate_pem()),
    ]);
    let letter = by(platform_a, API_V3_KEY, "1900000999", &clock);
    let notification = client(&first).receive_by(&all, letter).await.expect("it is right");
    for id in [MERCHANT_ID, OTHER_ID, LAST_ID] {
        assert!(notification.assigned_to(id).is_some(), "the keys of {id} have verified it");
    }
    assert_eq!([&first, &quick, &late].map(fetches), [0, 1, 1]);
}

/// Who cannot look, or has looked for it in vain, takes no turn and no share of what looking may cost.
#[tokio::test]
async fn whoever_cannot_find_it_takes_no_turn() {
    let clock = TestClock::default();
    let (platform_a, platform_b) = (keys::platform_a(), keys::platform_b());
    let one = gateway(&clock, &[(MERCHANT_ID, API_V3_KEY)], &[platform_b]).await;
    let given = (1..7).map(|number| format!("190000021{number}"));
    let given = given.map(|id| {
        let pem = keys::platform_a().public_key_pem();
        merchant(&one, &clock, &id, OTHER_KEY).public_key("PUB_KEY_ID_0114232134912410000000000000", pem)
    });
    let fetching = merchant(&one, &clock, MERCHANT_ID, API_V3_KEY).platform_certificate(platform_b.certificate_pem());
    let (all, caller) = (of(given.chain([fetching])), client(&one));
    for _ in 0..6 {
        let forged = by(keys::stranger(), API_V3_KEY, MERCHANT_ID, &clock).with("Wechatpay-Serial", "0A");
        assert_eq!(caller.receive_by(&all, forged).await.expect_err("nobody knows it").name(), "UnknownKey");
    }
    assert_eq!(fetches(&one), 1, "the second time it is known that there is none");
    one.offer(&[platform_b, platform_a]);
    let right = by(platform_a, API_V3_KEY, MERCHANT_ID, &clock);
    let notification = caller.receive_by(&all, right).await.expect("it is found at once");
    assert_eq!(notification.recipient(), Some(MERCHANT_ID));
    assert_eq!(fetches(&one), 2);
}
