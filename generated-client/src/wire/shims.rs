//! What the thin impls of each generated type call. What is behind it they call by pointer: see [`dispatch`](super::dispatch).

use std::fmt;

use super::{Value, Wire, encode};

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
        $crate::wire::stored!($name, $deserialize);
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

/// Nothing is stored without the feature `serde`.
#[cfg(not(any(test, feature = "serde")))]
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! stored {
    ($($of:tt)*) => {};
}
#[cfg(not(any(test, feature = "serde")))]
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use stored;
