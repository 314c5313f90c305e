//! How a generated type becomes JSON and comes back.
//!
//! A generated type implements [`Wire`]: one function that puts it, one that gets it. Everything else (`Debug`,
//! equality, redaction, leniency, missing fields, JSON paths in errors, and `Serialize` and `Deserialize` with the feature
//! `serde`) is written once, here, over a small [`Value`]. That keeps a thousand operations cheap to compile.
#![doc = include_str!("tolerance.md")]

mod asked;
mod dated;
mod decode;
mod dispatch;
mod drift;
#[cfg(test)]
mod drift_tests;
mod encode;
mod enums;
mod error;
mod foreign;
mod forms;
mod given;
#[cfg(test)]
mod hand_tests;
mod input;
mod kept;
mod literals;
mod number;
mod object;
mod parse;
mod path;
mod places;
mod scalars;
mod seal;
mod secret;
mod shims;
mod state;
#[cfg(any(test, feature = "serde"))]
mod stored;
#[cfg(test)]
#[expect(deprecated, reason = "one of the operations is offline")]
mod tests;
#[cfg(test)]
mod tolerance;
mod value;

pub use dated::{
    Day, DayValue, MaybeTold, OptionalDay, OptionalTime, Time, TimeValue, Told, day, maybe_day, maybe_time, time,
};
pub use decode::{Read, blank, decode, decode_strictly, decode_with, read};
pub use drift::{Drift, DriftKind, Drifts, Form};
pub use encode::{Out, Place, encode};
pub use enums::Unlisted;
pub use error::DecodeError;
pub use given::{Maybe, Optional, OptionalList, Plain, list, maybe, maybe_list, one};
pub use input::In;
pub use number::Number;
pub use secret::{Open, Secret};
pub use shims::{debug, equal};
pub use state::{At, Behind, First, Given, Missing};
#[cfg(any(test, feature = "serde"))]
pub use stored::{deserialize, deserialize_strictly, serialize};
pub use value::{Exposed, Unread, Value};

pub(crate) use decode::knows;
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use enums::symbol;
pub(crate) use foreign::{Misfit, from_value, to_value};
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use object::{answer, object, request};
pub(crate) use path::in_given;
pub(crate) use places::{Places, open_at};
pub(crate) use seal::{Ciphertext, Seal, SealedValue, Unwritten, object_json};
pub(crate) use secret::MARK;
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use shims::shims;
#[cfg(not(any(test, feature = "serde")))]
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use shims::stored;
pub(crate) use state::required;
#[cfg(any(test, feature = "serde"))]
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use stored::stored;
pub(crate) use value::{FILE, INEXACT, UNREAD};

/// Anything that has a place in JSON: the scalars, lists, options and every generated type.
pub trait Wire: Sized {
    /// Puts the value, or each of its fields. What puts nothing is left out.
    // On the page of each type they would say nothing of it.
    #[doc(hidden)]
    fn put(&self, out: &mut Out);

    /// Gets the value that is there. An error sticks in `from`, so that a struct is one expression without a `?`.
    #[doc(hidden)]
    fn get(from: &mut In<'_>) -> Self;
}
