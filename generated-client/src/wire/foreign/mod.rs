//! Data of the caller's own types, which know `serde` and nothing of this crate.

mod from_value;
mod to_value;

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::Unexpected;
use serde::{de, ser};

use super::path;
pub(crate) use from_value::from_value;
pub(crate) use to_value::to_value;

/// Why data cannot be written or read, and where. It holds no value: what a type says of one is not repeated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    path: String,
    reason: String,
}

impl Misfit {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    /// At a path without its `$`.
    pub(super) fn at(path: &str, reason: impl Into<String>) -> Self {
        Self { path: path.to_owned(), reason: reason.into() }
    }

    /// The place, from the outermost value on: `$.payee.name`.
    pub(crate) fn path(&self) -> String {
        format!("${}", self.path)
    }

    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// The same, seen from the object around it.
    fn in_member(self, key: &str) -> Self {
        Self { path: path::in_member(key, &self.path), ..self }
    }

    /// The same, seen from the object of the caller's around it.
    #[expect(clippy::ptr_arg, reason = "how a key is kept tells whether it was put together")]
    fn in_given(self, index: usize, key: &Cow<'static, str>) -> Self {
        Self { path: path::in_given(index, key, &self.path), ..self }
    }

    /// The same, seen from the list around it.
    fn in_item(self, index: usize) -> Self {
        Self { path: format!("[{index}]{}", self.path), ..self }
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.reason)
    }
}

impl std::error::Error for Misfit {}

impl ser::Error for Misfit {
    /// What the type says may hold the value.
    fn custom<T: Display>(_: T) -> Self {
        Self::new("its type refuses to be serialised")
    }
}

impl de::Error for Misfit {
    /// What the type says may hold the value.
    fn custom<T: Display>(_: T) -> Self {
        Self::new("the type that is read refuses what came")
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", kind(found)))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {expected}, found another value"))
    }

    fn invalid_length(length: usize, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {expected}, found {length} of them"))
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("a value that the enum does not list")
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new("a member that the type does not know").in_member(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("required, but absent").in_member(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("it comes more than once").in_member(field)
    }
}

/// What came, without what it says.
fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "a string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests;
