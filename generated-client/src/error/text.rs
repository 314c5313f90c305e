//! The text of an error: one line that says what happened and to which call. What has become of it, and what to do, is
//! said by [`todo`].

use std::fmt::{self, Display as _};
use std::time::{Duration, SystemTime};

use super::{AnswerError, ApiError, Context, Error, FetchError, Outcome, SignatureError, todo};
use crate::raw::RawAnswer;
use crate::retry::RetryClass;
use crate::shown::shown;
use crate::signature::VerifyError;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = self.context();
        call(context, f)?;
        what(self, f)?;
        if let Some(before) = context.and_then(|context| context.before.as_deref()) {
            write!(f, "; before that: {before}")?;
        }
        for sentence in todo::sentences(self) {
            write!(f, ". {sentence}")?;
        }
        place(self, ". ", f)
    }
}

/// What happened, by itself.
pub(super) struct What<'e>(pub(super) &'e Error);

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        what(self.0, f)
    }
}

/// Which call.
fn call(context: Option<&Context>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    context.map_or(Ok(()), |Context { method, path, .. }| write!(f, "{method} {}: ", shown(path)))
}

/// What happened.
fn what(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error {
        Error::Config { setting, reason, .. } => write!(f, "the setting `{setting}`: {}", shown(reason)),
        Error::Request { field, reason, .. } => {
            write!(f, "the field `{}` cannot be sent: {}", shown(field), shown(reason))
        }
        Error::Signer { source, .. } => write!(f, "the request could not be signed: {}", Chain(&**source)),
        Error::Transport(error) => write!(f, "{}: {}", error.kind, Chain(&*error.source)),
        Error::Deadline(error) => {
            write!(f, "the {:?} for the whole call were up while it waited for {}", error.limit, error.stage)
        }
        Error::Api(error) => refused(error, f),
        Error::Http(error) => no_error_object(error, f),
        Error::Accepted(_) => f.write_str("202, not worked on yet"),
        Error::Redirect(error) => {
            write!(f, "{} redirects to {}, which was not followed", error.answer.status(), shown(&error.host()))
        }
        Error::Signature(error) => untrusted(error, f),
        Error::Decode(error) => {
            let (status, path, message) = (error.answer.status(), shown(&error.path), shown(&error.message));
            write!(f, "the answer ({status}) cannot be read: {path}: {message}")
        }
        Error::TooLarge(error) => write!(f, "the answer is larger than {} bytes", error.limit),
        Error::Certificates { cause, .. } => cause.fmt(f),
        Error::ForeignHost { url, .. } => write!(f, "{} is no place that such a request may go to", shown(url)),
        Error::Digest { expected, found, .. } => {
            write!(f, "the file's digest is {found}, and {} was announced", shown(expected))
        }
        Error::List { operation, field, reason } => {
            write!(f, "{}: the list cannot be read on by `{}`: {}", shown(operation), shown(field), shown(reason))
        }
        Error::File { reason, .. } => write!(f, "the file cannot be used: {}", shown(reason)),
        Error::Io { source, .. } => write!(f, "reading or writing failed: {}", shown(&source.to_string())),
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoApiv3Key => f.write_str(
                "there is no APIv3 key to open the platform certificates with: set `apiv3_key`, or give the WeChat Pay \
                 public key with `public_key`",
            ),
            Self::NoCertificates(error) => write!(
                f,
                "this merchant has no platform certificates: it verifies with the WeChat Pay public key, which is \
                 downloaded from the merchant site and set with `public_key` ({}: {})",
                shown(&error.code),
                shown(&error.message)
            ),
            Self::Request(error) => {
                f.write_str("the platform certificates could not be fetched: ")?;
                call(error.context(), f)?;
                what(error, f)?;
                place(error, " ", f)
            }
            Self::Content { reason, .. } => reason.fmt(f),
            Self::Interrupted(reason) => {
                write!(f, "fetching the platform certificates ended early: {}", shown(reason))
            }
            Self::Pending { waited } => {
                write!(f, "the platform certificates have not come within {waited:?}, and are still being fetched")
            }
        }
    }
}

fn refused(error: &ApiError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let signed = if error.verified { "" } else { ", unsigned" };
    write!(f, "{} {}{signed}", error.status, shown(&error.code))?;
    if !error.message.is_empty() {
        write!(f, ": {}", shown(&error.message))?;
    }
    match (error.field(), error.issue()) {
        (Some(field), Some(issue)) => write!(f, " (field `{}`: {})", shown(field), shown(issue)),
        (Some(field), None) => write!(f, " (field `{}`)", shown(field)),
        (None, Some(issue)) => write!(f, " ({})", shown(issue)),
        (None, None) => Ok(()),
    }
}

fn no_error_object(error: &AnswerError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} with ", error.status)?;
    let body = error.answer.body();
    match error.answer.header("Content-Type") {
        _ if body.is_empty() => f.write_str("an empty body"),
        _ if error.answer.json().is_ok() => write!(f, "JSON that is no error object, {} bytes", body.len()),
        Some(kind) => write!(f, "a body that is not JSON: {}, {} bytes", shown(kind), body.len()),
        None => write!(f, "a body that is not JSON: {} bytes", body.len()),
    }
}

fn untrusted(error: &SignatureError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the answer ({}) cannot be trusted, and nothing of it was read: ", error.answer.status())?;
    match &error.reason {
        VerifyError::UnknownSerial { .. } => {
            write!(f, "{}; known are {}", error.reason, Names(&error.known_keys))?;
        }
        VerifyError::Clock { now, .. } => {
            write!(f, "{}", error.reason)?;
            clocks(*now, &error.answer, f)?;
        }
        reason => reason.fmt(f)?,
    }
    match &error.refresh {
        Some(why) => write!(f, "; and {why}"),
        None => Ok(()),
    }
}

/// Our time beside that of the server, where it tells one.
fn clocks(now: u64, answer: &RawAnswer, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(theirs) = answer.header("Date").and_then(|date| httpdate::parse_http_date(date).ok()) else {
        return Ok(());
    };
    let ours = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
    let (apart, which) = match ours.duration_since(theirs) {
        Ok(ahead) => (ahead, "ahead"),
        Err(behind) => (behind.duration(), "behind"),
    };
    let (ours, theirs) = (httpdate::fmt_http_date(ours), httpdate::fmt_http_date(theirs));
    write!(f, "; our clock says {ours}, theirs {theirs}: ours is {} s {which}", apart.as_secs())
}

/// At which attempt, of how many; none before the first.
fn place(error: &Error, gap: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(context) = error.context().filter(|context| context.attempts > 0) else { return Ok(()) };
    let Context { host, attempts, max_attempts, retry, .. } = context;
    write!(f, "{gap}[{}{}attempt {attempts}", shown(host), if host.is_empty() { "" } else { ", " })?;
    // What is sent once has others ahead of it only as long as it was not sent.
    if *retry != RetryClass::Once || error.outcome() == Outcome::NotSent {
        write!(f, " of {max_attempts}")?;
    }
    if let Some(id) = error.answer().and_then(RawAnswer::request_id) {
        write!(f, ", request id {}", shown(id))?;
    }
    f.write_str("]")
}

/// An error and what caused it. A cause that the one above it has told already is not told again.
pub(super) struct Chain<'e>(pub(super) &'e (dyn std::error::Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.0.to_string();
        write!(f, "{}", shown(&told))?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            let text = cause.to_string();
            if !told.contains(&text) {
                write!(f, ": {}", shown(&text))?;
                told = text;
            }
            next = cause.source();
        }
        Ok(())
    }
}

/// Names in a row.
struct Names<'n>(&'n [String]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        self.0
            .iter()
            .enumerate()
            .try_for_each(|(index, name)| write!(f, "{}{}", if index == 0 { "" } else { ", " }, shown(name)))
    }
}
