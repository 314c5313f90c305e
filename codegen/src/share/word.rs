//! What is found at a place, in the words of a message.

use std::collections::BTreeSet;

use super::index::Shape;
use crate::names::model::{Base, Field, Place};

pub(super) const TEXT: &str = "a text";
pub(super) const ENUM: &str = "a text with values";

pub(super) fn kind_of(shape: Shape<'_>) -> &'static str {
    match shape {
        Shape::Struct(_) => "an object",
        Shape::Enum(_) => ENUM,
    }
}

pub(super) fn kind(field: &Field, shape: Option<Shape<'_>>) -> &'static str {
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

pub(super) fn part(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "headers",
        Place::Body => "body",
    }
}

pub(super) fn choice(field: &Field) -> String {
    let alternatives: Vec<String> = field.one_of.iter().map(|names| names.join(" with ")).collect();
    if alternatives.is_empty() { "it is".to_owned() } else { format!("one of {}", alternatives.join(", ")) }
}

/// The first that says something.
pub(super) fn label<'l>(mut labels: impl Iterator<Item = &'l str>) -> String {
    labels.find(|label| !label.is_empty()).unwrap_or_default().to_owned()
}

/// All of them, each once.
pub(super) fn union<'v>(values: impl Iterator<Item = &'v String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    values.filter(|value| known.insert(*value)).cloned().collect()
}
