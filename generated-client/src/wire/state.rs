//! How a builder knows which of its required fields have been given: a list of types, one for each of them.

use std::marker::PhantomData;

/// A required field that has been given.
#[derive(Debug)]
pub struct Given;

/// A required field that has not been given.
#[derive(Debug)]
pub struct Missing;

/// The first place of a list.
#[derive(Debug)]
pub struct First;

/// The place behind another one.
#[derive(Debug)]
pub struct Behind<Place>(PhantomData<Place>);

/// A list that has such a place: `(Missing, (Given, ()))` has two.
pub trait At<Place> {
    /// What stands there: [`Given`] or [`Missing`].
    type Is;
    /// The list once the field of this place has been given.
    type Then;
}

impl<Head, Tail> At<First> for (Head, Tail) {
    type Is = Head;
    type Then = (Given, Tail);
}

impl<Head, Tail: At<Place>, Place> At<Behind<Place>> for (Head, Tail) {
    type Is = Tail::Is;
    type Then = (Head, Tail::Then);
}

/// A trait for each required field, which [`Given`] has alone: rustc names each one that is missing.
macro_rules! required {
    ($($field:ident $message:literal;)*) => {
        $(
            #[allow(dead_code, reason = "no product that has the field may be on")]
            #[allow(non_camel_case_types, reason = "it is called like the field")]
            #[diagnostic::on_unimplemented(message = $message, label = "a builder builds once it has all of them")]
            pub trait $field {}
            impl $field for $crate::wire::Given {}
        )*
    };
}
pub(crate) use required;
