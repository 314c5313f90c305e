//! Names that cannot be had, and types that would have no end.

use std::collections::BTreeMap;

use super::hold::{Holds, holds};
use super::index::Owners;
use super::merge::Merged;
use crate::names::{self as named, Refusal};

/// Names that Rust does not take, and modules of two types that would be one.
pub fn refusals(merged: &[Merged], owners: &Owners<'_>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut modules = BTreeMap::new();
    for Merged { entry, unnamed, .. } in merged {
        let decided = owners.entry(*entry);
        let mut refuse = |reason: String| {
            let reason = format!("spec/{}:{}: `{}` {reason}", decided.file, decided.place, decided.full_name());
            refusals.push(Refusal::Type { parties: Vec::new(), reason });
        };
        if !named::is_module(&decided.module) || !named::is_type(&decided.name) {
            refuse("is no name that Rust takes there; choose another".to_owned());
        }
        let module = (decided.module.as_str(), named::module_of(&decided.name));
        if let Some(other) = modules.insert(module, decided.full_name()) {
            refuse(format!(
                "would have the same module as `{other}` for what is below it; give one of the two another name"
            ));
        }
        unnamed.iter().cloned().for_each(&mut refuse);
    }
    refusals
}

/// The words of `unite` in which no two places differ, with the place below `spec/`.
pub fn needless(Merged { entry, united, .. }: &Merged, owners: &Owners<'_>) -> Option<String> {
    let entry = owners.entry(*entry);
    let words: Vec<&str> = entry.unite.words().into_iter().filter(|word| !united.words().contains(word)).collect();
    let listed: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let what = if united.words().is_empty() { "`unite` and its reason".to_owned() } else { listed.join(" and ") };
    let alike = words.join(" and ");
    (!words.is_empty()).then(|| {
        let (file, at, name) = (&entry.file, entry.place, entry.full_name());
        format!("{file}:{at}: the places of `{name}` do not differ in {alike}; take {what} out")
    })
}

/// Types that hold each other: none of them would have an end.
pub fn circles(merged: &[Merged], owners: &Owners<'_>) -> Vec<Refusal> {
    let holds = holds(merged);
    let circle = merged.iter().map(|merged| merged.entry).find_map(|entry| circle(entry, &holds));
    let refusal = circle.map(|circle| {
        let first = owners.entry(circle[0]);
        let names: Vec<String> = circle.iter().map(|entry| format!("`{}`", owners.entry(*entry).full_name())).collect();
        let names = names.join(" holds ");
        let reason = format!(
            "spec/{}:{}: {names}: no type holds itself; take the places apart that do not hold the other type",
            first.file, first.place
        );
        Refusal::Type { parties: Vec::new(), reason }
    });
    refusal.into_iter().collect()
}

/// A way from an entry back to it.
fn circle(start: usize, holds: &Holds) -> Option<Vec<usize>> {
    let mut seen = Vec::new();
    let mut ways = vec![vec![start]];
    while let Some(way) = ways.pop() {
        let last = way[way.len() - 1];
        for next in holds.get(&last).into_iter().flatten() {
            let longer = [way.as_slice(), &[*next]].concat();
            if *next == start {
                return Some(longer);
            }
            if !seen.contains(next) {
                seen.push(*next);
                ways.push(longer);
            }
        }
    }
    None
}
