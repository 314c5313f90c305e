//! What a refusal means and what to do about it, by its code: one table, which is data, documentation and test.

use std::fmt;

use super::{ApiError, Outcome};
use crate::retry::RetryClass;

const TABLE: &str = include_str!("codes.md");

/// What is known of a refusal, and what to do about it.
#[doc = include_str!("codes.md")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// What the table says of the code in the body.
    pub code: Option<Entry>,
    /// What it says of the number behind the last hyphen of the `Request-ID`. It is a hint: no signature covers it.
    pub number: Option<Entry>,
    /// Whether the code is signed. Where it is not, whoever is on the way may have put it there.
    pub verified: bool,
    /// What to do next. It follows from what has become of the request and from the number that it carries or does not,
    /// and from the code only as far as that is signed.
    pub next: &'static str,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The code as it stands in the table.
    pub code: &'static str,
    /// The official title, in Chinese.
    pub title: &'static str,
    /// What it means, and what to see to.
    pub meaning: &'static str,
    is_open: bool,
    step: Step,
}

/// What is done next where that is certain to be safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing was begun: send it again.
    Again,
    /// It may have been begun, and the same request goes on with it.
    Same,
    Mend,
    Query,
    Look,
    Anew,
    Final,
}

impl Step {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "again" => Self::Again,
            "same" => Self::Same,
            "mend" => Self::Mend,
            "query" => Self::Query,
            "look" => Self::Look,
            "anew" => Self::Anew,
            "final" => Self::Final,
            _ => return None,
        })
    }

    /// What a status says by itself, as far as whoever reads it may go by it.
    fn of_status(status: u16) -> Option<Self> {
        match status {
            429 => Some(Self::Again),
            500 | 502 | 503 => Some(Self::Same),
            400..=407 | 409..=498 => Some(Self::Final),
            _ => None,
        }
    }

    fn text(self, class: RetryClass) -> &'static str {
        match self {
            Self::Again | Self::Same if class == RetryClass::Read => "Ask again later",
            Self::Again | Self::Same => "Send it again later, with growing pauses",
            Self::Mend => "Mend that, and send it again",
            Self::Query => "Query what is there, and go by that",
            Self::Look => "Look again later before you create another",
            Self::Anew => "Another one takes a new number",
            Self::Final => "The same request will be refused again",
        }
    }
}

const QUERY: &str = "Query by the business number before anything else, and send nothing with a new number until then";
const SAME: &str =
    "Query by the business number, or send the very same request again later: never one with a new number";
const SAME_REFUND: &str = "Query by the refund number, or send the very same request again after a minute: never one \
                           with a new number";
const ONCE: &str = "Query before anything else: it carries no number by which it would be known again, so a second one may count twice";

/// What to do next where a request may have taken effect: that follows from the number that it carries.
pub(super) fn next_of_open(class: RetryClass, step: Option<Step>) -> &'static str {
    match (class, step) {
        (RetryClass::Read, _) => Step::Again.text(class),
        (RetryClass::Write, Some(Step::Same)) => SAME,
        (RetryClass::Refund, Some(Step::Same)) => SAME_REFUND,
        (RetryClass::Write | RetryClass::Refund, _) => QUERY,
        (RetryClass::Once, _) => ONCE,
    }
}

/// What to do next where WeChat Pay has taken a request in and wants it once more.
pub(super) fn next_of_accepted(class: RetryClass) -> &'static str {
    match class {
        RetryClass::Read => Step::Again.text(class),
        RetryClass::Write => "Send the very same request again later, with the same number",
        RetryClass::Refund => "Send the very same request again after a minute, with the same number",
        RetryClass::Once => ONCE,
    }
}

/// What to do next after an answer with this status: of `entry`, its code, only if that is signed.
pub(super) fn next(status: u16, entry: Option<Entry>, outcome: Outcome, class: RetryClass) -> Option<&'static str> {
    let step = entry.map(|entry| entry.step).or_else(|| Step::of_status(status));
    if class != RetryClass::Read && outcome.may_have_taken_effect() {
        return Some(next_of_open(class, step));
    }
    step.or_else(|| (class == RetryClass::Read).then_some(Step::Again)).map(|step| step.text(class))
}

impl Advice {
    /// What there is to say of a refusal whose request has come to `outcome`.
    pub(super) fn of(error: &ApiError, outcome: Outcome) -> Option<Self> {
        let (code, number) = entries(error);
        let signed = code.filter(|_| error.verified);
        let next = next(error.status, signed, outcome, error.context.retry)?;
        (code.is_some() || number.is_some()).then_some(Self { code, number, verified: error.verified, next })
    }
}

impl Advice {
    /// What the codes mean, without what to do next.
    pub(super) fn meanings(&self) -> String {
        let whose = if self.verified { "" } else { "If it is WeChat Pay's: " };
        let code = self.code.map(|entry| format!("{whose}{}", entry.meaning.trim_end_matches('.')));
        let number = self.number.map(|entry| {
            format!("The request id says {}, unsigned: {}", entry.code, entry.meaning.trim_end_matches('.'))
        });
        [code, number].into_iter().flatten().collect::<Vec<_>>().join(". ")
    }
}

/// What the table says of the code of a refusal, and of the number in its request id.
fn entries(error: &ApiError) -> (Option<Entry>, Option<Entry>) {
    let number = error.request_id().and_then(Entry::of_request_id);
    (Entry::of(&error.code), number)
}

/// Whether the code of a refusal leaves open what became of the request, whatever status it comes with. The number in
/// its request id may say so too: whoever has put that there makes nothing certain.
pub(super) fn is_open(error: &ApiError) -> bool {
    let (code, number) = entries(error);
    [code, number].into_iter().flatten().any(|entry| entry.is_open)
}

impl Entry {
    /// The row of a code such as `PARAM_ERROR` or `268578704`: its own, else one of a part of its name.
    pub fn of(code: &str) -> Option<Self> {
        let part = || rows().find(|row| row.part().is_some_and(|part| code.contains(part)));
        Self::exact(code).or_else(part)
    }

    /// The row of the number behind the last hyphen of a `Request-ID`.
    pub fn of_request_id(id: &str) -> Option<Self> {
        number(id).and_then(Self::exact)
    }

    /// Whether the code leaves open what became of the request, also where WeChat Pay has signed it.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// What to do next where WeChat Pay has refused the only attempt of such a request with this code, and has signed
    /// that.
    pub fn next(&self, class: RetryClass) -> &'static str {
        let is_open = self.is_open && class != RetryClass::Read;
        if is_open { next_of_open(class, Some(self.step)) } else { self.step.text(class) }
    }

    fn exact(code: &str) -> Option<Self> {
        rows().find(|row| row.code == code)
    }

    fn part(&self) -> Option<&'static str> {
        self.code.strip_prefix('*')?.strip_suffix('*')
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let code = cells.next()?.trim_matches('`');
        let (title, effect, meaning, next) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let step = Step::named(next)?;
        Some(Self { code, title, meaning, is_open: effect == "open", step })
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (next, meanings) = (self.next, self.meanings());
        // Money comes first.
        let is_caution = [QUERY, SAME, SAME_REFUND, ONCE].contains(&next);
        if is_caution { write!(f, "{next}. {meanings}") } else { write!(f, "{meanings}. {next}") }
    }
}

/// The rows of the table. It is read only where something was refused.
fn rows() -> impl Iterator<Item = Entry> {
    TABLE.lines().filter_map(Entry::read)
}

/// The digits behind the last hyphen of a request id: the exact code of a refusal.
fn number(request_id: &str) -> Option<&str> {
    let (_, number) = request_id.rsplit_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(number)
}

#[cfg(test)]
mod tests {
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
        assert_eq!(closed.next, Step::Query.text(RetryClass::Write));
        for id in ["", "08E6", "08E6-", "08E6-0", "08E6-26857870x"] {
            assert_eq!(advice(refusal("PARAM_ERROR", id)).and_then(|advice| advice.number), None, "{id:?}");
        }
        assert_eq!(advice(refusal("A_CODE_OF_TOMORROW", "08E6-0")), None);
    }

    #[test]
    fn what_is_not_signed_chooses_nothing_and_says_so() {
        for code in ["ORDER_CLOSED", "RATELIMIT_EXCEEDED", "BIZ_ERR_NEED_RETRY"] {
            let unsigned = || ApiError { verified: false, ..refusal(code, "08E6-268447914") };
            let advice = advice(unsigned()).expect("it is in the table");
            assert_eq!((advice.verified, advice.next), (false, QUERY), "{code}");
            assert!(advice.to_string().contains("If it is WeChat Pay's"), "{advice}");
            let mut read = unsigned();
            read.context.retry = RetryClass::Read;
            let next = Error::Api(Box::new(read)).advice().map(|advice| advice.next);
            assert_eq!(next, Some(Step::Final.text(RetryClass::Read)), "by the status alone");
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
                    assert!(next.is_none_or(|next| !next.contains("Query by")), "{shown}");
                    continue;
                }
                let next = next.expect("there is always something to do");
                assert!(next.starts_with("Query"), "{shown}");
                assert_eq!(next == ONCE, class == RetryClass::Once, "{shown}");
                let same = entry.map_or([500, 503].contains(&status), |entry| entry.step == Step::Same);
                let may_be_sent = next.contains("again later") || next.contains("again after a minute");
                assert_eq!(may_be_sent, same && class != RetryClass::Once, "{shown}");
                assert_eq!(next.contains("after a minute"), same && class == RetryClass::Refund, "{shown}");
            }
        }
        assert_eq!(next_of_accepted(RetryClass::Once), ONCE);
        assert!(next_of_accepted(RetryClass::Refund).contains("after a minute"));
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
        assert_eq!(next("RATELIMIT_EXCEEDED", Outcome::Refused), Some(Step::Again.text(RetryClass::Write)));
        assert_eq!(next("SYSTEM_ERROR", Outcome::Unknown), Some(SAME));
        assert_eq!(late(None, Outcome::NotSent), None);
    }
}
