//! What other places of a type have brought, before and after: what changes for callers although no page of theirs did.

use std::collections::BTreeSet;

use super::change::{Change, only_in};
use super::rules::Rule;
use super::snapshot::{Widened, Written};
use crate::target::Side;

pub(super) fn compare(was: &Written, is: &Written) -> Vec<Change> {
    let none = Widened::default();
    let keys: BTreeSet<_> = was.widened.keys().chain(is.widened.keys()).collect();
    let changes = keys.into_iter().flat_map(|key| {
        let (side, path) = key;
        let place = if path.is_empty() { side.to_string() } else { format!("{side} {}", path.join(".")) };
        let of = |written: &Written| written.widened.get(key).unwrap_or(&none).clone();
        let is_read = matches!(side, Side::Response | Side::Resource);
        one(&place, is_read, &of(was), &of(is))
    });
    changes.collect()
}

fn one(place: &str, is_read: bool, was: &Widened, is: &Widened) -> Vec<Change> {
    let whole = |rule| Change { place: place.to_owned(), ..Change::whole(rule) };
    let added = if is_read { Rule::AnswerFieldAdded } else { Rule::OptionalFieldAdded };
    let member = match (was.is_added, is.is_added) {
        (false, true) => Some(whole(added)),
        (true, false) => Some(whole(Rule::FieldRemoved)),
        _ => None,
    };
    let presence = match (is_read, was.is_optional, is.is_optional) {
        (true, false, true) => Some(Change::of(Rule::AnswerNowOption, place, &"T", &"Option<T>")),
        (true, true, false) => Some(Change::of(Rule::AnswerNowPresent, place, &"Option<T>", &"T")),
        (false, false, true) => Some(Change::of(Rule::FieldNowOptional, place, &"required", &"optional")),
        (false, true, false) => Some(Change::of(Rule::FieldNowRequired, place, &"optional", &"required")),
        _ => None,
    };
    let ty = match (was.is_enum, is.is_enum) {
        (false, true) if is_read => Some(Change::of(Rule::TypeChanged, place, &"string", &"enum")),
        (false, true) => Some(Change::of(Rule::NowEnum, place, &"string", &"enum")),
        (true, false) => Some(Change::of(Rule::TypeChanged, place, &"enum", &"string")),
        _ => None,
    };
    let gone =
        only_in(&was.values, &is.values).map(|gone| Change { before: Some(gone), ..whole(Rule::EnumValueRemoved) });
    let new = only_in(&is.values, &was.values).map(|new| Change { after: Some(new), ..whole(Rule::EnumValueAdded) });
    [member, presence, ty, gone, new].into_iter().flatten().collect()
}
