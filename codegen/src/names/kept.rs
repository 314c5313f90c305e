//! A published name stays: what is known of the names of one operation or notification, and what is to be known of
//! them next time.
//!
//! A name that *follows* from the place of its item alone needs no record: no other item can ever have a better claim
//! to it. For every name there is at most one such place, so that two items that came at different times never both
//! hold it by right. Every other name is recorded ([`wechatpay_spec::Names`]), and what is recorded stands.
//!
//! Of an operation that is not in the record nothing is published yet, and its names are made as if there were no
//! others: all that clash give way alike.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{Item, ItemKind, Method, Names, Operation, Recorded, Side, Spec, Target, Webhook};

use super::refusal::Refusal;
use super::words;

/// Where an item stands: the side, and the wire names below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    pub side: Side,
    pub path: Vec<String>,
}

impl At {
    pub fn below(&self, name: &str) -> Self {
        Self { side: self.side, path: [self.path.as_slice(), &[name.to_owned()]].concat() }
    }

    fn item(&self, kind: ItemKind, value: &str) -> Item {
        let path = self.path.iter().filter(|name| !name.is_empty()).cloned().collect();
        Item { kind, side: self.side, path, value: value.to_owned() }
    }
}

/// The names of one operation or notification: those that are published, and all that it has now.
#[derive(Debug)]
pub struct Kept<'r> {
    /// Nothing for what stands at several places.
    target: Option<Target>,
    published: Option<&'r Recorded>,
    /// The part of a request in which an item has the first claim to a name.
    home: Option<Side>,
    /// What stands on top of the parts of the request.
    tops: BTreeSet<(Side, String)>,
    /// Each name, and whether it follows from its place.
    now: BTreeMap<Item, (String, bool)>,
    refusals: Vec<Refusal>,
}

/// What has been given to one operation or notification.
#[derive(Debug, Default)]
pub struct Given {
    /// Every name.
    pub all: Recorded,
    /// Those that need a record.
    pub recorded: Recorded,
    pub refusals: Vec<Refusal>,
}

impl<'r> Kept<'r> {
    pub fn of_operation(spec: &Spec, names: &'r Names, operation: &Operation) -> Self {
        let request = &operation.request;
        let body = match &request.body {
            wechatpay_spec::Body::None => &[][..],
            wechatpay_spec::Body::Json { fields, .. } => fields,
            wechatpay_spec::Body::Multipart { parts } => parts,
        };
        let parts = [
            (Side::RequestPath, request.path.as_slice()),
            (Side::RequestQuery, &request.query.fields),
            (Side::RequestHeaders, &request.headers),
            (Side::RequestBody, body),
        ];
        let tops = parts.iter().flat_map(|(side, fields)| fields.iter().map(|field| (*side, field.name.clone())));
        let home = match operation.id.method {
            Method::Get | Method::Delete => Side::RequestQuery,
            Method::Post | Method::Put | Method::Patch => Side::RequestBody,
        };
        let target = Target::Operation(operation.id.clone());
        let published = names.of(&target, &operation.source, &spec.moved);
        let (target, tops) = (Some(target), tops.collect());
        Self { target, published, home: Some(home), tops, now: BTreeMap::new(), refusals: Vec::new() }
    }

    pub fn of_webhook(spec: &Spec, names: &'r Names, webhook: &Webhook) -> Self {
        let target = Target::Webhook(webhook.name.clone());
        let published = names.of(&target, &webhook.source, &spec.moved);
        let target = Some(target);
        Self { target, published, home: None, tops: BTreeSet::new(), now: BTreeMap::new(), refusals: Vec::new() }
    }

    /// Of the types below one that stands at several places.
    pub fn of_shared(published: Option<&'r Recorded>) -> Self {
        let target = None;
        Self { target, published, home: None, tops: BTreeSet::new(), now: BTreeMap::new(), refusals: Vec::new() }
    }

    /// Whether there are callers already.
    pub fn is_published(&self) -> bool {
        self.published.is_some()
    }

    /// The recorded name of an item.
    pub fn recorded(&self, kind: ItemKind, at: &At, value: &str) -> Option<&'r str> {
        let published = self.published?;
        let item = at.item(kind, value);
        let found = published.get(&item).or_else(|| self.of_other_part(published, &item));
        found.map(String::as_str)
    }

    /// A field that is sent in another part than before is the same one to a caller.
    fn of_other_part(&self, published: &'r Recorded, item: &Item) -> Option<&'r String> {
        let top = item.path.first()?.clone();
        self.home?;
        let parts = [Side::RequestBody, Side::RequestQuery, Side::RequestHeaders];
        let left = parts.into_iter().filter(|side| *side != item.side && !self.tops.contains(&(*side, top.clone())));
        let mut found = left.filter_map(|side| published.get(&Item { side, ..item.clone() }));
        found.next()
    }

    /// Gives an item its name.
    pub fn give(&mut self, kind: ItemKind, at: &At, value: &str, name: &str, follows: bool) {
        self.now.insert(at.item(kind, value), (name.to_owned(), follows));
    }

    /// Says that a recorded name cannot be had.
    pub fn refuse(&mut self, kind: ItemKind, at: &At, value: &str, name: &str, reason: &'static str) {
        let item = at.item(kind, value).to_string();
        self.refusals.push(Refusal::Record { target: self.target.clone(), item, name: name.to_owned(), reason });
    }

    /// Whether an item in this part of a request comes before those of other parts. The path does, because nothing can
    /// come into it later: its fields are the placeholders of the URL.
    pub fn is_first(&self, side: Side) -> bool {
        self.home.is_none() || side == Side::RequestPath || !is_request(side) || self.home == Some(side)
    }

    pub fn finish(self) -> Given {
        let mut given = Given { refusals: self.refusals, ..Given::default() };
        for (item, (name, follows)) in self.now {
            if !follows {
                given.recorded.insert(item.clone(), name.clone());
            }
            given.all.insert(item, name);
        }
        given
    }

    /// Names the variants of an enum, in the order of its values.
    pub fn variants(&mut self, at: &At, values: &[String]) -> Vec<String> {
        let word = at.path.last().map_or("", String::as_str);
        let names = if self.is_published() { self.later_variants(at, values) } else { words::variants(values, word) };
        for (value, name) in values.iter().zip(&names) {
            self.give(ItemKind::Value, at, value, name, words::follows_from_value(name, value));
        }
        names
    }

    fn later_variants(&mut self, at: &At, values: &[String]) -> Vec<String> {
        let mut taken = words::taken_variants();
        let mut names: Vec<Option<String>> = vec![None; values.len()];
        for (value, slot) in values.iter().zip(&mut names) {
            let Some(name) = self.recorded(ItemKind::Value, at, value) else { continue };
            if !words::is_identifier(name) {
                self.refuse(ItemKind::Value, at, value, name, Refusal::NO_IDENTIFIER);
            } else if taken.insert(name.to_owned()) {
                *slot = Some(name.to_owned());
            } else {
                self.refuse(ItemKind::Value, at, value, name, Refusal::TAKEN);
            }
        }
        // What follows from its value comes before what is new.
        for (value, slot) in values.iter().zip(&mut names).filter(|(_, slot)| slot.is_none()) {
            let natural = words::variant(value);
            if words::follows_from_value(&natural, value) && taken.insert(natural.clone()) {
                *slot = Some(natural);
            }
        }
        for (value, slot) in values.iter().zip(&mut names).filter(|(_, slot)| slot.is_none()) {
            let natural = words::variant(value);
            let wanted = if taken.contains(&natural) { words::spelled(value) } else { natural };
            *slot = Some(words::distinct(wanted, &mut taken));
        }
        names.into_iter().map(Option::unwrap_or_default).collect()
    }
}

pub fn is_request(side: Side) -> bool {
    matches!(side, Side::RequestPath | Side::RequestQuery | Side::RequestHeaders | Side::RequestBody)
}
