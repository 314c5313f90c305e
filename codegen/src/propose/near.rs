//! Which types are so much like each other that a person should look at them.

use super::product;
use super::site::{Body, Member, Site};

/// Whether two sites are worth laying beside each other.
pub fn is_like(sites: &[Site], one: usize, other: usize) -> bool {
    let (one, other) = (&sites[one], &sites[other]);
    if one.place.is_sent() != other.place.is_sent() {
        return false;
    }
    let is_called_alike = one.step() == other.step();
    match (&one.body, &other.body) {
        (Body::Struct(ours), Body::Struct(theirs)) => {
            let common = common(one, other);
            let (small, big) = (ours.len().min(theirs.len()), ours.len().max(theirs.len()));
            let all = small + big - common;
            let is_subset = common == small && common >= 3 && common * 2 >= big;
            let is_much = is_subset || common * 5 >= all * 4;
            is_much && (is_called_alike || common >= 5) && is_like_below(sites, ours, theirs)
        }
        (Body::Enum(ours), Body::Enum(theirs)) => {
            let common = common(one, other);
            let small = ours.len().min(theirs.len());
            let all = ours.len() + theirs.len() - common;
            let is_of_one_product = product::module(&one.place.target) == product::module(&other.place.target);
            is_called_alike && is_of_one_product && (common * 2 >= all || (common == small && common > 1))
        }
        _ => false,
    }
}

/// Pages of a list are alike, and what is listed is not: what lies below has half in common at least.
fn is_like_below(sites: &[Site], ours: &[Member], theirs: &[Member]) -> bool {
    ours.iter().all(|our| {
        let their = theirs.iter().find(|their| their.wire == our.wire);
        let Some((one, other)) = their.and_then(|their| Some((our.inner?, their.inner?))) else { return true };
        match (&sites[one].body, &sites[other].body) {
            (Body::Struct(ours), Body::Struct(theirs)) => {
                likeness(&sites[one], &sites[other]) >= 50 && is_like_below(sites, ours, theirs)
            }
            _ => true,
        }
    })
}

/// How much two sites have in common, of a hundred; for an order among what is like one place.
pub fn likeness(one: &Site, other: &Site) -> usize {
    let common = common(one, other);
    (common * 100).checked_div(one.len() + other.len() - common).unwrap_or_default()
}

/// How many members, or values, are called the same. Both are in their order.
fn common(one: &Site, other: &Site) -> usize {
    match (&one.body, &other.body) {
        (Body::Struct(ours), Body::Struct(theirs)) => {
            both(ours.iter().map(|member| member.wire.as_str()), theirs.iter().map(|member| member.wire.as_str()))
        }
        (Body::Enum(ours), Body::Enum(theirs)) => {
            both(ours.iter().map(|(value, _)| value.as_str()), theirs.iter().map(|(value, _)| value.as_str()))
        }
        _ => 0,
    }
}

fn both<'n>(ours: impl Iterator<Item = &'n str>, theirs: impl Iterator<Item = &'n str>) -> usize {
    let mut theirs = theirs.peekable();
    let is_there = |our: &&str| {
        while theirs.next_if(|their| their < our).is_some() {}
        theirs.next_if_eq(our).is_some()
    };
    ours.filter(is_there).count()
}
