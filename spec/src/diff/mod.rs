//! What a change of the spec means to a caller of the client that is generated from it.
//!
//! Two corrected specs are compared as Rust code sees them; the rules stand in one table ([`Rule`]).

mod alternatives;
mod change;
mod fields;
mod operation;
mod pair;
mod probable;
mod render;
mod rules;
mod snapshot;
mod view;
mod webhook;
mod widened;
mod written;

pub use change::Change;
pub use render::Places;
pub use rules::{Rule, Severity, Step};
pub use snapshot::{Rust, Snapshot, Widened, Written};

use std::collections::BTreeMap;

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
    pub title: String,
    /// Its path in Rust and its cargo feature, where they are known.
    pub rust: Option<(String, Option<String>)>,
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
        let former = new.spec.former_names();
        let mut entries = operations(old, new, &former);
        entries.extend(webhooks(old, new, &former));
        if let (Some(old), Some(new)) = (old.rust, new.rust) {
            for (target, change) in written::whole(old, new) {
                // What has moved stands under its new name.
                let known = entries.iter_mut().find(|entry| entry.target == target || entry.came_from(&target));
                if let Some(entry) = known {
                    entry.changes.push(change);
                }
            }
        }
        entries.retain(|entry| !entry.changes.is_empty());
        for entry in &mut entries {
            probable::mark(&mut entry.changes);
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

fn operations(old: Snapshot<'_>, new: Snapshot<'_>, former: &BTreeMap<Target, Target>) -> Vec<Entry> {
    let pairs = pair::pair(&old.spec.operations, &new.spec.operations, former);
    pairs.iter().map(|pair| entry(pair, (old, new), |was, is| operation::compare((old, was), (new, is)))).collect()
}

fn webhooks(old: Snapshot<'_>, new: Snapshot<'_>, former: &BTreeMap<Target, Target>) -> Vec<Entry> {
    let pairs = pair::pair(&old.spec.webhooks, &new.spec.webhooks, former);
    pairs.iter().map(|pair| entry(pair, (old, new), webhook::compare)).collect()
}

fn entry<T: Item>(
    pair: &Pair<'_, T>,
    (old, new): (Snapshot<'_>, Snapshot<'_>),
    compare: impl Fn(&T, &T) -> Vec<Change>,
) -> Entry {
    let named = |was: &T, is: &T, moved| {
        let before = old.rust.and_then(|rust| rust.written.get(&was.target()));
        let after = new.rust.and_then(|rust| rust.written.get(&is.target()));
        let both = |(was, is)| [written::compare(was, is, moved), widened::compare(was, is)].concat();
        before.zip(after).map(both).unwrap_or_default()
    };
    let (item, side, changes) = match *pair {
        Pair::Kept(was, is) => (is, new, [compare(was, is), named(was, is, false)].concat()),
        Pair::Moved(was, is) => {
            let moved = Change::of(Rule::OperationMoved, "", &was.target(), &is.target());
            (is, new, [vec![moved], compare(was, is), named(was, is, true)].concat())
        }
        Pair::Removed(was) => (was, old, vec![Change::whole(Rule::OperationRemoved)]),
        Pair::Added(is) => (is, new, vec![Change::whole(Rule::OperationAdded)]),
    };
    let changes = [changes, held(item, old, new).into_iter().collect()].concat();
    let target = item.target();
    let rust = side.rust.and_then(|rust| rust.written.get(&target));
    let rust = rust.map(|written| (written.path.clone(), written.feature.clone()));
    Entry { target, title: item.title().to_owned(), rust, changes }
}

/// Whether the page could be read before and can now.
fn held<T: Item>(item: &T, old: Snapshot<'_>, new: Snapshot<'_>) -> Option<Change> {
    let codes = |snapshot: Snapshot<'_>| {
        let page = item.source().split('#').next().unwrap_or_default();
        let held = snapshot.held?.pages().get(page)?;
        Some(held.codes.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
    };
    let (before, after) = (codes(old), codes(new));
    let rule = if after.is_some() { Rule::PageHeld } else { Rule::PageReadAgain };
    (before != after).then(|| Change { before, after, ..Change::whole(rule) })
}

impl Entry {
    fn came_from(&self, target: &Target) -> bool {
        let name = target.to_string();
        self.changes.iter().any(|change| change.rule == Rule::OperationMoved && change.before.as_ref() == Some(&name))
    }
}
