//! The PHP of the code samples: one chain on `$instance`, called with one array literal.
//!
//! Written by hand, because a whole PHP grammar would be thirty times this folder, and a sample is glued to whatever a
//! copied page puts behind it: only a parser that stops where its chain ends can read that.

mod cursor;
mod parser;
#[cfg(test)]
mod tests;

use parser::Parser;

use crate::diagnostic::Span;

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

    /// The value of a member, in the first map that has it.
    pub fn member(&self, key: &str) -> Option<&Php> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            Self::List(items) => items.iter().find_map(|item| item.member(key)),
            Self::Encoded(inner) => inner.member(key),
            _ => None,
        }
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

/// One link of the chain behind `$instance`.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// `->name`
    Property(String),
    /// `['v3/…']` or `->chain('v3/…')`
    Path(String),
}

/// `$instance->…->post([…])`
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub links: Vec<Link>,
    pub method: String,
    pub arguments: Php,
    /// From `$instance` to the closing parenthesis.
    pub span: Span,
}

/// What does not parse, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
}

pub type Result<T> = std::result::Result<T, SyntaxError>;

/// The variable that every sample calls.
pub const INSTANCE: &str = "$instance";

/// Parses every chain on `$instance` in a text that starts at `at` in its page.
pub fn calls(text: &str, at: usize) -> Vec<Result<Call>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = instance(text, from) {
        if in_comment(text, start) {
            from = start + INSTANCE.len();
            continue;
        }
        let behind = start + INSTANCE.len();
        let mut parser = Parser::new(text, behind, at);
        found.push(parser.call(start));
        from = parser.position().max(behind);
    }
    found
}

/// Whether a line of comment has begun before `at`.
fn in_comment(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default().trim_start();
    let opens = |openings: &[&str]| openings.iter().any(|opening| line.starts_with(opening));
    opens(&["//", "#"]) || opens(&["*", "/*"]) && !line.contains("*/")
}

/// Where the variable comes next: it, and none whose name only starts like it.
pub fn instance(text: &str, from: usize) -> Option<usize> {
    let ends = |at: &usize| !text[at + INSTANCE.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text[from..].match_indices(INSTANCE).map(|(at, _)| from + at).find(ends)
}
