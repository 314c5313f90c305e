//! What the pages state, with all that was decided laid over it: which slips are accepted, which pages are held, what
//! the spec is, and how it is corrected. Nothing stops at the first problem.

use wechatpay_spec::overrides::Scope;
use wechatpay_spec::{Spec, SpecError, Unused};

use crate::decisions::{Correction, Decisions};
use crate::diagnostic::Diagnostic;
use crate::hold::{self, Holding, Rule};
use crate::input::Pages;
use crate::merge::{self, Merged, Sources};

/// What is laid side by side.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub pages: &'a Pages,
    pub committed: &'a Spec,
    pub decisions: &'a Decisions,
    /// Hold the pages that cannot be read.
    pub hold: bool,
    /// The name of the state of the documentation that was read.
    pub state: &'a str,
}

#[derive(Debug)]
pub struct Judged {
    /// What nothing accepts, of the pages that are not held, and of those that are held since now.
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics are accepted.
    pub allowed: usize,
    /// Entries of the allow list that accept more than there is.
    pub unused: Vec<Unused>,
    pub holding: Holding,
    pub merged: Merged,
    pub corrected: Result<Correction, Vec<SpecError>>,
}

/// Judges without deciding: what is wrong is in the outcome.
pub fn judge(case: Case<'_>) -> Judged {
    let Case { pages, committed, decisions, hold, state } = case;
    let said = pages.diagnostics().cloned().collect();
    let accepted = decisions.accept(said, |page| pages.binds(page));
    let speaks_for = |page: &str| pages.speaks_for(page);
    let rule = Rule { recorded: &decisions.held, speaks_for: &speaks_for, hold, state };
    let holding = hold::judge(&hold::faulty(&accepted.left), rule);
    let merged = merge::merge(
        Sources { own: &pages.own, upstream: pages.upstream.as_ref().map(|up| (&up.reading, up.extent)), committed },
        &holding.pages,
    );
    let scope = if pages.is_elsewhere() { Scope::Partial } else { Scope::Whole };
    let corrected = decisions.correct(&merged.spec, scope);
    // What was accepted on a page that cannot be read may be there again when it can.
    let is_read = |unused: &Unused| !holding.pages.contains(&decisions.allowed.entries()[unused.entry].page);
    let unused = accepted.unused.into_iter().filter(is_read).collect();
    let diagnostics = accepted.left.into_iter().filter(|diagnostic| holding.shows(&diagnostic.page.path)).collect();
    Judged { diagnostics, allowed: accepted.allowed, unused, holding, merged, corrected }
}
