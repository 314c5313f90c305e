//! What can go wrong, by name.

mod advice;
mod fetch;
mod kinds;
mod outcome;
#[cfg(test)]
mod tests;
mod text;
mod todo;

use std::sync::Arc;

use crate::raw::RawAnswer;
use crate::shown::shown;
use crate::transport::{Failure, FailureKind, SettingError};
pub use advice::{Advice, Entry, Next};
pub use fetch::FetchError;
pub(crate) use kinds::KeySource;
pub use kinds::{
    AnswerError, ApiError, Context, DeadlineError, DecodeError, FileFault, RedirectError, SignatureError, Stage,
    TooLargeError, TransportError, TransportKind,
};
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
    #[non_exhaustive]
    Config {
        /// The setting that is missing or wrong.
        setting: &'static str,
        /// What is wrong with it.
        reason: String,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
    /// An argument of the request cannot be sent. Nothing went out.
    #[non_exhaustive]
    Request {
        /// The field, by its wire name and path.
        field: String,
        /// What is wrong with it.
        reason: String,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
    /// The signer of the request failed, so that this attempt did not go out.
    #[non_exhaustive]
    Signer {
        /// What the signer says.
        source: Source,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
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
    #[non_exhaustive]
    Certificates {
        /// Why. All who wait for them share it.
        cause: Arc<FetchError>,
        /// What is known of the exchange that needed them, where there was one.
        context: Option<Box<Context>>,
    },
    /// A URL that leads away from WeChat Pay, where no signed request goes; or that no request should follow.
    #[non_exhaustive]
    ForeignHost {
        /// Where it leads.
        url: String,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
    /// A downloaded file is not the one that was announced.
    #[non_exhaustive]
    Digest {
        /// The digest that was announced.
        expected: String,
        /// The digest of what came.
        found: String,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
    /// A list that comes in pages cannot be read on. What has come of it has been given.
    #[non_exhaustive]
    List {
        /// The method and the path of the operation that lists.
        operation: String,
        /// The field of its request that says which page it asks for.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A downloaded file could not be unpacked or decrypted.
    #[non_exhaustive]
    File {
        /// What kind of fault it is.
        fault: FileFault,
        /// What is wrong with it.
        reason: String,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
    /// A file of ours could not be read or written.
    #[non_exhaustive]
    Io {
        /// What the system says.
        source: std::io::Error,
        /// What is known of the exchange, where it showed in one.
        context: Option<Box<Context>>,
    },
}

impl Error {
    pub(crate) fn config(setting: &'static str, reason: impl Into<String>) -> Self {
        Self::Config { setting, reason: reason.into(), context: None }
    }

    pub(crate) fn request(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Request { field: field.into(), reason: reason.into(), context: None }
    }

    pub(crate) fn signer(source: impl Into<Source>) -> Self {
        Self::Signer { source: source.into(), context: None }
    }

    pub(crate) fn foreign_host(url: impl Into<String>) -> Self {
        Self::ForeignHost { url: url.into(), context: None }
    }

    pub(crate) fn digest(expected: String, found: String) -> Self {
        Self::Digest { expected, found, context: None }
    }

    pub(crate) fn list(operation: String, field: &'static str, reason: impl Into<String>) -> Self {
        Self::List { operation, field, reason: reason.into() }
    }

    pub(crate) fn file(fault: FileFault, reason: impl Into<String>) -> Self {
        Self::File { fault, reason: reason.into(), context: None }
    }

    pub(crate) fn certificates(cause: Arc<FetchError>) -> Self {
        Self::Certificates { cause, context: None }
    }

    /// The same, said to have come up in this exchange, unless it knows its own.
    pub(crate) fn within(mut self, exchange: &Context) -> Self {
        if let Self::Config { context, .. }
        | Self::Request { context, .. }
        | Self::Signer { context, .. }
        | Self::Certificates { context, .. }
        | Self::ForeignHost { context, .. }
        | Self::Digest { context, .. }
        | Self::File { context, .. }
        | Self::Io { context, .. } = &mut self
        {
            context.get_or_insert_with(|| Box::new(exchange.clone()));
        }
        self
    }

    /// What happened, in words, without what follows from it.
    pub(crate) fn what(&self) -> String {
        let id = self.answer().and_then(RawAnswer::request_id).map(|id| format!(" (request id {})", shown(id)));
        format!("{}{}", text::What(self), id.unwrap_or_default())
    }

    /// A request that has no answer.
    pub(crate) fn unsent(failure: Failure, context: &Context) -> Self {
        let kind = match failure.kind() {
            FailureKind::NotSent => TransportKind::Connect,
            FailureKind::TimedOut => TransportKind::Timeout,
            FailureKind::Interrupted => TransportKind::Interrupted,
        };
        let (source, context) = (failure.into_source(), context.clone());
        let source = match source.downcast::<SettingError>() {
            // However often it is tried, there is no connection with it.
            Ok(setting) if kind == TransportKind::Connect => return Self::from(*setting).within(&context),
            Ok(setting) => setting,
            Err(source) => source,
        };
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
        let changes = self.context().is_some_and(|context| !context.is_read());
        changes && self.outcome().may_have_taken_effect()
    }

    /// The error object with which WeChat Pay has refused the request: signed, and this request has changed nothing.
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

    /// What the official table of error codes says of a refusal, and what to do about it; `None` where the code is not
    /// in the table. Where the time for the call was up it is about the refusal before that. The text of the error holds
    /// it too.
    pub fn advice(&self) -> Option<Advice> {
        match self {
            Self::Api(error) => Advice::of(error, self.outcome()),
            Self::Deadline(error) => match &error.last {
                Some(Self::Api(last)) => Advice::of(last, self.outcome()),
                _ => None,
            },
            _ => None,
        }
    }

    /// What is known of the exchange, if there was one.
    pub fn context(&self) -> Option<&Context> {
        match self {
            Self::Config { context, .. }
            | Self::Request { context, .. }
            | Self::Signer { context, .. }
            | Self::Certificates { context, .. }
            | Self::ForeignHost { context, .. }
            | Self::Digest { context, .. }
            | Self::File { context, .. }
            | Self::Io { context, .. } => context.as_deref(),
            Self::Transport(error) => Some(&error.context),
            Self::Deadline(error) => Some(&error.context),
            Self::Api(error) => Some(&error.context),
            Self::Http(error) | Self::Accepted(error) => Some(&error.context),
            Self::Redirect(error) => Some(&error.context),
            Self::Signature(error) => Some(&error.context),
            Self::Decode(error) => Some(&error.context),
            Self::TooLarge(error) => Some(&error.context),
            Self::List { .. } => None,
        }
    }

    /// The name of the variant, for logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Config { .. } => "Config",
            Self::Request { .. } => "Request",
            Self::Signer { .. } => "Signer",
            Self::Transport(_) => "Transport",
            Self::Deadline(_) => "Deadline",
            Self::Api(_) => "Api",
            Self::Http(_) => "Http",
            Self::Accepted(_) => "Accepted",
            Self::Redirect(_) => "Redirect",
            Self::Signature(_) => "Signature",
            Self::Decode(_) => "Decode",
            Self::TooLarge(_) => "TooLarge",
            Self::Certificates { .. } => "Certificates",
            Self::ForeignHost { .. } => "ForeignHost",
            Self::Digest { .. } => "Digest",
            Self::List { .. } => "List",
            Self::File { .. } => "File",
            Self::Io { .. } => "Io",
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
            Self::Certificates { cause, .. } => cause.answer(),
            _ => None,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signer { source, .. } => Some(&**source),
            Self::Transport(error) => Some(&*error.source),
            Self::Deadline(error) => error.last.as_ref().map(|last| last as _),
            Self::Signature(error) => Some(&error.reason),
            Self::Certificates { cause, .. } => Some(&**cause),
            Self::Io { source, .. } => Some(source),
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
        Self::Io { source: error, context: None }
    }
}
