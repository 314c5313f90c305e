//! Who uses a shared type, and under which cargo features it is there.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{Side, Target, Webhook};

use super::hold::{Holds, holds};
use super::index::{Index, Owners};
use super::merge::Merged;
use crate::names as named;
use crate::names::model::{Crate, Features, Resource, Shared};

/// All of a type: what it is, and whose.
pub fn shared(
    merged: Merged,
    named: &Crate<'_>,
    (index, owners): (&Index<'_>, &Owners<'_>),
    features: Features,
) -> Shared {
    let entry = owners.entry(merged.entry);
    let name = owners.name(merged.entry);
    let users = merged.places.iter().filter_map(|place| Some(path(place, index.get(place)?.name()))).collect();
    let resource = resource(&merged.places, named);
    let (module, file) = (named::module_of(&name.name), entry.file.clone());
    let Merged { ty, nested, united, .. } = merged;
    Shared { name, file, ty, nested, module, users, features, resource, united }
}

/// What a caller writes for the type at a place.
fn path(place: &TypePlace, name: &str) -> String {
    let is_top = place.path.is_empty();
    match &place.target {
        Target::Operation(id) => {
            let (path, method) = (named::modules(&id.path).join("::"), id.method.lower());
            match place.side {
                _ if is_top => format!("{path}::{name}"),
                Side::Response => format!("{path}::{method}_response::{name}"),
                _ => format!("{path}::{method}::{name}"),
            }
        }
        Target::Webhook(event) => {
            let module = named::webhook_module(event);
            if is_top {
                format!("webhook::{module}::{name}")
            } else {
                format!("webhook::{module}::{}::{name}", place.side)
            }
        }
    }
}

/// What a type says of the notifications that hold it: the first gives it its event type.
fn resource(places: &[TypePlace], named: &Crate<'_>) -> Option<Resource> {
    let whole = places.iter().filter(|place| place.side == Side::Resource && place.path.is_empty());
    let webhooks: Vec<&Webhook> = whole.filter_map(|place| webhook(named, &place.target)).collect();
    let event_type = webhooks.first()?.name.clone();
    let also = webhooks.iter().flat_map(|webhook| std::iter::once(&webhook.name).chain(&webhook.also));
    let also = distinct(also.filter(|name| **name != event_type));
    let original_types = distinct(webhooks.iter().flat_map(|webhook| &webhook.original_type));
    Some(Resource { event_type, also, original_types })
}

fn webhook<'s>(named: &Crate<'s>, target: &Target) -> Option<&'s Webhook> {
    let Target::Webhook(name) = target else { return None };
    named.webhooks.iter().map(|webhook| webhook.spec).find(|webhook| webhook.name == *name)
}

fn distinct<'t>(texts: impl Iterator<Item = &'t String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| seen.insert(*text)).cloned().collect()
}

/// The features of which one has to be on for each entry: those of its places, and of whoever holds it.
pub fn features(merged: &[Merged]) -> BTreeMap<usize, Features> {
    let own = |merged: &Merged| (merged.entry, of_places(merged));
    let mut features: BTreeMap<usize, Features> = merged.iter().map(own).collect();
    let holds = holds(merged);
    // No type holds itself, so this ends: with the longest way from a type to one that it holds.
    while spread(&mut features, &holds) {}
    features
}

fn spread(features: &mut BTreeMap<usize, Features>, holds: &Holds) -> bool {
    let mut has_changed = false;
    for (holder, held) in holds {
        for entry in held {
            let wider = features[holder].clone().or(&features[entry]);
            if wider != features[entry] {
                features.insert(*entry, wider);
                has_changed = true;
            }
        }
    }
    has_changed
}

fn of_places(merged: &Merged) -> Features {
    let mut all = BTreeSet::new();
    for place in &merged.places {
        match feature(&place.target) {
            Some(feature) => all.insert(feature),
            None => return Features::Always,
        };
    }
    Features::Any(all)
}

fn feature(target: &Target) -> Option<String> {
    match target {
        Target::Operation(id) => named::feature(&id.path),
        Target::Webhook(_) => Some("webhook".to_owned()),
    }
}
