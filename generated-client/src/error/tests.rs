//! Each kind of error by itself: its name, the answer that led to it, its cause, and what is to be done.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::*;
use crate::platform::CertificatesError;
use crate::retry::RetryClass;
use crate::signature::VerifyError;

fn context(retry: RetryClass) -> Context {
    Context { attempts: 1, ..Context::new("POST", "/v3/x".into(), retry, 3) }
}

fn write() -> Context {
    context(RetryClass::Write)
}

/// An answer, which is known by its status.
fn raw(status: u16) -> RawAnswer {
    RawAnswer::new(status, HeaderMap::new(), Bytes::new())
}

fn page(status: u16) -> Box<AnswerError> {
    Box::new(AnswerError { status, verified: false, answer: raw(status), context: write() })
}

fn refusal(status: u16, code: &str) -> Box<ApiError> {
    let (code, message, detail) = (code.to_owned(), String::new(), None);
    Box::new(ApiError { status, code, message, detail, verified: true, answer: raw(status), context: write() })
}

fn untrusted(reason: VerifyError, context: Context) -> Error {
    let (refresh, known_keys, source_of_keys) = (None, Vec::new(), KeySource::Given);
    Error::Signature(Box::new(SignatureError {
        reason,
        refresh,
        known_keys,
        source_of_keys,
        answer: raw(201),
        context,
    }))
}

fn late(last: Option<Error>, answer: Option<RawAnswer>) -> Error {
    let (limit, stage) = (Duration::from_secs(1), Stage::Answer);
    Error::Deadline(Box::new(DeadlineError { limit, stage, last, answer, context: write() }))
}

fn undecodable() -> Error {
    let (path, message) = ("$".to_owned(), "-".to_owned());
    let (answer, context) = (raw(203), write());
    Error::Decode(Box::new(DecodeError { path, message, verified: true, is_success: true, answer, context }))
}

fn content() -> FetchError {
    FetchError::Content { reason: CertificatesError::Empty, answer: raw(206) }
}

/// What it is, the status of the answer that it keeps, and what is said of its cause.
type Known = (&'static str, Option<u16>, Option<&'static str>);

#[test]
fn each_kind_has_its_name_keeps_its_answer_and_tells_its_cause() {
    let disk = || Error::from(std::io::Error::other("the disk is full"));
    let redirect = RedirectError { location: None, answer: raw(302), context: write() };
    let too_large = TooLargeError { limit: 1, answer: raw(205), context: write() };
    let broken = Error::broken(Failure::interrupted("reset"), raw(200), &write());
    let (expected, found, url, reason) = ("a".to_owned(), "b".to_owned(), "-".to_owned(), "-".to_owned());
    let all: Vec<(Error, Known)> = vec![
        (Error::config("timeout", "-"), ("Config", None, None)),
        (Error::request("amount", "-"), ("Request", None, None)),
        (Error::signer("the HSM is away"), ("Signer", None, Some("the HSM is away"))),
        (Error::unsent(Failure::timed_out("10 s"), &write()), ("Transport", None, Some("10 s"))),
        (broken, ("Transport", Some(200), Some("reset"))),
        (late(None, None), ("Deadline", None, None)),
        (late(Some(disk()), Some(raw(207))), ("Deadline", Some(207), Some("the disk is full"))),
        (late(Some(Error::Http(page(502))), None), ("Deadline", Some(502), Some("502"))),
        (Error::Api(refusal(404, "ORDER_NOT_EXIST")), ("Api", Some(404), None)),
        (Error::Http(page(503)), ("Http", Some(503), None)),
        (Error::Accepted(page(202)), ("Accepted", Some(202), None)),
        (Error::Redirect(Box::new(redirect)), ("Redirect", Some(302), None)),
        (untrusted(VerifyError::Unsigned, write()), ("Signature", Some(201), Some("it is not signed"))),
        (undecodable(), ("Decode", Some(203), None)),
        (Error::TooLarge(Box::new(too_large)), ("TooLarge", Some(205), None)),
        (Error::certificates(Arc::new(content())), ("Certificates", Some(206), Some("the answer holds none"))),
        (Error::foreign_host(url), ("ForeignHost", None, None)),
        (Error::digest(expected, found), ("Digest", None, None)),
        (Error::file(FileFault::Damaged, reason), ("File", None, None)),
        (Error::list("GET /v3/refunds".to_owned(), "offset", "-"), ("List", None, None)),
        (disk(), ("Io", None, Some("the disk is full"))),
    ];
    assert_eq!(all.iter().map(|(error, _)| error.name()).collect::<BTreeSet<_>>().len(), 18, "each once");
    for (error, (name, status, cause)) in all {
        assert_eq!((error.name(), error.answer().map(RawAnswer::status)), (name, status), "{error}");
        // A log has the name of the variant.
        assert!(format!("{error:?}").starts_with(name), "{error:?}");
        let found = error.source().map(ToString::to_string);
        assert_eq!(found.is_some(), cause.is_some(), "{error}");
        assert!(found.unwrap_or_default().contains(cause.unwrap_or_default()), "{error}");
    }
}

#[test]
fn a_fetch_that_failed_keeps_its_answer_and_tells_its_cause() {
    let all = [
        (FetchError::NoApiv3Key, None, None),
        (FetchError::NoCertificates(refusal(404, "RESOURCE_NOT_EXISTS")), Some(404), None),
        (FetchError::Request(Error::Http(page(502))), Some(502), Some("502")),
        (content(), Some(206), Some("the answer holds none")),
        (FetchError::Interrupted("-".to_owned()), None, None),
    ];
    for (error, status, cause) in all {
        assert_eq!(error.answer().map(RawAnswer::status), status, "{error}");
        let found = error.source().map(ToString::to_string);
        assert_eq!(found.is_some(), cause.is_some(), "{error}");
        assert!(found.unwrap_or_default().contains(cause.unwrap_or_default()), "{error}");
    }
}

/// That is what WeChat Pay says to a merchant who has the public key alone; a `404` may mean anything.
#[test]
fn a_merchant_without_certificates_is_known_by_the_status_and_the_code() {
    let of = |status, code| FetchError::of(Error::Api(refusal(status, code)));
    assert!(matches!(of(404, "RESOURCE_NOT_EXISTS"), FetchError::NoCertificates(_)));
    for (status, code) in [(404, "NOT_FOUND"), (403, "RESOURCE_NOT_EXISTS"), (403, "NO_AUTH")] {
        assert!(matches!(of(status, code), FetchError::Request(Error::Api(_))), "{status} {code}");
    }
}

#[test]
fn an_outcome_is_told_in_words() {
    for (outcome, expected) in [
        (Outcome::NotSent, "not sent"),
        (Outcome::Refused, "refused"),
        (Outcome::RefusedUnverified, "refused, unverified"),
        (Outcome::Accepted, "accepted"),
        (Outcome::Succeeded, "succeeded"),
        (Outcome::Unknown, "unknown"),
    ] {
        assert_eq!(outcome.to_string(), expected);
    }
}

/// A wrong signature is no better the next time, unless it was a test of WeChat Pay.
#[test]
fn a_read_is_asked_again_where_it_may_go_well() {
    let read = || context(RetryClass::Read);
    for (error, expected) in [
        (untrusted(VerifyError::Probe, read()), true),
        (untrusted(VerifyError::Mismatch { serial: "01AB".to_owned() }, read()), false),
        (untrusted(VerifyError::NotBase64, read()), false),
        (Error::unsent(Failure::timed_out("10 s"), &read()), true),
        (Error::unsent(Failure::not_sent("no route"), &read()), false),
    ] {
        assert_eq!(error.to_string().contains("Ask again later"), expected, "{error}");
    }
}

/// What the last attempt lacked says nothing of the one before.
#[test]
fn a_write_without_keys_is_sent_again_only_where_none_went_before() {
    let told = |earlier| {
        let cause = Arc::new(FetchError::Interrupted("its runtime is gone".to_owned()));
        Error::certificates(cause).within(&Context { earlier, ..write() }).to_string()
    };
    let (first, second) = (told(Outcome::NotSent), told(Outcome::Unknown));
    assert!(first.contains("It was not sent") && first.contains("Send it again later"), "{first}");
    assert!(second.contains("An earlier attempt may have taken effect. Query by the business number"), "{second}");
}
