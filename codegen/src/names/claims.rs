//! Names for the types of one side of one operation: the shortest that are unique, and never a number.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::ItemKind;

use super::kept::{At, Kept};
use super::refusal::Refusal;
use super::words::{self, TAKEN_TYPES, type_name};

/// A type that wants a name.
#[derive(Debug)]
pub struct Claim {
    pub at: At,
    /// It has a builder, whose name is taken too.
    pub builder: bool,
    /// It is one of many: its field is a list.
    pub element: bool,
}

impl Claim {
    fn path(&self) -> &[String] {
        &self.at.path
    }

    /// As many of the last names of its path as `depth` says. One of many is called like one.
    fn name(&self, depth: usize) -> String {
        let mut path = self.at.path.clone();
        if let Some(last) = path.last_mut().filter(|_| self.element) {
            *last = words::one_of(last);
        }
        type_name(&path, depth)
    }
}

/// The name of each claim. What is published keeps its name. Of the rest, one that clashes takes its parent's name in
/// front, and so do all that it clashes with.
pub fn settle(claims: &[Claim], kept: &mut Kept<'_>) -> Vec<String> {
    let mut taken = Taken::default();
    let mut names: Vec<Option<String>> = vec![None; claims.len()];
    if kept.is_published() {
        recorded(claims, kept, &mut names, &mut taken);
        following(claims, kept, &mut names, &mut taken);
    }
    let open: Vec<&Claim> =
        claims.iter().zip(&names).filter(|(_, name)| name.is_none()).map(|(claim, _)| claim).collect();
    let mut grown = distinct(&open, grow(&open, &taken), &mut taken).into_iter();
    let names = names.into_iter().map(|name| name.or_else(|| grown.next()).unwrap_or_default());
    let names: Vec<String> = names.collect();
    for (claim, name) in claims.iter().zip(&names) {
        let follows = kept.is_first(claim.at.side) && words::follows_from_path(name, claim.path());
        kept.give(ItemKind::Type, &claim.at, "", name, follows);
    }
    names
}

/// What the record says.
fn recorded(claims: &[Claim], kept: &mut Kept<'_>, names: &mut [Option<String>], taken: &mut Taken) {
    let published: Vec<Option<&str>> =
        claims.iter().map(|claim| kept.recorded(ItemKind::Type, &claim.at, "")).collect();
    for ((claim, published_name), slot) in claims.iter().zip(&published).zip(names) {
        let Some(name) = *published_name else { continue };
        // A type that has come by a builder, whose name another type has, is another type now.
        if claim.builder && published.contains(&Some(&builder(name))) {
            continue;
        }
        if !words::is_identifier(name) || TAKEN_TYPES.contains(&name) {
            kept.refuse(ItemKind::Type, &claim.at, "", name, Refusal::NO_IDENTIFIER);
        } else if taken.names.contains(name) {
            kept.refuse(ItemKind::Type, &claim.at, "", name, Refusal::TAKEN);
        } else if taken.take(claim, name) {
            *slot = Some(name.to_owned());
        }
    }
}

/// Names that need no record. Those in the URL come first, as nothing can come into it later.
fn following(claims: &[Claim], kept: &Kept<'_>, names: &mut [Option<String>], taken: &mut Taken) {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|index| claims[*index].at.side);
    for index in order {
        let claim = &claims[index];
        let name = claim.name(1);
        let follows = kept.is_first(claim.at.side) && words::follows_from_path(&name, claim.path());
        if names[index].is_none() && follows && taken.take(claim, &name) {
            names[index] = Some(name);
        }
    }
}

/// The names of types and of their builders.
struct Taken {
    names: BTreeSet<String>,
}

impl Default for Taken {
    fn default() -> Self {
        Self { names: TAKEN_TYPES.iter().map(|name| (*name).to_owned()).collect() }
    }
}

impl Taken {
    /// Takes the name for the claim, if it can have it.
    fn take(&mut self, claim: &Claim, name: &str) -> bool {
        let builders = claim.builder.then(|| builder(name));
        let free = !self.names.contains(name) && !builders.as_ref().is_some_and(|name| self.names.contains(name));
        if free {
            self.names.insert(name.to_owned());
            self.names.extend(builders);
        }
        free
    }
}

/// Makes names longer until no two clash, or they cannot be made longer.
fn grow(claims: &[&Claim], taken: &Taken) -> Vec<String> {
    let mut depths = vec![1; claims.len()];
    loop {
        let names: Vec<String> = claims.iter().zip(&depths).map(|(claim, depth)| claim.name(*depth)).collect();
        let mut grown = false;
        for index in clashing(claims, &names, taken) {
            if depths[index] < claims[index].path().len() {
                depths[index] += 1;
                grown = true;
            }
        }
        if !grown {
            return names;
        }
    }
}

/// The places of all claims that want a name which another one, or the language, has.
fn clashing(claims: &[&Claim], names: &[String], taken: &Taken) -> Vec<usize> {
    let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (claim, name)) in claims.iter().zip(names).enumerate() {
        wanted.entry(name.clone()).or_default().push(index);
        if claim.builder {
            wanted.entry(builder(name)).or_default().push(index);
        }
    }
    let clashing = wanted.into_iter().filter(|(name, by)| by.len() > 1 || taken.names.contains(name));
    let mut clashing: Vec<usize> = clashing.flat_map(|(_, by)| by).collect();
    clashing.sort_unstable();
    clashing.dedup();
    clashing
}

/// What is left are fields whose whole paths read the same, or a word of the language on the top level.
fn distinct(claims: &[&Claim], names: Vec<String>, taken: &mut Taken) -> Vec<String> {
    let settled = claims.iter().zip(names).map(|(claim, mut name)| {
        while !taken.take(claim, &name) {
            name.push('_');
        }
        name
    });
    settled.collect()
}

/// The name of a type's builder.
pub fn builder(name: &str) -> String {
    format!("{name}Builder")
}

#[cfg(test)]
mod tests {
    use wechatpay_spec::Side;

    use super::*;

    fn claims(paths: &[&str]) -> Vec<Claim> {
        let at = |path: &&str| At { side: Side::Response, path: path.split('.').map(str::to_owned).collect() };
        paths.iter().map(|path| Claim { at: at(path), builder: true, element: false }).collect()
    }

    fn settled(paths: &[&str]) -> Vec<String> {
        settle(&claims(paths), &mut Kept::of_shared(None))
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
    fn one_of_many_is_called_like_one() {
        let mut claims = claims(&["receivers", "receiver", "goods", "coupon_list"]);
        for index in [0, 2, 3] {
            claims[index].element = true;
        }
        let names = settle(&claims, &mut Kept::of_shared(None));
        assert_eq!(names, ["Receiver", "Receiver_", "Goods", "Coupon"]);
    }

    #[test]
    fn words_of_the_language_are_taken() {
        assert_eq!(settled(&["info.option", "string"]), ["InfoOption", "String_"]);
    }
}
