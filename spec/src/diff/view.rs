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
    /// Text that is encrypted on the wire.
    Secret,
    /// `integer` and `number` alike, enumerated or not.
    Integer,
    Float,
    Boolean,
    /// An object whose members nobody documents.
    Any,
    Object,
    File,
}

impl View {
    pub(super) fn of(field: &Field) -> Self {
        let items = field.bare_list();
        let list = field.ty.list || items.is_some_and(|list| list.ty.list);
        Self { shape: Self::shape(items.unwrap_or(field)), list }
    }

    fn shape(field: &Field) -> Shape {
        match (&field.content, field.ty.kind) {
            // What nobody documents is any JSON, be it written as text or not.
            (Content::EncodedJson(members), _) if members.is_empty() => Shape::Any,
            (Content::Fields(_) | Content::EncodedJson(_) | Content::Variants(_), _) => Shape::Object,
            (Content::Leaf, Kind::String) if field.encrypted.is_some() => Shape::Secret,
            (Content::Leaf, Kind::String) if field.values.is_empty() => Shape::Text,
            (Content::Leaf, Kind::String) => Shape::Enum,
            (Content::Leaf, Kind::Integer | Kind::Number) => Shape::Integer,
            (Content::Leaf, Kind::Float) => Shape::Float,
            (Content::Leaf, Kind::Boolean) => Shape::Boolean,
            (Content::Leaf, Kind::Object) => Shape::Any,
            (Content::Leaf, Kind::File) => Shape::File,
        }
    }

    /// Whether one of the two is encrypted, and nothing else differs in a way that its own rule would say.
    pub(super) fn is_encryption(self, other: Self) -> bool {
        let shapes = [self.shape, other.shape];
        shapes.contains(&Shape::Secret) && shapes.contains(&Shape::Text) && self.list == other.list
    }

    /// Text without anything special about it.
    pub(super) fn is_text(self) -> bool {
        self.shape == Shape::Text
    }

    pub(super) fn is_list(self) -> bool {
        self.list
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
            Shape::Secret => f.write_str("encrypted string"),
            Shape::Integer => f.write_str("integer"),
            Shape::Float => f.write_str("float"),
            Shape::Boolean => f.write_str("boolean"),
            Shape::Any => f.write_str("any JSON"),
            Shape::Object => f.write_str("object"),
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
