//! The desk at which what was decided is tidied: what is stale is dropped, what is left gets an entry to fill in.

use std::collections::BTreeSet;
use std::path::Path;

use wechatpay_spec::{Formats, Presence, Schemas, SpecError, Target};

use crate::accept::accept;
use crate::decisions::{Decisions, PRESENCE, Texts};
use crate::diagnostic::Code;
use crate::failure::Failure;
use crate::judge::{Case, Judged, judge};
use crate::prune::{Mistakes, prune};
use crate::renamed::is_about;

/// What was decided, and how it goes with the pages.
pub struct Desk<'a> {
    case: Case<'a>,
    pub decisions: Decisions,
    pub judged: Judged,
    /// The files below `spec/` that are to be written for it.
    pub texts: Texts,
    pub dropped: Vec<String>,
    pub accepted: Vec<String>,
}

impl<'a> Desk<'a> {
    pub fn new(case: Case<'a>, decisions: Decisions) -> Self {
        let judged = judge(case, &decisions);
        Self { case, decisions, judged, texts: Texts::new(), dropped: Vec::new(), accepted: Vec::new() }
    }

    /// Drops what is stale, if that is wanted, and writes entries for what is left with these codes. `spec` is the folder
    /// that holds the texts.
    pub fn tidied(mut self, spec: &Path, accept: &BTreeSet<Code>) -> Result<Self, Failure> {
        if !self.case.prune && accept.is_empty() {
            return Ok(self);
        }
        let mut texts = Decisions::texts(spec)?;
        // What is dropped can lay bare what else has become stale.
        while self.case.prune {
            let mistakes = Mistakes::of(&self.decisions, self.case.committed);
            let pruned = prune(&self.judged, &mistakes, &self.decisions, &texts);
            // What cannot be taken out stays, and is an error.
            if pruned.texts.iter().all(|(file, text)| texts.get(file) == Some(text)) {
                break;
            }
            self.dropped.extend(pruned.said);
            self.take(&mut texts, pruned.texts)?;
        }
        if self.case.prune {
            self.prune_presence();
            self.prune_sourced();
        }
        self.accept(&mut texts, accept)?;
        Ok(self)
    }

    /// Whether some of what does not fit can be dropped.
    pub fn has_stale(&self) -> bool {
        let Self { case, decisions, judged, .. } = self;
        let mistakes = Mistakes::of(decisions, case.committed);
        !judged.unused.is_empty()
            || !judged.holding.stale.is_empty()
            || !judged.outcome.unsourced.is_empty()
            || judged.outcome.presence.iter().any(|error| mistakes.are_not(error))
            || !prune(judged, &mistakes, decisions, &Texts::new()).is_empty()
    }

    fn take(&mut self, texts: &mut Texts, changed: Texts) -> Result<(), Failure> {
        texts.extend(changed.clone());
        self.texts.extend(changed);
        self.decisions = self.decisions.with(texts).map_err(Failure::Spec)?;
        self.judged = judge(self.case, &self.decisions);
        Ok(())
    }

    fn prune_presence(&mut self) {
        let mistakes = Mistakes::of(&self.decisions, self.case.committed);
        let found = std::mem::take(&mut self.judged.outcome.presence);
        let renamed = &self.judged.renamed;
        let corrected = &mut self.judged.outcome.corrected;
        // What is about a field that is there is no typing error, even where it has never said anything new.
        let fitted = corrected.presence.fitted(&corrected.spec, |operation, path| {
            let is_renamed = renamed.iter().any(|renamed| renamed.was == Target::Operation(operation.clone()));
            !is_renamed && Presence::is_about_a_field(&mistakes.corrected, operation, path)
        });
        let left = fitted.check(&corrected.spec);
        let is_left = |error: &SpecError| left.iter().any(|left| left.reason == error.reason);
        let (left, stale): (Vec<_>, Vec<_>) = found.into_iter().partition(is_left);
        let is_renamed = |error: &SpecError| renamed.iter().any(|renamed| is_about(error, &renamed.was));
        self.judged.outcome.presence = left.into_iter().filter(|error| !is_renamed(error)).collect();
        if stale.is_empty() {
            return;
        }
        self.texts.insert(PRESENCE.to_owned(), fitted.to_json());
        self.decisions.presence.clone_from(&fitted);
        corrected.presence = fitted;
        self.dropped.extend(stale.into_iter().map(|error| format!("spec/{error}")));
    }

    /// What second sources say is taken over by a machine: what is stale is no mistake of anyone.
    fn prune_sourced(&mut self) {
        let stale = std::mem::take(&mut self.judged.outcome.unsourced);
        let spec = &self.judged.outcome.corrected.spec;
        for error in stale {
            if error.file == Formats::FILE {
                self.decisions.formats = self.decisions.formats.fitted(spec);
                self.texts.insert(Formats::FILE.to_owned(), self.decisions.formats.to_json());
            } else {
                self.decisions.schemas = self.decisions.schemas.fitted(spec);
                self.texts.insert(Schemas::FILE.to_owned(), self.decisions.schemas.to_json());
            }
            self.dropped.push(format!("spec/{error}"));
        }
    }

    fn accept(&mut self, texts: &mut Texts, codes: &BTreeSet<Code>) -> Result<(), Failure> {
        // What is held is held for its errors: none of them is left where they are accepted.
        let left: Vec<_> = self.case.pages.diagnostics().cloned().collect();
        let left = self.decisions.accept(left, |_| false).left;
        let accepted = accept(&left, codes, &self.decisions, texts);
        if accepted.said.is_empty() {
            return Ok(());
        }
        self.accepted = accepted.said;
        self.take(texts, accepted.texts)
    }
}
