//! What the pages state, with all that was decided laid over it: which slips are accepted, which pages are held, what
//! the spec is, and how it is corrected. Nothing stops at the first problem.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::overrides::{Paste, Scope};
use wechatpay_spec::{Held, Spec, SpecError, Stated, Target, Unused, near};

use crate::decisions::{ALLOW, Decisions, Outcome};
use crate::diagnostic::Diagnostic;
use crate::hold::{self, Faulty, Holding, Rule};
use crate::input::Pages;
use crate::merge::{self, Merged, Sources};
use crate::origin::page_of;
use crate::renamed::{self, Renamed};

/// What is laid side by side.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub pages: &'a Pages,
    pub committed: &'a Spec,
    /// The pages that were read before and of which the committed spec has nothing.
    pub empty: &'a BTreeSet<String>,
    /// Hold the pages that cannot be read, and those that what was decided for them does not fit.
    pub hold: bool,
    /// Drop what was decided and has become stale.
    pub prune: bool,
    /// The name of the state of the documentation that was read.
    pub state: &'a str,
    /// The pages that can be read, and of which no crate could be built.
    pub refused: &'a [Blamed],
}

impl Case<'_> {
    /// Whether a page that is at fault, and is not held by now, can be.
    pub fn may_hold(&self, page: &str, recorded: &Held, holding: &Holding) -> bool {
        let is_wanted = self.hold || recorded.pages().contains_key(page);
        is_wanted && self.pages.reads(page) && !holding.pages.contains(page)
    }
}

/// A page that can be read, and is held for what was decided for it, or for what would come of it.
#[derive(Clone, Debug)]
pub struct Blamed {
    pub page: String,
    pub said: String,
    /// What may mend it.
    pub paste: Option<Paste>,
}

#[derive(Debug)]
pub struct Judged {
    /// What nothing accepts, of the pages that are not held, and of those that are held since now.
    pub diagnostics: Vec<Diagnostic>,
    /// What is said of the pages that were held before.
    pub known: Vec<Diagnostic>,
    /// How many diagnostics are accepted.
    pub allowed: usize,
    /// Entries of the allow list that accept more than there is.
    pub unused: Vec<Unused>,
    pub holding: Holding,
    pub merged: Merged,
    pub outcome: Outcome,
    /// Entries for pages that are not there, and never were.
    pub strange: Vec<SpecError>,
    /// What was decided for names that are gone, and that seem to have become others.
    pub renamed: Vec<Renamed>,
    /// Pages that are held for what was decided for them, and what does not fit.
    pub blamed: Vec<Blamed>,
}

impl Judged {
    /// What does not fit of what was decided.
    pub fn errors(&self) -> Vec<SpecError> {
        let unused = self.unused.iter().map(|unused| unused.error.clone());
        let stale = self.holding.stale.iter().map(|(_, error)| error.clone());
        unused.chain(stale).chain(self.strange.iter().cloned()).chain(self.outcome.errors()).collect()
    }
}

/// Judges without deciding: what is wrong is in the outcome.
pub fn judge(case: Case<'_>, decisions: &Decisions) -> Judged {
    let Case { pages, refused, .. } = case;
    let diagnostics = pages.diagnostics().cloned().collect();
    let accepted = decisions.accept(diagnostics, |page| pages.binds(page));
    let mut faulty = hold::faulty(&accepted.left);
    for Blamed { page, .. } in refused {
        faulty.entry(page.clone()).or_default().insert(hold::UNBUILDABLE.to_owned());
    }
    let mut said = refused.to_vec();
    let (holding, merged, outcome) = loop {
        let (holding, merged, outcome) = lay(case, decisions, &faulty);
        let mut blamed = blamed(&outcome, &merged.spec, case.prune);
        blamed.retain(|(_, Blamed { page, .. })| case.may_hold(page, &decisions.held, &holding));
        if blamed.is_empty() {
            break (holding, merged, outcome);
        }
        for (code, blamed) in blamed {
            faulty.entry(blamed.page.clone()).or_default().insert(code.to_owned());
            said.push(blamed);
        }
    };
    let mut outcome = outcome;
    let renamed = renamed::set_aside(&mut outcome, decisions, &waiting(case, &merged.spec));
    let known = known(case, &merged.spec);
    let strange = if pages.is_elsewhere() { Vec::new() } else { strange(decisions, &known) };
    // What was accepted on a page that cannot be read may be there again when it can.
    let is_read = |unused: &Unused| {
        let page = &decisions.allowed.entries()[unused.entry].page;
        known.contains(page.as_str()) && !holding.pages.contains(page)
    };
    let unused = accepted.unused.into_iter().filter(is_read).collect();
    let (diagnostics, known) = accepted.left.into_iter().partition(|diagnostic| holding.shows(&diagnostic.page.path));
    Judged {
        diagnostics,
        known,
        allowed: accepted.allowed,
        unused,
        holding,
        merged,
        outcome,
        strange,
        renamed,
        blamed: said,
    }
}

/// The pages that are there, or were when the spec was committed.
fn known(Case { pages, committed, empty, .. }: Case<'_>, spec: &Spec) -> BTreeSet<String> {
    let read = pages.own.pages.keys().chain(pages.main().pages.keys());
    let mut known: BTreeSet<String> = read.chain(empty).cloned().collect();
    known.extend(committed.pages());
    known.extend(spec.pages());
    known
}

/// What is said of pages that nobody knows.
fn strange(decisions: &Decisions, known: &BTreeSet<String>) -> Vec<SpecError> {
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let allowed = decisions.allowed.entries().iter().map(|entry| (ALLOW, Some(entry.place), entry.page.as_str()));
    let held = decisions.held.pages().iter().map(|(page, held)| (Held::FILE, held.place, page.as_str()));
    let strange = allowed.chain(held).filter(|(_, _, page)| !known.contains(*page));
    let error = |(file, place, page): (&str, _, &str)| SpecError {
        file: file.to_owned(),
        place,
        reason: format!("there is no page `{page}`{}", near::similar(page, &names)),
    };
    strange.map(error).collect()
}

/// The spec without the faulty pages, and corrected.
fn lay(case: Case<'_>, decisions: &Decisions, faulty: &Faulty) -> (Holding, Merged, Outcome) {
    let Case { pages, committed, hold, prune, state, .. } = case;
    let speaks_for = |page: &str| pages.speaks_for(page);
    let holding = hold::judge(faulty, Rule { recorded: &decisions.held, speaks_for: &speaks_for, hold, prune, state });
    let upstream = pages.upstream.as_ref().map(|upstream| (&upstream.reading, upstream.extent));
    let merged = merge::merge(Sources { own: &pages.own, upstream, committed }, &holding.pages);
    let scope = if pages.is_elsewhere() { Scope::Partial } else { Scope::Whole };
    let absent = documented(pages, &holding.pages);
    let waiting = waiting(case, &merged.spec);
    let waits = |target: &Target| waiting.contains_key(target) || absent.contains(target) || named(target, &holding);
    let outcome = decisions.correct(&merged.spec, scope, &waits);
    (holding, merged, outcome)
}

/// What was renamed, where what is stale is dropped: nothing that was decided for it is.
fn waiting(case: Case<'_>, spec: &Spec) -> BTreeMap<Target, Target> {
    if case.prune { renamed::pairs(case.committed, spec) } else { BTreeMap::new() }
}

/// What held pages seem to document.
fn documented(pages: &Pages, held: &BTreeSet<String>) -> BTreeSet<Target> {
    let is_held = |source: &str| held.contains(page_of(source));
    let mut targets = BTreeSet::new();
    for reading in pages.upstream.iter().map(|upstream| &upstream.reading).chain([&pages.own]) {
        let operations = reading.operations.iter().filter(|operation| is_held(&operation.source));
        targets.extend(operations.map(|operation| Target::Operation(operation.id.clone())));
        let webhooks = reading.webhooks.iter().filter(|webhook| is_held(&webhook.source));
        targets.extend(webhooks.map(|webhook| Target::Webhook(webhook.name.clone())));
    }
    targets
}

/// Whether a held page is named after a target: of one that cannot be read at all there is nothing else to go by.
fn named(target: &Target, holding: &Holding) -> bool {
    holding.pages.contains(&match target {
        Target::Operation(id) => format!("openapi{}.md", id.path),
        Target::Webhook(name) => format!("webhook/v3/{name}.md"),
    })
}

/// The pages whose operations are not as what was decided for them expects, or make no sense. A correction that has
/// become stale is no fault of its page where it is dropped.
fn blamed(outcome: &Outcome, spec: &Spec, prune: bool) -> Vec<(&'static str, Blamed)> {
    let stated = spec.stated();
    let by_file: BTreeMap<String, &Stated<'_>> = stated.values().map(|stated| (stated.file(), stated)).collect();
    let misfits = outcome.misfits.iter().filter(|misfit| !(prune && misfit.is_stale()));
    let misfits = misfits.filter_map(|misfit| {
        let page = page_of(stated.get(&misfit.target)?.source()).to_owned();
        let said = format!("spec/{}", SpecError::from(misfit.clone()));
        Some((hold::MISFIT, Blamed { page, said, paste: misfit.paste() }))
    });
    let invalid = outcome.invalid.iter().filter_map(|error| {
        let page = page_of(by_file.get(&error.file)?.source()).to_owned();
        Some((hold::INVALID, Blamed { page, said: format!("spec/{error}"), paste: None }))
    });
    misfits.chain(invalid).collect()
}
