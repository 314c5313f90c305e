//! Which places could be one type.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wechatpay_spec::Types;
use wechatpay_spec::types::{TypePlace, Unite};

use super::alike::{self, Difference, What};
use super::near;
use super::product;
use super::site::Site;

/// Places that could be one type.
#[derive(Debug)]
pub struct Group {
    /// At least two, in the order of the places.
    pub sites: Vec<usize>,
    pub unite: Unite,
    /// In what they differ, each once.
    pub differences: Vec<Difference>,
}

/// Who has a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Open,
    /// An entry, by its number.
    Entry(usize),
    /// It comes with what it stands in, for there is another type at the same spot of another place of that.
    Below,
    /// A group, by its number.
    Group(usize),
}

/// All groups, and who has each site after them.
#[derive(Debug)]
pub struct Grouped {
    /// In no order. What comes with a bigger one is among them.
    pub groups: Vec<Group>,
    pub held: Vec<Held>,
}

/// Groups what is in no entry: what agrees exactly, and with `near` also what has to be united.
pub fn group(sites: &[Site], shapes: &[usize], types: &Types, near: bool) -> Grouped {
    let mut house =
        House { sites, shapes, below: below(sites), held: vec![Held::Open; sites.len()], groups: Vec::new() };
    house.entries(types);
    if near {
        house.near();
    }
    house.exact();
    Grouped { groups: house.groups, held: house.held }
}

/// What stands right in each site.
fn below(sites: &[Site]) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); sites.len()];
    for (index, site) in sites.iter().enumerate() {
        if let Some(parent) = site.parent {
            below[parent].push(index);
        }
    }
    below
}

struct House<'s> {
    sites: &'s [Site],
    shapes: &'s [usize],
    below: Vec<Vec<usize>>,
    held: Vec<Held>,
    groups: Vec<Group>,
}

/// Sites of one shape that may be one type by their names.
type Unit = Vec<usize>;

impl House<'_> {
    fn entries(&mut self, types: &Types) {
        let at: HashMap<&TypePlace, usize> =
            self.sites.iter().enumerate().map(|(index, site)| (&site.place, index)).collect();
        let of = |entry: &wechatpay_spec::types::SharedType| -> Vec<usize> {
            entry.places.iter().filter_map(|(place, _)| at.get(place).copied()).collect()
        };
        let all: Vec<Vec<usize>> = types.entries().iter().map(of).collect();
        for (number, sites) in all.iter().enumerate() {
            for site in sites {
                self.held[*site] = Held::Entry(number);
            }
        }
        for sites in &all {
            self.close_below(sites);
        }
    }

    /// What stands at one spot of all places of a type is one type with it, and can be a place of another entry only where
    /// it agrees.
    fn close_below(&mut self, places: &[usize]) {
        let mut spots: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for inner in places.iter().flat_map(|place| &self.below[*place]) {
            spots.entry(self.sites[*inner].step()).or_default().push(*inner);
        }
        for inner in spots.into_values() {
            let is_open = inner.iter().all(|site| self.held[*site] == Held::Open);
            let is_alike = inner.iter().all(|site| self.shapes[*site] == self.shapes[inner[0]]);
            if is_open && !is_alike {
                for site in &inner {
                    self.held[*site] = Held::Below;
                }
                self.close_below(&inner);
            }
        }
    }

    /// What is open, by shape. Little things are one by their names only.
    fn units(&self) -> Vec<Unit> {
        let mut units: BTreeMap<(usize, String), Unit> = BTreeMap::new();
        for (index, site) in self.sites.iter().enumerate().filter(|(index, _)| self.held[*index] == Held::Open) {
            units.entry((self.shapes[index], guard(site))).or_default().push(index);
        }
        let mut units: Vec<Unit> = units.into_values().collect();
        // The biggest first, so that what stands in others comes after them.
        units.sort_by_key(|unit| (std::cmp::Reverse(self.size(unit[0])), self.sites[unit[0]].place.clone()));
        units
    }

    /// How much it is with all below it.
    fn size(&self, site: usize) -> usize {
        self.sites[site].len() + self.below[site].iter().map(|inner| self.size(*inner)).sum::<usize>()
    }

    fn near(&mut self) {
        let units = self.units();
        let mut taken = vec![false; units.len()];
        for first in 0..units.len() {
            if taken[first] {
                continue;
            }
            let mut members = vec![first];
            let mut sites = self.open(&units[first]);
            let mut found = BTreeSet::new();
            for next in first + 1..units.len() {
                if taken[next] || sites.is_empty() {
                    continue;
                }
                let Some(differences) = self.joins(&members, next, &units) else { continue };
                let mut more = self.open(&units[next]);
                more.retain(|site| !self.lies_within(*site, &sites));
                if !more.is_empty() {
                    sites.extend(more);
                    members.push(next);
                    found.extend(differences);
                }
            }
            if members.len() > 1 && sites.len() > 1 {
                for unit in &members {
                    taken[*unit] = true;
                }
                self.add(sites, found);
            }
        }
    }

    fn open(&self, unit: &Unit) -> Vec<usize> {
        unit.iter().copied().filter(|site| self.held[*site] == Held::Open).collect()
    }

    fn lies_within(&self, site: usize, others: &[usize]) -> bool {
        let mut outer = self.sites[site].parent;
        while let Some(at) = outer {
            if others.contains(&at) {
                return true;
            }
            outer = self.sites[at].parent;
        }
        false
    }

    /// In what a unit differs from those of a group, where it can be one type with all of them and is like the first.
    fn joins(&self, members: &[usize], next: usize, units: &[Unit]) -> Option<Vec<Difference>> {
        let other = units[next][0];
        if !near::is_like(self.sites, units[members[0]][0], other) {
            return None;
        }
        let mut all = Vec::new();
        for member in members {
            let differences = alike::differences(self.sites, units[*member][0], other);
            alike::unite(&differences)?;
            all.extend(differences);
        }
        Some(all)
    }

    fn exact(&mut self) {
        for unit in self.units() {
            if unit.len() > 1 {
                self.add(unit, BTreeSet::new());
            }
        }
    }

    fn add(&mut self, mut sites: Vec<usize>, differences: BTreeSet<Difference>) {
        sites.sort_by(|one, other| self.sites[*one].place.cmp(&self.sites[*other].place));
        let number = self.groups.len();
        for site in &sites {
            self.held[*site] = Held::Group(number);
        }
        self.close_below(&sites);
        let unite = alike::unite(&differences).unwrap_or_default();
        let differences = told(differences);
        self.groups.push(Group { sites, unite, differences });
    }
}

/// What is little is one type only where it is called the same: two members have often the same names and another
/// meaning. A whole answer of one member is its product's.
fn guard(site: &Site) -> String {
    let is_little = site.len() < 4;
    let is_answer = site.place.path.is_empty();
    match (is_little, is_answer) {
        (true, true) if site.len() < 3 => product::module(&site.place.target),
        (true, true) => "an answer".to_owned(),
        (true, false) => format!("field {}", site.step()),
        (false, _) => String::new(),
    }
}

/// Each difference once: the values of one field together.
fn told(differences: BTreeSet<Difference>) -> Vec<Difference> {
    let mut told: Vec<Difference> = Vec::new();
    for Difference { path, what } in differences {
        match (told.last_mut(), what) {
            (Some(Difference { path: last, what: What::Values(known) }), What::Values(more)) if *last == path => {
                known.extend(more);
                known.sort();
                known.dedup();
            }
            (_, what) => told.push(Difference { path, what }),
        }
    }
    told
}
