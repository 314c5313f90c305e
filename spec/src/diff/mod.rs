//! What a change of the spec means to a caller of the client that is generated from it.
//!
//! Two corrected specs are compared as Rust code sees them; the rules stand in one table ([`Rule`]).

mod fields;
mod operation;
mod pair;
mod render;
mod rules;
mod view;
mod webhook;

use std::collections::BTreeMap;
use std::fmt::Display;

pub use rules::{Rule, Severity, Step};

use self::pair::{Item, Pair};
use crate::model::{Operation, Spec};
use crate::presence::Presence;
use crate::target::Target;

/// One of the two sides of a comparison: a corrected spec, and what is needed to see it as a caller does.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    pub spec: &'a Spec,
    /// Decides which fields of an answer are `T` and which are `Option<T>`.
    pub presence: &'a Presence,
    /// The names that the emitter gives to the types of an operation, by the field's place as a change prints it
    /// (`response amount`). Without it no rename is seen.
    pub type_names: Option<&'a dyn Fn(&Operation) -> TypeNames>,
}

/// Names of types, by the places of their fields.
pub type TypeNames = BTreeMap<String, String>;

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

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub rule: Rule,
    /// Such as `response amount.total`; empty where it is the operation as a whole.
    pub place: String,
    pub before: Option<String>,
    pub after: Option<String>,
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

impl Change {
    fn whole(rule: Rule) -> Self {
        Self { rule, place: String::new(), before: None, after: None }
    }

    fn of(rule: Rule, place: &str, before: &dyn Display, after: &dyn Display) -> Self {
        Self { rule, place: place.to_owned(), before: Some(before.to_string()), after: Some(after.to_string()) }
    }

    /// Nothing where the two are the same.
    fn if_differs<T: PartialEq + Display>(rule: Rule, place: &str, before: &T, after: &T) -> Option<Self> {
        (before != after).then(|| Self::of(rule, place, before, after))
    }

    /// Only what has gone and what is new of two lists; nothing where they hold the same.
    fn of_lists(rule: Rule, place: &str, before: &[String], after: &[String]) -> Option<Self> {
        let (gone, new) = (only_in(before, after), only_in(after, before));
        let place = place.to_owned();
        (gone.is_some() || new.is_some()).then_some(Self { rule, place, before: gone, after: new })
    }
}

/// What one list holds and another one does not, in a line.
fn only_in(list: &[String], other: &[String]) -> Option<String> {
    let items: Vec<&str> = list.iter().filter(|item| !other.contains(item)).map(String::as_str).collect();
    (!items.is_empty()).then(|| items.join(", "))
}
