//! What was decided for a state of the documentation that is gone, dropped: what is left of the files keeps its words,
//! its comments and its layout.

mod edit;
mod mistakes;

pub use edit::counted;
pub use mistakes::Mistakes;

use std::collections::{BTreeMap, BTreeSet};

use edit::Lists;
use wechatpay_spec::overrides::Misfit;
use wechatpay_spec::{Place, SpecError, Types};

use crate::decisions::{ALLOW, Decisions, Texts};
use crate::judge::Judged;

const OVERRIDES: Lists =
    Lists { table: "override", about: &[&["target", "targets", "pending"]], besides: &["declined"] };
const FACTS: Lists = Lists { table: "facts", about: &[&["operations", "below"]], besides: &[] };
const PAIRS: Lists = Lists { table: "pair", about: &[&["webhooks"], &["operations"]], besides: &["except"] };
const TYPES: Lists = Lists { table: "type", about: &[&["places"]], besides: &[] };
const DECLINED: Lists = Lists { table: "declined", about: &[&["places"]], besides: &[] };

/// What was dropped, each with what it said.
#[derive(Debug, Default)]
pub struct Pruned {
    /// The files below `spec/` that are to be as they are here.
    pub texts: Texts,
    pub said: Vec<String>,
}

/// Drops what is stale in the files of people, as far as nobody has to decide anything: what fitted the committed spec,
/// and has nothing left to say.
pub fn prune(judged: &Judged, mistakes: &Mistakes, decisions: &Decisions, texts: &Texts) -> Pruned {
    let mut pruned = Pruned::default();
    pruned.allowed(judged, decisions, texts);
    let misfits = judged.outcome.misfits.iter().filter(|misfit| misfit.is_stale());
    let misfits = misfits.filter(|misfit| !mistakes.are_at(&misfit.file, misfit.place));
    pruned.overrides(misfits, decisions, texts);
    let stale = |errors: &[SpecError]| -> Vec<SpecError> {
        errors.iter().filter(|error| mistakes.are_not(error)).cloned().collect()
    };
    pruned.errors(&stale(&judged.outcome.gone), FACTS, texts);
    pruned.errors(&stale(&judged.outcome.declined), OVERRIDES, texts);
    pruned.errors(&stale(&judged.outcome.unpaired), PAIRS, texts);
    let (declined, unshared): (Vec<_>, Vec<_>) =
        stale(&judged.outcome.unshared).into_iter().partition(|error| error.file == Types::DECLINED);
    pruned.errors(&unshared, TYPES, texts);
    pruned.errors(&declined, DECLINED, texts);
    pruned
}

impl Pruned {
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    fn allowed(&mut self, judged: &Judged, decisions: &Decisions, texts: &Texts) {
        let Some(text) = texts.get(ALLOW) else { return };
        let counts: BTreeMap<usize, usize> = judged
            .unused
            .iter()
            .map(|unused| (unused.entry, decisions.allowed.entries()[unused.entry].count - unused.open))
            .collect();
        for unused in &judged.unused {
            let reason = &decisions.allowed.entries()[unused.entry].reason;
            self.said.push(format!("spec/{}; it said: {reason}", unused.error));
        }
        if !counts.is_empty() {
            self.texts.insert(ALLOW.to_owned(), kept(edit::counted(text, "allow", &counts)));
        }
    }

    fn overrides<'a>(&mut self, stale: impl Iterator<Item = &'a Misfit>, decisions: &Decisions, texts: &Texts) {
        let mut places: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
        for misfit in stale {
            let names = |place: &Place| *place == misfit.place;
            let mut entries = decisions.overrides.entries().iter().filter(|entry| entry.file == misfit.file);
            let entry = entries.find(|entry| entry.targets.iter().chain(&entry.pending).any(|(_, at)| names(at)));
            let reason = entry.map_or("", |entry| &entry.reason);
            let error = SpecError::from(misfit.clone());
            self.said.push(format!("spec/{error}; it said: {reason}"));
            places.entry(&misfit.file).or_default().insert(misfit.place);
        }
        self.cut(&places, OVERRIDES, texts);
    }

    /// What stands where errors point at.
    fn errors(&mut self, stale: &[SpecError], lists: Lists, texts: &Texts) {
        let mut places: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
        for error in stale {
            self.said.push(format!("spec/{error}"));
            places.entry(&error.file).or_default().extend(error.place);
        }
        self.cut(&places, lists, texts);
    }

    fn cut(&mut self, places: &BTreeMap<&str, BTreeSet<Place>>, lists: Lists, texts: &Texts) {
        for (file, places) in places.iter().filter(|(_, places)| !places.is_empty()) {
            if let Some(text) = (!self.texts.contains_key(*file)).then(|| texts.get(*file)).flatten() {
                let left = edit::without(text, lists, places);
                // A file of a folder is there for what it holds.
                let is_of_folder = [OVERRIDES.table, TYPES.table].contains(&lists.table);
                let is_empty = is_of_folder && edit::is_without(&left, lists.table);
                if is_empty {
                    let what = if lists.table == TYPES.table { "type" } else { "correction" };
                    self.said.push(format!("spec/{file}: it held no other {what}, and is removed"));
                }
                self.texts.insert((*file).to_owned(), if is_empty { String::new() } else { kept(left) });
            }
        }
    }
}

/// A list of which nothing is left is still one: the file stays.
fn kept(text: String) -> String {
    if text.is_empty() { "# Nothing is left.\n".to_owned() } else { text }
}
