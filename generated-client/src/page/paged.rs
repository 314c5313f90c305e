//! What an operation has to have for its pages to be turned.

use super::turn::{Read, Turn};
use crate::operation::Operation;

/// An operation whose answer is a page of a list.
///
/// Which ones are follows from their fields: a place in the list (`offset`, `page_index` or `page_token`) in a request
/// that changes nothing, and one list in the answer. It is for generated operations alone.
pub trait Paged: Operation + Sealed + Clone + 'static {
    /// What the list is of.
    type Item: Clone + PartialEq + Send + Sync + 'static;

    /// The field of the request that says which page it asks for.
    const PLACE: &'static str;

    /// The items of a page.
    fn list(answer: &Self::Response) -> &[Self::Item];

    /// The same, without the rest.
    fn into_list(answer: Self::Response) -> Vec<Self::Item>;

    /// Asks for the page after the one that was answered, if there is one.
    #[doc(hidden)]
    fn turn(&mut self, answer: &Self::Response, read: Read) -> Turn;

    /// What the page is called, where it is not counted.
    fn token(&self) -> Option<&str> {
        None
    }
}

/// What keeps others from being [`Paged`], so that it can change.
#[doc(hidden)]
pub trait Sealed {}

/// Says of a generated operation that it is [`Paged`], and how.
#[allow(unused_macros, reason = "no product with a list may be on")]
macro_rules! paged {
    ($request:ident, $place:literal, $item:ty, $list:ident, $($how:tt)*) => {
        impl $crate::page::Sealed for $request {}
        impl $crate::page::Paged for $request {
            type Item = $item;
            const PLACE: &'static str = $place;
            fn list(answer: &Self::Response) -> &[Self::Item] {
                $crate::page::List::items(&answer.$list)
            }
            fn into_list(answer: Self::Response) -> ::std::vec::Vec<Self::Item> {
                $crate::page::List::into_items(answer.$list)
            }
            $crate::page::paged!(@ $($how)*);
        }
    };
    (@ offset $offset:ident $($end:ident $total:ident)?) => {
        fn turn(&mut self, answer: &Self::Response, _: $crate::page::Read) -> $crate::page::Turn {
            let items = Self::list(answer).len();
            $crate::page::by_offset(&mut self.$offset, items, $crate::page::paged!(@total answer $($end $total)?))
        }
    };
    (@ number $page:ident from $first:literal $($end:ident $total:ident)?) => {
        fn turn(&mut self, answer: &Self::Response, read: $crate::page::Read) -> $crate::page::Turn {
            let items = Self::list(answer).len();
            let total = $crate::page::paged!(@total answer $($end $total)?);
            $crate::page::by_number(&mut self.$page, $first, items, read, total)
        }
    };
    (@ token $token:ident $next:ident) => {
        fn turn(&mut self, answer: &Self::Response, _: $crate::page::Read) -> $crate::page::Turn {
            $crate::page::by_token(&mut self.$token, &answer.$next)
        }
        fn token(&self) -> ::core::option::Option<&str> {
            $crate::page::Token::token(&self.$token)
        }
    };
    (@total $answer:ident) => {
        $crate::page::Total::Unknown
    };
    (@total $answer:ident until $total:ident) => {
        $crate::page::Total::own(&$answer.$total)
    };
    (@total $answer:ident at_most $total:ident) => {
        $crate::page::Total::most(&$answer.$total)
    };
}
#[allow(unused_imports, reason = "no product with a list may be on")]
pub(crate) use paged;
