//! The time for a whole call: whatever it waits for, it ends, and says what had become of the request.

use std::future::{pending, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use serde_json::json;
use tokio::task::JoinSet;
use wechatpay_client::download::Link;
use wechatpay_client::error::{DeadlineError, Stage, TransportKind};
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::transport::Reqwest;
use wechatpay_client::{Clock, Error, File, Outcome, RawAnswer, RetryPolicy};
use wechatpay_gateway::Reply;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY};
use wechatpay_tests::operations::{ImageMeta, ImageUpload, Prepay, Query, SignedFile};
use wechatpay_tests::stand::{CERTIFICATES as ROUTE, Routes, certificate, certificate_list, drip, stalled, start};

use super::support::{Caller, builder, built, expect_error, keyless, signed_by};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";
const WRITE: &str = "POST /v3/pay/transactions/jsapi";

/// Short for a test, and long enough for a request on this machine.
const SHORT: Duration = Duration::from_millis(400);

/// Long after it: what ends by then was ended.
const LONG: Duration = Duration::from_secs(10);

fn prepaid() -> Reply {
    Reply::json(&json!({"prepay_id": "wx1"}))
}

/// A policy under which only the deadline ends a call.
fn for_ever() -> RetryPolicy {
    RetryPolicy::default().max_attempts(u32::MAX).base_delay(Duration::ZERO)
}

/// Sends a write, which has to end by its deadline.
async fn late(client: &Caller) -> (Box<DeadlineError>, Outcome, bool) {
    let started = Instant::now();
    let result = client.send(Prepay::sample()).await;
    assert!(started.elapsed() < LONG, "it has ended by itself");
    let error = result.expect_err("it has run out of time");
    let (outcome, effect) = (error.outcome(), error.may_have_taken_effect());
    (expect_error!(Err::<(), _>(error), Deadline), outcome, effect)
}

#[tokio::test]
async fn an_answer_that_does_not_come() {
    let partly = [prepaid().effect(stalled(4)), prepaid().effect(drip(1000))].map(|reply| (reply, Some(200)));
    for (reply, status) in [(prepaid().fault(Fault::SILENCE), None)].into_iter().chain(partly) {
        let gateway = start().await;
        let fault = format!("{:?}", reply.effects);
        gateway.route(WRITE).replies([reply]);
        let (error, outcome, effect) = late(&built(builder(&gateway).deadline(SHORT))).await;
        assert_eq!((error.stage, error.limit, error.context.attempts), (Stage::Answer, SHORT, 1), "{fault}");
        assert_eq!((outcome, effect), (Outcome::Unknown, true), "{fault}");
        let came = error.answer.as_ref().map(RawAnswer::status);
        assert_eq!(came, status, "what came is kept");
    }
}

#[tokio::test]
async fn attempts_and_pauses_together() {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::html(503)]);
    let client = built(builder(&gateway).retry(for_ever()).deadline(SHORT));
    let started = Instant::now();
    let error = expect_error!(client.send(Query::of("1")).await, Http);
    assert!(started.elapsed() < LONG, "it has ended by itself");
    assert!(error.status == 503 && error.context.attempts > 1, "an attempt that would be cut off is not begun");

    let silent = start().await;
    silent.route(READ).replies([prepaid().fault(Fault::SILENCE)]);
    let slow = builder(&silent).retry(for_ever()).deadline(SHORT).timeout(SHORT / 4);
    let started = Instant::now();
    let error = built(slow).send(Query::of("1")).await.expect_err("nothing comes");
    assert!(started.elapsed() < LONG, "it has ended by itself");
    assert!(error.context().is_some_and(|context| (2..=4).contains(&context.attempts)), "{error:?}");
}

#[tokio::test]
async fn certificates_that_do_not_come_to_whoever_waits_for_them() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([prepaid().fault(Fault::SILENCE)]);
    // The fetch is for all, and has the client's time and not that of a call.
    let client = keyless(&gateway).apiv3_key(API_V3_KEY).timeout(LONG * 2).build().expect("the settings are right");
    let client = Caller::new(client.with_deadline(SHORT));
    let mut calls = JoinSet::new();
    for _ in 0..3 {
        let client = client.clone();
        calls.spawn(async move { late(&client).await });
    }
    for (error, outcome, effect) in calls.join_all().await {
        assert_eq!((error.stage, error.context.attempts), (Stage::Keys, 0));
        assert_eq!((outcome, effect), (Outcome::NotSent, false));
    }
    assert!(gateway.requests_to("/v3/pay/transactions/jsapi").is_empty());
}

#[tokio::test]
async fn a_fetch_that_a_call_has_begun_goes_on_for_the_others() {
    let gateway = start().await;
    gateway.sign_with(certificate(keys::platform_a()));
    let list = Reply::json(&certificate_list(&[keys::platform_a()]));
    gateway.route(ROUTE).replies([list.effect(drip(1))]);
    gateway.route(WRITE).replies([prepaid()]);
    let client = keyless(&gateway).apiv3_key(API_V3_KEY).build().expect("the settings are right");
    // It stays: a blocking client takes its thread along when it goes, and what runs on that.
    let hasty = Caller::new(client.with_deadline(SHORT));
    let (error, ..) = late(&hasty).await;
    assert_eq!(error.stage, Stage::Keys);
    Caller::new(client).send(Prepay::sample()).await.expect("it waits for the fetch that is under way");
    assert_eq!(gateway.requests_to("/v3/certificates").len(), 1);
}

#[tokio::test]
async fn a_key_that_has_signed_the_answer_and_does_not_come() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([prepaid().fault(Fault::SILENCE)]);
    gateway.route(WRITE).replies([prepaid().fault(Fault::UNKNOWN_SERIAL)]);
    let client = builder(&gateway).apiv3_key(API_V3_KEY).fetch_certificates(true).timeout(LONG * 2);
    let client = client.build().expect("the settings are right");
    let (error, outcome, effect) = late(&Caller::new(client.with_deadline(SHORT))).await;
    assert_eq!((error.stage, outcome, effect), (Stage::Answer, Outcome::Unknown, true));
    assert_eq!(error.answer.as_ref().map(|answer| &answer.body()[..]), Some(&prepaid().body[..]), "it is kept");
}

/// A signer that does not come back after some signatures.
struct Stuck {
    left: AtomicUsize,
}

impl Signer for Stuck {
    fn serial(&self) -> &str {
        keys::merchant().serial.as_str()
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if left.is_ok() { Box::pin(ready(Ok(keys::merchant().key.sign(message)))) } else { Box::pin(pending()) }
    }
}

fn stuck_after(signatures: usize) -> Stuck {
    Stuck { left: AtomicUsize::new(signatures) }
}

#[tokio::test]
async fn a_signer_that_does_not_come_back() {
    let gateway = start().await;
    let (error, outcome, effect) = late(&built(signed_by(&gateway, stuck_after(0)).deadline(SHORT))).await;
    assert_eq!((error.stage, outcome, effect), (Stage::Request, Outcome::NotSent, false));

    let started = Instant::now();
    let error = built(signed_by(&gateway, stuck_after(0)).timeout(SHORT)).send(Prepay::sample()).await;
    assert!(started.elapsed() < LONG, "an attempt has its own time");
    let error = error.expect_err("nobody signs");
    assert!(matches!(error, Error::Signer { .. }) && error.outcome() == Outcome::NotSent, "{error:?}");
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn the_attempt_before_is_not_forgotten() {
    let gateway = start().await;
    gateway.route(WRITE).replies([Reply::error(500, "SYSTEM_ERROR", "系统繁忙")]);
    let client = signed_by(&gateway, stuck_after(1)).deadline(SHORT).retry(for_ever());
    let (error, outcome, effect) = late(&built(client)).await;
    assert_eq!((error.stage, outcome, effect), (Stage::Request, Outcome::Unknown, true));
    let error = Error::Deadline(error);
    assert_eq!(error.answer().map(RawAnswer::status), Some(500), "the last answer is kept");
    assert!(error.to_string().contains("SYSTEM_ERROR"), "{error}");
}

/// A clock that does not wake up.
struct Asleep;

impl Clock for Asleep {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn a_clock_that_does_not_wake_up() {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::html(503)]);
    let client = built(builder(&gateway).clock(Asleep).retry(RetryPolicy::default()).deadline(LONG / 10));
    let started = Instant::now();
    let error = expect_error!(client.send(Query::of("1")).await, Http);
    assert!(started.elapsed() < LONG, "it has ended by itself");
    assert_eq!((error.status, error.context.attempts), (503, 1), "the error of the last attempt");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_to_upload_that_cannot_be_read_to_its_end() {
    let gateway = start().await;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let pipe = folder.path().join("a.png");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("it is there");
    assert!(made.success());
    let upload = ImageUpload { meta: ImageMeta { sha256: None, filename: None }, file: File::from_path(&pipe) };

    let started = Instant::now();
    let error = built(builder(&gateway).deadline(SHORT)).send(upload).await;
    assert!(started.elapsed() < LONG, "it has ended by itself");
    // Whoever still reads comes to an end: nothing is written.
    drop(std::fs::OpenOptions::new().write(true).open(&pipe).expect("somebody reads"));
    let error = expect_error!(error, Deadline);
    assert_eq!((error.stage, error.context.attempts), (Stage::File, 0));
    assert_eq!(error.context.path, "/v3/merchant/media/upload");
    assert_eq!(Error::Deadline(error).outcome(), Outcome::NotSent);
    assert_eq!(gateway.connections(), 0);
}

/// Over whatever transport: this one waits far longer.
#[tokio::test]
async fn a_file_of_which_nothing_comes() {
    let gateway = start().await;
    let patient = || Reqwest::builder().read_timeout(LONG * 2).build().expect("the settings are right");
    let client = built(builder(&gateway).transport(patient()).read_timeout(SHORT));
    let file = Reply::new(200, "application/octet-stream", "12345678").effect(stalled(4));
    gateway.route("GET /v3/billdownload/file").replies([file.clone().unsigned()]);
    let started = Instant::now();
    let link = Link::new(format!("{}v3/billdownload/file?token=1", gateway.url()));
    let download = client.download(vec![link]).await.expect("it has begun");
    let error = expect_error!(client.bytes(download).await, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
    assert!(error.source.to_string().contains("nothing has come for 400ms"), "{}", error.source);

    // What is no file is taken in by the same limit.
    gateway.route(READ).replies([prepaid().effect(stalled(4))]);
    let error = expect_error!(client.send(Query::of("1")).await, Transport);
    assert!(error.source.to_string().contains("nothing has come for 400ms"), "{}", error.source);

    // One that is signed as a whole is taken in before it is given out.
    gateway.route("GET /v3/signed-file").replies([file]);
    let error = expect_error!(client.send(SignedFile {}).await.map(drop), Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
    assert!(started.elapsed() < LONG, "it has ended by itself");
}

#[tokio::test]
async fn a_single_call_has_a_deadline_of_its_own() {
    let gateway = start().await;
    gateway.route(WRITE).replies([prepaid().fault(Fault::SILENCE), prepaid()]);
    let client = builder(&gateway).build().expect("the settings are right");
    let (error, ..) = late(&Caller::new(client.with_deadline(SHORT))).await;
    assert_eq!(error.limit, SHORT);
    Caller::new(client.with_deadline(Duration::MAX)).send(Prepay::sample()).await.expect("there is time");

    let seen = gateway.requests().len();
    let (error, outcome, _) = late(&Caller::new(client.with_deadline(Duration::ZERO))).await;
    assert_eq!((error.stage, outcome), (Stage::Request, Outcome::NotSent));
    assert_eq!(gateway.requests().len(), seen, "what has no time is not sent");
}

#[tokio::test]
async fn a_file_takes_as_long_as_it_needs_once_it_has_begun() {
    let gateway = start().await;
    let file = Reply::new(200, "application/octet-stream", "12345678").unsigned();
    gateway.route("GET /v3/billdownload/file").replies([file.clone().effect(drip(100)), file.fault(Fault::SILENCE)]);
    let client = built(builder(&gateway).deadline(SHORT));
    let link = || vec![Link::new(format!("{}v3/billdownload/file?token=1", gateway.url()))];
    let download = client.download(link()).await.expect("it has begun");
    assert_eq!(client.bytes(download).await.expect("it has time"), b"12345678");

    let error = expect_error!(client.download(link()).await, Deadline);
    assert_eq!(error.stage, Stage::Answer);
}
