//! Layers of `tower` around a transport: what they do with a request is theirs, and what is said of it afterwards is true.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use serde_json::json;
use tower::ServiceBuilder;
use wechatpay_client::error::TransportKind;
use wechatpay_client::transport::{Body, Exchange, Failure, Layered, Reqwest, Transport, TransportService};
use wechatpay_client::{Client, Error, Outcome};
use wechatpay_gateway::Reply;
use wechatpay_gateway::keys::{self, MERCHANT_ID};
use wechatpay_tests::operations::{Prepay, Query};
use wechatpay_tests::stand::{self, Routes, start};

use super::support::{builder, built, expect_error};
use super::transport::{Canned, READ, merchant};

#[tokio::test]
async fn layers_of_tower_around_a_transport() {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))]);
    let transport = TransportService::new(Reqwest::builder().build().expect("the settings are right"));
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    let count = move |request: http::Request<Bytes>| {
        counter.fetch_add(1, Ordering::Relaxed);
        request
    };
    let service = ServiceBuilder::new().concurrency_limit(1).map_request(count).service(transport);
    let client = built(builder(&gateway).transport(Layered::new(service)));
    client.send(Query::of("1")).await.expect("the gateway is content");
    assert_eq!(seen.load(Ordering::Relaxed), 1);

    // What the transport says of a failure is heard through the layers.
    let unsent = TransportService::new(Canned::new(|| Err(Failure::not_sent("no route"))));
    let service = ServiceBuilder::new().load_shed().service(unsent);
    let result = merchant(MERCHANT_ID, keys::merchant(), Layered::new(service)).send(Query::of("1")).await;
    assert_eq!(expect_error!(result, Transport).kind, TransportKind::Connect);
}

/// A service that sends again whatever has failed, as layers of `tower` do.
#[derive(Clone)]
struct Again<S> {
    inner: S,
    how: Resend,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resend {
    /// The same request, once more.
    Copy,
    /// One of its own that looks the same.
    Remade,
    /// The same, without waiting for the first one.
    GivenUp,
}

type Call<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send>>;

impl<S> tower::Service<http::Request<Bytes>> for Again<S>
where
    S: tower::Service<http::Request<Bytes>, Response = http::Response<Body>, Error = Failure> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = http::Response<Body>;
    type Error = Failure;
    type Future = Call<Result<http::Response<Body>, Failure>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
        let (mut inner, how) = (self.inner.clone(), self.how);
        Box::pin(async move {
            let mut copy = request.clone();
            if how == Resend::Remade {
                copy.extensions_mut().clear();
            }
            let mut first = Box::pin(inner.call(if how == Resend::Remade { copy.clone() } else { request }));
            if how == Resend::GivenUp {
                let polled = std::future::poll_fn(|context| Poll::Ready(first.as_mut().poll(context))).await;
                assert!(polled.is_pending());
                drop(first);
            } else if let Ok(answer) = first.await {
                return Ok(answer);
            }
            inner.call(copy).await
        })
    }
}

/// What becomes of the first request, where it is answered at all, and of each further one.
struct Scripted {
    asked: AtomicUsize,
    first: First,
    then: fn() -> Result<http::Response<Body>, Failure>,
}

impl Transport for Scripted {
    fn send(&self, _: http::Request<Bytes>) -> Exchange<'_> {
        let is_first = self.asked.fetch_add(1, Ordering::SeqCst) == 0;
        Box::pin(async move {
            match (self.first)() {
                _ if !is_first => (self.then)(),
                Some(failure) => Err(failure),
                None => std::future::pending().await,
            }
        })
    }
}

/// A client over a layer that sends again.
fn layered(how: Resend, first: First, then: fn() -> Result<http::Response<Body>, Failure>) -> Client {
    let inner = TransportService::new(Scripted { asked: AtomicUsize::new(0), first, then });
    merchant(MERCHANT_ID, keys::merchant(), Layered::new(Again { inner, how }))
}

/// What becomes of a first request; nothing, where it stays without an answer.
type First = fn() -> Option<Failure>;

const INTERRUPTED: First = || Some(Failure::interrupted("reset"));
const UNSENT: First = || Some(Failure::not_sent("no route"));
const UNANSWERED: First = || None;

/// What the last of several says is not all: the one before may have arrived.
#[tokio::test]
async fn a_layer_that_sends_again_does_not_hide_what_has_gone_out() {
    for (first, how, kind) in [
        (INTERRUPTED, Resend::Copy, TransportKind::Interrupted),
        (INTERRUPTED, Resend::Remade, TransportKind::Interrupted),
        (UNANSWERED, Resend::GivenUp, TransportKind::Interrupted),
        (UNSENT, Resend::Copy, TransportKind::Connect),
        // Nobody knows what went out besides.
        (UNSENT, Resend::Remade, TransportKind::Interrupted),
    ] {
        let client = layered(how, first, || Err(Failure::not_sent("no route")));
        let result = client.send(Prepay::sample()).await;
        let may_have = result.as_ref().is_err_and(Error::may_have_taken_effect);
        let error = expect_error!(result, Transport);
        assert_eq!((error.kind, may_have), (kind, kind != TransportKind::Connect), "{how:?}");
    }
}

/// An answer of WeChat Pay.
fn signed(status: u16, body: &'static str) -> http::Response<Body> {
    let answer = http::Response::builder().status(status);
    let headers = stand::signed(&stand::public_key(), body.as_bytes());
    let answer = headers.into_iter().fold(answer, |answer, (name, value)| answer.header(name, value));
    answer.body(Body::from(body)).expect("it is a response")
}

/// A refusal says what has become of one request, and not of the one before.
#[tokio::test]
async fn a_layer_that_sends_again_makes_no_refusal_certain() {
    for (first, how, outcome) in [
        (INTERRUPTED, Resend::Copy, Outcome::Unknown),
        (INTERRUPTED, Resend::Remade, Outcome::Unknown),
        (UNANSWERED, Resend::GivenUp, Outcome::Unknown),
        (UNSENT, Resend::Copy, Outcome::Refused),
    ] {
        let client = layered(how, first, || Ok(signed(400, r#"{"code":"INVALID_REQUEST","message":"-"}"#)));
        let error = client.send(Prepay::sample()).await.expect_err("it is refused");
        assert_eq!((error.outcome(), error.refusal().is_some()), (outcome, outcome == Outcome::Refused), "{how:?}");
    }
}
