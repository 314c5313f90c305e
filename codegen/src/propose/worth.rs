//! What is emitted, and what a group takes off it.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{Side, Spec, Target, pairs::Pairs};

use super::group::{Group, Held};
use super::site::{Body, Site};

/// The type that is emitted for a site: that of a group or an entry, or of what stands at a spot of such a one, or its
/// own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Emitted {
    of: Owner,
    spot: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Entry(usize),
    Group(usize),
    Site(usize),
}

/// The type that is emitted for each site. A group counts where `is_taken` says so.
pub fn emitted(sites: &[Site], held: &[Held], is_taken: impl Fn(usize) -> bool) -> Vec<Emitted> {
    let mut emitted: Vec<Emitted> = Vec::new();
    for (index, site) in sites.iter().enumerate() {
        let of = match held[index] {
            Held::Entry(number) => Some(Owner::Entry(number)),
            Held::Group(number) if is_taken(number) => Some(Owner::Group(number)),
            _ => None,
        };
        let within = || {
            let outer =
                site.parent.map(|parent| &emitted[parent]).filter(|outer| !matches!(outer.of, Owner::Site(_)))?;
            let spot = [outer.spot.as_slice(), &[site.step().to_owned()]].concat();
            Some(Emitted { of: outer.of, spot })
        };
        let whole = |of| Emitted { of, spot: Vec::new() };
        emitted.push(of.map(whole).or_else(within).unwrap_or_else(|| whole(Owner::Site(index))));
    }
    emitted
}

/// How many fields and values are emitted, and how many types.
pub fn sum(sites: &[Site], emitted: &[Emitted]) -> Sum {
    let mut lines: BTreeSet<(&Emitted, &str)> = BTreeSet::new();
    let mut types: BTreeSet<&Emitted> = BTreeSet::new();
    for (site, emitted) in sites.iter().zip(emitted) {
        types.insert(emitted);
        lines.extend(names(site).map(|name| (emitted, name)));
    }
    Sum { types: types.len(), fields: lines.len() }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub types: usize,
    pub fields: usize,
}

fn names(site: &Site) -> impl Iterator<Item = &str> {
    let (members, values) = match &site.body {
        Body::Struct(members) => (members.as_slice(), [].as_slice()),
        Body::Enum(values) => ([].as_slice(), values.as_slice()),
    };
    members.iter().map(|member| member.wire.as_str()).chain(values.iter().map(|(value, _)| value.as_str()))
}

/// How many fields and values each group saves, with all that comes with it.
pub fn saved(sites: &[Site], emitted: &[Emitted]) -> BTreeMap<usize, usize> {
    let mut saved: BTreeMap<usize, usize> = BTreeMap::new();
    let mut kept: BTreeSet<(&Emitted, &str)> = BTreeSet::new();
    for (site, emitted) in sites.iter().zip(emitted) {
        if let Owner::Group(number) = emitted.of {
            let again = names(site).filter(|name| !kept.insert((emitted, name))).count();
            *saved.entry(number).or_default() += again;
        }
    }
    saved
}

/// What meets in a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meets {
    /// A notification, and a query that answers with the same object.
    pub query: bool,
    /// And what is answered to a write.
    pub write: bool,
}

/// Whether a notification and its query meet in a group, and a write with them.
pub fn meets(sites: &[Site], group: &Group, pairs: &Pairs, spec: &Spec) -> Meets {
    let places = || group.sites.iter().map(|site| &sites[*site].place);
    let has = |target: &Target| places().any(|place| place.target == *target);
    let query = pairs.pairs.iter().any(|pair| {
        pair.webhooks.iter().any(|(name, _)| has(&Target::Webhook(name.clone())))
            && pair.operations.iter().any(|(id, _)| has(&Target::Operation(id.clone())))
    });
    let is_write = |target: &Target| match target {
        Target::Operation(id) => id.method.as_str() != "GET" && spec.operations.iter().any(|one| one.id == *id),
        Target::Webhook(_) => false,
    };
    let write = query && places().any(|place| place.side == Side::Response && is_write(&place.target));
    Meets { query, write }
}
