//! What does not fit an entry, in words: what differs where, and the lines that mend it.

use std::collections::BTreeMap;

use wechatpay_spec::Target;
use wechatpay_spec::types::{SharedType, TypePlace};

use super::difference::{Aspect, Difference};
use super::index::Owners;
use super::merge::Merged;
use super::merging::Partly;
use crate::names::Refusal;

/// How many differences are shown.
const SHOWN: usize = 12;
/// How many places are named for each thing that is found.
const NAMED: usize = 2;

/// Everything that keeps the places of an entry from being one type.
pub fn refusals(merged: &Merged, owners: &Owners<'_>) -> Vec<Refusal> {
    let entry = owners.entry(merged.entry);
    let mut refusals: Vec<Refusal> = merged.partly.iter().map(|partly| self::partly(partly, entry, owners)).collect();
    if !merged.differences.is_empty() {
        refusals.push(misfit(merged, entry));
    }
    refusals
}

fn misfit(merged: &Merged, entry: &SharedType) -> Refusal {
    let Merged { places, differences, .. } = merged;
    let groups = groups(places, differences);
    let mut said = vec![format!("{}: the places of `{}` are not one type", at(entry), entry.full_name())];
    said.extend(differences.iter().take(SHOWN).map(|difference| format!("  {}", told(difference, places))));
    if differences.len() > SHOWN {
        said.push(format!("  and {} more", differences.len() - SHOWN));
    }
    said.extend(split(&groups));
    said.extend(widen(entry, differences));
    let parties = groups.iter().map(|group| group.iter().map(|place| place.target.clone()).collect()).collect();
    Refusal::Type { parties, reason: said.join("\n") }
}

fn at(entry: &SharedType) -> String {
    format!("spec/{}:{}", entry.file, entry.place)
}

/// `` `amount.total` is an integer in `A`, and a text in `B` ``
fn told(difference: &Difference, places: &[TypePlace]) -> String {
    let Difference { path, aspect, found } = difference;
    let what = if path.is_empty() { "it".to_owned() } else { format!("`{}`", path.join(".")) };
    let mut groups: Vec<(&str, Vec<&TypePlace>)> = Vec::new();
    for (place, word) in places.iter().zip(found) {
        let Some(word) = word else { continue };
        match groups.iter_mut().find(|(known, _)| known == word) {
            Some((_, group)) => group.push(place),
            None => groups.push((word, vec![place])),
        }
    }
    let groups = groups.iter().map(|(word, places)| {
        let named: Vec<String> = places.iter().take(NAMED).map(|place| format!("`{place}`")).collect();
        let more = if places.len() > NAMED { format!(" and {} more", places.len() - NAMED) } else { String::new() };
        let word =
            if matches!(aspect, Aspect::Ident | Aspect::Variant) { format!("`{word}`") } else { (*word).to_owned() };
        format!("{word} in {}{more}", named.join(", "))
    });
    format!("{what} {} {}", aspect.verb(), groups.collect::<Vec<_>>().join(", and "))
}

/// The places that are alike in what cannot be united; where all of it can be, in everything. The most come first.
fn groups<'p>(places: &'p [TypePlace], differences: &[Difference]) -> Vec<Vec<&'p TypePlace>> {
    let mut hard: Vec<&Difference> = differences.iter().filter(|it| it.aspect.word().is_none()).collect();
    if hard.is_empty() {
        hard = differences.iter().collect();
    }
    let mut groups: Vec<(Vec<Option<&String>>, Vec<&TypePlace>)> = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let key: Vec<Option<&String>> = hard.iter().map(|difference| difference.found[number].as_ref()).collect();
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(place),
            None => groups.push((key, vec![place])),
        }
    }
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The lines that make entries of those that are alike.
fn split(groups: &[Vec<&TypePlace>]) -> Vec<String> {
    let (alone, together): (Vec<_>, Vec<_>) = groups.iter().skip(1).partition(|group| group.len() == 1);
    let mut said = Vec::new();
    if !together.is_empty() {
        said.push("split it: move these places to entries of their own".to_owned());
    }
    for group in together {
        said.extend(["[[type]]", "name = \"\"", "places = ["].map(str::to_owned));
        said.extend(lines(group));
        said.push("]".to_owned());
    }
    if !alone.is_empty() {
        said.push("split it: take these places out, of which each is a type of its own".to_owned());
        said.extend(alone.into_iter().flat_map(|group| lines(group)));
    }
    said
}

fn lines(places: &[&TypePlace]) -> Vec<String> {
    places.iter().map(|place| format!("  \"{place}\",")).collect()
}

/// The lines that let the places differ, where that is possible.
fn widen(entry: &SharedType, differences: &[Difference]) -> Option<String> {
    let mut unite = entry.unite;
    for difference in differences {
        match difference.aspect {
            Aspect::Presence => unite.required = true,
            Aspect::Values => unite.values = true,
            Aspect::Member => unite.members = true,
            _ => {}
        }
    }
    if unite == entry.unite {
        return None;
    }
    let words: Vec<String> = unite.words().iter().map(|word| format!("\"{word}\"")).collect();
    let whole = if differences.iter().all(|it| it.aspect.word().is_some()) { "or" } else { "and" };
    let reason = if entry.reason.is_empty() { "\nreason = \"\"" } else { "" };
    Some(format!("{whole} widen it, where the same is meant by all that stay\nunite = [{}]{reason}", words.join(", ")))
}

/// A type below that is another entry's, and not at each place.
fn partly(partly: &Partly, entry: &SharedType, owners: &Owners<'_>) -> Refusal {
    let mut by_owner: BTreeMap<Option<usize>, Vec<&TypePlace>> = BTreeMap::new();
    for (place, owner) in &partly.places {
        by_owner.entry(*owner).or_default().push(place);
    }
    let missing = by_owner.remove(&None).unwrap_or_default();
    let names: Vec<String> = by_owner
        .iter()
        .filter_map(|(owner, places)| Some((owner.as_ref()?, places)))
        .map(|(owner, places)| format!("`{}` in `{}`", owners.entry(*owner).full_name(), places[0]))
        .collect();
    let (path, name) = (partly.path.join("."), entry.full_name());
    let reason = format!("{}: `{path}` below `{name}` is {}", at(entry), names.join(" and "));
    let advice = if names.len() > 1 {
        ": below one type it is one type, so one of them has all of these places".to_owned()
    } else {
        let owner = by_owner.keys().flatten().map(|owner| owners.entry(*owner)).next();
        let owner = owner.map(|owner| format!("`{}` ({})", owner.full_name(), at(owner))).unwrap_or_default();
        let lines = lines(&missing).join("\n");
        format!(", and not in all of its places: put these into {owner} too\n{lines}")
    };
    let targets = |places: &[&TypePlace]| places.iter().map(|place| place.target.clone()).collect::<Vec<Target>>();
    let parties = by_owner.values().chain([&missing]).map(|places| targets(places)).collect();
    Refusal::Type { parties, reason: reason + &advice }
}
