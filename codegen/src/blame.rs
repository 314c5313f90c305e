//! Of whose pages no crate could be built: what is refused is laid at the door of what is new.

use std::collections::BTreeSet;

use wechatpay_spec::{Spec, Target};

use crate::judge::Blamed;
use crate::names::Refusal;
use crate::origin::page_of;

/// The pages that are to be held, so that what is refused does not come up.
pub fn blame(refusals: &[Refusal], spec: &Spec, committed: &Spec) -> Vec<Blamed> {
    let (before, now) = (committed.stated(), spec.stated());
    let is_published = |target: &Target| before.contains_key(target);
    let is_new = |target: &&Target| before.get(target) != now.get(target);
    let mut blamed = BTreeSet::new();
    for refusal in refusals {
        let parties = refusal.parties();
        let targets = newcomers(&parties, &is_published).into_iter().filter(is_new);
        for stated in targets.filter_map(|target| now.get(target)) {
            blamed.insert((page_of(stated.source()).to_owned(), refusal.to_string()));
        }
    }
    blamed.into_iter().map(|(page, said)| Blamed { page, said, paste: None }).collect()
}

/// Those that came last: what is published keeps what it has. Where all are new, or none is, they are alike.
fn newcomers<'p>(parties: &'p [Vec<Target>], is_published: &dyn Fn(&Target) -> bool) -> Vec<&'p Target> {
    // The old name of what has moved is published too, and nobody's.
    let is_newcomer = |party: &&Vec<Target>| !party.is_empty() && !party.iter().any(is_published);
    let newcomers: Vec<&Vec<Target>> = parties.iter().filter(is_newcomer).collect();
    let all = parties.iter().collect();
    let to_hold = if newcomers.is_empty() { all } else { newcomers };
    to_hold.into_iter().flatten().collect()
}
