//! One difference, and the ways to find one.

use std::fmt::Display;

use super::rules::Rule;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub rule: Rule,
    /// Such as `response amount.total`; empty where it is the operation as a whole.
    pub place: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// The label of a field that has come or gone.
    pub label: String,
    /// What has probably become of a field that has gone, or where one that has come was before.
    pub probably: Option<String>,
}

impl Change {
    pub(super) fn whole(rule: Rule) -> Self {
        Self { rule, place: String::new(), before: None, after: None, label: String::new(), probably: None }
    }

    pub(super) fn of(rule: Rule, place: &str, before: &dyn Display, after: &dyn Display) -> Self {
        let (before, after) = (Some(before.to_string()), Some(after.to_string()));
        Self { place: place.to_owned(), before, after, ..Self::whole(rule) }
    }

    /// Nothing where the two are the same.
    pub(super) fn if_differs<T: PartialEq + Display>(rule: Rule, place: &str, before: &T, after: &T) -> Option<Self> {
        (before != after).then(|| Self::of(rule, place, before, after))
    }

    /// Only what has gone and what is new of two lists; nothing where they hold the same.
    pub(super) fn of_lists(rule: Rule, place: &str, before: &[String], after: &[String]) -> Option<Self> {
        let (gone, new) = (only_in(before, after), only_in(after, before));
        let place = place.to_owned();
        (gone.is_some() || new.is_some()).then(|| Self { place, before: gone, after: new, ..Self::whole(rule) })
    }
}

/// What one list holds and another one does not, in a line.
pub(super) fn only_in(list: &[String], other: &[String]) -> Option<String> {
    let items: Vec<&str> = list.iter().filter(|item| !other.contains(item)).map(String::as_str).collect();
    (!items.is_empty()).then(|| items.join(", "))
}
