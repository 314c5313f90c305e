//! Which types hold other ones.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::Merged;

/// By the number of an entry: which other ones it holds.
pub type Holds = BTreeMap<usize, BTreeSet<usize>>;

pub fn holds(merged: &[Merged]) -> Holds {
    merged.iter().map(|merged| (merged.entry, merged.holds.clone())).collect()
}
