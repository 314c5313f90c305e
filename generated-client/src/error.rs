//! What can go wrong, by name.

mod outcome;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::platform::CertificatesError;
use crate::raw::RawAnswer;
use crate::shown::shown;
use crate::signature::VerifyError;
use crate::transport::{Failure, FailureKind, SettingError};
use crate::wire::Value;
pub use outcome::Outcome;

/// Any foreign error, kept as a cause.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed.
///
/// Money asks one question first: what has become of the request? That is [`outcome`](Self::outcome), and
/// [`may_have_taken_effect`](Self::may_have_taken_effect) in one word. No variant that an answer led to loses that
/// answer: [`answer`](Self::answer).
///
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client was not set up for this.
    Config {
        /// The setting that is missing or wrong.
        setting: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// An argument of the request cannot be sent. Nothing went out.
    Request {
        /// The field, by its wire name and path.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The signer of the request failed. Nothing went out.
    Signer(Source),
    /// No whole answer came.
    Transport(Box<TransportError>),
    /// The time for the whole call was up.
    Deadline(Box<DeadlineError>),
    /// WeChat Pay refused the request, with an error object.
    Api(Box<ApiError>),
    /// An answer that is neither a success nor an error object: a gateway's page, an empty body.
    Http(Box<AnswerError>),
    /// 202: WeChat Pay has taken the request, but has not worked on it yet, and wants the same request again.
    Accepted(Box<AnswerError>),
    /// The answer points to another place. It is not followed: a signature is not for whoever asks for it.
    Redirect(Box<RedirectError>),
    /// The answer cannot be trusted: nothing of it has been read.
    Signature(Box<SignatureError>),
    /// The answer is trusted, but is not what was expected.
    Decode(Box<DecodeError>),
    /// The answer is larger than the limit.
    TooLarge(Box<TooLargeError>),
    /// The platform certificates, which are needed first, could not be had.
    Certificates(Arc<FetchError>),
    /// A URL that leads away from WeChat Pay, where no signed request goes; or that no request should follow.
    ForeignHost {
        /// Where it leads.
        url: String,
    },
    /// A downloaded file is not the one that was announced.
    Digest {
        /// The digest that was announced.
        expected: String,
        /// The digest of what came.
        found: String,
    },
    /// A downloaded file could not be unpacked or decrypted.
    File {
        /// What is wrong with it.
        reason: String,
    },
    /// A file of ours could not be read or written.
    Io(std::io::Error),
}

/// What is known of the exchange that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Context {
    /// The HTTP method.
    pub method: &'static str,
    /// The URL template below the host.
    pub path: &'static str,
    /// The host that was asked last.
    pub host: String,
    /// How many times it was sent.
    pub attempts: u32,
    /// Whether it is a read, which changes nothing.
    pub is_read: bool,
    /// What had become of the attempts before the last one: [`Outcome::NotSent`] where there were none, and of a read,
    /// whose earlier attempts do not matter.
    pub earlier: Outcome,
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
    fn host(&self) -> String {
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
    /// The answer as it came.
    pub answer: RawAnswer,
    /// What is known of the exchange.
    pub context: Context,
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

/// Why the platform certificates could not be fetched.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no APIv3 key to open them with.
    NoApiv3Key,
    /// The merchant has none: it uses the WeChat Pay public key.
    NoCertificates(Box<ApiError>),
    /// The request failed.
    Request(Error),
    /// What came is not to be used.
    Content {
        /// Why.
        reason: CertificatesError,
        /// The answer as it came.
        answer: RawAnswer,
    },
    /// The task that fetched them ended early.
    Interrupted(String),
}

impl FetchError {
    pub(crate) fn of(error: Error) -> Self {
        match error {
            Error::Api(error) if error.status == 404 && error.code == "RESOURCE_NOT_EXISTS" => {
                Self::NoCertificates(error)
            }
            error => Self::Request(error),
        }
    }

    fn answer(&self) -> Option<&RawAnswer> {
        match self {
            Self::NoCertificates(error) => Some(&error.answer),
            Self::Request(error) => error.answer(),
            Self::Content { answer, .. } => Some(answer),
            Self::NoApiv3Key | Self::Interrupted(_) => None,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoApiv3Key => f.write_str("there is no APIv3 key to open the platform certificates with"),
            Self::NoCertificates(error) => write!(
                f,
                "this merchant has no platform certificates: it verifies with the WeChat Pay public key, which is \
                 downloaded from the merchant site and set with `public_key` ({}: {})",
                shown(&error.code),
                shown(&error.message)
            ),
            Self::Request(error) => write!(f, "the platform certificates could not be fetched: {error}"),
            Self::Content { reason, .. } => reason.fmt(f),
            Self::Interrupted(reason) => write!(f, "fetching the platform certificates ended early: {reason}"),
        }
    }
}

impl std::error::Error for FetchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::Content { reason, .. } => Some(reason),
            _ => None,
        }
    }
}

impl Error {
    pub(crate) fn config(setting: &'static str, reason: impl Into<String>) -> Self {
        Self::Config { setting, reason: reason.into() }
    }

    pub(crate) fn request(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Request { field: field.into(), reason: reason.into() }
    }

    /// A request that has no answer.
    pub(crate) fn unsent(failure: Failure, context: &Context) -> Self {
        let kind = match failure.kind() {
            FailureKind::NotSent => TransportKind::Connect,
            FailureKind::TimedOut => TransportKind::Timeout,
            FailureKind::Interrupted => TransportKind::Interrupted,
        };
        let (source, context) = (failure.into_source(), context.clone());
        Self::Transport(Box::new(TransportError { kind, source, answer: None, context }))
    }

    /// An answer that broke off.
    pub(crate) fn broken(failure: Failure, answer: RawAnswer, context: &Context) -> Self {
        let kind = match failure.kind() {
            FailureKind::TimedOut => TransportKind::Timeout,
            FailureKind::NotSent | FailureKind::Interrupted => TransportKind::Truncated,
        };
        let (source, context) = (failure.into_source(), context.clone());
        Self::Transport(Box::new(TransportError { kind, source, answer: Some(answer), context }))
    }

    /// What has become of the request, all its attempts taken together.
    pub fn outcome(&self) -> Outcome {
        let last = Outcome::of(self);
        self.context().map_or(last, |context| last.after(context.earlier))
    }

    /// Whether the request may have taken effect although this error came back.
    ///
    /// `false` is certain: it did not go out, WeChat Pay has refused it and signed that, or it changes nothing anyway.
    /// With `true`, query by the business number before anything else.
    pub fn may_have_taken_effect(&self) -> bool {
        // What has no context has sent nothing, or reads a file.
        let changes = self.context().is_some_and(|context| !context.is_read);
        changes && self.outcome().may_have_taken_effect()
    }

    /// The error object with which WeChat Pay has refused the request: signed, and nothing has taken effect.
    ///
    /// Only such a one is to be acted upon: an error without a signature may come from anyone on the way.
    ///
    /// ```
    /// # fn example(error: wechatpay_client::Error) {
    /// if let Some(refusal) = error.refusal() {
    ///     println!("{}: {}", refusal.code, refusal.message);
    /// }
    /// # }
    /// ```
    pub fn refusal(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) if self.outcome() == Outcome::Refused => Some(error),
            _ => None,
        }
    }

    /// Whether WeChat Pay has refused the request with this code, such as `ORDER_NOT_EXIST`: [`refusal`](Self::refusal).
    pub fn is_refused_with(&self, code: &str) -> bool {
        self.refusal().is_some_and(|refusal| refusal.code == code)
    }

    /// What is known of the exchange, if there was one.
    pub fn context(&self) -> Option<&Context> {
        match self {
            Self::Transport(error) => Some(&error.context),
            Self::Deadline(error) => Some(&error.context),
            Self::Api(error) => Some(&error.context),
            Self::Http(error) | Self::Accepted(error) => Some(&error.context),
            Self::Redirect(error) => Some(&error.context),
            Self::Signature(error) => Some(&error.context),
            Self::Decode(error) => Some(&error.context),
            Self::TooLarge(error) => Some(&error.context),
            _ => None,
        }
    }

    /// The name of the variant, for logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Config { .. } => "Config",
            Self::Request { .. } => "Request",
            Self::Signer(_) => "Signer",
            Self::Transport(_) => "Transport",
            Self::Deadline(_) => "Deadline",
            Self::Api(_) => "Api",
            Self::Http(_) => "Http",
            Self::Accepted(_) => "Accepted",
            Self::Redirect(_) => "Redirect",
            Self::Signature(_) => "Signature",
            Self::Decode(_) => "Decode",
            Self::TooLarge(_) => "TooLarge",
            Self::Certificates(_) => "Certificates",
            Self::ForeignHost { .. } => "ForeignHost",
            Self::Digest { .. } => "Digest",
            Self::File { .. } => "File",
            Self::Io(_) => "Io",
        }
    }

    /// The answer as it came, as far as it came.
    pub fn answer(&self) -> Option<&RawAnswer> {
        match self {
            Self::Transport(error) => error.answer.as_ref(),
            Self::Deadline(error) => error.answer.as_ref().or_else(|| error.last.as_ref()?.answer()),
            Self::Api(error) => Some(&error.answer),
            Self::Http(error) | Self::Accepted(error) => Some(&error.answer),
            Self::Redirect(error) => Some(&error.answer),
            Self::Signature(error) => Some(&error.answer),
            Self::Decode(error) => Some(&error.answer),
            Self::TooLarge(error) => Some(&error.answer),
            Self::Certificates(error) => error.answer(),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(context) = self.context() {
            write!(f, "{} {}: ", context.method, context.path)?;
        }
        match self {
            Self::Config { setting, reason } => write!(f, "the setting `{setting}`: {reason}"),
            Self::Request { field, reason } => write!(f, "the field `{}` cannot be sent: {reason}", shown(field)),
            Self::Signer(source) => write!(f, "the request could not be signed: {source}"),
            Self::Transport(error) => write!(f, "{}: {}", error.kind, shown(&error.source.to_string())),
            Self::Deadline(error) => {
                write!(f, "the {:?} for the whole call were up while it waited for {}", error.limit, error.stage)?;
                error.last.as_ref().map_or(Ok(()), |last| write!(f, "; before that: {last}"))
            }
            Self::Api(error) => write!(f, "{} {}: {}", error.status, shown(&error.code), shown(&error.message)),
            Self::Http(error) => {
                write!(f, "{} with a body of {} bytes that is no error object", error.status, error.answer.body().len())
            }
            Self::Accepted(_) => f.write_str("taken, but not worked on yet: the same request is wanted again"),
            Self::Redirect(error) => {
                write!(f, "{} redirects to {}, which was not followed", error.answer.status(), error.host())
            }
            Self::Signature(error) => write!(f, "the answer cannot be trusted: {}", error.reason),
            Self::Decode(error) => write!(f, "{}: {}", shown(&error.path), shown(&error.message)),
            Self::TooLarge(error) => write!(f, "the answer is larger than {} bytes", error.limit),
            Self::Certificates(error) => error.fmt(f),
            Self::ForeignHost { url } => write!(f, "{url} is no place that such a request may go to"),
            Self::Digest { expected, found } => {
                write!(f, "the file's digest is {found}, announced was {}", shown(expected))
            }
            Self::File { reason } => write!(f, "the file cannot be used: {}", shown(reason)),
            Self::Io(error) => error.fmt(f),
        }?;
        match self.answer().and_then(RawAnswer::request_id) {
            Some(id) if self.context().is_some() => write!(f, " (request id {})", shown(id)),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signer(source) => Some(&**source),
            Self::Transport(error) => Some(&*error.source),
            Self::Deadline(error) => error.last.as_ref().map(|last| last as _),
            Self::Signature(error) => Some(&error.reason),
            Self::Certificates(error) => Some(&**error),
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<SettingError> for Error {
    fn from(error: SettingError) -> Self {
        Self::config(error.setting(), error.reason())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
