//! The attributes of a field that a correction can set.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use crate::file::{RequiredFile, Word};
use crate::model::{Content, Encrypted, Field, Kind, Required, Type};

/// An attribute of a field, with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    Required(Required),
    Type(Type),
    Enum(Vec<String>),
    Encrypted(Option<Encrypted>),
    /// Whether the string holds JSON.
    Encoded(bool),
}

/// The attributes as a file states them: `{ type = "string", required = false, encrypted = "none" }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attributes {
    required: Option<RequiredFile<true>>,
    #[serde(rename = "type")]
    ty: Option<Word<Type>>,
    #[serde(rename = "enum")]
    values: Option<Vec<String>>,
    encrypted: Option<Word<OrNone<Encrypted>>>,
    encoded: Option<Word<OrNone<Json>>>,
}

/// `none`, or a spelling of `T`.
struct OrNone<T>(Option<T>);

struct Json;

impl Attributes {
    /// In a fixed order, so that two sets of the same attributes can be laid side by side.
    pub(super) fn into_list(self) -> Vec<Attribute> {
        let required = self.required.map(|required| Attribute::Required(required.0));
        let ty = self.ty.map(|ty| Attribute::Type(ty.0));
        let values = self.values.map(Attribute::Enum);
        let encrypted = self.encrypted.map(|key| Attribute::Encrypted(key.0.0));
        let encoded = self.encoded.map(|json| Attribute::Encoded(json.0.0.is_some()));
        [required, ty, values, encrypted, encoded].into_iter().flatten().collect()
    }
}

impl Attribute {
    /// The key in the spec's files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Required(_) => "required",
            Self::Type(_) => "type",
            Self::Enum(_) => "enum",
            Self::Encrypted(_) => "encrypted",
            Self::Encoded(_) => "encoded",
        }
    }

    /// The same attribute as a field has it.
    pub(super) fn found_in(&self, field: &Field) -> Self {
        match self {
            Self::Required(_) => Self::Required(field.required),
            Self::Type(_) => Self::Type(field.ty),
            Self::Enum(_) => Self::Enum(field.values.clone()),
            Self::Encrypted(_) => Self::Encrypted(field.encrypted),
            Self::Encoded(_) => Self::Encoded(matches!(field.content, Content::EncodedJson(_))),
        }
    }

    pub(super) fn set_on(&self, field: &mut Field) {
        match self {
            Self::Required(required) => field.required = *required,
            Self::Type(ty) => field.ty = *ty,
            Self::Enum(values) => field.values.clone_from(values),
            Self::Encrypted(encrypted) => field.encrypted = *encrypted,
            Self::Encoded(encoded) => {
                field.content = match (std::mem::take(&mut field.content), encoded) {
                    (Content::Fields(fields), true) => Content::EncodedJson(fields),
                    (Content::Leaf, true) => Content::EncodedJson(Vec::new()),
                    (Content::EncodedJson(fields), false) if fields.is_empty() => Content::Leaf,
                    (Content::EncodedJson(fields), false) => Content::Fields(fields),
                    (as_it_is, _) => as_it_is,
                };
            }
        }
    }
}

/// Whether what lies below a field goes with its type: checked where a correction has changed one of the two.
pub(super) fn check(field: &Field) -> Result<(), String> {
    let (name, ty) = (&field.name, field.ty);
    match &field.content {
        Content::Fields(_) | Content::Variants(_) if ty.kind != Kind::Object => {
            Err(format!("`{name}` would have fields and the type `{ty}`"))
        }
        Content::EncodedJson(_) if ty != Type::STRING => {
            Err(format!("`{name}` would hold JSON and have the type `{ty}`"))
        }
        _ => Ok(()),
    }
}

impl<T: FromStr<Err = String>> FromStr for OrNone<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" { Ok(Self(None)) } else { text.parse().map(|value| Self(Some(value))) }
    }
}

impl FromStr for Json {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "json" { Ok(Self) } else { Err(format!("`{text}` is not an encoding: `json` or `none`")) }
    }
}

impl fmt::Display for Attribute {
    /// As a file of corrections states it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = ", self.key())?;
        match self {
            Self::Required(Required::Yes) => f.write_str("true"),
            Self::Required(Required::No) => f.write_str("false"),
            Self::Required(Required::Unknown) => f.write_str("\"unknown\""),
            Self::Type(ty) => write!(f, "\"{ty}\""),
            Self::Enum(values) => write!(f, "{values:?}"),
            Self::Encrypted(key) => write!(f, "\"{}\"", key.map_or("none", Encrypted::as_str)),
            Self::Encoded(encoded) => f.write_str(if *encoded { "\"json\"" } else { "\"none\"" }),
        }
    }
}
