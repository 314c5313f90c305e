//! Which type stands at a place, and which decision a place belongs to.

use std::collections::{BTreeMap, HashMap, HashSet};

use wechatpay_spec::types::{SharedType, TypePlace};
use wechatpay_spec::{Recorded, Side, Target, Types};

use crate::names::model::{Answer, Crate, Enum, Nested, SharedName, Struct, Type};

/// The types of all targets that decisions speak of.
pub struct Index<'n> {
    shapes: HashMap<TypePlace, Shape<'n>>,
}

/// A type as it is named at its place.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'n> {
    Struct(&'n Struct),
    Enum(&'n Enum),
}

impl<'n> Shape<'n> {
    fn of(ty: &'n Type) -> Self {
        match ty {
            Type::Struct(item) => Self::Struct(item),
            Type::Enum(item) => Self::Enum(item),
        }
    }

    pub fn as_struct(self) -> Option<&'n Struct> {
        if let Self::Struct(item) = self { Some(item) } else { None }
    }

    pub fn as_enum(self) -> Option<&'n Enum> {
        if let Self::Enum(item) = self { Some(item) } else { None }
    }

    pub fn name(self) -> &'n str {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enum(item) => &item.name,
        }
    }
}

impl<'n> Index<'n> {
    pub fn of(named: &'n Crate<'_>, owners: &Owners<'_>) -> Self {
        let mut index = Self { shapes: HashMap::new() };
        for operation in named.operations() {
            let target = Target::Operation(operation.spec.id.clone());
            if !owners.targets.contains(&target) {
                continue;
            }
            index.add(&target, &operation.request_types);
            if let Answer::Json { body, types, .. } = &operation.answer {
                index.top(&target, Side::Response, body);
                index.add(&target, types);
            }
        }
        for webhook in &named.webhooks {
            let target = Target::Webhook(webhook.spec.name.clone());
            if !owners.targets.contains(&target) {
                continue;
            }
            index.top(&target, Side::Resource, &webhook.body);
            index.add(&target, &webhook.types);
            if let Some((_, types)) = &webhook.answer {
                index.add(&target, types);
            }
        }
        index
    }

    fn top(&mut self, target: &Target, side: Side, body: &'n Struct) {
        let place = TypePlace { target: target.clone(), side, path: Vec::new() };
        self.shapes.insert(place, Shape::Struct(body));
    }

    fn add(&mut self, target: &Target, types: &'n [Nested]) {
        for Nested { side, path, ty, .. } in types {
            let place = TypePlace { target: target.clone(), side: *side, path: path.clone() };
            self.shapes.insert(place, Shape::of(ty));
        }
    }

    pub fn get(&self, place: &TypePlace) -> Option<Shape<'n>> {
        self.shapes.get(place).copied()
    }
}

/// The decisions, and whose each place is.
pub struct Owners<'t> {
    entries: &'t [SharedType],
    recorded: &'t BTreeMap<String, Recorded>,
    by_place: HashMap<&'t TypePlace, usize>,
    targets: HashSet<&'t Target>,
}

impl<'t> Owners<'t> {
    /// With what is recorded of the names below them.
    pub fn of(types: &'t Types, recorded: &'t BTreeMap<String, Recorded>) -> Self {
        let entries = types.entries();
        let places =
            || entries.iter().enumerate().flat_map(|(index, entry)| entry.places.iter().map(move |it| (index, &it.0)));
        Self {
            entries,
            recorded,
            by_place: places().map(|(index, place)| (place, index)).collect(),
            targets: places().map(|(_, place)| &place.target).collect(),
        }
    }

    pub fn entry(&self, index: usize) -> &'t SharedType {
        &self.entries[index]
    }

    pub fn recorded(&self, index: usize) -> Option<&'t Recorded> {
        self.recorded.get(&self.entries[index].full_name())
    }

    /// The number of the entry that a place belongs to.
    pub fn of_place(&self, place: &TypePlace) -> Option<usize> {
        self.by_place.get(place).copied()
    }

    /// The name of an entry's type in Rust.
    pub fn name(&self, index: usize) -> SharedName {
        let SharedType { module, name, .. } = &self.entries[index];
        SharedName { modules: vec![module.clone()], name: name.clone() }
    }
}
