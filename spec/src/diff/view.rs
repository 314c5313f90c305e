//! A field's type as the caller of the generated client sees it.

use std::fmt;

use crate::model::{Content, Field, Kind, Required};

/// Two fields whose views differ have different types in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View {
    shape: Shape,
    list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Text,
    /// A string with documented values.
    Enum,
    /// `integer` and `number` alike, enumerated or not.
    Integer,
    Float,
    Boolean,
    /// An object whose members nobody documents.
    Any,
    Object,
    /// A string of JSON whose content nobody documents.
    JsonText,
    File,
}

impl View {
    pub(super) fn of(field: &Field) -> Self {
        let shape = match (&field.content, field.ty.kind) {
            (Content::EncodedJson(members), _) if members.is_empty() => Shape::JsonText,
            (Content::Fields(_) | Content::EncodedJson(_) | Content::Variants(_), _) => Shape::Object,
            (Content::Leaf, Kind::String) if field.values.is_empty() => Shape::Text,
            (Content::Leaf, Kind::String) => Shape::Enum,
            (Content::Leaf, Kind::Integer | Kind::Number) => Shape::Integer,
            (Content::Leaf, Kind::Float) => Shape::Float,
            (Content::Leaf, Kind::Boolean) => Shape::Boolean,
            (Content::Leaf, Kind::Object) => Shape::Any,
            (Content::Leaf, Kind::File) => Shape::File,
        };
        Self { shape, list: field.ty.list }
    }

    /// Whether the documented values are variants of a type.
    pub(super) fn is_enum(self) -> bool {
        self.shape == Shape::Enum
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Shape::Text => f.write_str("string"),
            Shape::Enum => f.write_str("enum"),
            Shape::Integer => f.write_str("integer"),
            Shape::Float => f.write_str("float"),
            Shape::Boolean => f.write_str("boolean"),
            Shape::Any => f.write_str("any JSON"),
            Shape::Object => f.write_str("object"),
            Shape::JsonText => f.write_str("JSON text"),
            Shape::File => f.write_str("file"),
        }?;
        f.write_str(if self.list { "[]" } else { "" })
    }
}

pub(super) fn flag(required: Required) -> &'static str {
    match required {
        Required::Yes => "required",
        Required::No => "optional",
        Required::Unknown => "unknown",
    }
}
