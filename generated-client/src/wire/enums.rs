//! Open enums: the documented values, and whatever comes besides.

/// Defines an open enum. Equality and hash go by the value on the wire, so that it does not matter how it was made.
macro_rules! symbol { ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $value:literal,)* }) => {
$(#[$meta])*
#[derive(Clone)]
#[non_exhaustive]
pub enum $name {
    $(#[doc = concat!("`", $value, "`")] $variant,)*
    /// A value that the documentation does not list, as it came.
    Undocumented(::std::string::String),
}
impl $name {
    /// The value on the wire.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self { $(Self::$variant => $value,)* Self::Undocumented(value) => value }
    }
}
impl<T: ::core::convert::Into<::std::string::String>> ::core::convert::From<T> for $name {
    #[inline]
    fn from(value: T) -> Self {
        let value = value.into();
        match value.as_str() { $($value => Self::$variant,)* _ => Self::Undocumented(value) }
    }
}
impl ::core::convert::AsRef<str> for $name {
    #[inline]
    fn as_ref(&self) -> &str { self.as_str() }
}
impl<T: ::core::convert::AsRef<str> + ?::core::marker::Sized> ::core::cmp::PartialEq<T> for $name {
    #[inline]
    fn eq(&self, other: &T) -> bool { self.as_str() == other.as_ref() }
}
impl ::core::cmp::Eq for $name {}
impl ::core::hash::Hash for $name {
    #[inline]
    fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) { self.as_str().hash(state); }
}
impl ::core::fmt::Debug for $name {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { f.pad(self.as_str()) }
}
impl $crate::wire::Wire for $name {
    #[inline]
    fn put(&self, out: &mut $crate::wire::Out) { out.text(self.as_str()) }
    #[inline]
    fn get(from: &mut $crate::wire::In<'_>) -> Self { from.text().into() }
}
} }
pub(crate) use symbol;
