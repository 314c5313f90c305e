//! What a change of the spec means to a caller of the client that is generated from it.
//!
//! Two corrected specs are compared as Rust code sees them; the rules stand in one table ([`Rule`]).

mod alternatives;
mod change;
mod fields;
mod operation;
mod pair;
mod render;
mod rules;
mod snapshot;
mod view;
mod webhook;

pub use change::Change;
pub use rules::{Rule, Severity, Step};
pub use snapshot::{Snapshot, TypeNames};

use self::pair::{Item, Pair};
use crate::target::Target;

/// Everything that differs, by operation and webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    pub entries: Vec<Entry>,
}

/// What differs in one operation or webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// By its new name where it has moved.
    pub target: Target,
    /// The gravest first.
    pub changes: Vec<Change>,
}

/// How many changes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub breaking: usize,
    pub compatible: usize,
    pub docs_only: usize,
    pub operations: usize,
    pub webhooks: usize,
}

impl Diff {
    /// Compares two snapshots.
    pub fn of(old: Snapshot<'_>, new: Snapshot<'_>) -> Self {
        let mut entries = operations(old, new);
        entries.extend(webhooks(old, new));
        entries.retain(|entry| !entry.changes.is_empty());
        for entry in &mut entries {
            entry.changes.sort_by_key(|change| std::cmp::Reverse(change.rule.severity()));
        }
        Self { entries }
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All changes, each with what it belongs to.
    pub fn changes(&self) -> impl Iterator<Item = (&Target, &Change)> {
        self.entries.iter().flat_map(|entry| entry.changes.iter().map(|change| (&entry.target, change)))
    }

    /// The gravest change that there is.
    pub fn worst(&self) -> Option<Severity> {
        self.changes().map(|(_, change)| change.rule.severity()).max()
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (_, change) in self.changes() {
            match change.rule.severity() {
                Severity::Breaking => counts.breaking += 1,
                Severity::Compatible => counts.compatible += 1,
                Severity::DocsOnly => counts.docs_only += 1,
            }
        }
        counts.operations = self.entries.iter().filter(|entry| matches!(entry.target, Target::Operation(_))).count();
        counts.webhooks = self.entries.len() - counts.operations;
        counts
    }
}

fn operations(old: Snapshot<'_>, new: Snapshot<'_>) -> Vec<Entry> {
    let pairs = pair::pair(&old.spec.operations, &new.spec.operations, &new.spec.moved);
    pairs.iter().map(|pair| entry(pair, |was, is| operation::compare((old, was), (new, is)))).collect()
}

fn webhooks(old: Snapshot<'_>, new: Snapshot<'_>) -> Vec<Entry> {
    let pairs = pair::pair(&old.spec.webhooks, &new.spec.webhooks, &new.spec.moved);
    pairs.iter().map(|pair| entry(pair, webhook::compare)).collect()
}

fn entry<T: Item>(pair: &Pair<'_, T>, compare: impl Fn(&T, &T) -> Vec<Change>) -> Entry {
    let (target, changes) = match *pair {
        Pair::Kept(was, is) => (is.target(), compare(was, is)),
        Pair::Moved(was, is) => {
            let moved = Change::of(Rule::OperationMoved, "", &was.target(), &is.target());
            (is.target(), [vec![moved], compare(was, is)].concat())
        }
        Pair::Removed(was) => (was.target(), vec![Change::whole(Rule::OperationRemoved)]),
        Pair::Added(is) => (is.target(), vec![Change::whole(Rule::OperationAdded)]),
    };
    Entry { target, changes }
}
