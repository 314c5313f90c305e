//! Open enums: the documented values, and whatever comes besides.

use super::{In, Value, Wire};

/// An open enum: its known values are variants, any other value is kept as it came.
pub trait Symbol: Sized {
    /// The value on the wire.
    fn as_str(&self) -> &str;

    /// The variant of a value on the wire.
    fn from_wire(value: String) -> Self;
}

/// Reads and writes an open enum: the body of the generated `Wire` impls.
#[doc(hidden)]
pub fn to_value(symbol: &impl Symbol) -> Option<Value> {
    Some(Value::Text(symbol.as_str().to_owned()))
}

#[doc(hidden)]
pub fn from_value<T: Symbol>(from: &mut In<'_>) -> T {
    T::from_wire(from.text())
}

#[doc(hidden)]
pub fn absent<T: Symbol>(from: &mut In<'_>) -> T {
    from.missing();
    T::from_wire(String::new())
}
