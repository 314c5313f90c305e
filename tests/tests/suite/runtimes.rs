//! Fetches of certificates by several runtimes: one that stands still holds up nobody in another one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use wechatpay_client::error::{FetchError, Stage};
use wechatpay_client::transport::{Body, Exchange, Transport};
use wechatpay_client::{Client, ClientBuilder, Error, Keys, RetryPolicy};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::keys::{self, API_V3_KEY, Identity, MERCHANT_ID};
use wechatpay_tests::operations::Query;
use wechatpay_tests::stand::{self, certificate, certificate_list};

/// WeChat Pay in memory, which takes its time for a list of certificates.
#[derive(Clone, Default)]
struct Slow {
    /// How long each list takes, and what is in it. Those beyond the last never come.
    lists: Arc<[(Duration, Vec<&'static Identity>)]>,
    asked: Arc<AtomicUsize>,
    /// When a list has been asked for.
    arrival: Arc<Notify>,
}

impl Slow {
    fn new(times: &[Duration]) -> Self {
        Self::with(times.iter().map(|time| (*time, vec![keys::platform_a()])))
    }

    fn with(lists: impl IntoIterator<Item = (Duration, Vec<&'static Identity>)>) -> Self {
        Self { lists: lists.into_iter().collect(), ..Self::default() }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn list(&self) -> http::Response<Body> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        self.arrival.notify_one();
        let Some((time, identities)) = self.lists.get(number) else { return std::future::pending().await };
        tokio::time::sleep(*time).await;
        signed(&certificate_list(identities).to_string())
    }
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        let order = json!({"trade_state": "SUCCESS", "amount": {"total": 1}}).to_string();
        Box::pin(async move {
            Ok(if request.uri().path() == "/v3/certificates" { self.list().await } else { signed(&order) })
        })
    }
}

fn signed(body: &str) -> http::Response<Body> {
    let headers = stand::signed(&certificate(keys::platform_a()), body.as_bytes());
    let answer = http::Response::builder();
    let answer = headers.into_iter().fold(answer, |answer, (name, value)| answer.header(name, value));
    answer.body(Body::from(body.to_owned())).expect("it is a response")
}

fn builder(transport: &Slow) -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .apiv3_key(API_V3_KEY)
        .retry(RetryPolicy::never())
        .transport(transport.clone())
}

fn client(transport: &Slow) -> Client {
    builder(transport).build().expect("the settings are right")
}

fn keys(client: &Client) -> Keys {
    client.keys().expect("a merchant")
}

/// One whose time goes by at once.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime can be started")
}

/// Has a client begin to fetch in a runtime that stands still from then on.
fn begun(client: &Client, transport: &Slow) -> Runtime {
    let runtime = runtime();
    let sending = client.clone();
    runtime.spawn(async move { sending.send(Query::of("1")).await });
    runtime.block_on(transport.arrival.notified());
    runtime
}

#[test]
fn a_fetch_in_a_runtime_that_stands_still_is_taken_over() {
    let time = Duration::from_secs(1);
    let transport =
        Slow::with([(time, vec![keys::platform_a(), keys::platform_b()]), (time, vec![keys::platform_a()])]);
    let client = client(&transport);
    let still = begun(&client, &transport);
    runtime().block_on(client.send(Query::of("1"))).expect("it fetches for itself");
    assert_eq!(transport.asked(), 2);
    // The first one goes on in the end, and what it brings is older than what is known.
    still.block_on(async { tokio::time::sleep(Duration::from_secs(5)).await });
    assert_eq!(keys(&client).known().ids(), [keys::platform_a().serial.as_str()]);
    still.block_on(client.send(Query::of("1"))).expect("the key is known");
    assert_eq!(transport.asked(), 2);
}

#[test]
fn whoever_has_less_time_than_that_takes_over_once_it_has_passed() {
    let transport = Slow::new(&[]);
    let client = client(&transport);
    let _still = begun(&client, &transport);
    let short = client.with_deadline(Duration::from_millis(1500));
    let other = runtime();
    let error = other.block_on(short.send(Query::of("1"))).expect_err("another one may still be at it");
    assert!(matches!(&error, Error::Deadline(late) if late.stage == Stage::Keys), "{error:?}");
    other.block_on(short.send(Query::of("1"))).expect_err("the second fetch brings nothing either");
    assert_eq!(transport.asked(), 2);
}

#[test]
fn a_fetch_that_takes_its_time_is_waited_for() {
    let transport = Slow::new(&[Duration::from_secs(25)]);
    let client = client(&transport);
    let sending = [client.send(Query::of("1")), client.send(Query::of("1"))];
    runtime().block_on(async {
        for sent in sending.map(tokio::spawn) {
            sent.await.expect("it does not panic").expect("the list comes");
        }
    });
    assert_eq!(transport.asked(), 1);
}

#[test]
fn a_fetch_whose_runtime_is_gone_is_not_waited_for() {
    let transport = Slow::new(&[Duration::from_secs(1), Duration::ZERO]);
    let client = client(&transport);
    drop(begun(&client, &transport));
    let other = runtime();
    other.block_on(async {
        let began = tokio::time::Instant::now();
        client.send(Query::of("1")).await.expect("it fetches for itself");
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    });
    assert_eq!(transport.asked(), 2);
}

/// With certificates that are old: nothing waits for new ones, so nobody would find out.
#[test]
fn a_refresh_beside_requests_goes_on_elsewhere() {
    const HALF_A_DAY: Duration = Duration::from_secs(12 * 60 * 60);
    let transport = Slow::new(&[Duration::ZERO, Duration::from_secs(1), Duration::ZERO]);
    let clock = TestClock::default();
    let client = builder(&transport).clock(clock.clone()).build().expect("the settings are right");
    let live = runtime();
    live.block_on(client.send(Query::of("1"))).expect("the list comes");
    clock.advance(HALF_A_DAY);
    clock.set_back(HALF_A_DAY);
    live.block_on(transport.arrival.notified());
    let _still = begun(&client, &transport);
    clock.advance(Duration::from_secs(60));
    live.block_on(async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        client.send(Query::of("1")).await.expect("the old key is still right");
        transport.arrival.notified().await;
    });
    assert_eq!(transport.asked(), 3);
}

#[test]
fn keys_are_looked_for_no_longer_than_the_deadline() {
    let transport = Slow::new(&[]);
    let keys = keys(&client(&transport).with_deadline(Duration::from_secs(7)));
    runtime().block_on(async {
        let began = tokio::time::Instant::now();
        let error = keys.find(keys::stranger().serial.as_str()).await.expect_err("no list comes");
        let FetchError::Request(Error::Deadline(late)) = &*error else { panic!("{error:?}") };
        assert_eq!((late.stage, late.limit), (Stage::Keys, Duration::from_secs(7)));
        let error = keys.refresh().await.expect_err("no list comes");
        assert!(matches!(&error, Error::Deadline(late) if late.stage == Stage::Keys), "{error:?}");
        assert_eq!(began.elapsed().as_secs(), 14);
    });
    assert_eq!(transport.asked(), 1, "the second one waits for the fetch of the first");
}
