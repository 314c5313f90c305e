//! What could be one type: a person chooses, this says what there is to choose from.
//!
//! [`site`] lists the places of all types, [`shape`] numbers what is exactly the same, [`alike`] says in what two types
//! differ and [`near`] whether that is little. [`group`] puts together what could be one type, [`worth`] says what that
//! saves, [`name`] what it could be called and [`product`] in which module. [`paste`] writes the entries, and [`like`]
//! shows what is like one place.

mod alike;
mod group;
mod like;
mod name;
mod near;
mod paste;
mod product;
mod shape;
mod site;
mod taken;
mod word;
mod worth;

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::types::{TypePlace, Unite};
use wechatpay_spec::{Corrected, Schemas};

use crate::names::{self, Refusal};
use group::{Group, Grouped, Held};
use site::Site;
use taken::{Name, Taken};
pub use worth::{Meets, Sum};

/// What is to be proposed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Nothing that has to be united.
    pub exact: bool,
    /// Only so many, the most worth first.
    pub top: Option<usize>,
    /// Only what has so many places, or saves so many fields.
    pub places: usize,
    pub saves: usize,
}

/// One type that could be, with a name and its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Nothing where no name is free: a person has to find one.
    pub name: Option<Name>,
    /// The names that are taken, where all are.
    pub taken: Vec<String>,
    pub unite: Unite,
    pub places: Vec<TypePlace>,
    /// Fields and values that need not be emitted any more.
    pub saves: usize,
    pub meets: Meets,
    /// In what the places differ, in words.
    pub differences: Vec<String>,
}

/// All proposals, the most worth first: what agrees exactly, and then what has to be united.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposals {
    pub proposals: Vec<Proposal>,
    /// How many places there are.
    pub places: usize,
    /// How many of them are in an entry, or below one.
    pub decided: usize,
    /// How many proposals are declined, and not among these.
    pub declined: usize,
    /// What is emitted now, and with all that is proposed.
    pub before: Sum,
    pub after: Sum,
}

/// Proposes what could be one type, of all that is in no entry yet.
pub fn propose(corrected: &Corrected, schemas: &Schemas, wanted: Wanted) -> Result<Proposals, Vec<Refusal>> {
    let named = names::name(corrected)?;
    let sites = site::all(&named);
    let shapes = shape::shapes(&sites);
    let Grouped { groups, held } = group::group(&sites, &shapes, &corrected.types, !wanted.exact);
    let comes_along: BTreeSet<usize> =
        (0..groups.len()).filter(|number| comes_along(&sites, &held, &groups[*number])).collect();
    let emitted = worth::emitted(&sites, &held, |number| !comes_along.contains(&number));
    let saved = worth::saved(&sites, &emitted);
    let is_wanted = |(number, saves): &(usize, usize)| {
        groups[*number].sites.len() >= wanted.places.max(2) || (wanted.saves > 0 && *saves >= wanted.saves)
    };
    let mut order: Vec<(usize, usize)> = saved.into_iter().filter(is_wanted).collect();
    let first = |number: usize| &sites[groups[number].sites[0]].place;
    let is_united = |number: usize| groups[number].unite != Unite::default();
    order.sort_by_key(|(number, saves)| (is_united(*number), std::cmp::Reverse(*saves), first(*number)));
    let is_declined = |number: usize| {
        let places: Vec<TypePlace> = groups[number].sites.iter().map(|site| sites[*site].place.clone()).collect();
        corrected.types.declined().iter().any(|declined| declined.covers(&places))
    };
    let open = order.len();
    order.retain(|(number, _)| !is_declined(*number));
    let declined = open - order.len();
    order.truncate(wanted.top.unwrap_or(order.len()));
    let chosen: Vec<usize> = order.iter().map(|(number, _)| *number).collect();
    let mut names = names_of(&sites, (&groups, &chosen), corrected, schemas);
    let proposals = order
        .iter()
        .map(|(number, saves)| {
            let group = &groups[*number];
            let (name, taken) = names.remove(number).unwrap_or_default();
            Proposal {
                name,
                taken,
                unite: group.unite,
                places: group.sites.iter().map(|site| sites[*site].place.clone()).collect(),
                saves: *saves,
                meets: worth::meets(&sites, group, &corrected.pairs, &corrected.spec),
                differences: group.differences.iter().map(ToString::to_string).collect(),
            }
        })
        .collect();
    let before = worth::sum(&sites, &worth::emitted(&sites, &held, |_| false));
    let after = worth::sum(&sites, &worth::emitted(&sites, &held, |number| chosen.contains(&number)));
    let decided = decided(&sites, &held);
    Ok(Proposals { proposals, places: sites.len(), decided, declined, before, after })
}

/// What is like one place, and in what it differs; or that there is no such place.
pub fn like(corrected: &Corrected, place: &TypePlace) -> Result<Option<String>, Vec<Refusal>> {
    let named = names::name(corrected)?;
    let sites = site::all(&named);
    let shapes = shape::shapes(&sites);
    Ok(like::like(&sites, &shapes, &corrected.types, place))
}

/// Whether each place of a group stands at the same spot of a place of one other type: it comes with that.
fn comes_along(sites: &[Site], held: &[Held], group: &Group) -> bool {
    let outer: BTreeSet<Option<(Outer, &str)>> = group
        .sites
        .iter()
        .map(|site| {
            let outer = match held[sites[*site].parent?] {
                Held::Entry(number) => Outer::Entry(number),
                Held::Group(number) => Outer::Group(number),
                Held::Open | Held::Below => return None,
            };
            Some((outer, sites[*site].step()))
        })
        .collect();
    outer.len() == 1 && !outer.contains(&None)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outer {
    Entry(usize),
    Group(usize),
}

/// The names of the types that people have named.
fn taken(corrected: &Corrected) -> Taken {
    let mut taken = Taken::default();
    for entry in corrected.types.entries() {
        let name = Name { module: entry.module.clone(), name: entry.name.clone() };
        taken.take(&name, entry.is_sent());
    }
    taken
}

/// The best name of each that is free, or all that are not. What comes is named first.
fn names_of(
    sites: &[Site],
    (groups, order): (&[Group], &[usize]),
    corrected: &Corrected,
    schemas: &Schemas,
) -> BTreeMap<usize, (Option<Name>, Vec<String>)> {
    let is_sent = |number: &usize| sites[groups[*number].sites[0]].place.is_sent();
    let mut order: Vec<usize> = order.to_vec();
    order.sort_by_key(is_sent);
    let mut taken = taken(corrected);
    let name = |number: usize| {
        let names = name::candidates(sites, &groups[number], schemas);
        let first = taken.first(&names, is_sent(&number));
        let refused = if first.is_some() { Vec::new() } else { names.iter().map(ToString::to_string).collect() };
        (number, (first, refused))
    };
    order.into_iter().map(name).collect()
}

/// How many sites are an entry's, or lie within one.
fn decided(sites: &[Site], held: &[Held]) -> usize {
    let mut within: BTreeMap<usize, bool> = BTreeMap::new();
    for (index, site) in sites.iter().enumerate() {
        let is_entry = matches!(held[index], Held::Entry(_));
        let is_within = site.parent.is_some_and(|parent| within[&parent]);
        within.insert(index, is_entry || is_within);
    }
    within.values().filter(|is_decided| **is_decided).count()
}
