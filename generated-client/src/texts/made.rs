//! Errors as they come up, made by hand.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::KeySource;
use crate::error::*;
use crate::raw::RawAnswer;
use crate::retry::RetryClass;
use crate::signature::VerifyError;
use crate::wire::Value;

pub(super) const REQUEST_ID: &str = "08E68E97CC0610DF0618AC86BCA80120082880CF05";
pub(super) const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
pub(super) const NOW: u64 = 1_700_000_000;

pub(super) fn write_context() -> Context {
    sent(Context::new("POST", "/v3/pay/transactions/jsapi".into(), RetryClass::Write, 3))
}

pub(super) fn once_context() -> Context {
    sent(Context::new("POST", "/v3/merchant-service/complaints-v2/{id}/response".into(), RetryClass::Once, 3))
}

pub(super) fn refund_context() -> Context {
    sent(Context::new("POST", "/v3/refund/domestic/refunds".into(), RetryClass::Refund, 3))
}

pub(super) fn sent(unsent: Context) -> Context {
    Context { host: "api.mch.weixin.qq.com".into(), attempts: 1, ..unsent }
}

/// Before anything was sent.
pub(super) fn unsent() -> Context {
    Context::new("POST", "/v3/pay/transactions/jsapi".into(), RetryClass::Write, 3)
}

pub(super) fn read_context() -> Context {
    let path = "/v3/pay/transactions/id/{transaction_id}";
    Context { attempts: 3, ..sent(Context::new("GET", path.into(), RetryClass::Read, 3)) }
}

/// Of a link, before anything was sent.
pub(super) fn files_context() -> Context {
    Context::new("GET", "(download)".into(), RetryClass::Read, 3)
}

pub(super) fn certificates_context() -> Context {
    Context { attempts: 3, ..sent(Context::new("GET", "/v3/certificates".into(), RetryClass::Read, 3)) }
}

pub(super) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> RawAnswer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::try_from(*name).expect("the name of a header");
        map.insert(name, HeaderValue::try_from(*value).expect("the value of a header"));
    }
    RawAnswer::new(status, map, Bytes::copy_from_slice(body.as_bytes()))
}

pub(super) fn api(status: u16, code: &str, message: &str, detail: Option<&str>, number: Option<&str>) -> ApiError {
    let id = number.map_or(REQUEST_ID.to_owned(), |number| format!("{REQUEST_ID}-{number}"));
    ApiError {
        status,
        code: code.to_owned(),
        message: message.to_owned(),
        detail: detail.map(|json| Value::parse(json.as_bytes()).expect("it is JSON")),
        verified: true,
        answer: answer(status, &[("Request-ID", &id)], "{}"),
        context: write_context(),
    }
}

pub(super) fn http(status: u16, kind: Option<&str>, body: &str, context: Context) -> Error {
    let headers: Vec<(&str, &str)> = kind.map(|kind| ("Content-Type", kind)).into_iter().collect();
    Error::Http(Box::new(AnswerError { status, verified: false, answer: answer(status, &headers, body), context }))
}

/// An error with a cause, as the libraries of the network nest them.
#[derive(Debug)]
pub(super) struct Nested(&'static str, Option<Box<Nested>>);

impl fmt::Display for Nested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Nested {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

pub(super) fn nested(texts: &[&'static str]) -> Nested {
    let (first, rest) = texts.split_first().expect("there is an error");
    Nested(first, (!rest.is_empty()).then(|| Box::new(nested(rest))))
}

pub(super) fn transport(kind: TransportKind, causes: &[&'static str], context: Context) -> Error {
    let (source, answer) = (Box::new(nested(causes)), None);
    Error::Transport(Box::new(TransportError { kind, source, answer, context }))
}

pub(super) fn signature(reason: VerifyError, known: &[&str], refresh: Option<FetchError>) -> Error {
    Error::Signature(Box::new(SignatureError {
        reason,
        refresh: refresh.map(Arc::new),
        known_keys: known.iter().map(|id| (*id).to_owned()).collect(),
        source_of_keys: KeySource::Given,
        answer: answer(200, &[("Date", "Tue, 14 Nov 2023 22:03:20 GMT"), ("Request-ID", REQUEST_ID)], "{}"),
        context: write_context(),
    }))
}

pub(super) fn keys_from(error: Error, source_of_keys: KeySource) -> Error {
    let Error::Signature(error) = error else { panic!("it is one") };
    Error::Signature(Box::new(SignatureError { source_of_keys, ..*error }))
}

pub(super) fn deadline(stage: Stage, last: Option<Error>, context: Context) -> Error {
    let limit = Duration::from_secs(3);
    Error::Deadline(Box::new(DeadlineError { limit, stage, last, answer: None, context }))
}

/// A second attempt, after one that has come to a failure.
pub(super) fn second(context: Context) -> Context {
    let failure = http(502, Some("text/html"), "<html>bad gateway</html>", context.clone());
    Context { attempts: 2, earlier: failure.outcome(), before: Some(failure.what().into()), ..context }
}

/// A refusal of another call than a simple write.
pub(super) fn of(error: ApiError, context: Context) -> Error {
    Error::Api(Box::new(ApiError { context, ..error }))
}
