//! Which pages are held: those that could not be read, and for which the committed spec speaks. One bad page does not
//! hold up a thousand.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{Held, HeldPage, SpecError};

use crate::diagnostic::{Code, Diagnostic};

/// What was decided for a page does not fit what it says.
pub const MISFIT: &str = "override-misfit";
/// What a page says makes no sense.
pub const INVALID: &str = "invalid-spec";
/// No crate could be built of what a page says, or not beside what is published already.
pub const UNBUILDABLE: &str = "would-not-build";
/// Why a page is held, beside what is said of it while it is read.
pub const REASONS: [&str; 3] = [MISFIT, INVALID, UNBUILDABLE];

/// The codes of what is wrong with each page.
pub type Faulty = BTreeMap<String, BTreeSet<String>>;

/// What the run was told, and knows, about pages that cannot be read.
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    /// What `held.toml` says.
    pub recorded: &'a Held,
    /// Whether this run would have read a page if it were there and could be read.
    pub speaks_for: &'a dyn Fn(&str) -> bool,
    /// Whether more pages are held than are recorded.
    pub hold: bool,
    /// Whether entries that have become stale are dropped.
    pub prune: bool,
    /// The state of the documentation that was read.
    pub state: &'a str,
}

/// Which pages are held, and whether the record says so.
#[derive(Debug, Default)]
pub struct Holding {
    /// The pages for which the committed spec speaks.
    pub pages: BTreeSet<String>,
    /// Those of them that nothing has excused: the run fails, and goes on to say what else there is.
    pub unexcused: BTreeSet<String>,
    /// Those that were not held before.
    pub fresh: BTreeSet<String>,
    /// What `held.toml` is to say.
    pub record: Held,
    /// Pages whose entries do not say what is so.
    pub stale: Vec<(String, SpecError)>,
    /// Pages whose entries were dropped, and why.
    pub dropped: Vec<(String, SpecError)>,
}

impl Holding {
    /// Whether what is said of a page is news: it was not when the page was held.
    pub fn shows(&self, page: &str) -> bool {
        !self.pages.contains(page) || self.unexcused.contains(page) || self.fresh.contains(page)
    }
}

/// The pages that errors lie on. What two pages describe is the fault of both.
pub fn faulty(diagnostics: &[Diagnostic]) -> Faulty {
    let mut faulty = Faulty::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        let is_of_two = matches!(diagnostic.code, Code::DuplicateOperation | Code::DuplicateWebhook);
        let other = diagnostic.other.as_ref().filter(|_| is_of_two).map(|(page, ..)| page);
        for page in [&diagnostic.page].into_iter().chain(other) {
            faulty.entry(page.path.clone()).or_default().insert(diagnostic.code.as_str().to_owned());
        }
    }
    faulty
}

/// Lays the record over what is faulty.
pub fn judge(faulty: &Faulty, rule: Rule<'_>) -> Holding {
    let mut holding = Holding::default();
    for (page, held) in rule.recorded.pages() {
        if !(rule.speaks_for)(page) {
            holding.pages.insert(page.clone());
            holding.record.insert(page.clone(), held.clone());
        } else if !faulty.contains_key(page) {
            let error = stale(held, format!("`{page}` is held, and can be read again or is gone"));
            if rule.hold || rule.prune {
                holding.dropped.push((page.clone(), error));
            } else {
                holding.stale.push((page.clone(), error));
            }
        }
    }
    for (page, codes) in faulty {
        holding.pages.insert(page.clone());
        let known = rule.recorded.pages().get(page);
        match known {
            Some(held) if held.codes == *codes || rule.hold => {}
            Some(held) => {
                let differs = differs(page, &held.codes, codes);
                holding.stale.push((page.clone(), stale(held, differs)));
            }
            None if rule.hold => {
                holding.fresh.insert(page.clone());
            }
            None => {
                holding.unexcused.insert(page.clone());
                continue;
            }
        }
        let since = known.map_or(rule.state, |held| &held.since).to_owned();
        holding.record.insert(page.clone(), HeldPage { codes: codes.clone(), since, place: None });
    }
    holding
}

fn differs(page: &str, recorded: &BTreeSet<String>, found: &BTreeSet<String>) -> String {
    let list = |codes: &BTreeSet<String>| codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
    format!("`{page}` is held for {}, and has {} (`--hold` records that)", list(recorded), list(found))
}

fn stale(held: &HeldPage, reason: String) -> SpecError {
    SpecError { file: Held::FILE.to_owned(), place: held.place, reason }
}
