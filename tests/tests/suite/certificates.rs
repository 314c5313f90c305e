//! Platform certificates: fetched when they are needed, once for all who wait, and never in vain.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use serde_json::json;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::timeout;
use wechatpay_client::error::FetchError;
use wechatpay_client::keys::PublicKey;
use wechatpay_client::platform::CertificatesError;
use wechatpay_client::signature::{SignError, Signer, VerifyError};
use wechatpay_client::{Client, ClientBuilder, Error};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY, PUBLIC_KEY_ID};
use wechatpay_gateway::{Gateway, Reply, gateway};
use wechatpay_tests::operations::{Order, Query};
use wechatpay_tests::stand::{
    CERTIFICATES as ROUTE, Routes, api_v3_key, certificate, certificate_list, drip, public_key, start, with_clock,
};

use super::support::{Caller, assert_all_right, builder, built, expect_error, keyless};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";
const CERTIFICATES: &str = "/v3/certificates";

fn order() -> Reply {
    Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
}

/// A gateway that signs with certificate A and offers it, and a client that knows no certificate.
async fn pair(clock: &TestClock) -> (Gateway, ClientBuilder) {
    let gateway = with_clock(clock).await;
    gateway.sign_with(certificate(keys::platform_a()));
    gateway.accept(&[certificate(keys::platform_a()), certificate(keys::platform_b())]);
    gateway.offer(&[keys::platform_a()]);
    gateway.route(READ).replies([order()]);
    let builder = keyless(&gateway).clock(clock.clone()).apiv3_key(API_V3_KEY);
    (gateway, builder)
}

async fn read(client: &Caller) -> Result<Order, Error> {
    client.send(Query::of("1")).await
}

/// As many reads at once; how many of them went well.
async fn reads(client: &Caller, count: usize) -> usize {
    let mut reads = JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        reads.spawn(async move { read(&client).await });
    }
    reads.join_all().await.into_iter().flatten().count()
}

#[tokio::test]
async fn they_are_fetched_by_the_first_request_and_not_before() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    assert_eq!(gateway.connections(), 0, "setting up sends nothing");

    read(&client).await.expect("the gateway is content");
    read(&client).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let paths: Vec<String> = gateway.requests().iter().map(|seen| seen.path().to_owned()).collect();
    assert_eq!(paths[0], CERTIFICATES);
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1);
    assert_eq!(gateway.requests()[0].header("Wechatpay-Serial"), None, "there is no key to name yet");
    assert_eq!(gateway.requests()[1].header("Wechatpay-Serial"), Some(keys::platform_a().serial.as_str()));
}

#[tokio::test]
async fn one_fetch_serves_all_who_wait() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    assert_eq!(reads(&built(builder), 32).await, 32);
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_failed_fetch_is_the_error_of_all_who_wait() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    // Slowly, so that all of them wait before it is there.
    gateway.route(ROUTE).replies([Reply::error(500, "SYSTEM_ERROR", "later").effect(drip(20))]);
    assert_eq!(reads(&built(builder), 8).await, 0);
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1);
    assert_eq!(gateway.requests().len(), 1, "nothing else has been sent");
}

#[tokio::test]
async fn after_a_failed_fetch_and_a_pause_the_next_request_tries_again() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let list = Reply::json(&certificate_list(&[keys::platform_a()]));
    gateway.route(ROUTE).replies([Reply::error(500, "SYSTEM_ERROR", "later"), list]);
    let client = built(builder);
    for _ in 0..3 {
        expect_error!(read(&client).await, Certificates);
    }
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1, "a service that is down is not asked on each call");
    clock.advance(Duration::from_secs(1));
    read(&client).await.expect("the second fetch goes well");
}

#[tokio::test]
async fn a_new_key_in_mid_flight_is_fetched_once() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    read(&client).await.expect("the gateway is content");
    // Within the minute of the first fetch.
    gateway.offer(&[keys::platform_a(), keys::platform_b()]);
    gateway.sign_with(certificate(keys::platform_b()));

    assert_eq!(reads(&client, 32).await, 32);

    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 2, "the first one, and one for the new key");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_serial_that_is_in_no_list_leads_to_one_fetch_a_minute() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    read(&client).await.expect("the gateway is content");
    gateway.route(READ).replies([order().fault(Fault::UNKNOWN_SERIAL)]);

    for (minute, fetches) in [(0, 2), (1, 3), (2, 4)] {
        for _ in 0..5 {
            let error = expect_error!(read(&client).await, Signature);
            assert_eq!(error.reason, VerifyError::UnknownSerial { serial: keys::stranger().serial.clone() });
        }
        assert_eq!(gateway.requests_to(CERTIFICATES).len(), fetches, "in minute {minute}");
        clock.advance(Duration::from_secs(60));
    }
}

#[tokio::test]
async fn a_failed_search_for_a_key_is_told() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    read(&client).await.expect("the gateway is content");
    gateway.sign_with(certificate(keys::platform_b()));
    gateway.route(ROUTE).replies([Reply::html(502)]);

    let error = expect_error!(read(&client).await, Signature);

    assert!(matches!(error.reason, VerifyError::UnknownSerial { .. }));
    assert!(matches!(error.refresh.as_deref(), Some(FetchError::Request(Error::Http(_)))), "{:?}", error.refresh);
}

#[tokio::test]
async fn old_certificates_are_fetched_anew_beside_a_request() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    read(&client).await.expect("the gateway is content");
    clock.advance(Duration::from_secs(12 * 60 * 60 - 1));
    read(&client).await.expect("the gateway is content");
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1, "they are not old yet");
    clock.advance(Duration::from_secs(1));

    assert_eq!(reads(&client, 8).await, 8);

    gateway.wait_for("GET", CERTIFICATES, 2).await;
    assert_eq!(reads(&client, 8).await, 8);
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 2);
    assert_all_right(&gateway);
}

/// A host whose time of day was wrong for a while: ages are measured by what has really passed.
#[tokio::test]
async fn a_clock_that_jumps_ahead_and_back_stops_no_refresh() {
    const YEARS: Duration = Duration::from_secs(20 * 365 * 24 * 60 * 60);
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    clock.set_ahead(YEARS);
    read(&client).await.expect("the gateway is content");
    clock.set_back(YEARS);
    read(&client).await.expect("the gateway is content");
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1, "no time has passed");

    clock.advance(Duration::from_secs(12 * 60 * 60));
    read(&client).await.expect("the gateway is content");
    gateway.wait_for("GET", CERTIFICATES, 2).await;

    gateway.offer(&[keys::platform_a(), keys::platform_b()]);
    gateway.sign_with(certificate(keys::platform_b()));
    read(&client).await.expect("the new key is searched for");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn requests_go_on_when_a_refresh_fails() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client = built(builder);
    read(&client).await.expect("the gateway is content");
    gateway.route(ROUTE).replies([Reply::html(502)]);
    clock.advance(Duration::from_secs(13 * 60 * 60));
    read(&client).await.expect("the old keys are still right");
    gateway.wait_for("GET", CERTIFICATES, 2).await;
    read(&client).await.expect("the old keys are still right");
}

/// Why the certificates of a gateway that answers so are not taken over.
async fn unusable(list: Reply) -> CertificatesError {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(ROUTE).replies([list]);
    let error = expect_error!(read(&built(builder)).await, Certificates);
    assert_eq!(gateway.requests_to(READ).len(), 0, "nothing is sent without a key");
    match &*error {
        FetchError::Content { reason, answer } => {
            assert_eq!(answer.status(), 200);
            reason.clone()
        }
        other => panic!("expected FetchError::Content, got {other:?}"),
    }
}

#[tokio::test]
async fn a_list_that_fails_to_verify() {
    let list = || Reply::json(&certificate_list(&[keys::platform_a()]));
    let serial = keys::stranger().serial.clone();
    let reason = unusable(list().fault(Fault::UNKNOWN_SERIAL)).await;
    assert_eq!(reason, CertificatesError::Signature(VerifyError::UnknownSerial { serial }));
    let serial = keys::platform_a().serial.clone();
    let reason = unusable(list().fault(Fault::WRONG_SIGNATURE)).await;
    assert_eq!(reason, CertificatesError::Signature(VerifyError::Mismatch { serial }));
    assert_eq!(unusable(list().unsigned()).await, CertificatesError::Signature(VerifyError::Unsigned));
}

#[tokio::test]
async fn a_list_that_is_sealed_with_another_key() {
    let other = Reply::json(&gateway::certificate_list(
        api_v3_key("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"),
        [&certificate(keys::platform_a())],
    ));
    assert!(matches!(unusable(other).await, CertificatesError::Open(_)));
}

#[tokio::test]
async fn a_list_that_is_none() {
    for text in ["{}", "[]", "", r#"{"data": [{}]}"#] {
        let reason = unusable(Reply::new(200, "application/json", text)).await;
        assert!(matches!(reason, CertificatesError::Malformed { .. }), "{text}: {reason:?}");
    }
    assert_eq!(unusable(Reply::json(&json!({"data": []}))).await, CertificatesError::Empty);
}

/// It is read before it is verified, so that it must not become a thousand times as much.
#[tokio::test]
async fn a_list_of_no_end() {
    let gateway = start().await;
    let list = format!(r#"{{"data":[{}[]]}}"#, "[],".repeat(100_000));
    gateway.route(ROUTE).replies([Reply::new(200, "application/json", list)]);
    let client = built(keyless(&gateway).apiv3_key(API_V3_KEY));
    let error = expect_error!(read(&client).await, Certificates);
    let FetchError::Request(Error::TooLarge(error)) = &*error else { panic!("{error:?}") };
    assert_eq!(error.limit, 256 * 1024);
}

#[tokio::test]
async fn a_merchant_without_certificates_is_told_what_to_do() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(ROUTE).replies([Reply::error(
        404,
        "RESOURCE_NOT_EXISTS",
        "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥",
    )]);
    let error = read(&built(builder)).await.expect_err("there is no key");
    assert!(error.to_string().contains("public key"), "{error}");
    let error = expect_error!(Err::<Order, _>(error), Certificates);
    assert!(matches!(&*error, FetchError::NoCertificates(error) if error.code == "RESOURCE_NOT_EXISTS"));
}

#[tokio::test]
async fn a_merchant_with_a_public_key_never_asks() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.offer(&[keys::platform_a()]);
    gateway.route(READ).replies([order(), order().fault(Fault::UNKNOWN_SERIAL)]);
    let client = built(builder(&gateway).clock(clock.clone()).apiv3_key(API_V3_KEY));

    read(&client).await.expect("the gateway is content");
    clock.advance(Duration::from_secs(24 * 60 * 60));
    expect_error!(read(&client).await, Signature);

    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 0);
}

#[tokio::test]
async fn a_merchant_who_changes_over_takes_both() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.offer(&[keys::platform_b()]);
    gateway.route(READ).replies([order()]);
    let client = built(builder(&gateway).clock(clock.clone()).apiv3_key(API_V3_KEY).fetch_certificates(true));
    gateway.sign_with(certificate(keys::platform_b()));
    // The first request has the certificates fetched beside it; its answer waits for them.
    read(&client).await.expect("signed with a certificate");
    gateway.sign_with(public_key());
    read(&client).await.expect("signed with the public key");
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1);
    let named = |path| gateway.requests_to(path)[0].header("Wechatpay-Serial").map(str::to_owned);
    assert_eq!(named("/v3/pay/transactions/out-trade-no/1").as_deref(), Some(PUBLIC_KEY_ID));
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_certificate_at_hand_needs_no_fetch() {
    let clock = TestClock::default();
    let (gateway, _) = pair(&clock).await;
    let client = built(keyless(&gateway).clock(clock).platform_certificate(keys::platform_a().certificate_pem()));
    read(&client).await.expect("the gateway is content");
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 0);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_fetch_to_others() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let client: Client = builder.build().expect("the settings are right");
    let given_up = tokio::spawn({
        let client = client.clone();
        async move { client.send(Query::of("1")).await }
    });
    gateway.wait_for("GET", CERTIFICATES, 1).await;
    given_up.abort();
    client.send(Query::of("1")).await.expect("the gateway is content");
    assert_eq!(gateway.requests_to(CERTIFICATES).len(), 1);
}

/// Asks the client for a key, from another thread, whenever it is asked for its own.
#[derive(Clone, Default)]
struct Asking {
    client: Arc<OnceLock<Client>>,
    answered: Arc<AtomicU32>,
}

impl Signer for Asking {
    fn serial(&self) -> &str {
        keys::merchant().serial.as_str()
    }

    fn owns(&self, _: &PublicKey) -> bool {
        let Some(client) = self.client.get().cloned() else { return false };
        let (done, wait) = mpsc::channel();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be started");
            let known = client.keys().expect("it is a merchant's");
            // The fetch is on its way, so there is no answer yet.
            let _ = runtime
                .block_on(async { timeout(Duration::ZERO, known.find(keys::platform_b().serial.as_str())).await });
            done.send(())
        });
        self.answered.fetch_add(u32::from(wait.recv_timeout(Duration::from_secs(20)).is_ok()), Ordering::Relaxed);
        false
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(async move { Ok(keys::merchant().key.sign(message)) })
    }
}

#[tokio::test]
async fn a_signer_that_takes_its_time_holds_up_nobody() {
    let clock = TestClock::default();
    let (gateway, _) = pair(&clock).await;
    let signer = Asking::default();
    let builder = Client::builder().merchant_id(keys::MERCHANT_ID).signer(signer.clone()).apiv3_key(API_V3_KEY);
    let client = builder.base_url(gateway.url()).clock(clock).build().expect("the settings are right");
    assert!(signer.client.set(client.clone()).is_ok());
    client.keys().expect("it is a merchant's").refresh().await.expect("the gateway is content");
    assert_eq!(signer.answered.load(Ordering::Relaxed), 1, "for the one certificate");
}
