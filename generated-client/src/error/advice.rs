//! What a refusal means and what to do about it, by its code: one table, which is data, documentation and test.

mod next;
#[cfg(test)]
mod tests;

use std::fmt;

pub use next::Next;

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
    pub next: Next,
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
    /// Mend what is said, and send it again.
    Mend,
    /// Query what is there.
    Query,
    /// It may not be there yet.
    Look,
    /// This number is used up.
    Anew,
    /// It would be refused again.
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

    fn next(self, class: RetryClass) -> Next {
        match self {
            Self::Again | Self::Same | Self::Query if class == RetryClass::Read => Next::AskAgain,
            Self::Again | Self::Same => Next::SendAgain,
            Self::Mend => Next::Mend,
            Self::Query => Next::Query,
            Self::Look => Next::LookAgain,
            Self::Anew => Next::TakeNewNumber,
            Self::Final => Next::GiveUp,
        }
    }
}

/// What to do next where a request may have taken effect: that follows from the number that it carries.
pub(super) fn next_of_open(class: RetryClass, step: Option<Step>) -> Next {
    match (class, step) {
        (RetryClass::Read, _) => Next::AskAgain,
        (RetryClass::Write, Some(Step::Same)) => Next::QueryOrRepeat,
        (RetryClass::Refund, Some(Step::Same)) => Next::QueryOrRepeatRefund,
        (RetryClass::Write | RetryClass::Refund, _) => Next::QueryByNumber,
        (RetryClass::Once, _) => Next::QueryWithoutNumber,
    }
}

/// What to do next where WeChat Pay has taken a request in and wants it once more.
pub(super) fn next_of_accepted(class: RetryClass) -> Next {
    match class {
        RetryClass::Read => Next::AskAgain,
        RetryClass::Write => Next::Repeat,
        RetryClass::Refund => Next::RepeatRefund,
        RetryClass::Once => Next::QueryWithoutNumber,
    }
}

/// What to do next after an answer with this status: of `entry`, its code, only if that is signed.
pub(super) fn next(status: u16, entry: Option<Entry>, outcome: Outcome, class: RetryClass) -> Option<Next> {
    let (said, by_status) = (entry.map(|entry| entry.step), Step::of_status(status));
    if class != RetryClass::Read && outcome.may_have_taken_effect() {
        let step = [said, by_status].into_iter().flatten().find(|step| *step == Step::Same);
        return Some(next_of_open(class, step));
    }
    let step = said.or(by_status);
    step.or_else(|| (class == RetryClass::Read).then_some(Step::Again)).map(|step| step.next(class))
}

impl Advice {
    /// What there is to say of a refusal whose request has come to `outcome`.
    pub(super) fn of(error: &ApiError, outcome: Outcome) -> Option<Self> {
        let (code, number) = entries(error);
        let signed = code.filter(|_| error.verified);
        let next = next(error.status, signed, outcome, error.context.retry)?;
        (code.is_some() || number.is_some()).then_some(Self { code, number, verified: error.verified, next })
    }

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
    pub fn next(&self, class: RetryClass) -> Next {
        let is_open = self.is_open && class != RetryClass::Read;
        if is_open { next_of_open(class, Some(self.step)) } else { self.step.next(class) }
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
        if next.is_caution() { write!(f, "{next}. {meanings}") } else { write!(f, "{meanings}. {next}") }
    }
}

/// The rows of the table. It is read only where something was refused.
fn rows() -> impl Iterator<Item = Entry> {
    TABLE.lines().filter_map(Entry::read)
}

/// The digits behind the last hyphen of a request id: the exact code of a refusal.
fn number(request_id: &str) -> Option<&str> {
    let (_, number) = request_id.rsplit_once('-')?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
}
