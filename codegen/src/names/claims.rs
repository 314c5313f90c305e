//! Names for the types of one side of one operation: the shortest that are unique, and never a number.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{TAKEN_TYPES, type_name};

/// A type that wants a name.
#[derive(Debug)]
pub struct Claim {
    /// The names of the fields from the root to the type.
    pub path: Vec<String>,
    /// It has a builder, whose name is taken too.
    pub builder: bool,
}

/// The name of each claim. One that clashes takes its parent's name in front, and so do all that it clashes with.
pub fn settle(claims: &[Claim]) -> Vec<String> {
    let mut depths = vec![1; claims.len()];
    loop {
        let names: Vec<String> =
            claims.iter().zip(&depths).map(|(claim, depth)| type_name(&claim.path, *depth)).collect();
        let clashing = clashing(claims, &names);
        let mut grown = false;
        for index in clashing {
            if depths[index] < claims[index].path.len() {
                depths[index] += 1;
                grown = true;
            }
        }
        if !grown {
            return distinct(claims, names);
        }
    }
}

/// The places of all claims that want a name which another one, or the language, has.
fn clashing(claims: &[Claim], names: &[String]) -> Vec<usize> {
    let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (claim, name)) in claims.iter().zip(names).enumerate() {
        wanted.entry(name.clone()).or_default().push(index);
        if claim.builder {
            wanted.entry(builder(name)).or_default().push(index);
        }
    }
    let taken = |name: &str| TAKEN_TYPES.contains(&name);
    let clashing = wanted.into_iter().filter(|(name, by)| by.len() > 1 || taken(name)).flat_map(|(_, by)| by);
    let mut clashing: Vec<usize> = clashing.collect();
    clashing.sort_unstable();
    clashing.dedup();
    clashing
}

/// What is left are fields whose whole paths read the same, or a word of the language on the top level.
fn distinct(claims: &[Claim], names: Vec<String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = TAKEN_TYPES.iter().map(|name| (*name).to_owned()).collect();
    let mut settled = Vec::with_capacity(names.len());
    for (claim, mut name) in claims.iter().zip(names) {
        while taken.contains(&name) || (claim.builder && taken.contains(&builder(&name))) {
            name.push('_');
        }
        taken.insert(name.clone());
        if claim.builder {
            taken.insert(builder(&name));
        }
        settled.push(name);
    }
    settled
}

/// The name of a type's builder.
pub fn builder(name: &str) -> String {
    format!("{name}Builder")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(paths: &[&str]) -> Vec<String> {
        let claims =
            paths.iter().map(|path| Claim { path: path.split('.').map(str::to_owned).collect(), builder: true });
        settle(&claims.collect::<Vec<_>>())
    }

    #[test]
    fn a_type_is_named_by_its_field() {
        assert_eq!(settled(&["amount", "scene_info", "scene_info.store_info"]), ["Amount", "SceneInfo", "StoreInfo"]);
    }

    #[test]
    fn all_that_clash_take_their_parent_in_front() {
        let names = settled(&["a.amount", "b.amount", "payer"]);
        assert_eq!(names, ["AAmount", "BAmount", "Payer"]);
        let names = settled(&["x.a.amount", "x.b.amount", "y.b.amount"]);
        assert_eq!(names, ["AAmount", "XBAmount", "YBAmount"]);
    }

    #[test]
    fn a_builder_takes_a_name_too() {
        assert_eq!(settled(&["x.amount", "x.amount_builder"]), ["XAmount", "XAmountBuilder_"]);
    }

    #[test]
    fn words_of_the_language_are_taken() {
        assert_eq!(settled(&["info.option", "string"]), ["InfoOption", "String_"]);
    }
}
