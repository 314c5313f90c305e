//! Changes of a list of fields: what comes, what goes elsewhere, in what order.

use std::collections::BTreeSet;

use wechatpay_spec::{Content, Field, Required, Type};

use super::place::{List, lists};
use super::{Edit, shapes};
use crate::state::State;

pub fn edits(state: &State) -> Vec<Edit> {
    let all = lists(state);
    let mut edits = Vec::new();
    for list in &all {
        added(state, list, &mut edits);
        clashing(state, &all, list, &mut edits);
        turned(state, list, &mut edits);
        moved(state, &all, list, &mut edits);
    }
    edits
}

fn added(state: &State, list: &List, edits: &mut Vec<Edit>) {
    for required in [Required::Yes, Required::No] {
        for field in shapes::every("fresh") {
            let field = Field { required, ..field };
            let (kind, flag) = match required {
                Required::Yes => ("add a required field", "required"),
                _ => ("add an optional field", "optional"),
            };
            let words = format!("{} +fresh: {flag} {}", list.words, shape(&field));
            edits.push(Edit::new(kind, words, list.with(state, |fields| fields.push(field.clone()))));
        }
        let first = Field { required, ..Field::new("fresh", Type::STRING) };
        let words = format!("{} +fresh in front", list.words);
        edits.push(Edit::new("add in front", words, list.with(state, |fields| fields.insert(0, first))));
    }
}

/// A new field, or one below it, whose type wants the name that another one has.
fn clashing(state: &State, all: &[List], list: &List, edits: &mut Vec<Edit>) {
    let names: BTreeSet<&str> = all
        .iter()
        .filter(|other| other.side == list.side)
        .flat_map(|other| other.get(state))
        .filter(|field| field.content != Content::Leaf || !field.values.is_empty())
        .map(|field| field.name.as_str())
        // A JSON text that is a list has a field without a name; no other field may do without.
        .filter(|name| !name.is_empty())
        .collect();
    for name in names {
        let twin = Field { content: Content::Fields(shapes::members()), ..Field::new(name, Type::OBJECT) };
        let mut states = Vec::new();
        if list.get(state).iter().all(|field| field.name != name) {
            states.push(list.with(state, |fields| fields.insert(0, twin.clone())));
        }
        let above = Field { content: Content::Fields(vec![twin]), ..Field::new("fresh", Type::OBJECT) };
        states.push(list.with(state, |fields| fields.push(above)));
        for new in states {
            edits.push(Edit::new("add what is called alike", format!("{} +{name}", list.words), new));
        }
    }
}

fn turned(state: &State, list: &List, edits: &mut Vec<Edit>) {
    if list.get(state).len() > 1 {
        let new = list.with(state, |fields| fields.reverse());
        edits.push(Edit::new("change the order", format!("{} turned round", list.words), new));
    }
}

/// Each field into each other list.
fn moved(state: &State, all: &[List], from: &List, edits: &mut Vec<Edit>) {
    for (index, field) in from.get(state).iter().enumerate() {
        for to in all.iter().filter(|to| *to != from && !to.is_below_field(from, index)) {
            if to.get(state).iter().any(|other| other.name == field.name) {
                continue;
            }
            // A field behind all others moves none of them, so the steps to both lists hold.
            let mut new = state.clone();
            to.get_mut(&mut new).push(field.clone());
            from.get_mut(&mut new).remove(index);
            let kind = if from.side == to.side { "move to another parent" } else { "move to another part" };
            edits.push(Edit::new(kind, format!("{} {} → {}", from.words, field.name, to.words), new));
        }
    }
}

pub fn shape(field: &Field) -> String {
    let what = match &field.content {
        Content::Leaf if field.values.is_empty() => "",
        Content::Leaf => " with values",
        Content::Fields(_) => " with fields",
        Content::EncodedJson(_) => " of JSON",
        Content::Variants(_) => " with alternatives",
    };
    format!("{}{what}", field.ty)
}
