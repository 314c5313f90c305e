//! In what two types differ, and what has to be united for them to be one.

use std::collections::BTreeSet;
use std::fmt;

use wechatpay_spec::types::Unite;

use super::site::{Body, Member, Site};
use crate::names::model::Presence;

/// A difference between the types at two places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The names on the wire, down to where they differ; none where it is the type itself.
    pub path: Vec<String>,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A member is counted on at one place, and less so at the other: the words for both, the stronger first.
    Required([&'static str; 2]),
    /// Values that one of the two does not list.
    Values(Vec<String>),
    /// A member that one of the two does not have.
    Lacks,
    /// Nothing makes one type of these.
    Clash(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "it".to_owned() } else { format!("`{}`", self.path.join(".")) };
        match &self.what {
            What::Required([strong, weak]) => write!(f, "{path} is {strong} at one of them, and {weak} at the other"),
            What::Values(values) => write!(f, "{path} has at one of them only: {}", values.join(", ")),
            What::Lacks => write!(f, "{path} is a member of one of them only"),
            What::Clash(why) => write!(f, "{path}: {why}"),
        }
    }
}

/// What it takes to make one type of what differs so. Nothing where that cannot be.
pub fn unite<'d>(differences: impl IntoIterator<Item = &'d Difference>) -> Option<Unite> {
    let mut unite = Unite::default();
    for difference in differences {
        match difference.what {
            What::Required(_) => unite.required = true,
            What::Values(_) => unite.values = true,
            What::Lacks => unite.members = true,
            What::Clash(_) => return None,
        }
    }
    Some(unite)
}

/// All differences between the types of two sites, and of all below them.
pub fn differences(sites: &[Site], one: usize, other: usize) -> Vec<Difference> {
    let is_sent = sites[one].place.is_sent();
    let mut found = Found { sites, is_sent, path: Vec::new(), differences: Vec::new() };
    found.types(one, other);
    found.differences
}

struct Found<'s> {
    sites: &'s [Site],
    /// What has to be given of several is asked of whoever sends.
    is_sent: bool,
    path: Vec<String>,
    differences: Vec<Difference>,
}

impl Found<'_> {
    fn add(&mut self, what: What) {
        self.differences.push(Difference { path: self.path.clone(), what });
    }

    fn clash(&mut self, one: impl fmt::Display, other: impl fmt::Display) {
        self.add(What::Clash(format!("{one} beside {other}")));
    }

    fn types(&mut self, one: usize, other: usize) {
        match (&self.sites[one].body, &self.sites[other].body) {
            (Body::Struct(ours), Body::Struct(theirs)) => {
                let names: BTreeSet<&str> = ours.iter().chain(theirs).map(|member| member.wire.as_str()).collect();
                for name in names {
                    let find = |members: &[Member]| members.iter().position(|member| member.wire == name);
                    self.path.push(name.to_owned());
                    match (find(ours), find(theirs)) {
                        (Some(our), Some(their)) => self.members(&ours[our], &theirs[their]),
                        _ => self.add(What::Lacks),
                    }
                    self.path.pop();
                }
            }
            (Body::Enum(ours), Body::Enum(theirs)) => self.values(ours, theirs),
            _ => self.clash("an object", "a text"),
        }
    }

    fn members(&mut self, one: &Member, other: &Member) {
        if one.ident != other.ident {
            self.clash(&one.ident, &other.ident);
        }
        if one.list != other.list {
            self.clash("a list", "no list");
        }
        if one.encoded != other.encoded {
            self.clash("JSON in a string", "no JSON in a string");
        }
        if one.one_of != other.one_of && self.is_sent {
            self.clash("one of several that has to be given", "none of these");
        }
        if one.presence != other.presence {
            let mut both = [one.presence, other.presence];
            both.sort_by_key(|presence| rank(*presence));
            self.add(What::Required(both.map(|presence| word(presence, self.is_sent))));
        }
        self.numbers(one, other);
        match (one.inner, other.inner) {
            (Some(one), Some(other)) => self.types(one, other),
            (None, None) if one.kind == other.kind => {}
            (None, Some(inner)) | (Some(inner), None) => self.text(inner, one, other),
            (None, None) => self.clash(one.kind, other.kind),
        }
    }

    /// A text with documented values, beside one without.
    fn text(&mut self, inner: usize, one: &Member, other: &Member) {
        match &self.sites[inner].body {
            Body::Enum(values) if [one.kind, other.kind].contains(&"String") => {
                self.add(What::Values(values.iter().map(|(value, _)| value.clone()).collect()));
            }
            _ => self.clash(one.kind, other.kind),
        }
    }

    fn numbers(&mut self, one: &Member, other: &Member) {
        let [ours, theirs] = [one, other].map(|member| member.values.iter().collect::<BTreeSet<_>>());
        let only: Vec<String> = ours.symmetric_difference(&theirs).map(|value| (*value).clone()).collect();
        if !only.is_empty() {
            self.add(What::Values(only));
        }
    }

    fn values(&mut self, ours: &[(String, String)], theirs: &[(String, String)]) {
        let find = |values: &[(String, String)], value: &str| values.iter().position(|(known, _)| known == value);
        let mut only = Vec::new();
        for (value, variant) in ours {
            match find(theirs, value) {
                None => only.push(value.clone()),
                Some(their) if theirs[their].1 != *variant => self.clash(variant, &theirs[their].1),
                Some(_) => {}
            }
        }
        only.extend(theirs.iter().filter(|(value, _)| find(ours, value).is_none()).map(|(value, _)| value.clone()));
        if !only.is_empty() {
            self.add(What::Values(only));
        }
    }
}

fn rank(presence: Presence) -> usize {
    match presence {
        Presence::Certain => 0,
        Presence::Stated => 1,
        Presence::Optional => 2,
    }
}

fn word(presence: Presence, is_sent: bool) -> &'static str {
    match presence {
        Presence::Certain if is_sent => "required",
        Presence::Certain => "certain",
        Presence::Stated => "stated",
        Presence::Optional => "optional",
    }
}
