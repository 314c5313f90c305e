//! What the thin impls of each generated type call, and how a builder knows that it is complete.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Value, Wire, decode, decode_strictly, encode};

/// The body of a generated `Serialize`.
pub fn serialize<T: Wire, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    encode(object).serialize(serializer)
}

/// The body of a generated `Deserialize`.
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    decode(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The body of the `Deserialize` of a request. What its JSON says is sent, or is an error.
pub fn deserialize_strictly<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    decode_strictly(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The body of a generated `Debug`.
pub fn debug<T: Wire>(name: &str, object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
///
/// A builder is made like this one, whose `build` is there only once the field has been given:
///
/// ```
/// use wechatpay_client::wire::{Is, Set};
///
/// struct Builder<const APPID: bool>(String);
/// impl<const APPID: bool> Builder<APPID> {
///     fn appid(self, value: impl Into<String>) -> Builder<true> {
///         Builder(value.into())
///     }
///     fn build(self) -> String
///     where
///         Is<APPID>: Set,
///     {
///         self.0
///     }
/// }
/// assert_eq!(Builder::<false>(String::new()).appid("wx").build(), "wx");
/// ```
///
/// ```compile_fail,E0277
/// # use wechatpay_client::wire::{Is, Set};
/// # struct Builder<const APPID: bool>(String);
/// # impl<const APPID: bool> Builder<APPID> {
/// #     fn build(self) -> String where Is<APPID>: Set { self.0 }
/// # }
/// Builder::<false>(String::new()).build();
/// ```
#[diagnostic::on_unimplemented(
    message = "a required field has not been given",
    label = "the note below names the field, in capitals"
)]
pub trait Set {}

impl Set for Is<true> {}

/// The thin impls of a generated struct, which says by whom it is deserialized.
macro_rules! shims {
    ($name:ident, $deserialize:ident) => {
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::$deserialize(deserializer)
            }
        }
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::wire::debug(stringify!($name), self, f)
            }
        }
    };
}
pub(crate) use shims;
