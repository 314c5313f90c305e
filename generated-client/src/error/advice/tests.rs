use std::collections::BTreeSet;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use super::*;
use crate::error::{Context, DeadlineError, Error, Stage};
use crate::raw::RawAnswer;

const CLASSES: [RetryClass; 4] = [RetryClass::Read, RetryClass::Write, RetryClass::Refund, RetryClass::Once];

/// A signed refusal of a write.
fn refusal(code: &str, request_id: &'static str) -> ApiError {
    let headers =
        HeaderMap::from_iter([(http::HeaderName::from_static("request-id"), HeaderValue::from_static(request_id))]);
    ApiError {
        status: 400,
        code: code.to_owned(),
        message: String::new(),
        detail: None,
        verified: true,
        answer: RawAnswer::new(400, headers, Bytes::new()),
        context: Context { attempts: 1, ..Context::new("POST", "/".into(), RetryClass::Write, 3) },
    }
}

fn advice(error: ApiError) -> Option<Advice> {
    Error::Api(Box::new(error)).advice()
}

#[test]
fn every_row_is_read_and_no_code_stands_twice() {
    let written = TABLE.lines().filter(|line| line.starts_with("| ")).count();
    let codes: Vec<&str> = rows().map(|row| row.code).collect();
    // All but the head and the line below it.
    assert_eq!(codes.len(), written - 2);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    assert!(rows().all(|row| row.meaning.ends_with('.') && !row.title.is_empty()));
    let effects = TABLE.lines().filter(|line| line.contains(" | open | ") || line.contains(" | none | ")).count();
    assert_eq!(effects, codes.len(), "each is open or none");
}

/// It is said also where the request may have taken effect.
#[test]
fn what_a_code_means_never_tells_to_send_anything() {
    let tells = |meaning: &str| {
        let words = meaning.split(|c: char| !c.is_ascii_alphabetic());
        words.into_iter().any(|word| ["again", "new", "repeat", "retry", "resend", "nothing"].contains(&word))
    };
    let telling: Vec<&str> = rows().map(|row| row.meaning).filter(|meaning| tells(meaning)).collect();
    assert_eq!(telling, [""; 0]);
}

#[test]
fn the_number_of_the_request_id_tells_more_and_decides_nothing() {
    // The example of the official table.
    let id = "08E68E97CC0610DF0618AC86BCA80120082880CF05-268578704";
    let known = advice(refusal("PARAM_ERROR", id)).expect("it is in the table");
    let number = known.number.expect("it is in the table");
    assert_eq!((number.code, number.title), ("268578704", "传入的 AppID 非法"));
    assert_eq!(known.code.map(|entry| entry.code), Some("PARAM_ERROR"));
    // This one says of another request that a new number is in order.
    let closed = advice(refusal("ORDER_PAID", "08E6-268447914")).expect("both are in the table");
    assert_eq!(closed.number.map(|entry| entry.step), Some(Step::Anew));
    assert_eq!(closed.next, Next::Query);
    for id in ["", "08E6", "08E6-", "08E6-0", "08E6-26857870x"] {
        assert_eq!(advice(refusal("PARAM_ERROR", id)).and_then(|advice| advice.number), None, "{id:?}");
    }
    assert_eq!(advice(refusal("A_CODE_OF_TOMORROW", "08E6-0")), None);
    assert_eq!(Entry::of_request_id("08E6-PARAM_ERROR"), None, "it is a number");
}

#[test]
fn what_is_not_signed_chooses_nothing_and_says_so() {
    for code in ["ORDER_CLOSED", "RATELIMIT_EXCEEDED", "BIZ_ERR_NEED_RETRY"] {
        let unsigned = || ApiError { verified: false, ..refusal(code, "08E6-268447914") };
        let advice = advice(unsigned()).expect("it is in the table");
        assert_eq!((advice.verified, advice.next), (false, Next::QueryByNumber), "{code}");
        assert!(advice.to_string().contains("If it is WeChat Pay's"), "{advice}");
        let mut read = unsigned();
        read.context.retry = RetryClass::Read;
        let next = Error::Api(Box::new(read)).advice().map(|advice| advice.next);
        assert_eq!(next, Some(Next::GiveUp), "by the status alone");
    }
}

#[test]
fn a_number_may_make_it_open_and_never_certain() {
    let outcome = |code, id| Error::Api(Box::new(refusal(code, id))).outcome();
    assert_eq!(outcome("INVALID_REQUEST", "08E6-271316574"), Outcome::Unknown);
    assert_eq!(outcome("INVALID_REQUEST", "08E6-271316592"), Outcome::Refused);
    assert_eq!(outcome("SYSTEM_ERROR", "08E6-271316592"), Outcome::Unknown);
}

/// Who has the code alone is told what an error with it tells.
#[test]
fn a_code_by_itself_is_advised_on_as_an_error_is() {
    for (entry, class) in rows().flat_map(|entry| CLASSES.map(|class| (entry, class))) {
        let mut error = refusal(entry.code, "");
        error.context.retry = class;
        assert_eq!(advice(error).map(|advice| advice.next), Some(entry.next(class)), "{} {class:?}", entry.code);
    }
    let entry = Entry::of_request_id("08E68E97CC0610DF0618AC86BCA80120082880CF05-268578704").expect("it is there");
    assert_eq!((entry.code, entry.is_open()), ("268578704", false));
    assert_eq!(Entry::of_request_id("268578704"), None);
    assert!(Entry::of("SYSTEM_ERROR").expect("it is there").is_open());
}

#[test]
fn a_code_without_a_row_is_known_by_a_part_of_its_name() {
    let code = |code| Entry::of(code).map(|entry| (entry.code, entry.is_open));
    assert_eq!(code("TRANSFER_NEED_RETRY"), Some(("*RETRY*", true)));
    assert_eq!(code("BIZ_ERR_NEED_RETRY"), Some(("BIZ_ERR_NEED_RETRY", true)), "its own row comes first");
    assert_eq!(code("RETR"), None);
}

/// Where it may have taken effect, no text tells to send it again but for one that is known by its number, which is
/// named then; and none ever tells to take a new number.
#[test]
fn advice_follows_from_the_outcome_before_the_code() {
    use Outcome::{Accepted, NotSent, Refused, RefusedUnverified, Succeeded, Unknown};
    let entries = || rows().map(Some).chain([None]);
    for (entry, class) in entries().flat_map(|entry| CLASSES.map(|class| (entry, class))) {
        for (status, outcome) in [400, 404, 408, 429, 500, 503, 504].iter().flat_map(|status| {
            [NotSent, Refused, RefusedUnverified, Accepted, Succeeded, Unknown].map(|outcome| (*status, outcome))
        }) {
            let next = next(status, entry, outcome, class);
            let shown = format!("{status} {entry:?} {outcome:?} {class:?}: {next:?}");
            if class == RetryClass::Read || !outcome.may_have_taken_effect() {
                assert!(next.is_none_or(|next| !next.is_caution() && !next.text().contains("Query by")), "{shown}");
                continue;
            }
            let next = next.expect("there is always something to do");
            assert!(next.is_caution() && next.text().starts_with("Query"), "{shown}");
            assert_eq!(next == Next::QueryWithoutNumber, class == RetryClass::Once, "{shown}");
            let same = [500, 503].contains(&status) || entry.is_some_and(|entry| entry.step == Step::Same);
            let next = next.text();
            let may_be_sent = next.contains("again later") || next.contains("again after a minute");
            assert_eq!(may_be_sent, same && class != RetryClass::Once, "{shown}");
            assert_eq!(next.contains("after a minute"), same && class == RetryClass::Refund, "{shown}");
        }
    }
    assert_eq!(next_of_accepted(RetryClass::Once), Next::QueryWithoutNumber);
    assert!(next_of_accepted(RetryClass::Refund).text().contains("after a minute"));
}

/// What a status says stands for a code that is not known: RFC 9110 and RFC 6585 have their names.
#[test]
fn a_status_alone_says_what_to_do_next() {
    use Outcome::{NotSent, Refused, RefusedUnverified, Unknown};
    for (status, outcome, class, expected) in [
        (429, Refused, RetryClass::Write, Some(Next::SendAgain)),
        (429, RefusedUnverified, RetryClass::Read, Some(Next::AskAgain)),
        (404, Refused, RetryClass::Write, Some(Next::GiveUp)),
        (404, RefusedUnverified, RetryClass::Read, Some(Next::GiveUp)),
        (504, Unknown, RetryClass::Read, Some(Next::AskAgain)),
        (408, Unknown, RetryClass::Read, Some(Next::AskAgain)),
        // Of a write it says nothing where nothing has happened.
        (504, NotSent, RetryClass::Write, None),
        (408, NotSent, RetryClass::Refund, None),
    ] {
        assert_eq!(next(status, None, outcome, class), expected, "{status} {outcome:?} {class:?}");
    }
}

#[test]
fn a_call_whose_time_is_up_has_the_advice_of_the_refusal_before() {
    let context = |earlier| Context { attempts: 2, earlier, ..refusal("", "").context };
    let late = |last: Option<ApiError>, earlier| {
        let last = last.map(|last| Error::Api(Box::new(last)));
        let (limit, stage, answer) = (std::time::Duration::from_secs(3), Stage::Request, None);
        Error::Deadline(Box::new(DeadlineError { limit, stage, last, answer, context: context(earlier) })).advice()
    };
    let next = |code, earlier| late(Some(refusal(code, "")), earlier).map(|advice| advice.next);
    assert_eq!(next("RATELIMIT_EXCEEDED", Outcome::Refused), Some(Next::SendAgain));
    assert_eq!(next("SYSTEM_ERROR", Outcome::Unknown), Some(Next::QueryOrRepeat));
    assert_eq!(late(None, Outcome::NotSent), None);
}
