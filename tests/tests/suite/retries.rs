//! When a request is sent again: by a clock that takes no time.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use wechatpay_client::error::TransportKind;
use wechatpay_client::operation::Method;
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::v3::ecommerce::subsidies::create;
use wechatpay_client::wire::Secret;
use wechatpay_client::{ClientBuilder, Error, Outcome, RetryPolicy};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY, PUBLIC_KEY_ID, PlatformKey};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{Prepay, Query, Receiver, Refund, Respond, Transfer};
use wechatpay_tests::stand::{Routes, public_key, start, with_clock};

use super::support::{Caller, assert_all_right, builder, built, expect_error, keyless, signed_by};

const WRITE: &str = "POST /v3/pay/transactions/jsapi";
const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";
const ONCE: &str = "POST /v3/merchant-service/complaints-v2/1/response";
const REFUND: &str = "POST /v3/refund/domestic/refunds";

fn prepaid() -> Reply {
    Reply::json(&json!({"prepay_id": "wx1"}))
}

fn order() -> Reply {
    Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
}

/// A gateway and a client by one clock, with the usual policy.
async fn pair(clock: &TestClock) -> (Gateway, ClientBuilder) {
    let gateway = with_clock(clock).await;
    let builder = builder(&gateway).clock(clock.clone()).retry(RetryPolicy::default());
    (gateway, builder)
}

/// A write is answered so, and then well: how many attempts that took, and the pauses between them.
async fn write_after(first: Reply) -> (usize, Vec<Duration>) {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(WRITE).replies([first, prepaid()]);
    built(builder).send(Prepay::sample()).await.expect("the second answer is right");
    assert_all_right(&gateway);
    let seen = gateway.requests();
    assert!(seen.windows(2).all(|pair| pair[0].body == pair[1].body), "the same bytes each time");
    assert!(seen.windows(2).all(|pair| pair[0].header("Authorization") != pair[1].header("Authorization")));
    (seen.len(), clock.slept())
}

#[tokio::test]
async fn a_write_is_sent_again_when_the_answer_asks_for_it() {
    for first in [
        Reply::error(429, "FREQUENCY_LIMITED", "slow down"),
        Reply::error(500, "SYSTEM_ERROR", "again, please"),
        Reply::error(503, "SERVICE_UNAVAILABLE", "later"),
        Reply::html(502),
        Reply::empty(202),
    ] {
        let status = first.status;
        let (attempts, slept) = write_after(first).await;
        assert_eq!(attempts, 2, "{status}");
        assert!(slept.len() == 1 && (100..=200).contains(&slept[0].as_millis()), "{status}: {slept:?}");
    }
}

#[tokio::test]
async fn a_number_that_may_be_left_out_is_one_where_it_is_given() {
    for (number, attempts) in [(Some("P20150806125347"), 2), (None, 1)] {
        let (gateway, builder) = pair(&TestClock::default()).await;
        let refused = || Reply::error(500, "SYSTEM_ERROR", "again, please");
        let replies = [refused(), Reply::error(403, "NO_AUTH", "no")];
        gateway.route("POST /v3/ecommerce/subsidies/create").replies(replies);
        let subsidy = create::Post::builder().sub_mchid("1900000109").transaction_id("1").amount(10).description("x");
        let subsidy = number.into_iter().fold(subsidy, create::PostBuilder::out_subsidy_no).build();
        built(builder).send(subsidy).await.expect_err("it is refused");
        assert_eq!(gateway.requests().len(), attempts, "{number:?}");
    }
}

#[tokio::test]
async fn retry_after_is_honoured_in_seconds_and_as_a_date() {
    let limited = || Reply::error(429, "FREQUENCY_LIMITED", "slow down");
    let (_, slept) = write_after(limited().header("Retry-After", "7")).await;
    assert_eq!(slept, [Duration::from_secs(7)]);

    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let then = httpdate::fmt_http_date(wechatpay_client::Clock::now(&clock) + Duration::from_secs(10));
    gateway.route(WRITE).replies([limited().header("Retry-After", &then), prepaid()]);
    built(builder).send(Prepay::sample()).await.expect("the second answer is right");
    assert!((9..=10).contains(&clock.slept()[0].as_secs()), "{:?}", clock.slept());
}

#[tokio::test]
async fn a_pause_that_leaves_no_time_for_an_attempt_goes_back_to_the_caller() {
    for after in ["46", "18446744073709551615", "Tue, 31 Dec 2999 23:59:59 GMT"] {
        let clock = TestClock::default();
        let (gateway, builder) = pair(&clock).await;
        gateway
            .route(WRITE)
            .replies([Reply::error(429, "FREQUENCY_LIMITED", "slow").header("Retry-After", after), prepaid()]);
        let error = expect_error!(built(builder).send(Prepay::sample()).await, Api);
        assert_eq!((error.status, clock.slept().len()), (429, 0), "{after}");
    }
}

#[tokio::test]
async fn pauses_grow_and_attempts_end() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(READ).replies([Reply::error(500, "SYSTEM_ERROR", "again")]);
    let client = built(builder.retry(RetryPolicy::default().max_attempts(4)));
    let error = expect_error!(client.send(Query::of("1")).await, Api);
    assert_eq!(error.context.attempts, 4);
    let slept: Vec<u128> = clock.slept().iter().map(Duration::as_millis).collect();
    assert!((100..=200).contains(&slept[0]) && (200..=400).contains(&slept[1]) && (400..=800).contains(&slept[2]));
    assert_eq!((slept.len(), gateway.requests().len()), (3, 4));
}

#[tokio::test]
async fn what_is_accepted_for_ever_is_an_error_at_last() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(WRITE).replies([Reply::empty(202)]);
    let result = built(builder).send(Prepay::sample()).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect));
    assert_eq!(expect_error!(result, Accepted).context.attempts, 3);
}

#[tokio::test]
async fn a_refusal_is_final() {
    for status in [400, 401, 403, 404, 501] {
        let clock = TestClock::default();
        let (gateway, builder) = pair(&clock).await;
        gateway.route(READ).replies([Reply::error(status, "NO_AUTH", "no"), order()]);
        assert_eq!(expect_error!(built(builder).send(Query::of("1")).await, Api).status, status);
        assert_eq!(gateway.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_read_is_sent_again_whatever_broke() {
    for fault in [Fault::RESET_AFTER_READ, Fault::CLOSE_IN_BODY, Fault::PROBE, Fault::SILENCE] {
        let clock = TestClock::default();
        let (gateway, builder) = pair(&clock).await;
        gateway.route(READ).replies([order().fault(fault), order()]);
        let client = built(builder.read_timeout(Duration::from_millis(200)));
        let order = client.send(Query::of("1")).await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(order.trade_state, "SUCCESS");
        assert_eq!(gateway.requests().len(), 2);
        assert_all_right(&gateway);
    }
}

#[tokio::test]
async fn a_write_is_never_sent_again_when_it_may_have_arrived() {
    for fault in [Fault::RESET_AFTER_READ, Fault::CLOSE_IN_BODY, Fault::SILENCE, Fault::PROBE, Fault::WRONG_SIGNATURE] {
        let clock = TestClock::default();
        let (gateway, builder) = pair(&clock).await;
        gateway.route(WRITE).replies([prepaid().fault(fault), prepaid()]);
        let client = built(builder.read_timeout(Duration::from_millis(200)));
        let error = client.send(Prepay::sample()).await.expect_err("it must not be sent again");
        assert!(error.may_have_taken_effect(), "{fault:?}: {error}");
        assert_eq!(gateway.requests().len(), 1, "{fault:?}");
    }
}

/// Someone in between did not wait for the end of it.
#[tokio::test]
async fn a_504_is_no_plea_to_send_it_again() {
    for late in [Reply::error(504, "GATEWAY_TIMEOUT", "late"), Reply::html(504)] {
        let clock = TestClock::default();
        let (gateway, builder) = pair(&clock).await;
        let client = built(builder);
        gateway.route(WRITE).replies([late.clone(), prepaid()]);
        let error = client.send(Prepay::sample()).await.expect_err("it must not be sent again");
        assert!(error.may_have_taken_effect(), "{error}");
        assert_eq!(gateway.requests().len(), 1);
        gateway.route(READ).replies([late, order()]);
        client.send(Query::of("1")).await.expect("a read may be");
    }
}

#[tokio::test]
async fn a_write_that_was_cut_off_is_not_sent_again_either() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.fault(Fault::RESET_BEFORE_READ).on_path("POST", "/v3/pay/transactions/jsapi");
    gateway.route(WRITE).replies([prepaid()]);
    let error = expect_error!(built(builder).send(Prepay::sample()).await, Transport);
    assert_eq!(error.kind, TransportKind::Interrupted);
    assert_eq!(gateway.requests().len(), 0);
}

/// A URL where nobody listens.
fn dead_url() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    format!("http://{}/", listener.local_addr().expect("a bound socket has an address"))
}

/// The deadline is for the time that has passed.
#[tokio::test]
async fn a_time_of_day_that_jumps_within_a_call_costs_no_attempt() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let (winding, attempts) = (clock.clone(), AtomicUsize::new(0));
    gateway.route(WRITE).with(move |_| match attempts.fetch_add(1, Ordering::Relaxed) {
        0 => {
            winding.set_ahead(Duration::from_secs(24 * 60 * 60));
            Reply::html(503)
        }
        _ => prepaid(),
    });
    built(builder).send(Prepay::sample()).await.expect("the second answer is right");
    assert_eq!(gateway.requests().len(), 2);
}

#[tokio::test]
async fn the_backup_host_is_asked_when_the_first_is_not_there() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(WRITE).replies([prepaid()]);
    let client = built(builder.base_url(dead_url()).backup_url(gateway.url()));
    client.send(Prepay::sample()).await.expect("the backup answers");
    assert_all_right(&gateway);
    assert_eq!(clock.slept().len(), 1);

    // For a while nobody else has to find that out, whatever happens to the time of day.
    clock.set_back(Duration::from_secs(60 * 60));
    client.send(Prepay::sample()).await.expect("the backup answers");
    clock.set_ahead(Duration::from_secs(2 * 60 * 60));
    client.send(Prepay::sample()).await.expect("the backup answers");
    assert_eq!(clock.slept().len(), 1);
    clock.advance(Duration::from_secs(61));
    client.send(Prepay::sample()).await.expect("the backup answers");
    assert_eq!(clock.slept().len(), 2, "the first host is asked again");
}

#[tokio::test]
async fn the_backup_host_is_asked_when_the_first_cannot_work() {
    let clock = TestClock::default();
    let (backup, builder) = pair(&clock).await;
    let main = with_clock(&clock).await;
    main.route(WRITE).replies([Reply::html(502)]);
    backup.route(WRITE).replies([prepaid()]);
    let client = built(builder.base_url(main.url()).backup_url(backup.url()));
    client.send(Prepay::sample()).await.expect("the backup answers");
    assert_eq!((main.requests().len(), backup.requests().len()), (1, 1));
    assert_eq!(main.requests()[0].body, backup.requests()[0].body);
}

#[tokio::test]
async fn the_first_host_keeps_the_request_when_it_is_only_busy() {
    let clock = TestClock::default();
    let (backup, builder) = pair(&clock).await;
    let main = with_clock(&clock).await;
    main.route(WRITE).replies([Reply::error(429, "FREQUENCY_LIMITED", "slow"), prepaid()]);
    let client = built(builder.base_url(main.url()).backup_url(backup.url()));
    client.send(Prepay::sample()).await.expect("the second answer is right");
    assert_eq!((main.requests().len(), backup.connections()), (2, 0));
}

#[tokio::test]
async fn nobody_there_means_nothing_happened() {
    let clock = TestClock::default();
    let (_gateway, builder) = pair(&clock).await;
    let result = built(builder.base_url(dead_url())).send(Prepay::sample()).await;
    assert!(result.as_ref().is_err_and(|error| !error.may_have_taken_effect()));
    let error = expect_error!(result, Transport);
    assert_eq!((error.kind, error.context.attempts), (TransportKind::Connect, 3));
}

#[tokio::test]
async fn an_earlier_attempt_may_have_taken_effect() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(WRITE).replies([Reply::html(502)]);
    let client = built(builder.backup_url(dead_url()).retry(RetryPolicy::default().max_attempts(2)));
    let result = client.send(Prepay::sample()).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "the first attempt had arrived");
    assert_eq!(expect_error!(result, Transport).kind, TransportKind::Connect);
}

#[tokio::test]
async fn a_refund_waits_a_minute() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway
        .route(REFUND)
        .replies([Reply::error(500, "SYSTEM_ERROR", "again"), Reply::json(&json!({"status": "PROCESSING"}))]);
    let client = built(builder.deadline(Duration::from_secs(120)));
    client.send(Refund { out_refund_no: "1".to_owned() }).await.expect("the second answer is right");
    assert_eq!(clock.slept(), [Duration::from_secs(60)]);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_refund_goes_back_to_the_caller_when_a_minute_is_too_long() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway
        .route(REFUND)
        .replies([Reply::error(500, "SYSTEM_ERROR", "again"), Reply::json(&json!({"status": "PROCESSING"}))]);
    let error = expect_error!(built(builder).send(Refund { out_refund_no: "1".to_owned() }).await, Api);
    assert_eq!((error.status, gateway.requests().len()), (500, 1));
}

#[tokio::test]
async fn what_is_encrypted_is_sent_again_byte_for_byte() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route("POST /v3/transfers").replies([Reply::error(500, "SYSTEM_ERROR", "again"), order()]);
    let request = Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from("1"), bank: "2".to_owned() },
    };
    built(builder).send(request).await.expect("the second answer is right");
    let seen = gateway.requests();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].body, seen[1].body);
    let signed = [0, 1].map(|at| seen[at].header("Authorization").expect("it is signed"));
    let [first, second] = signed.map(|header| header.split_once("signature=\"").expect("a signature").1);
    assert_ne!(first, second, "each attempt is signed anew");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn what_was_encrypted_for_a_key_that_is_replaced_is_encrypted_anew() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    let inner = builder.build().expect("the settings are right");
    let (client, answers) = (Caller::new(inner.clone()), AtomicUsize::new(0));
    let next = "PUB_KEY_ID_0119000001092026110100000000000002";
    gateway.accept(&[public_key(), PlatformKey::public_key(next, keys::platform_b())]);
    gateway.route("POST /v3/transfers").with(move |_| {
        if answers.fetch_add(1, Ordering::Relaxed) > 0 {
            return order();
        }
        inner
            .keys()
            .expect("a merchant")
            .add_public_key(next, keys::platform_b().public_key_pem())
            .expect("a good key");
        Reply::error(500, "SYSTEM_ERROR", "again")
    });
    let request = Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from("1"), bank: "2".to_owned() },
    };

    client.send(request).await.expect("the second answer is right, by the key that is still known");

    assert_all_right(&gateway);
    let seen = gateway.requests();
    let name = |at: usize| seen[at].json()["user_name"].as_str().expect("text").to_owned();
    assert_eq!(
        (seen[0].header("Wechatpay-Serial"), seen[1].header("Wechatpay-Serial")),
        (Some(PUBLIC_KEY_ID), Some(next))
    );
    assert_eq!(
        (keys::platform_a().open_oaep(&name(0)), keys::platform_b().open_oaep(&name(1))),
        ("张三".to_owned(), "张三".to_owned())
    );
}

#[tokio::test]
async fn a_refund_is_never_sent_again_when_it_may_have_arrived() {
    let done = || Reply::json(&json!({"status": "PROCESSING"}));
    for fault in [Fault::RESET_AFTER_READ, Fault::CLOSE_IN_BODY, Fault::SILENCE, Fault::PROBE, Fault::WRONG_SIGNATURE] {
        let clock = TestClock::default();
        let (gateway, builder) = pair(&clock).await;
        gateway.route(REFUND).replies([done().fault(fault), done()]);
        // There would be time for it.
        let client = built(builder.deadline(Duration::from_secs(600)).read_timeout(Duration::from_millis(200)));
        let error = client.send(Refund { out_refund_no: "1".to_owned() }).await.expect_err("it must not be sent again");
        assert!(error.may_have_taken_effect(), "{fault:?}: {error}");
        assert_eq!(gateway.requests().len(), 1, "{fault:?}");
    }
}

fn complaint() -> Respond {
    Respond { complaint_id: "1".to_owned(), response_content: "已处理".to_owned() }
}

#[tokio::test]
async fn what_is_known_by_no_number_goes_out_twice_only_if_it_did_not_go_out() {
    let clock = TestClock::default();
    let (gateway, builder) = pair(&clock).await;
    gateway.route(ONCE).replies([prepaid()]);
    let client = built(builder.base_url(dead_url()).backup_url(gateway.url()));
    client.send(complaint()).await.expect("the backup answers");
    assert_eq!(gateway.requests().len(), 1);

    for fault in [Fault::RESET_AFTER_READ, Fault::CLOSE_IN_BODY, Fault::PROBE] {
        let (gateway, builder) = pair(&clock).await;
        gateway.route(ONCE).replies([prepaid().fault(fault), prepaid()]);
        let error = built(builder).send(complaint()).await.expect_err("it must not be sent again");
        assert!(error.may_have_taken_effect(), "{fault:?}: {error}");
        assert_eq!(gateway.requests().len(), 1, "{fault:?}");
    }
}

/// A signer that is away after its first signature.
#[derive(Default)]
struct Once(AtomicUsize);

impl Signer for Once {
    fn serial(&self) -> &str {
        keys::merchant().serial.as_str()
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        let is_first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(
            async move { if is_first { Ok(keys::merchant().key.sign(message)) } else { Err(SignError::new("away")) } },
        )
    }
}

/// Nor does the first hide the other.
#[tokio::test]
async fn an_error_before_the_second_attempt_does_not_hide_the_first() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.route(WRITE).replies([Reply::error(500, "SYSTEM_ERROR", "later")]);
    let error = built(signed_by(&gateway, Once::default()).clock(clock)).send(Prepay::sample()).await;
    let error = error.expect_err("it has no signer");
    assert!(matches!(error, Error::Signer { .. }), "{error:?}");
    assert!(error.may_have_taken_effect() && error.outcome() == Outcome::Unknown, "the first attempt had arrived");
    assert_eq!(error.context().map(|context| (context.attempts, context.earlier)), Some((2, Outcome::Unknown)));
    let text = error.to_string();
    assert!(text.contains("away; before that: 500 SYSTEM_ERROR: later (request id "), "{text}");
    assert!(text.contains("An earlier attempt may have taken effect. Query"), "{text}");

    // Of a refusal nothing is left behind.
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.route(WRITE).replies([Reply::error(429, "RATELIMIT_EXCEEDED", "slow")]);
    let error = built(signed_by(&gateway, Once::default()).clock(clock)).send(Prepay::sample()).await;
    let error = error.expect_err("it has no signer");
    assert_eq!((error.outcome(), error.may_have_taken_effect()), (Outcome::Refused, false), "{error}");
    assert!(error.to_string().contains("This request has changed nothing"), "{error}");
}

/// Each text says to which call, also where nothing was sent.
#[tokio::test]
async fn what_fails_before_it_is_sent_knows_its_call() {
    let gateway = start().await;
    let unsendable = Prepay { description: "\u{1f600}".to_owned(), ..Prepay::sample() };
    let client = built(builder(&gateway));
    let error = client.send(unsendable).await.expect_err("it cannot be sent");
    assert!(error.to_string().starts_with("POST /v3/pay/transactions/jsapi: the field `description`"), "{error}");
    let call = client.call(Method::Post, "/v3/things/{id}").path("id", "1").query("a", [1]);
    let text = Caller::sent(call).await.expect_err("a list is no parameter").to_string();
    assert!(text.starts_with("POST /v3/things/{id}: the field `a`"), "{text}");
    let nobody = Once(AtomicUsize::new(1));
    let error = built(signed_by(&gateway, nobody)).send(Query::of("1")).await.expect_err("it has no signer");
    assert!(error.to_string().starts_with("GET /v3/pay/transactions/out-trade-no/{out_trade_no}: "), "{error}");
    gateway.route("GET /v3/certificates").replies([Reply::error(401, "SIGN_ERROR", "签名错误")]);
    let error = built(keyless(&gateway).apiv3_key(API_V3_KEY)).send(Prepay::sample()).await;
    let error = error.expect_err("no certificate is known");
    assert!(matches!(error, Error::Certificates { .. }), "{error:?}");
    let text = error.to_string();
    assert!(
        text.starts_with(
            "POST /v3/pay/transactions/jsapi: the platform certificates could not be fetched: GET /v3/certificates: "
        ),
        "{text}"
    );
    assert!(!error.may_have_taken_effect() && text.contains("It was not sent"), "{text}");
    assert_eq!(gateway.requests_to("/v3/pay/transactions/jsapi").len(), 0);
}

#[tokio::test]
async fn a_host_that_never_answers_costs_one_write_and_not_all_of_them() {
    let clock = TestClock::default();
    let (backup, builder) = pair(&clock).await;
    let main = with_clock(&clock).await;
    main.route(WRITE).replies([prepaid().fault(Fault::SILENCE)]);
    backup.route(WRITE).replies([Reply::error(400, "PARAM_ERROR", "no"), prepaid()]);
    let read_timeout = Duration::from_millis(500);
    let client = built(builder.base_url(main.url()).backup_url(backup.url()).read_timeout(read_timeout));
    let error = expect_error!(client.send(Prepay::sample()).await, Transport);
    assert_eq!((error.kind, error.context.attempts), (TransportKind::Timeout, 1), "it may have arrived");
    expect_error!(client.send(Prepay::sample()).await, Api);
    client.send(Prepay::sample()).await.expect("the backup answers");
    assert_eq!((main.requests().len(), backup.requests().len()), (1, 2));
}
