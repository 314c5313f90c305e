//! What a caller writes, before and after, and what the client does without being told.

use std::collections::BTreeMap;

use super::change::Change;
use super::rules::Rule;
use super::snapshot::{Rust, Written};
use crate::names::{Item, ItemKind, Recorded};
use crate::target::{Side, Target};

/// Names that differ although what they name is there before and after, and facts.
pub(super) fn compare(was: &Written, is: &Written, moved: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    if !moved {
        changes.extend(Change::if_differs(Rule::PathRenamed, "", &was.path, &is.path));
    }
    for (item, before) in &was.names {
        let Some((side, after)) = current(item, &was.names, &is.names) else { continue };
        let place = format!("{side} {}", item.path.join("."));
        let (rule, place) = match item.kind {
            ItemKind::Field => (Rule::FieldRenamed, place),
            ItemKind::Type => (Rule::TypeRenamed, place),
            ItemKind::Value => (Rule::VariantRenamed, format!("{place} `{}`", item.value)),
        };
        changes.extend(Change::if_differs(rule, &place, before, after));
    }
    let signer = |written: &Written| written.signer.unwrap_or("the merchant");
    changes.extend(Change::if_differs(Rule::SignerChanged, "", &signer(was), &signer(is)));
    let none = "the usual".to_owned();
    for fact in was.facts.keys().chain(is.facts.keys().filter(|fact| !was.facts.contains_key(*fact))) {
        let of = |facts: &BTreeMap<&str, String>| facts.get(fact).unwrap_or(&none).clone();
        changes.extend(Change::if_differs(Rule::FactChanged, fact, &of(&was.facts), &of(&is.facts)));
    }
    changes
}

/// The name that an item has now. A field that is sent in another part of the request is the same one.
fn current<'n>(item: &Item, was: &Recorded, is: &'n Recorded) -> Option<(Side, &'n String)> {
    if let Some(name) = is.get(item) {
        return Some((item.side, name));
    }
    let parts = [Side::RequestPath, Side::RequestQuery, Side::RequestHeaders, Side::RequestBody];
    parts.contains(&item.side).then_some(())?;
    let mut others = parts.into_iter().filter(|side| *side != item.side);
    others.find_map(|side| {
        let other = Item { side, ..item.clone() };
        is.get(&other).filter(|_| !was.contains_key(&other)).map(|name| (side, name))
    })
}

/// Cargo features that come and go, and old names that are gone: each with what it belonged to.
pub(super) fn whole(old: &Rust, new: &Rust) -> Vec<(Target, Change)> {
    let mut changes = Vec::new();
    for (rule, from, to) in [(Rule::FeatureRemoved, old, new), (Rule::FeatureAdded, new, old)] {
        for feature in from.features.difference(&to.features) {
            let Some(target) = user(from, feature) else { continue };
            let change = Change { place: format!("feature {feature}"), ..Change::whole(rule) };
            changes.push((target, change));
        }
    }
    for (alias, to) in &old.aliases {
        let replaced = || new.written.values().any(|written| written.path == *alias);
        let target = || new.written.iter().find(|(_, written)| written.path == *to).map(|(target, _)| target.clone());
        // With the operation itself gone, that is what is said.
        if let Some(target) = target().filter(|_| !new.aliases.contains_key(alias) && !replaced()) {
            changes.push((target, Change { before: Some(alias.clone()), ..Change::whole(Rule::AliasRemoved) }));
        }
    }
    changes
}

/// The first operation that needs the feature, or that had its old name there.
fn user(rust: &Rust, feature: &str) -> Option<Target> {
    let needs = |written: &Written| written.feature.as_deref() == Some(feature);
    let first = rust.written.iter().find(|(_, written)| needs(written));
    first.or_else(|| rust.written.iter().next()).map(|(target, _)| target.clone())
}
