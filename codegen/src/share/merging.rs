//! The way through the types at the places of an entry, side by side: what is found alike, and what is not.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::types::{TypePlace, Unite};

use super::difference::{Aspect, Difference, Found};
use super::index::{Index, Owners, Shape};
use super::word;
use crate::names::model::{Base, Enum, Nested, Side, Struct, Type};

/// What is merged so far.
pub(super) struct Merging<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) owners: &'a Owners<'a>,
    pub(super) places: &'a [&'a TypePlace],
    pub(super) unite: Unite,
    pub(super) side: Side,
    /// Those that are held by number until they are named.
    pub(super) nested: Vec<Nested>,
    pub(super) holds: BTreeSet<usize>,
    pub(super) differences: Vec<Difference>,
    pub(super) partly: Vec<Partly>,
    pub(super) united: Unite,
}

/// A type below that is another entry's at some of the places.
#[derive(Debug)]
pub(super) struct Partly {
    pub path: Vec<String>,
    /// Each with the entry whose it is.
    pub places: Vec<(TypePlace, Option<usize>)>,
}

impl<'a> Merging<'a> {
    pub(super) fn new(
        index: &'a Index<'a>,
        owners: &'a Owners<'a>,
        places: &'a [&'a TypePlace],
        (unite, side): (Unite, Side),
    ) -> Self {
        let (nested, differences, partly) = (Vec::new(), Vec::new(), Vec::new());
        let (holds, united) = (BTreeSet::new(), Unite::default());
        Self { index, owners, places, unite, side, nested, holds, differences, partly, united }
    }

    /// Says where something differs, and whether it may.
    pub(super) fn look<I: IntoIterator<Item = (usize, String)>>(
        &mut self,
        path: &[String],
        aspect: Aspect,
        words: I,
    ) -> bool {
        let Some(difference) = Found::new(self.places.len(), words).differs(path, aspect) else { return true };
        let (may, united) = match aspect {
            Aspect::Member => (self.unite.members, &mut self.united.members),
            Aspect::Presence => (self.unite.required, &mut self.united.required),
            Aspect::Values => (self.unite.values, &mut self.united.values),
            _ => (false, &mut false),
        };
        if may {
            *united = true;
        } else {
            self.differences.push(difference);
        }
        may
    }

    pub(super) fn structs<'s>(&mut self, path: &[String], shapes: &[(usize, Shape<'s>)]) -> Vec<(usize, &'s Struct)> {
        self.kinds(path, shapes);
        let structs = shapes.iter().filter_map(|(place, shape)| match shape {
            Shape::Struct(item) => Some((*place, *item)),
            Shape::Enum(_) => None,
        });
        structs.collect()
    }

    pub(super) fn enums<'s>(&mut self, path: &[String], shapes: &[(usize, Shape<'s>)]) -> Vec<(usize, &'s Enum)> {
        self.kinds(path, shapes);
        let enums = shapes.iter().filter_map(|(place, shape)| match shape {
            Shape::Enum(item) => Some((*place, *item)),
            Shape::Struct(_) => None,
        });
        enums.collect()
    }

    fn kinds(&mut self, path: &[String], shapes: &[(usize, Shape<'_>)]) {
        let words = shapes.iter().map(|(place, shape)| (*place, word::kind_of(*shape).to_owned()));
        self.look(path, Aspect::Type, words.collect::<Vec<_>>());
    }

    /// The entry that all of these types have in common.
    pub(super) fn entry_below(&mut self, path: &[String], typed: &[(usize, Shape<'_>)]) -> Option<usize> {
        let places = typed.iter().map(|(place, _)| {
            let place = self.places[*place].below(path);
            let entry = self.owners.of_place(&place);
            (place, entry)
        });
        let places: Vec<(TypePlace, Option<usize>)> = places.collect();
        let first = places[0].1;
        if places.iter().any(|(_, entry)| *entry != first) {
            self.partly.push(Partly { path: path.to_vec(), places });
            return None;
        }
        first
    }

    /// A type below, which is named with the others.
    pub(super) fn nested(&mut self, path: &[String], typed: &[(usize, Shape<'_>)]) -> Base {
        let number = self.nested.len();
        let (side, shared) = (wechatpay_spec::Side::Response, None);
        let hold = |ty| Nested { side, path: path.to_vec(), ty, shared };
        match typed[0].1 {
            Shape::Enum(_) => {
                let enums: Vec<(usize, &Enum)> =
                    typed.iter().filter_map(|(place, shape)| Some((*place, shape.as_enum()?))).collect();
                let label = word::label(enums.iter().map(|(_, item)| item.label.as_str()));
                let variants = self.values(path, &enums);
                self.nested.push(hold(Type::Enum(Enum { name: String::new(), label, variants })));
            }
            Shape::Struct(_) => {
                let structs: Vec<(usize, &Struct)> =
                    typed.iter().filter_map(|(place, shape)| Some((*place, shape.as_struct()?))).collect();
                let label = word::label(structs.iter().map(|(_, item)| item.label.as_str()));
                let side = self.side;
                // Held before what it holds, so that types stand in the order of the documentation.
                self.nested.push(hold(Type::Struct(Struct {
                    name: String::new(),
                    label: label.clone(),
                    fields: Vec::new(),
                    side,
                })));
                let fields = self.members(path, &structs);
                self.nested[number].ty = Type::Struct(Struct { name: String::new(), label, fields, side });
            }
        }
        Base::Named(number.to_string())
    }

    /// All values, in the order in which they first come.
    pub(super) fn values(&mut self, path: &[String], enums: &[(usize, &Enum)]) -> Vec<(String, String)> {
        let sorted = |item: &Enum| {
            let values: BTreeSet<&str> = item.variants.iter().map(|(_, value)| value.as_str()).collect();
            let values: Vec<String> = values.into_iter().map(|value| format!("`{value}`")).collect();
            values.join(" ")
        };
        let words: Vec<_> = enums.iter().map(|(place, item)| (*place, sorted(item))).collect();
        self.look(path, Aspect::Values, words);
        let mut variants: Vec<(String, String)> = Vec::new();
        let mut called: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        for (place, item) in enums {
            for (variant, value) in &item.variants {
                called.entry(format!("{value} (a value)")).or_default().push((*place, variant.clone()));
                called.entry(format!("{variant} (a variant)")).or_default().push((*place, value.clone()));
                if !variants.iter().any(|(_, known)| known == value) {
                    variants.push((variant.clone(), value.clone()));
                }
            }
        }
        for (name, words) in called {
            self.look(&below(path, &name), Aspect::Variant, words);
        }
        variants
    }
}

pub(super) fn below(path: &[String], name: &str) -> Vec<String> {
    [path, &[name.to_owned()]].concat()
}
