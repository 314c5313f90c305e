//! The text of an error: one line that says what happened, to which call, whether it may have taken effect, and what to
//! do.

use std::fmt::{self, Display as _};
use std::time::{Duration, SystemTime};

use super::{AnswerError, ApiError, Context, Error, Outcome, SignatureError, TransportError, TransportKind};
use crate::raw::RawAnswer;
use crate::shown::shown;
use crate::signature::VerifyError;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = self.context();
        if let Some(Context { method, path, .. }) = context {
            write!(f, "{method} {}: ", shown(path))?;
        }
        what(self, f)?;
        let sentences = [context.and_then(|context| effect(self, context)), caution(self), remedy(self)];
        for sentence in sentences.into_iter().flatten() {
            write!(f, ". {sentence}")?;
        }
        context.map_or(Ok(()), |context| place(context, self.answer(), f))
    }
}

/// What happened.
fn what(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error {
        Error::Config { setting, reason } => write!(f, "the setting `{setting}`: {reason}"),
        Error::Request { field, reason } => write!(f, "the field `{}` cannot be sent: {reason}", shown(field)),
        Error::Signer(source) => write!(f, "the request could not be signed, and was not sent: {}", Chain(&**source)),
        Error::Transport(error) => write!(f, "{}: {}", error.kind, Chain(&*error.source)),
        Error::Deadline(error) => {
            write!(f, "the {:?} for the whole call were up while it waited for {}", error.limit, error.stage)?;
            error.last.as_ref().map_or(Ok(()), |last| {
                f.write_str("; before that: ")?;
                what(last, f)
            })
        }
        Error::Api(error) => refused(error, f),
        Error::Http(error) => no_error_object(error, f),
        Error::Accepted(_) => f.write_str("202, not worked on yet"),
        Error::Redirect(error) => {
            write!(f, "{} redirects to {}, which was not followed", error.answer.status(), shown(&error.host()))
        }
        Error::Signature(error) => untrusted(error, f),
        Error::Decode(error) => {
            write!(
                f,
                "the answer ({}) cannot be read: {}: {}",
                error.answer.status(),
                error.path,
                shown(&error.message)
            )
        }
        Error::TooLarge(error) => write!(f, "the answer is larger than {} bytes", error.limit),
        Error::Certificates(error) => error.fmt(f),
        Error::ForeignHost { url } => write!(f, "{} is no place that such a request may go to", shown(url)),
        Error::Digest { expected, found } => {
            write!(f, "the file's digest is {found}, and {} was announced", shown(expected))
        }
        Error::File { reason } => write!(f, "the file cannot be used: {}", shown(reason)),
        Error::Io(error) => write!(f, "a file could not be read or written: {error}"),
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

/// Whether it may have taken effect. A read has none.
fn effect(error: &Error, context: &Context) -> Option<&'static str> {
    if context.is_read {
        return None;
    }
    Some(match error.outcome() {
        Outcome::NotSent => "It was not sent",
        Outcome::Refused => "Nothing has taken effect",
        Outcome::RefusedUnverified => "No signature says that nothing has taken effect",
        Outcome::Accepted => "WeChat Pay has taken it in",
        Outcome::Succeeded => "It has taken effect",
        Outcome::Unknown => "It may have taken effect",
    })
}

/// The first thing to do where a write may have taken effect, unless the advice says so itself.
fn caution(error: &Error) -> Option<&'static str> {
    let is_open = matches!(error.outcome(), Outcome::Unknown | Outcome::RefusedUnverified);
    let says_so = error.advice().is_some_and(|advice| advice.remedy.contains("query by the business number"));
    (error.may_have_taken_effect() && is_open && !says_so)
        .then_some("Query by the business number before anything else")
}

const IN_BETWEEN: &str = "Whoever has answered is not known to be WeChat Pay: see `base_url` and the proxy";

/// What to do.
fn remedy(error: &Error) -> Option<&'static str> {
    Some(match error {
        Error::Api(error) => match error.advice() {
            Some(advice) => advice.remedy.trim_end_matches('.'),
            None => by_status(error)?,
        },
        Error::Http(error) if error.status == 429 => "Send fewer requests, and this one again later",
        Error::Http(error) if error.status < 500 => IN_BETWEEN,
        Error::Http(error) => later(&error.context)?,
        Error::Accepted(_) => "Send the very same request again later, with the same number",
        Error::Redirect(_) => IN_BETWEEN,
        Error::Transport(error) => unanswered(error)?,
        Error::Deadline(error) => later(&error.context)?,
        Error::Signature(error) => by_reason(&error.reason),
        Error::Decode(_) => "Read what came with `Error::answer`, and report it as a drift of the documentation",
        Error::TooLarge(_) => "Set a larger limit (`answer_limit`, `Download::limit`) if it is right",
        Error::Digest { .. } => "Ask for a new link, and download the file again",
        Error::ForeignHost { .. } => "Signed requests go to WeChat Pay's hosts and to `base_url` alone",
        _ => return None,
    })
}

fn by_status(error: &ApiError) -> Option<&'static str> {
    Some(match error.status {
        429 => "Send fewer requests, and this one again later",
        400..=407 | 409..=498 => "Go by the message: the same request will be refused again",
        _ => return later(&error.context),
    })
}

/// A write has been cautioned by now.
fn later(context: &Context) -> Option<&'static str> {
    context.is_read.then_some("Ask again later")
}

fn unanswered(error: &TransportError) -> Option<&'static str> {
    let causes = Chain(&*error.source).to_string();
    Some(match error.kind {
        TransportKind::Connect if causes.contains("certificate") => {
            "The host shows a certificate that is not trusted here: where a proxy stands between, add its root certificate"
        }
        TransportKind::Connect => "See whether this machine reaches the host, and which proxy the environment names",
        _ => return later(&error.context),
    })
}

fn by_reason(reason: &VerifyError) -> &'static str {
    match reason {
        VerifyError::UnknownSerial { serial } if serial.starts_with("PUB_KEY_ID_") => {
            "Give the client the WeChat Pay public key of this id, with `public_key` or at run time"
        }
        VerifyError::UnknownSerial { .. } => {
            "Set `apiv3_key` and `fetch_certificates(true)`, so that new platform certificates are fetched"
        }
        VerifyError::Clock { .. } => "Set the clock of this machine by NTP",
        VerifyError::Probe => "WeChat Pay tests its callers so: send it again",
        _ => IN_BETWEEN,
    }
}

/// To which call.
fn place(context: &Context, answer: Option<&RawAnswer>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Context { host, attempts, max_attempts, .. } = context;
    f.write_str(". [")?;
    if !host.is_empty() {
        write!(f, "{host}, ")?;
    }
    write!(f, "attempt {attempts} of {max_attempts}")?;
    if let Some(id) = answer.and_then(RawAnswer::request_id) {
        write!(f, ", request id {}", shown(id))?;
    }
    f.write_str("]")
}

/// An error and what caused it. A cause that the one above it has told already is not told again.
struct Chain<'e>(&'e (dyn std::error::Error + 'static));

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
