//! The values of PHP.

use std::collections::HashMap;

/// A value of a sample.
#[derive(Clone, Debug, PartialEq)]
pub enum Php {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Php>),
    Map(Vec<(String, Php)>),
    /// `\json_encode(…)`: a string that holds JSON.
    Encoded(Box<Php>),
    /// A variable or a call: its value is not in the sample.
    Opaque,
}

impl Php {
    pub fn entries(&self) -> &[(String, Php)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The maps in which the members of an object stand: the value itself, each item of a list, what JSON text holds.
    pub fn maps(&self) -> Vec<&Php> {
        match self {
            Self::Map(_) => vec![self],
            Self::List(items) => items.iter().flat_map(Self::maps).collect(),
            Self::Encoded(inner) => inner.maps(),
            _ => Vec::new(),
        }
    }

    /// The members by their keys, each with its value in the first map that has it.
    pub fn members(&self) -> HashMap<&str, &Php> {
        let mut members = HashMap::new();
        for (key, value) in self.maps().into_iter().flat_map(Self::entries) {
            members.entry(key.as_str()).or_insert(value);
        }
        members
    }

    /// The value as JSON, where it is wholly in the sample.
    pub fn to_json(&self) -> Option<serde_json::Value> {
        Some(match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Int(value) => (*value).into(),
            Self::Float(value) => serde_json::Number::from_f64(*value)?.into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect::<Option<Vec<_>>>()?.into(),
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| Some((key.clone(), value.to_json()?)));
                serde_json::Value::Object(entries.collect::<Option<_>>()?)
            }
            Self::Encoded(_) | Self::Opaque => return None,
        })
    }
}
