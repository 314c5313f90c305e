//! Which operation of the new spec is which of the old one.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Operation, Webhook};
use crate::target::Target;

/// What is compared: something with a name, read from a page.
pub(super) trait Item {
    fn target(&self) -> Target;
    fn title(&self) -> &str;
    fn source(&self) -> &str;
}

pub(super) enum Pair<'a, T> {
    Kept(&'a T, &'a T),
    /// The old name is gone, and its page says where it went.
    Moved(&'a T, &'a T),
    Removed(&'a T),
    Added(&'a T),
}

/// Pairs by name, and by the names that were there before a page has moved; sorted by name.
pub(super) fn pair<'a, T: Item>(old: &'a [T], new: &'a [T], former: &BTreeMap<Target, Target>) -> Vec<Pair<'a, T>> {
    let before: BTreeSet<Target> = old.iter().map(T::target).collect();
    let mut after: BTreeMap<Target, &T> = new.iter().map(|item| (item.target(), item)).collect();
    let mut pairs = BTreeMap::new();
    let mut departed = Vec::new();
    for was in old {
        match after.remove(&was.target()) {
            Some(is) => {
                pairs.insert(is.target(), Pair::Kept(was, is));
            }
            None => departed.push(was),
        }
    }
    for was in departed {
        let to = former.get(&was.target()).filter(|to| !before.contains(to));
        match to.and_then(|to| after.remove(to)) {
            Some(is) => {
                pairs.insert(is.target(), Pair::Moved(was, is));
            }
            None => {
                pairs.insert(was.target(), Pair::Removed(was));
            }
        }
    }
    pairs.extend(after.into_iter().map(|(target, is)| (target, Pair::Added(is))));
    pairs.into_values().collect()
}

impl Item for Operation {
    fn target(&self) -> Target {
        Target::Operation(self.id.clone())
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn source(&self) -> &str {
        &self.source
    }
}

impl Item for Webhook {
    fn target(&self) -> Target {
        Target::Webhook(self.name.clone())
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn source(&self) -> &str {
        &self.source
    }
}
