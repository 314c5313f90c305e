//! What has become of it and what to do, in sentences: they follow from the outcome, the kind of the request and the code.

use std::borrow::Cow;

use super::advice;
use super::text::Chain;
use super::{
    Context, Error, FetchError, FileFault, KeySource, Next, Outcome, SignatureError, TransportError, TransportKind,
};
use crate::keys;
use crate::signature::VerifyError;

/// The sentences behind what happened, in order: what has become of it, and what to do.
pub(super) fn sentences(error: &Error) -> Vec<Cow<'static, str>> {
    let context = error.context();
    let effect = context.filter(|context| !context.is_read()).map(|_| effect(error).into());
    let next = match error.advice() {
        Some(advice) => Some(advice.to_string().into()),
        None => context.and_then(|context| next(error, context)).map(Cow::Borrowed),
    };
    [effect, next, remedy(error)].into_iter().flatten().collect()
}

/// Whether a write may have taken effect.
fn effect(error: &Error) -> &'static str {
    let last = Outcome::of(error);
    let outcome = error.outcome();
    if outcome.may_have_taken_effect() && !last.may_have_taken_effect() {
        return "An earlier attempt may have taken effect";
    }
    match outcome {
        Outcome::NotSent => "It was not sent",
        Outcome::Refused => "This request has changed nothing",
        // An error object that is signed is a refusal that is certain, or leaves all open.
        Outcome::RefusedUnverified if matches!(error, Error::Http(error) if error.verified) => {
            "WeChat Pay has signed an answer that gives no reason, and no signature covers the status: it may have taken \
             effect"
        }
        Outcome::RefusedUnverified => "The refusal is not signed by WeChat Pay: it may have taken effect",
        Outcome::Accepted => "WeChat Pay has taken it in",
        Outcome::Succeeded => "It has taken effect",
        Outcome::Unknown => "It may have taken effect",
    }
}

/// What to do next, where no row of the table says it.
fn next(error: &Error, context: &Context) -> Option<&'static str> {
    let (outcome, class) = (error.outcome(), context.retry);
    match error {
        Error::Api(error) => advice::next(error.status, None, outcome, class).map(Next::text),
        Error::Http(error) => advice::next(error.status, None, outcome, class).map(Next::text),
        Error::Accepted(_) => Some(advice::next_of_accepted(class).text()),
        Error::Certificates { cause, .. } if !outcome.may_have_taken_effect() => {
            passing(cause).then_some("Send it again later")
        }
        _ if context.is_read() => may_be_asked_again(error).then(|| advice::next_of_open(class, None).text()),
        _ if outcome.may_have_taken_effect() && outcome != Outcome::Succeeded => {
            Some(advice::next_of_open(class, None).text())
        }
        _ => None,
    }
}

/// Whether a read that has failed so may go well the next time.
fn may_be_asked_again(error: &Error) -> bool {
    match error {
        Error::Transport(error) => error.kind != TransportKind::Connect,
        Error::Deadline(_) => true,
        Error::Signature(error) => error.reason == VerifyError::Probe,
        _ => false,
    }
}

const AGAIN: &str = "Download the file again, by a new link where it has one";

const IN_BETWEEN: &str = "Whoever has answered is not known to be WeChat Pay: see `base_url` and the proxy";

/// What is to be seen to.
fn remedy(error: &Error) -> Option<Cow<'static, str>> {
    let plain = match error {
        Error::Certificates { cause, .. } => return unfetched(cause),
        Error::Signature(error) => match &error.refresh {
            Some(cause) => return unfetched(cause),
            None => untrusted(error),
        },
        Error::Http(error) if error.verified || error.status == 429 || error.status >= 500 => return None,
        Error::Http(_) | Error::Redirect(_) => IN_BETWEEN,
        Error::Transport(error) if error.kind == TransportKind::Connect => unconnected(error),
        Error::Decode(_) => "Read what came with `Error::answer`, and report it as a drift of the documentation",
        Error::TooLarge(_) => "Set a larger limit (`answer_limit`, `Download::limit`) if it is right",
        Error::List { .. } => "What has come of it is whole: `Pages::request` is the page to go on with",
        Error::Digest { .. } => AGAIN,
        Error::File { fault, .. } => match fault {
            FileFault::Damaged => AGAIN,
            FileFault::Locked => {
                "See that the private key is the one of the certificate that the file was encrypted for; if it is, \
                 download the file again"
            }
            FileFault::Unbounded => "What stands between has taken away how long the file is: see the proxy",
        },
        Error::Io { .. } => "See whether the file, or what it is written to, is there, may be used, and has room",
        Error::ForeignHost { .. } => "Signed requests go to WeChat Pay's hosts and to `base_url` alone",
        _ => return None,
    };
    Some(plain.into())
}

/// The words are those of rustls, of what checks certificates in its place, and of the default transport.
fn unconnected(error: &TransportError) -> &'static str {
    let causes = Chain(&*error.source).to_string().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| causes.contains(word));
    match () {
        () if says(&["no public address"]) => {
            "What is in a network of your own is fetched where its host is one of the client's, or its address is fixed with \
             `resolve`"
        }
        () if !causes.contains("certificate") => {
            "See whether this machine reaches the host, and which proxy the environment names"
        }
        () if says(&["expired", "notvalidyet", "not valid yet", "not yet valid"]) => {
            "The host shows a certificate whose time is over or has not come: see whether the clock of this machine is \
             right; else what stands between has an old one"
        }
        () if says(&["notvalidforname", "not valid for name", "not valid for any names"]) => {
            "The host shows a certificate of another name: see `base_url`, the resolver and the proxy"
        }
        () => {
            "The host shows a certificate that is not trusted here: where a proxy stands between, add its root certificate"
        }
    }
}

fn untrusted(error: &SignatureError) -> &'static str {
    match &error.reason {
        VerifyError::UnknownSerial { serial } => unknown(serial, error.source_of_keys),
        VerifyError::Mismatch { .. } => {
            "See first whether the key under this id is the one of WeChat Pay, then `base_url` and the proxy: either the \
             key is another, or someone has changed the answer"
        }
        VerifyError::Clock { .. } => "Set the clock of this machine by NTP",
        VerifyError::Expired { .. } => {
            "Give the client the platform certificate that has followed it, or set `apiv3_key`, so that it is fetched"
        }
        VerifyError::Probe => "WeChat Pay tests its callers so, and nothing is wrong",
        VerifyError::Scheme { .. } => {
            "See whether the keys are of the kind that this merchant uses: RSA, or SM2 with the feature `shangmi`"
        }
        _ => IN_BETWEEN,
    }
}

fn unknown(serial: &str, source: KeySource) -> &'static str {
    match source {
        KeySource::Brand => {
            "Give the brand the WeChat Pay public key that its answers are signed with, with `Brand::public_key`"
        }
        _ if keys::is_public_key_id(serial) => {
            "Give the client the WeChat Pay public key of this id, with `public_key` or at run time"
        }
        KeySource::Given => {
            "Set `apiv3_key` and `fetch_certificates(true)`, so that new platform certificates are fetched"
        }
        KeySource::Fetched => {
            "It is none of the platform certificates that were fetched last: unless it is minutes old, whoever has \
             answered is not WeChat Pay; see `base_url` and the proxy"
        }
    }
}

/// Whether a fetch of the certificates has failed of nothing that somebody has to see to.
fn passing(cause: &FetchError) -> bool {
    let unknown = matches!(cause, FetchError::Request(_) | FetchError::Interrupted(_) | FetchError::Pending { .. });
    unknown && unfetched(cause).is_none()
}

/// What a failed fetch of the certificates has not said itself.
fn unfetched(cause: &FetchError) -> Option<Cow<'static, str>> {
    let FetchError::Request(error) = cause else { return None };
    error.advice().map(|advice| advice.meanings().into()).or_else(|| remedy(error))
}
