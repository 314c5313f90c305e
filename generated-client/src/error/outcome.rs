//! What has become of a request whose call failed: judged here, and nowhere else.

use std::fmt;

use super::advice;
use super::{AnswerError, ApiError, DecodeError, Error, Stage, TransportKind};

/// What has become of a request whose call failed.
///
/// It says what is certain and not what is likely. Only what WeChat Pay has signed is certain: a page of a proxy, a
/// status alone, an empty answer may come from anyone on the way, and the request may have been passed on before.
///
#[doc = include_str!("outcome.md")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It did not go out.
    NotSent,
    /// WeChat Pay has refused it, and has signed that: this request has changed nothing. What it asks for may have been
    /// done before, as `ORDER_PAID` says. [`Error::refusal`] says why.
    Refused,
    /// Something has refused it that is not known to be WeChat Pay: an error without a signature, a page, a status
    /// alone. Nearly always it has changed nothing.
    RefusedUnverified,
    /// WeChat Pay has taken it in, and has signed that, but has not worked on it yet.
    Accepted,
    /// WeChat Pay has done it, and has signed that, but what it says of it could not be read. The answer is kept:
    /// [`Error::answer`].
    Succeeded,
    /// Nobody knows.
    Unknown,
}

impl Outcome {
    /// Whether a request that changes something may have done so.
    ///
    /// `false` is certain: [`NotSent`](Self::NotSent), and [`Refused`](Self::Refused) by a signature.
    pub fn may_have_taken_effect(self) -> bool {
        !matches!(self, Self::NotSent | Self::Refused)
    }

    /// What the last attempt says by itself.
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::Config { .. }
            | Error::Request { .. }
            | Error::Signer { .. }
            | Error::Certificates { .. }
            | Error::ForeignHost { .. } => Self::NotSent,
            // What went wrong with a file of ours may have done so before the request, or with its answer.
            Error::Io { context, .. } if context.as_ref().is_none_or(|context| context.attempts == 0) => Self::NotSent,
            Error::List { .. } => Self::Succeeded,
            Error::Transport(error) if error.kind == TransportKind::Connect => Self::NotSent,
            Error::Deadline(error) if error.stage != Stage::Answer => Self::NotSent,
            Error::Api(error) => Self::of_error_object(error),
            Error::Http(error) => Self::of_status(error.status),
            Error::Accepted(error) => Self::of_accepted(error),
            Error::Decode(error) => Self::of_undecodable(error),
            Error::Transport(_)
            | Error::Deadline(_)
            | Error::Redirect(_)
            | Error::Signature(_)
            | Error::TooLarge(_)
            | Error::Digest { .. }
            | Error::File { .. }
            | Error::Io { .. } => Self::Unknown,
        }
    }

    fn of_error_object(error: &ApiError) -> Self {
        match Self::of_status(error.status) {
            Self::RefusedUnverified if error.verified && advice::is_open(error) => Self::Unknown,
            Self::RefusedUnverified if error.verified => Self::Refused,
            outcome => outcome,
        }
    }

    /// What a status says, which no signature covers: only the body is signed.
    fn of_status(status: u16) -> Self {
        match status {
            // Who says so has waited for someone else, or was not waited for.
            408 | 499 => Self::Unknown,
            400..=499 => Self::RefusedUnverified,
            // A failure may come from halfway through, and nothing else says anything of a failure.
            _ => Self::Unknown,
        }
    }

    fn of_accepted(error: &AnswerError) -> Self {
        if error.verified { Self::Accepted } else { Self::Unknown }
    }

    fn of_undecodable(error: &DecodeError) -> Self {
        if error.verified && error.is_success { Self::Succeeded } else { Self::Unknown }
    }

    /// This, after the attempts before it have come to `earlier`.
    pub(super) fn after(self, earlier: Self) -> Self {
        match (earlier, self) {
            (earlier, Self::NotSent) => earlier,
            (Self::NotSent | Self::Refused, last) => last,
            (_, Self::Succeeded | Self::Accepted) => self,
            // Refused now may be refused because the one before has taken effect.
            (earlier, last) if earlier != last => Self::Unknown,
            (_, last) => last,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not sent",
            Self::Refused => "refused",
            Self::RefusedUnverified => "refused, unverified",
            Self::Accepted => "accepted",
            Self::Succeeded => "succeeded",
            Self::Unknown => "unknown",
        })
    }
}
