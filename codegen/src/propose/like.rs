//! What is like one place: for a person who chooses by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wechatpay_spec::Types;
use wechatpay_spec::types::{TypePlace, Unite};

use super::alike::{self, Difference};
use super::near;
use super::site::Site;

/// From how much in common something is shown, of a hundred.
const LIKE: usize = 50;

/// All that has half of its members in common with a place, the most first; nothing where that is no place of a type.
pub fn like(sites: &[Site], shapes: &[usize], types: &Types, place: &TypePlace) -> Option<String> {
    let at = sites.iter().position(|site| site.place == *place)?;
    // What is the same is told together.
    let mut found: BTreeMap<(usize, bool, usize), Vec<usize>> = BTreeMap::new();
    for (index, site) in sites.iter().enumerate() {
        let likeness = near::likeness(&sites[at], site);
        let is_of_a_kind = site.place.is_sent() == sites[at].place.is_sent();
        if is_of_a_kind && likeness >= LIKE {
            found.entry((100 - likeness, shapes[index] != shapes[at], shapes[index])).or_default().push(index);
        }
    }
    let mut out = String::new();
    for ((less, ..), places) in found {
        let differences = alike::differences(sites, at, places[0]);
        let _ = writeln!(out, "{}", head(100 - less, &differences));
        for difference in &differences {
            let _ = writeln!(out, "#   {difference}");
        }
        for place in places {
            let entry = types.entries().iter().find(|entry| entry.places.iter().any(|it| it.0 == sites[place].place));
            let entry = entry.map(|entry| format!(" # {}", entry.full_name())).unwrap_or_default();
            let _ = writeln!(out, "  \"{}\",{entry}", sites[place].place);
        }
    }
    Some(out)
}

fn head(likeness: usize, differences: &[Difference]) -> String {
    match alike::unite(differences) {
        None => format!("# {likeness} of 100 in common, and cannot be one type:"),
        Some(unite) if unite == Unite::default() => "# the same:".to_owned(),
        Some(unite) => format!("# {likeness} of 100 in common; unite {}:", unite.words().join(", ")),
    }
}
