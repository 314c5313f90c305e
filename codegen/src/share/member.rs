//! A member of a type, of those that stand for it at the places of an entry.

use std::collections::BTreeMap;

use super::difference::Aspect;
use super::index::Shape;
use super::merging::{Merging, below};
use super::word::{ENUM, TEXT, choice, kind, label, part, union};
use crate::names::model::{Base, Field, Presence, Side, Struct};

impl Merging<'_> {
    /// The members of all, in the order in which they first come.
    pub(super) fn members(&mut self, path: &[String], structs: &[(usize, &Struct)]) -> Vec<Field> {
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
}
