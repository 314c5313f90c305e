//! The JSON value that stands between bytes and types.

use std::collections::HashSet;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Secret;
use crate::upload::File;

/// Up to so many keys of an object are compared one by one, which is faster than hashing them.
const FEW_KEYS: usize = 32;

/// A JSON value that knows two things more than JSON does: which text is confidential, and which text is itself JSON.
///
/// Objects keep the order of their keys; a key that comes twice is refused when a value is parsed.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a fraction, or too large for an `i64`.
    Float(f64),
    /// A string.
    Text(String),
    /// A string that is encrypted on its way out and never printed.
    Secret(Secret),
    /// A file to upload: JSON knows no more of it than its name.
    File(File),
    /// A string that holds the JSON text of another value.
    Encoded(Box<Value>),
    /// A list.
    List(Vec<Value>),
    /// An object, its keys in order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Parses JSON text. Refuses what is not UTF-8, a key that comes twice, and anything behind the value.
    pub fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text)
    }

    /// The JSON text, with confidential strings in plain.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Secret(secret) => Some(secret.expose()),
            _ => None,
        }
    }

    /// What kind of value this is, in a word for error messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Float(_) => "a number with a fraction",
            Self::Text(_) | Self::Secret(_) | Self::Encoded(_) => "a string",
            Self::File(_) => "a file",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Secret(secret) => serializer.serialize_str(secret.expose()),
            Self::File(file) => serializer.serialize_str(file.name()),
            Self::Encoded(inner) => serializer.serialize_str(&inner.to_json()),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// The JSON text of an object with these members, which stay where they are.
pub(crate) fn object_json<'v>(members: impl Iterator<Item = (&'v str, &'v Value)>) -> String {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut text);
    let written = serializer.collect_map(members);
    written.ok().and_then(|()| String::from_utf8(text).ok()).unwrap_or_default()
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "beyond i64 no amount or id of this API is a number")]
        let float = value as f64;
        Ok(i64::try_from(value).map_or(Value::Float(float), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries: Vec<(String, Value)> = Vec::new();
        let mut names = HashSet::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            if entries.len() == FEW_KEYS {
                names = entries.iter().map(|(name, _)| name.clone()).collect();
            }
            let twice = if entries.len() < FEW_KEYS {
                entries.iter().any(|(name, _)| *name == key)
            } else {
                !names.insert(key.clone())
            };
            // Two readers of one signed text must not see two amounts.
            if twice {
                return Err(de::Error::custom(format_args!("the key `{key}` comes twice")));
            }
            entries.push((key, value));
        }
        Ok(Value::Object(entries))
    }
}

impl fmt::Debug for Value {
    /// Prints like JSON, with confidential text replaced by a mark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Secret(secret) => secret.fmt(f),
            Self::File(file) => file.fmt(f),
            Self::Encoded(inner) => inner.fmt(f),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Object(entries) => f.debug_map().entries(entries.iter().map(|(key, value)| (key, value))).finish(),
        }
    }
}
