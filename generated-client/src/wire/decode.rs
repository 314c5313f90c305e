//! From a [`Value`] to a type.

use super::input::names;
use super::kept::Kept;
use super::{DecodeError, Drifts, In, Open, Value, Wire, dispatch};

/// What was read, and what was odd about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Read<T> {
    /// What was read.
    pub value: T,
    /// What the documentation does not say, and came.
    pub drift: Drifts,
}

impl<T> Read<T> {
    fn of((value, drift): (T, Drifts)) -> Self {
        Self { value, drift }
    }
}

/// Reads a value as a type.
pub fn decode<T: Wire>(value: &Value) -> Result<T, DecodeError> {
    In::new(Some(value), &Kept::default()).read().map(|(value, _)| value)
}

/// Reads a value as a type, and lets no optional member that cannot be read pass for an absent one: for what goes out.
pub fn decode_strictly<T: Wire>(value: &Value) -> Result<T, DecodeError> {
    In::new(Some(value), &Kept::default()).strictly().read().map(|(value, _)| value)
}

/// Reads a value as a type, opens what is encrypted in it, and tells what was odd.
pub fn decode_with<T: Wire>(value: &Value, opener: &dyn Open) -> Result<Read<T>, DecodeError> {
    In::new(Some(value), &Kept::default()).opening(opener).read().map(Read::of)
}

/// Reads JSON text as a type, such as what a notification holds once it is decrypted, and tells what was odd.
///
/// What is encrypted in it once more stays as it came: [`decode_with`] opens it.
pub fn read<T: Wire>(json: &[u8]) -> Result<Read<T>, DecodeError> {
    let value = Value::parse(json).map_err(|error| DecodeError::new("$".to_owned(), error.to_string()))?;
    In::new(Some(&value), &Kept::default()).read().map(Read::of)
}

/// A value of which nothing is set yet: where a builder starts. Its type keeps it from going out before it is complete.
pub fn blank<T: Wire>() -> T {
    let blank: fn() -> T = placeholder;
    blank()
}

fn placeholder<T: Wire>() -> T {
    dispatch::get(&mut In::new(None, &Kept::default()).blank())
}

/// Whether a type has a field of this name.
pub(crate) fn knows<T: Wire>(name: &str) -> bool {
    names::<T>().contains(&name)
}
