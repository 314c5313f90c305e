//! What the thin impls of each generated type call, and how a builder knows that it is complete.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Object, Value, decode, encode};

/// The body of a generated `Serialize`.
pub fn serialize<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    encode(object).serialize(serializer)
}

/// The body of a generated `Deserialize`.
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    decode(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The body of a generated `Debug`.
pub fn debug<T: Object>(name: &str, object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut printed = f.debug_struct(name);
    if let Value::Object(entries) = encode(object) {
        for (name, value) in &entries {
            printed.field(name, value);
        }
    }
    printed.finish()
}

/// Whether a required field of a builder has been given: a type for each answer.
#[derive(Debug)]
pub struct Is<const GIVEN: bool>;

/// Implemented by [`Is<true>`] alone: the field has been given.
#[diagnostic::on_unimplemented(
    message = "a required field has not been given",
    label = "the note below names the field, in capitals"
)]
pub trait Set {}

impl Set for Is<true> {}
