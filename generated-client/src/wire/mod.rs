//! How a generated type becomes JSON and comes back.
//!
//! A generated struct implements [`Object`]: one function that puts its fields, one that gets them. Everything else
//! (`Serialize`, `Deserialize`, `Debug`, redaction, leniency, missing fields, JSON paths in errors) is written once,
//! here, over a small [`Value`]. That keeps a thousand operations cheap to compile.

mod decode;
mod encode;
mod enums;
mod secret;
mod shims;
mod value;

pub use decode::{DecodeError, In, Open, blank, decode, decode_with};
pub use encode::{Out, Place, encode};
pub use secret::Secret;
pub use shims::{Is, Set, debug, deserialize, serialize};
pub use value::Value;
pub(crate) use value::object_json;

pub(crate) use enums::symbol;
pub(crate) use shims::shims;

/// A type with named fields: what the generator writes for each struct.
pub trait Object: Sized {
    /// Puts each field that is there.
    fn put(&self, out: &mut Out);

    /// Gets each field. An error sticks in `from`, so that this is one expression without a `?`.
    fn get(from: &mut In<'_>) -> Self;
}

/// Anything that has a place in JSON: the scalars, lists, options and every [`Object`].
pub trait Wire: Sized {
    /// The value as it goes out, or `None` where the field is left out.
    fn to_value(&self) -> Option<Value>;

    /// Reads the value at `from`, which is there and is not `null`.
    fn from_value(from: &mut In<'_>) -> Self;

    /// What stands in for a field that is absent or `null`: an error, unless the type knows better.
    fn absent(from: &mut In<'_>) -> Self;
}

impl<T: Object> Wire for T {
    #[inline]
    fn to_value(&self) -> Option<Value> {
        Some(encode(self))
    }

    #[inline]
    fn from_value(from: &mut In<'_>) -> Self {
        from.expect_object();
        T::get(from)
    }

    #[inline]
    fn absent(from: &mut In<'_>) -> Self {
        from.missing();
        T::get(from)
    }
}
