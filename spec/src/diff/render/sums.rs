//! A kind of change that hits hundreds of fields is one line.

use std::collections::BTreeMap;

use super::super::{Change, Diff, Entry, Rule, Severity};

/// From how many on changes of one kind are summed up.
const MANY: usize = 100;
const EXAMPLES: usize = 3;

/// Changes of one kind.
pub(super) struct Sum<'a> {
    pub rule: Rule,
    pub count: usize,
    /// In how many operations and webhooks.
    pub entries: usize,
    pub examples: Vec<(&'a Entry, &'a Change)>,
}

/// What is told one by one, and what is summed up.
pub(super) struct Told<'a> {
    pub sums: Vec<Sum<'a>>,
    entries: Vec<(&'a Entry, Vec<&'a Change>)>,
}

impl<'a> Told<'a> {
    /// Everything one by one where `all` is wanted.
    pub fn of(diff: &'a Diff, all: bool) -> Self {
        let mut by_rule: BTreeMap<Rule, Vec<(&Entry, &Change)>> = BTreeMap::new();
        for entry in &diff.entries {
            for change in &entry.changes {
                by_rule.entry(change.rule).or_default().push((entry, change));
            }
        }
        by_rule.retain(|_, changes| !all && changes.len() >= MANY);
        let one_by_one = |entry: &'a Entry| {
            let changes = entry.changes.iter().filter(|change| !by_rule.contains_key(&change.rule));
            (entry, changes.collect::<Vec<_>>())
        };
        let entries = diff.entries.iter().map(one_by_one).filter(|(_, changes)| !changes.is_empty()).collect();
        let mut sums: Vec<Sum<'_>> = by_rule.into_iter().map(|(rule, changes)| Sum::of(rule, &changes)).collect();
        sums.sort_by_key(|sum| std::cmp::Reverse(sum.rule.severity()));
        Self { sums, entries }
    }

    pub fn entries(&self) -> impl Iterator<Item = (&'a Entry, &[&'a Change])> {
        self.entries.iter().map(|(entry, changes)| (*entry, changes.as_slice()))
    }

    pub fn of_severity(&self, severity: Severity) -> impl Iterator<Item = (&'a Entry, Vec<&'a Change>)> {
        self.entries.iter().filter_map(move |(entry, changes)| {
            let changes: Vec<_> = changes.iter().copied().filter(|change| change.rule.severity() == severity).collect();
            (!changes.is_empty()).then_some((*entry, changes))
        })
    }
}

impl<'a> Sum<'a> {
    fn of(rule: Rule, changes: &[(&'a Entry, &'a Change)]) -> Self {
        let mut first: Vec<(&Entry, &Change)> = changes.to_vec();
        first.dedup_by(|(a, _), (b, _)| a.target == b.target);
        let entries = first.len();
        first.truncate(EXAMPLES);
        Self { rule, count: changes.len(), entries, examples: first }
    }

    /// `120 × the label has changed, in 80 operations and webhooks, such as …`
    pub fn words(&self, quote: super::Quote) -> String {
        let example = |(entry, change): &(&Entry, &Change)| {
            let place = if change.place.is_empty() { String::new() } else { format!(" {}", quote(&change.place)) };
            format!("{}{place}", quote(&entry.target.to_string()))
        };
        let examples: Vec<String> = self.examples.iter().map(example).collect();
        format!(
            "{} × {}, in {} operations and webhooks, such as {}; --all lists them",
            self.count,
            self.rule.meaning(),
            self.entries,
            examples.join(", ")
        )
    }
}
