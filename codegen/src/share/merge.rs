//! One type of those that stand at the places of an entry.

use std::collections::BTreeSet;

use wechatpay_spec::Recorded;
use wechatpay_spec::types::{TypePlace, Unite};

use super::difference::Difference;
use super::index::{Index, Owners, Shape};
use super::merging::{Merging, Partly};
use super::{title, word};
use crate::names::model::{Enum, Nested, Side, Struct, Type};

/// What has become of an entry.
#[derive(Debug)]
pub struct Merged {
    /// Its number.
    pub entry: usize,
    /// Those of its places that are there.
    pub places: Vec<TypePlace>,
    pub ty: Type,
    /// The types below it, each by its path from it.
    pub nested: Vec<Nested>,
    /// The entries whose types it holds.
    pub holds: BTreeSet<usize>,
    /// What does not fit.
    pub differences: Vec<Difference>,
    /// Where only some of the places have an entry of their own below.
    pub partly: Vec<Partly>,
    /// In what the places differ, as far as the entry says that they may.
    pub united: Unite,
    /// What is to be recorded of the names below it.
    pub record: Recorded,
    /// Why a recorded name cannot stand.
    pub unnamed: Vec<String>,
}

/// Makes one type of all that stand at the places of an entry; nothing where there are none.
pub fn merge(index: &Index<'_>, owners: &Owners<'_>, entry: usize) -> Option<Merged> {
    let decided = owners.entry(entry);
    let there = decided.places.iter().filter_map(|(place, _)| Some((place, index.get(place)?)));
    let (places, shapes): (Vec<&TypePlace>, Vec<Shape<'_>>) = there.unzip();
    let first = *shapes.first()?;
    let side = if decided.is_sent() { Side::Request } else { Side::Response };
    let mut merging = Merging::new(index, owners, &places, (decided.unite, side));
    let shapes: Vec<(usize, Shape<'_>)> = shapes.into_iter().enumerate().collect();
    let (mut ty, label) = match first {
        Shape::Struct(_) => {
            let structs = merging.structs(&[], &shapes);
            let fields = merging.members(&[], &structs);
            let label = word::label(structs.iter().map(|(_, item)| item.label.as_str()));
            (Type::Struct(Struct { name: String::new(), label: String::new(), fields, side }), label)
        }
        Shape::Enum(_) => {
            let enums = merging.enums(&[], &shapes);
            let label = word::label(enums.iter().map(|(_, item)| item.label.as_str()));
            (
                Type::Enum(Enum { name: String::new(), label: String::new(), variants: merging.values(&[], &enums) }),
                label,
            )
        }
    };
    let mut nested = merging.nested;
    let named = title::name(&mut ty, (&decided.name, label), &mut nested, owners.recorded(entry));
    let (record, unnamed) = named.map_or_else(|unnamed| (Recorded::new(), unnamed), |record| (record, Vec::new()));
    Some(Merged {
        entry,
        places: places.iter().copied().cloned().collect(),
        ty,
        nested,
        holds: merging.holds,
        differences: merging.differences,
        partly: merging.partly,
        united: merging.united,
        record,
        unnamed,
    })
}
