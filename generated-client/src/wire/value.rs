//! The JSON value that stands between bytes and types.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{self, Serialize, Serializer};

use super::drift::{Form, Found};
use super::{Number, Secret, number, secret};
use crate::file::File;

/// A JSON value that knows two things more than JSON does: which text is confidential, and which text is itself JSON.
///
/// Objects keep the order of their keys, and each key is there once.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a fraction, as a type gives it.
    Float(f64),
    /// A number that no `i64` holds, as it came.
    Number(Number),
    /// A string.
    Text(String),
    /// A string that is encrypted on its way out, and printed as a mark.
    Secret(Secret),
    /// A file to upload: JSON knows no more of it than its name.
    File(File),
    /// A string that holds the JSON text of another value.
    Encoded(Box<Value>),
    /// A list.
    List(Vec<Value>),
    /// An object, its keys in order.
    Object(Vec<(Cow<'static, str>, Value)>),
    /// Something that has come and was not read. It fits no type, and goes out as `null`.
    Unread(Unread),
}

/// A member of an object: its key, and what it is.
pub(super) type Member = (Cow<'static, str>, Value);

/// Why something that has come was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unread {
    /// Its key comes more than once, with different values: no two readers of one signed text must see two amounts.
    Ambiguous,
    /// It lies a hundred levels deep.
    TooDeep,
    /// A string that should hold JSON, and holds none.
    NotJson,
    /// A cipher text that the client was to open, and could not.
    Sealed,
    /// A type has put more than one value, or a value and fields.
    Mixed,
}

impl Value {
    /// The JSON text, with a mark in place of each confidential text: [`expose`](Self::expose) has the texts themselves.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The same value for a serializer, and as JSON text, with its confidential texts in plain.
    ///
    /// This is the one way to have them written down: for a queue of requests, not for a log.
    ///
    /// ```
    /// use wechatpay_client::wire::{Secret, Value};
    ///
    /// let name = Value::Secret(Secret::from("张三"));
    /// assert_eq!(name.to_json(), r#""[confidential]""#);
    /// assert_eq!(name.expose().to_string(), r#""张三""#);
    /// ```
    pub fn expose(&self) -> Exposed<'_> {
        Exposed(self)
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Where a key comes more than once, with different values.
    #[cfg(feature = "webhook")]
    pub(crate) fn ambiguous(&self) -> Option<String> {
        fn below(value: &Value, path: &mut String) -> bool {
            let length = path.len();
            let found = |value: &Value, step: String, path: &mut String| {
                path.push_str(&step);
                let is_found = below(value, path);
                if !is_found {
                    path.truncate(length);
                }
                is_found
            };
            match value {
                Value::Unread(Unread::Ambiguous) => true,
                Value::List(items) => items.iter().enumerate().any(|(at, item)| found(item, format!("[{at}]"), path)),
                Value::Object(members) => members.iter().any(|(name, value)| found(value, format!(".{name}"), path)),
                _ => false,
            }
        }
        let mut path = "$".to_owned();
        below(self, &mut path).then_some(path)
    }

    /// The text of a string that is not confidential.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What this is, without telling its content.
    pub(crate) fn found(&self) -> Found {
        let (form, size) = match self {
            Self::Null => (Form::Absent, None),
            Self::Bool(_) => (Form::Boolean, None),
            Self::Int(_) => (Form::Integer, None),
            Self::Float(_) => (Form::Number, None),
            // `100.0` is a number whose form is not that of an integer.
            Self::Number(number) => (Form::Number, Some(number.as_str().len())),
            Self::Text(text) if text.is_empty() => (Form::EmptyString, None),
            Self::Text(text) => (Form::String, Some(text.chars().count())),
            Self::Secret(_) => (Form::String, None),
            Self::Encoded(_) => (Form::JsonString, None),
            Self::File(_) => (Form::File, None),
            Self::List(items) => (Form::List, Some(items.len())),
            Self::Object(members) => (Form::Object, Some(members.len())),
            Self::Unread(Unread::Ambiguous) => (Form::Ambiguous, None),
            Self::Unread(Unread::TooDeep) => (Form::TooDeep, None),
            Self::Unread(Unread::NotJson) => (Form::NotJson, None),
            Self::Unread(Unread::Sealed) => (Form::Sealed, None),
            Self::Unread(Unread::Mixed) => (Form::Mixed, None),
        };
        Found { form, size }
    }

    #[inline]
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether there is something in it that was not read.
    pub(super) fn is_unread(&self) -> bool {
        match self {
            Self::Unread(_) => true,
            Self::Encoded(inner) => inner.is_unread(),
            Self::List(items) => items.iter().any(Self::is_unread),
            Self::Object(members) => members.iter().any(|(_, value)| value.is_unread()),
            _ => false,
        }
    }
}

/// What is written of confidential texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secrets {
    /// A mark in place of each.
    Marked,
    /// Nothing at all: with one in it, a value cannot be written.
    Refused,
    /// The texts themselves.
    Exposed,
}

/// A value on its way to a serializer.
pub(super) struct Shown<'v> {
    pub(super) value: &'v Value,
    pub(super) secrets: Secrets,
}

/// Why something that was not read is not sent.
pub(crate) const UNREAD: &str = "it has not been read in full";
/// Why a file is not sent in JSON.
pub(crate) const FILE: &str = "a file has its place in an upload, and there beside the JSON part";
/// Why a number is not sent.
pub(crate) const INEXACT: &str = "no number of 64 bits holds it: it would go out as another";

/// What is written in place of a value that JSON has no form for, by the name of a struct that stands around it: text
/// formats show nothing of the name, and who takes values over sees that this is not the whole of one.
pub(super) mod stand_in {
    /// `null`, for something that was not read.
    pub(crate) const UNREAD: &str = "$wechatpay_client::Unread";
    /// Its name, for a file.
    pub(crate) const FILE: &str = "$wechatpay_client::File";
    /// The nearest number of 64 bits.
    pub(crate) const NUMBER: &str = "$wechatpay_client::Number";
}

impl Shown<'_> {
    fn secret<S: Serializer>(&self, secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
        match self.secrets {
            // There is nothing in it to hide.
            _ if secret.is_empty() => serializer.serialize_str(""),
            Secrets::Marked => serializer.serialize_str(secret::MARK),
            Secrets::Refused => Err(ser::Error::custom("it holds confidential text that is not encrypted")),
            Secrets::Exposed => serializer.serialize_str(secret.expose()),
        }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = |value| Shown { value, secrets: self.secrets };
        match self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Unread(_) => serializer.serialize_unit_struct(stand_in::UNREAD),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Number(number) => match number.as_str().parse::<u64>() {
                Ok(large) => serializer.serialize_u64(large),
                Err(_) if number.is_exact() => number::float(number.as_str()).serialize(serializer),
                Err(_) => serializer.serialize_newtype_struct(stand_in::NUMBER, &number::float(number.as_str())),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::Secret(secret) => self.secret(secret, serializer),
            Value::File(file) => serializer.serialize_newtype_struct(stand_in::FILE, file.name()),
            Value::Encoded(inner) => {
                serializer.serialize_str(&serde_json::to_string(&shown(inner)).map_err(ser::Error::custom)?)
            }
            Value::List(items) => serializer.collect_seq(items.iter().map(shown)),
            Value::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, shown(value)))),
        }
    }
}

impl Serialize for Value {
    /// With a mark in place of each confidential text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shown { value: self, secrets: Secrets::Marked }.serialize(serializer)
    }
}

/// A value with its confidential texts in plain: [`Value::expose`].
#[derive(Clone, Copy)]
pub struct Exposed<'v>(&'v Value);

impl Serialize for Exposed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shown { value: self.0, secrets: Secrets::Exposed }.serialize(serializer)
    }
}

impl fmt::Display for Exposed<'_> {
    /// The JSON text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Exposed<'_> {
    /// What is printed for a developer is no reason to expose anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Secret(secret) => secret.fmt(f),
            Self::File(file) => file.fmt(f),
            Self::Encoded(inner) => inner.fmt(f),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Object(entries) => f.debug_map().entries(entries.iter().map(|(key, value)| (key, value))).finish(),
            Self::Unread(why) => write!(f, "unread: {why:?}"),
        }
    }
}
