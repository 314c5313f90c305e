//! A client by itself: its settings, its keys and its hosts, over a transport that has no network.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use serde_json::json;

use super::network::Network;
use super::turns::Next;
use super::*;
use crate::error::{Error, FetchError};
use crate::fixtures::{self, pem};
use crate::keys::MerchantKey;
use crate::operation::{Auth, Method};
use crate::transport::{Body, Exchange, Failure, Transport};

/// The merchant's key has this certificate.
const SERIAL: &str = "5F1C72E2A8931B72A2E13AF8DEE92471EB397115";
/// 32 bytes, as the API wants it.
const APIV3_KEY: [u8; 32] = [b'k'; 32];
/// All certificates of the tests are valid.
const NOW: u64 = 1_700_000_000;
/// When [`fixtures::JAVA_PLATFORM_CERTIFICATE`] ends.
const END: u64 = 1_746_756_270;

type Answer = Result<Response<Body>, Failure>;

/// What was asked, and what is answered.
struct Canned<F> {
    asked: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: F,
}

impl<F: Fn(&Request<Bytes>) -> Answer + Send + Sync + 'static> Transport for Canned<F> {
    fn send(&self, request: Request<Bytes>) -> Exchange<'_> {
        let answer = (self.answer)(&request);
        self.asked.lock().unwrap().push(request);
        Box::pin(std::future::ready(answer))
    }
}

/// A clock that stands still but where it is set, and waits for nothing.
#[derive(Clone, Default)]
struct Still {
    now: u64,
    monotonic: Arc<Mutex<Duration>>,
}

impl Still {
    fn at(now: u64) -> Self {
        Self { now, ..Self::default() }
    }

    fn advance(&self, seconds: u64) {
        *self.monotonic.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Clock for Still {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.now)
    }

    fn monotonic(&self) -> Duration {
        *self.monotonic.lock().unwrap()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

fn merchant() -> ClientBuilder {
    let key = pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY);
    Client::builder().merchant_id("1900000109").private_key(key).certificate_serial(SERIAL)
}

/// A client, and what it has asked.
fn client(
    builder: ClientBuilder,
    answer: impl Fn(&Request<Bytes>) -> Answer + Send + Sync + 'static,
) -> (Client, Arc<Mutex<Vec<Request<Bytes>>>>) {
    let asked = Arc::default();
    let transport = Canned { asked: Arc::clone(&asked), answer };
    (builder.transport(transport).build().expect("the settings are right"), asked)
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("it can be made").block_on(work)
}

/// A refusal without a signature: it blames no host.
#[expect(clippy::unnecessary_wraps, reason = "it is what a transport says")]
fn refusal(_: &Request<Bytes>) -> Answer {
    let answer = Response::builder().status(404).body(Body::from(r#"{"code":"ORDER_NOT_EXIST","message":"-"}"#));
    Ok(answer.expect("it is a response"))
}

#[test]
fn times_are_as_documented_unless_set() {
    let second = Duration::from_secs(1);
    let times = |network: &Network| [network.timeout(), network.deadline(), network.read_timeout()].map(Result::unwrap);
    assert_eq!(times(&Network::default()), [30 * second, 60 * second, 15 * second]);
    let [timeout, deadline, read_timeout] = [1, 2, 3].map(|count| Some(count * second));
    let set = Network { timeout, deadline, read_timeout, ..Network::default() };
    assert_eq!(times(&set), [second, 2 * second, 3 * second]);
}

#[test]
fn an_answer_is_taken_up_to_16_mib_unless_set() {
    const MIB: u64 = 1024 * 1024;
    for (limit, expected) in [(None, 16 * MIB), (Some(MIB), MIB)] {
        let builder = merchant().platform_certificate(pem("CERTIFICATE", fixtures::GO_PLATFORM_CERTIFICATE));
        let builder = limit.into_iter().fold(builder, ClientBuilder::answer_limit);
        let size = usize::try_from(expected).expect("it fits") + 1;
        let (client, _) = client(builder.clock(Still::at(NOW)), move |_| Ok(Response::new(vec![b' '; size].into())));
        match run(client.call(Method::Get, "/v3/x").send()) {
            Err(Error::TooLarge(error)) => {
                assert_eq!((error.limit, error.answer.body().len() as u64), (expected, expected));
            }
            other => panic!("expected Error::TooLarge, got {other:?}"),
        }
    }
}

/// The one of the two files that is wrong.
#[test]
fn of_a_certificate_and_a_key_the_one_that_cannot_be_read_is_told() {
    let key = pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY);
    let certificate = pem("CERTIFICATE", fixtures::JAVA_MERCHANT_CERTIFICATE);
    let mistake = |certificate: &str, key: &str| {
        let builder = Client::builder().merchant_id("1900000109").certificate(certificate).private_key(key);
        let transport =
            Canned { asked: Arc::default(), answer: |_: &Request<Bytes>| Ok(Response::new(Vec::new().into())) };
        match builder.apiv3_key(APIV3_KEY).transport(transport).build() {
            Err(Error::Config { setting, .. }) => Some(setting),
            built => built.map(|_| None).expect("there is no other error"),
        }
    };
    assert_eq!(mistake(&certificate, &key), None);
    assert_eq!(mistake(&certificate, "no key"), Some("private_key"));
    assert_eq!(mistake("no certificate", &key), Some("certificate"));
    assert_eq!(mistake(&certificate, &pem("PRIVATE KEY", fixtures::GO_KEY)), Some("certificate"), "it is of another");
}

/// Each has another remedy.
#[test]
fn what_to_do_about_a_key_that_is_not_known_follows_from_where_keys_come_from() {
    // No certificate has such a serial: it is not searched for.
    let foreign = |_: &Request<Bytes>| {
        let answer = Response::builder().header("Wechatpay-Timestamp", NOW).header("Wechatpay-Nonce", "n");
        let answer = answer.header("Wechatpay-Serial", "0".repeat(41)).header("Wechatpay-Signature", "AAAA");
        Ok(answer.body(Body::from("{}")).expect("it is a response"))
    };
    let platform = || pem("CERTIFICATE", fixtures::GO_PLATFORM_CERTIFICATE);
    let given = || merchant().platform_certificate(platform()).clock(Still::at(NOW));
    let key = MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY)).expect("a key");
    let public = {
        use base64::Engine as _;
        let pkcs1 = fixtures::pkcs1_public_of(fixtures::GO_KEY);
        pem("RSA PUBLIC KEY", &base64::engine::general_purpose::STANDARD.encode(pkcs1))
    };
    let brand = Brand::new("1900000109", key).public_key("PUB_KEY_ID_0119000001092024010100000000000001", public);
    let (of_both, _) = client(given().apiv3_key(APIV3_KEY).brand(brand), foreign);
    let (of_given, _) = client(given(), foreign);
    for (client, path, told) in [
        (&of_given, "/v3/x", "Set `apiv3_key` and `fetch_certificates(true)`"),
        (&of_both, "/v3/x", "none of the platform certificates that were fetched last"),
        (&of_both, "/brand/x", "with `Brand::public_key`"),
    ] {
        let error = run(client.call(Method::Get, path).send()).expect_err("nobody knows the key");
        assert!(matches!(error, Error::Signature(_)) && error.to_string().contains(told), "{error}");
    }
}

/// A certificate that has ended verifies for another day, and encrypts nothing.
#[test]
fn without_a_key_that_is_valid_only_what_is_confidential_is_not_sent() {
    let platform = || pem("CERTIFICATE", fixtures::JAVA_PLATFORM_CERTIFICATE);
    let send = |now, confidential: bool| {
        let (client, asked) = client(merchant().platform_certificate(platform()).clock(Still::at(now)), refusal);
        let call = client.call(Method::Post, "/v3/x").body(json!({"name": "zhangsan"}));
        let call = if confidential { call.confidential("$.name") } else { call };
        let error = run(call.send()).expect_err("it is refused");
        let asked = asked.lock().unwrap().pop();
        (error, asked.map(|request| String::from_utf8(request.into_body().to_vec()).expect("it is JSON")))
    };
    let (error, body) = send(END + 3600, true);
    assert!(matches!(error, Error::Config { setting: "public_key", .. }), "{error}");
    assert_eq!(body, None);
    for now in [END - 3600, END + 3600] {
        let (error, body) = send(now, false);
        assert!(matches!(error, Error::Api(_)), "{error}");
        assert_eq!(body.as_deref(), Some(r#"{"name":"zhangsan"}"#));
    }
    let (error, body) = send(END - 3600, true);
    assert!(matches!(error, Error::Api(_)), "{error}");
    let body = body.expect("it was sent");
    assert!(body.starts_with(r#"{"name":""#) && !body.contains("zhangsan"), "{body}");
}

#[test]
fn a_stand_in_is_asked_first_for_a_minute_whatever_is_sent_meanwhile() {
    const MAIN: &str = "api.mch.weixin.qq.com";
    const BACKUP: &str = "api2.mch.weixin.qq.com";
    let away = Arc::new(Mutex::new(""));
    let clock = Still::at(NOW);
    let builder = merchant().platform_certificate(pem("CERTIFICATE", fixtures::GO_PLATFORM_CERTIFICATE));
    let builder = builder.clock(clock.clone());
    let (client, asked) = client(builder, {
        let away = Arc::clone(&away);
        move |request| match request.uri().host() {
            host if host == Some(*away.lock().unwrap()) => Err(Failure::not_sent("no route")),
            _ => refusal(request),
        }
    });
    let hosts = |seconds, is_away| {
        clock.advance(seconds);
        *away.lock().unwrap() = is_away;
        let error = run(client.call(Method::Get, "/v3/x").send()).expect_err("it is refused");
        let asked: Vec<_> =
            asked.lock().unwrap().drain(..).map(|request| request.uri().host().map(str::to_owned)).collect();
        let asked: Vec<_> = asked.into_iter().map(|host| host.expect("it is whole")).collect();
        assert_eq!(error.context().map(|context| &*context.host), asked.last().map(String::as_str));
        asked
    };
    assert_eq!(hosts(1, ""), [MAIN]);
    assert_eq!(hosts(1, MAIN), [MAIN, BACKUP]);
    assert_eq!(hosts(30, MAIN), [BACKUP]);
    assert_eq!(hosts(31, ""), [MAIN], "the minute is over, whoever was asked in it");
    // The one that stands in may go away itself.
    assert_eq!(hosts(1, MAIN), [MAIN, BACKUP]);
    assert_eq!(hosts(1, BACKUP), [BACKUP, MAIN]);
    assert_eq!(hosts(1, ""), [MAIN]);
}

/// Between the two looks at the keys another fetch may have come and gone.
#[test]
fn who_waits_for_keys_in_vain_is_told_why_there_are_none() {
    let (client, _) = client(merchant().apiv3_key(APIV3_KEY).clock(Still::at(NOW)), refusal);
    let take_turn = || match client.inner.turns.next() {
        Next::Mine(turn) => turn,
        Next::Others(_) => panic!("nobody is at it"),
    };
    let party = client.inner.merchant().expect("it is one");
    run(async {
        take_turn().end(Err(Arc::new(FetchError::Interrupted("-".to_owned()))));
        let turn = take_turn();
        let mut waiting = pin!(client.prepare_keys(Auth::Merchant));
        assert!(matches!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
        party.keys.ended(turn.number(), false, client.monotonic());
        drop(turn);
        assert!(matches!(waiting.await, Err(Error::Certificates { .. })));
    });
}
