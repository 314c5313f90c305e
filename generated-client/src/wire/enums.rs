//! Open enums: the documented values, and whatever comes besides.

use std::fmt;
use std::ops::Deref;

/// A value that the documentation does not list, as it came.
///
/// Only an enum makes one, from a text that is none of its own values: so a documented value is always its variant,
/// and a `match` on the variants misses none.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unlisted(String);

impl Unlisted {
    #[allow(dead_code, reason = "without a product there is no enum")]
    #[inline]
    pub(crate) fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// The value on the wire.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Unlisted {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// An open enum with its impls, from its values on the wire.
///
/// None of them is generic, so that nothing has to be inferred where one is compared or made.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! symbol {
    (
        $(#[$($about:tt)*])*
        pub enum $name:ident { $($variant:ident = $wire:literal;)* }
    ) => {
        $(#[$($about)*])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = ::core::concat!("`` ", $wire, " ``")]
                $variant,
            )*
            /// Any other value, as it came.
            Unlisted($crate::wire::Unlisted),
        }
        impl $name {
            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unlisted(value) => value.as_str(),
                }
            }
        }
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unlisted($crate::wire::Unlisted::new(value)),
                }
            }
        }
        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
        impl ::core::cmp::Eq for $name {}
        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        /// The value on the wire.
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        /// Any text is a value: one that is not listed is kept as it is.
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }
        $crate::wire::stored!($name);
        impl $crate::wire::Wire for $name {
            #[inline]
            fn put(&self, out: &mut $crate::wire::Out) {
                out.text(self.as_str());
            }
            #[inline]
            fn get(from: &mut $crate::wire::In<'_>) -> Self {
                let value = Self::from(from.text());
                if let Self::Unlisted(_) = value {
                    from.unlisted();
                }
                value
            }
        }
    };
}
pub(crate) use symbol;
