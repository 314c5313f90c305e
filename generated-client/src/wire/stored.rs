//! `Serialize` and `Deserialize` of the types that are generated, with the feature `serde`: a tenth of what there is to
//! compile, and the client itself needs none of it.
//!
//! What is behind them they call by pointer: see [`dispatch`](super::dispatch).

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

/// The impls of a struct, by the function that reads it, and of an enum.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! stored {
    ($name:ident, $deserialize:ident) => {
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }
        $crate::wire::stored!($name reads $deserialize);
    };
    ($name:ident) => {
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        $crate::wire::stored!($name reads deserialize);
    };
    ($name:ident reads $deserialize:ident) => {
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::$deserialize(deserializer)
            }
        }
    };
}
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use stored;
