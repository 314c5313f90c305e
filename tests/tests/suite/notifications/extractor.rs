//! A notification as what a handler of `axum` takes, and what is answered as what it returns.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum_core::body::Body;
use axum_core::extract::FromRequest as _;
use axum_core::response::IntoResponse as _;
use bytes::Bytes;
use http::Request;
use http_body::Frame;
use wechatpay_client::notification::{Event, Notification, Reason, Rejection, Reply};
use wechatpay_client::signature::VerifyError;
use wechatpay_tests::notify::{Letter, Sender};

use super::{merchant, notifications, payment};

/// A body that breaks off before it has come.
struct Broken;

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Err(std::io::Error::new(std::io::ErrorKind::ConnectionReset, "it broke off"))))
    }
}

/// A body that nobody may ask for.
struct Untouched;

impl http_body::Body for Untouched {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        panic!("the body is read")
    }
}

fn right() -> Letter {
    Sender::default().notify("TRANSACTION.SUCCESS", "transaction", &payment())
}

async fn extract(letter: &Letter, body: Body) -> Result<Notification, Rejection> {
    let mut request = Request::builder().method("POST").uri("/notify");
    for (name, value) in &letter.headers {
        request = request.header(name, value.as_slice());
    }
    let request = request.body(body).expect("it is a request");
    Notification::from_request(request, &notifications(merchant())).await
}

async fn refused(letter: &Letter, body: Body) -> Rejection {
    extract(letter, body).await.expect_err("it is refused")
}

#[tokio::test]
async fn a_notification_is_extracted() {
    let letter = right();
    let notification = extract(&letter, Body::from(letter.body.clone())).await.expect("it is right");
    assert!(matches!(notification.event(), Event::TransactionSuccess(_)));
}

#[tokio::test]
async fn headers_that_are_wrong_are_refused_before_the_body_is_read() {
    let stale = Sender { timestamp: 1, ..Sender::default() }.notify("TRANSACTION.SUCCESS", "transaction", &payment());
    for letter in
        [stale, right().without("Wechatpay-Nonce"), right().with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/AA")]
    {
        let rejection = refused(&letter, Body::new(Untouched)).await;
        assert_eq!(rejection.reply().status().as_u16(), 401, "{rejection}");
        assert!(
            matches!(rejection.reason(), Reason::Signature(error) if *error != VerifyError::Unsigned),
            "{rejection}"
        );
    }
}

/// Anybody can send it: no more is read than tells whether it is one of the refunds that come as XML.
#[tokio::test]
async fn little_is_read_of_what_is_not_signed() {
    let unsigned = Letter { headers: Vec::new(), body: Vec::new() };
    let xml = |padding: usize| Body::from(format!("<xml><req_info>{}</req_info></xml>", "x".repeat(padding)));
    assert!(matches!(refused(&unsigned, xml(16_000)).await.reason(), Reason::Xml { is_refund: true }));
    for body in [xml(16 * 1024), Body::new(Broken)] {
        let rejection = refused(&unsigned, body).await;
        assert!(matches!(rejection.reason(), Reason::Signature(VerifyError::Unsigned)), "{rejection}");
        assert_eq!(rejection.reply().status().as_u16(), 401);
    }
}

/// The router's limit is what axum has where none is set: 2 MB.
#[tokio::test]
async fn what_is_signed_is_read_within_the_limit_of_the_router() {
    let large = refused(&right(), Body::from(vec![b'x'; 2_097_153])).await;
    assert!(matches!(large.reason(), Reason::TooLarge), "{large}");
    assert_eq!(large.into_response().status(), 413);
    let other = refused(&right(), Body::from(vec![b'x'; 2_097_152])).await;
    assert!(matches!(other.reason(), Reason::Signature(VerifyError::Mismatch { .. })), "{other}");
    let broken = refused(&right(), Body::new(Broken)).await;
    assert!(
        matches!(broken.reason(), Reason::Body { status: 400, message } if message.contains("it broke off")),
        "{broken}"
    );
    assert_eq!(broken.reply().status().as_u16(), 400);
}

#[tokio::test]
async fn a_reply_and_a_rejection_are_responses() {
    let response = Reply::fail("later").into_response();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (500, &"application/json".parse().unwrap())
    );
    let request = Request::new(response.into_body());
    let body = Bytes::from_request(request, &()).await.expect("it is whole");
    assert_eq!(body, Reply::fail("later").body());
    let rejection = refused(&right().without("Wechatpay-Nonce"), Body::empty()).await;
    let expected = rejection.reply().body().to_vec();
    let response = rejection.into_response();
    assert_eq!(response.status(), 401);
    let body = Bytes::from_request(Request::new(response.into_body()), &()).await.expect("it is whole");
    assert_eq!((body.to_vec(), body.is_empty()), (expected, false));
}
