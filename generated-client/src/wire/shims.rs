//! What the thin impls of each generated type call. What is behind it they call by pointer: see [`dispatch`](super::dispatch).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{DecodeError, Value, Wire, decode, decode_strictly, encode};

type Write<S> = fn(&Value, S) -> Result<<S as Serializer>::Ok, <S as Serializer>::Error>;

/// The body of a generated `Serialize`.
pub fn serialize<T: Wire, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let write: Write<S> = Value::serialize;
    write(&encode(object), serializer)
}

/// The body of a generated `Deserialize`.
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let read: fn(D) -> Result<Value, D::Error> = Value::deserialize;
    let decode: fn(&Value) -> Result<T, DecodeError> = decode;
    decode(&read(deserializer)?).map_err(de::Error::custom)
}

/// The body of the `Deserialize` of a request. What its JSON says is sent, or is an error.
pub fn deserialize_strictly<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let read: fn(D) -> Result<Value, D::Error> = Value::deserialize;
    let decode: fn(&Value) -> Result<T, DecodeError> = decode_strictly;
    decode(&read(deserializer)?).map_err(de::Error::custom)
}

/// The body of a generated `Debug`.
pub fn debug<T: Wire>(name: &str, object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let print: fn(&str, &Value, &mut fmt::Formatter<'_>) -> fmt::Result = print;
    print(name, &encode(object), f)
}

fn print(name: &str, object: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut printed = f.debug_struct(name);
    if let Value::Object(entries) = object {
        for (name, value) in entries {
            printed.field(name, value);
        }
    }
    printed.finish()
}

/// The body of a generated `PartialEq`: two are equal that would be sent alike.
pub fn equal<T: Wire>(one: &T, other: &T) -> bool {
    let equal: fn(&Value, &Value) -> bool = PartialEq::eq;
    equal(&encode(one), &encode(other))
}

/// The thin impls of a generated struct.
///
/// What is sent is read strictly: nothing of it is left out because it could not be read.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! shims {
    ($name:ident, answer) => {
        $crate::wire::shims!($name, deserialize deserialize);
        $crate::wire::shims!($name, default);
    };
    ($name:ident, request) => {
        $crate::wire::shims!($name, deserialize deserialize_strictly);
    };
    ($name:ident, optional request) => {
        $crate::wire::shims!($name, deserialize deserialize_strictly);
        $crate::wire::shims!($name, default);
    };
    ($name:ident, default) => {
        /// Nothing is set: what cannot be absent is empty or zero.
        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::wire::blank()
            }
        }
    };
    ($name:ident, deserialize $deserialize:ident) => {
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
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::equal(self, other)
            }
        }
    };
}
pub(crate) use shims;
