//! One type of those that stand at the places of an entry.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::Recorded;
use wechatpay_spec::types::{TypePlace, Unite};

use super::difference::{Aspect, Difference, Found};
use super::index::{Index, Owners, Shape};
use super::title;
use crate::names::model::{Base, Enum, Field, Nested, Place, Presence, Side, Struct, Type};

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

/// A type below that is another entry's at some of the places.
#[derive(Debug)]
pub struct Partly {
    pub path: Vec<String>,
    /// Each with the entry whose it is.
    pub places: Vec<(TypePlace, Option<usize>)>,
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
            let label = label(structs.iter().map(|(_, item)| item.label.as_str()));
            (Type::Struct(Struct { name: String::new(), label: String::new(), fields, side }), label)
        }
        Shape::Enum(_) => {
            let enums = merging.enums(&[], &shapes);
            let label = label(enums.iter().map(|(_, item)| item.label.as_str()));
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

/// The first that says something.
fn label<'l>(mut labels: impl Iterator<Item = &'l str>) -> String {
    labels.find(|label| !label.is_empty()).unwrap_or_default().to_owned()
}

struct Merging<'a> {
    index: &'a Index<'a>,
    owners: &'a Owners<'a>,
    places: &'a [&'a TypePlace],
    unite: Unite,
    side: Side,
    /// Those that are held by number until they are named.
    nested: Vec<Nested>,
    holds: BTreeSet<usize>,
    differences: Vec<Difference>,
    partly: Vec<Partly>,
    united: Unite,
}

impl<'a> Merging<'a> {
    fn new(
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
    fn look<I: IntoIterator<Item = (usize, String)>>(&mut self, path: &[String], aspect: Aspect, words: I) -> bool {
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

    fn structs<'s>(&mut self, path: &[String], shapes: &[(usize, Shape<'s>)]) -> Vec<(usize, &'s Struct)> {
        self.kinds(path, shapes);
        let structs = shapes.iter().filter_map(|(place, shape)| match shape {
            Shape::Struct(item) => Some((*place, *item)),
            Shape::Enum(_) => None,
        });
        structs.collect()
    }

    fn enums<'s>(&mut self, path: &[String], shapes: &[(usize, Shape<'s>)]) -> Vec<(usize, &'s Enum)> {
        self.kinds(path, shapes);
        let enums = shapes.iter().filter_map(|(place, shape)| match shape {
            Shape::Enum(item) => Some((*place, *item)),
            Shape::Struct(_) => None,
        });
        enums.collect()
    }

    fn kinds(&mut self, path: &[String], shapes: &[(usize, Shape<'_>)]) {
        let words = shapes.iter().map(|(place, shape)| (*place, kind_of(*shape).to_owned()));
        self.look(path, Aspect::Type, words.collect::<Vec<_>>());
    }

    /// The members of all, in the order in which they first come.
    fn members(&mut self, path: &[String], structs: &[(usize, &Struct)]) -> Vec<Field> {
        let mut wires: Vec<&str> = Vec::new();
        let mut known: BTreeMap<&str, Vec<(usize, &Field)>> = BTreeMap::new();
        for (place, item) in structs {
            for field in &item.fields {
                let found = known.entry(&field.wire).or_insert_with(|| {
                    wires.push(&field.wire);
                    Vec::new()
                });
                found.push((*place, field));
            }
        }
        self.idents(path, structs);
        let places: Vec<usize> = structs.iter().map(|(place, _)| *place).collect();
        wires.into_iter().map(|wire| self.member(&below(path, wire), &known[wire], &places)).collect()
    }

    /// Two members that are called alike in Rust, at two places.
    fn idents(&mut self, path: &[String], structs: &[(usize, &Struct)]) {
        let mut called: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
        for (place, item) in structs {
            for field in &item.fields {
                called.entry(&field.ident).or_default().push((*place, field.wire.clone()));
            }
        }
        for (ident, wires) in called {
            self.look(&below(path, &format!("{ident} (in Rust)")), Aspect::Ident, wires);
        }
    }

    fn member(&mut self, path: &[String], found: &[(usize, &Field)], places: &[usize]) -> Field {
        let first = found[0].1;
        let is_at = |place: &usize| found.iter().any(|(other, _)| other == place);
        let is_everywhere = places.iter().all(is_at);
        let words = places.iter().map(|place| (*place, if is_at(place) { "there" } else { "missing" }.to_owned()));
        self.look(path, Aspect::Member, words.collect::<Vec<_>>());
        let mut alike = |aspect, word: &dyn Fn(&Field) -> String| {
            let words: Vec<_> = found.iter().map(|(place, field)| (*place, word(field))).collect();
            self.look(path, aspect, words)
        };
        alike(Aspect::Ident, &|field| field.ident.clone());
        alike(Aspect::Part, &|field| format!("the {}", part(field.place)));
        alike(Aspect::List, &|field| if field.list { "a list" } else { "no list" }.to_owned());
        alike(Aspect::Encoding, &|field| if field.encoded { "JSON in a string" } else { "plain" }.to_owned());
        if self.side == Side::Request {
            let mut alike = |aspect, word: &dyn Fn(&Field) -> String| {
                let words: Vec<_> = found.iter().map(|(place, field)| (*place, word(field))).collect();
                self.look(path, aspect, words)
            };
            alike(Aspect::Choice, &choice);
        }
        let presence = self.presence(path, found, is_everywhere);
        let base = self.base(path, found);
        Field {
            ident: first.ident.clone(),
            wire: first.wire.clone(),
            key: first.key.clone(),
            place: first.place,
            base,
            list: first.list,
            presence,
            one_of: first.one_of.clone(),
            encoded: first.encoded,
            label: label(found.iter().map(|(_, field)| field.label.as_str())),
            format: first.format.filter(|format| found.iter().all(|(_, field)| field.format == Some(*format))),
            values: union(found.iter().flat_map(|(_, field)| &field.values)),
            example: found.iter().find_map(|(_, field)| field.example.clone()),
        }
    }

    /// The weakest of all.
    fn presence(&mut self, path: &[String], found: &[(usize, &Field)], is_everywhere: bool) -> Presence {
        let word = |presence| match (self.side, presence) {
            (Side::Request, Presence::Certain) => "required",
            (Side::Response, Presence::Certain) => "certain",
            (_, Presence::Stated) => "stated to be there",
            (_, Presence::Optional) => "optional",
        };
        let words: Vec<_> = found.iter().map(|(place, field)| (*place, word(field.presence).to_owned())).collect();
        self.look(path, Aspect::Presence, words);
        let all = |is: &dyn Fn(Presence) -> bool| is_everywhere && found.iter().all(|(_, field)| is(field.presence));
        if all(&|presence| presence == Presence::Certain) {
            Presence::Certain
        } else if all(&|presence| presence != Presence::Optional) {
            Presence::Stated
        } else {
            Presence::Optional
        }
    }

    /// The type of a member. Where one place has no values for a text, those of the others stand.
    fn base(&mut self, path: &[String], found: &[(usize, &Field)]) -> Base {
        let shape = |place: usize| self.index.get(&self.places[place].below(path));
        let shapes: Vec<(usize, Option<Shape<'_>>)> = found
            .iter()
            .map(|(place, field)| (*place, matches!(field.base, Base::Named(_)).then(|| shape(*place)).flatten()))
            .collect();
        let kinds = found.iter().zip(&shapes).map(|((place, field), (_, shape))| (*place, kind(field, *shape)));
        let kinds: Vec<(usize, String)> = kinds.map(|(place, kind)| (place, kind.to_owned())).collect();
        let typed: Vec<(usize, Shape<'_>)> =
            shapes.iter().filter_map(|(place, shape)| Some((*place, (*shape)?))).collect();
        let is_text = kinds.iter().all(|(_, kind)| [TEXT, ENUM].contains(&kind.as_str()));
        let aspect = if is_text { Aspect::Values } else { Aspect::Type };
        let words = kinds.iter().map(|(place, kind)| match (is_text, kind.as_str()) {
            (true, TEXT) => (*place, "no values".to_owned()),
            (true, _) => (*place, "values".to_owned()),
            (false, kind) => (*place, kind.to_owned()),
        });
        let is_one = self.look(path, aspect, words.collect::<Vec<_>>());
        if typed.is_empty() || !is_one {
            return found[0].1.base.clone();
        }
        if let Some(entry) = self.entry_below(path, &typed) {
            self.holds.insert(entry);
            return Base::Shared(self.owners.name(entry));
        }
        self.nested(path, &typed)
    }

    /// The entry that all of these types have in common.
    fn entry_below(&mut self, path: &[String], typed: &[(usize, Shape<'_>)]) -> Option<usize> {
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
    fn nested(&mut self, path: &[String], typed: &[(usize, Shape<'_>)]) -> Base {
        let number = self.nested.len();
        let (side, shared) = (wechatpay_spec::Side::Response, None);
        let hold = |ty| Nested { side, path: path.to_vec(), ty, shared };
        match typed[0].1 {
            Shape::Enum(_) => {
                let enums: Vec<(usize, &Enum)> =
                    typed.iter().filter_map(|(place, shape)| Some((*place, shape.as_enum()?))).collect();
                let label = label(enums.iter().map(|(_, item)| item.label.as_str()));
                let variants = self.values(path, &enums);
                self.nested.push(hold(Type::Enum(Enum { name: String::new(), label, variants })));
            }
            Shape::Struct(_) => {
                let structs: Vec<(usize, &Struct)> =
                    typed.iter().filter_map(|(place, shape)| Some((*place, shape.as_struct()?))).collect();
                let label = label(structs.iter().map(|(_, item)| item.label.as_str()));
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
    fn values(&mut self, path: &[String], enums: &[(usize, &Enum)]) -> Vec<(String, String)> {
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

fn below(path: &[String], name: &str) -> Vec<String> {
    [path, &[name.to_owned()]].concat()
}

fn union<'v>(values: impl Iterator<Item = &'v String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    values.filter(|value| known.insert(*value)).cloned().collect()
}

const TEXT: &str = "a text";
const ENUM: &str = "a text with values";

fn kind_of(shape: Shape<'_>) -> &'static str {
    match shape {
        Shape::Struct(_) => "an object",
        Shape::Enum(_) => ENUM,
    }
}

fn kind(field: &Field, shape: Option<Shape<'_>>) -> &'static str {
    match (&field.base, shape) {
        (_, Some(shape)) => kind_of(shape),
        (Base::String, _) => TEXT,
        (Base::Secret, _) => "an encrypted text",
        (Base::Integer, _) => "an integer",
        (Base::Float, _) => "a number with a fraction",
        (Base::Boolean, _) => "a boolean",
        (Base::File, _) => "a file",
        (Base::Json | Base::Named(_) | Base::Shared(_), _) => "an object without members",
    }
}

fn part(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "headers",
        Place::Body => "body",
    }
}

fn choice(field: &Field) -> String {
    let alternatives: Vec<String> = field.one_of.iter().map(|names| names.join(" with ")).collect();
    if alternatives.is_empty() { "it is".to_owned() } else { format!("one of {}", alternatives.join(", ")) }
}
