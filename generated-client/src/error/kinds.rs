//! What is known of each kind of failure.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Error, FetchError, Outcome, Source};
use crate::raw::RawAnswer;
use crate::retry::RetryClass;
use crate::shown::shown;
use crate::signature::VerifyError;
use crate::wire::Value;

/// What is known of the exchange that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Context {
    /// The HTTP method.
    pub method: &'static str,
    /// The URL template below the host. Of a path that the caller has put together, only what looks like the API's own.
    pub path: Cow<'static, str>,
    /// The host that was asked last.
    pub host: Arc<str>,
    /// How many attempts there were. The last one may not have gone out: [`Error::outcome`] knows.
    pub attempts: u32,
    /// How many there are at most, by [`RetryPolicy`](crate::RetryPolicy).
    pub max_attempts: u32,
    /// When it may be sent again.
    pub retry: RetryClass,
    /// What had become of the attempts before the last one: [`Outcome::NotSent`] where there were none, and of a read,
    /// whose earlier attempts do not matter.
    pub earlier: Outcome,
    /// What the attempt before the last one came to, in words.
    pub(crate) before: Option<Arc<str>>,
}

impl Context {
    /// Of an exchange before there is one.
    pub(crate) fn new(method: &'static str, path: Cow<'static, str>, retry: RetryClass, max_attempts: u32) -> Self {
        Self {
            method,
            path,
            host: Arc::default(),
            attempts: 0,
            max_attempts,
            retry,
            earlier: Outcome::NotSent,
            before: None,
        }
    }

    /// Whether it is a read, which changes nothing.
    pub fn is_read(&self) -> bool {
        self.retry == RetryClass::Read
    }
}

/// No whole answer came.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// How far it got.
    pub kind: TransportKind,
    /// What the transport says.
    pub source: Source,
    /// As much of an answer as came.
    pub answer: Option<RawAnswer>,
    /// What is known of the exchange.
    pub context: Context,
}

/// The time for the whole call was up.
#[derive(Debug)]
#[non_exhaustive]
pub struct DeadlineError {
    /// How long the call might take.
    pub limit: Duration,
    /// What it was doing when the time was up.
    pub stage: Stage,
    /// The error of the attempt before, with its answer.
    pub last: Option<Error>,
    /// As much of an answer as came to the last attempt.
    pub answer: Option<RawAnswer>,
    /// What is known of the exchange.
    pub context: Context,
}

/// What a call was doing when its time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// It read the file to upload. Nothing had gone out.
    File,
    /// It waited for the platform certificates. Nothing had gone out.
    Keys,
    /// An attempt was made ready: it was being signed. That attempt had not gone out.
    Request,
    /// An attempt had gone out, and its answer had not come or not been verified.
    Answer,
}

/// How far an exchange got before it broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// There was no connection: the request did not go out.
    Connect,
    /// The time was up.
    Timeout,
    /// The connection broke before an answer came.
    Interrupted,
    /// The connection broke within the answer.
    Truncated,
}

/// An error object of the API.
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The error code, such as `PARAM_ERROR`: an open list.
    pub code: String,
    /// The text for people.
    pub message: String,
    /// What the API says besides, as it came.
    pub detail: Option<Value>,
    /// Whether the answer was signed, and its signature is right. Errors that are found early carry none.
    pub verified: bool,
    /// The answer as it came.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
}

impl fmt::Debug for ApiError {
    /// Without the detail, which repeats what the request held.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status)
            .field("code", &shown(&self.code))
            .field("message", &shown(&self.message))
            .field("detail", &self.detail.as_ref().map(|detail| format!("[{}]", detail.found())))
            .field("verified", &self.verified)
            .field("answer", &self.answer)
            .field("context", &self.context)
            .finish()
    }
}

impl ApiError {
    /// The id of the request, which WeChat Pay's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.answer.request_id()
    }

    /// The field that was refused, as the detail names it: `/amount/total`.
    pub fn field(&self) -> Option<&str> {
        self.said("field")
    }

    /// What is wrong with it, as the detail says.
    pub fn issue(&self) -> Option<&str> {
        self.said("issue")
    }

    /// A text of the detail: it is an object, has another one inside, or is a list of them.
    fn said(&self, name: &str) -> Option<&str> {
        let detail = self.detail.as_ref()?;
        let first = match detail {
            Value::List(items) => items.first()?,
            other => other,
        };
        let within = || first.get("detail").and_then(|inner| inner.get(name));
        first.get(name).or_else(within).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}

/// An answer that is neither a success nor an error object.
#[derive(Debug)]
#[non_exhaustive]
pub struct AnswerError {
    /// The HTTP status.
    pub status: u16,
    /// Whether the answer was signed, and its signature is right.
    pub verified: bool,
    /// The answer as it came.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
}

/// A redirect, which was not followed.
#[non_exhaustive]
pub struct RedirectError {
    /// Where it points to.
    pub location: Option<String>,
    /// The answer as it came.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
}

impl RedirectError {
    /// The host alone: the rest may hold a token, or name a person.
    pub(super) fn host(&self) -> String {
        let Some(location) = &self.location else { return "nowhere".to_owned() };
        let url = url::Url::parse(location);
        url.map_or_else(|_| "another path".to_owned(), |url| url.origin().ascii_serialization())
    }
}

impl fmt::Debug for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedirectError")
            .field("location", &self.host())
            .field("answer", &self.answer)
            .field("context", &self.context)
            .finish()
    }
}

/// An answer that cannot be trusted.
#[derive(Debug)]
#[non_exhaustive]
pub struct SignatureError {
    /// What is wrong with it.
    pub reason: VerifyError,
    /// Why the certificates could not be fetched anew, where the key was not known.
    pub refresh: Option<Arc<FetchError>>,
    /// The serials and ids of the keys that were known.
    pub known_keys: Vec<String>,
    pub(crate) source_of_keys: KeySource,
    /// The answer as it came.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
}

/// Where the keys come from that answers are verified with, which says what to do about one that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// The merchant has given them.
    Given,
    /// Certificates are fetched.
    Fetched,
    /// The brand has given them, and none are fetched for it.
    Brand,
}

/// An answer that is not what was expected.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The JSON path of the place, such as `$.amount.total`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// Whether the answer was signed, and its signature is right.
    pub verified: bool,
    /// Whether it says that the request has succeeded: it has the form of an answer, and not that of an error.
    pub(crate) is_success: bool,
    /// The answer as it came.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
}

/// An answer that is larger than the limit.
#[derive(Debug)]
#[non_exhaustive]
pub struct TooLargeError {
    /// The limit in bytes.
    pub limit: u64,
    /// The answer up to the limit.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "the file to upload",
            Self::Keys => "the platform certificates",
            Self::Request => "the signature of the request",
            Self::Answer => "an answer",
        })
    }
}

impl fmt::Display for TransportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Timeout => "the time was up",
            Self::Interrupted => "the connection broke before an answer came",
            Self::Truncated => "the connection broke within the answer",
        })
    }
}

/// What is wrong with a downloaded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileFault {
    /// It was damaged or cut off on its way.
    Damaged,
    /// It does not open with the merchant's key.
    Locked,
    /// Nothing tells whether all of it has come.
    Unbounded,
}
