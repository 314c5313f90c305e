//! What an operation has to have for its pages to be turned.

use crate::operation::Operation;

/// An operation whose answer is a page of a list.
///
/// Which ones are follows from their fields: a place in the list (`offset`, `page_index` or `page_token`) in a request
/// that changes nothing, and one list in the answer.
pub trait Paged: Operation + Clone + 'static {
    /// What the list is of.
    type Item: Clone + PartialEq + Send + Sync + 'static;

    /// The field of the request that says which page it asks for.
    const PLACE: &'static str;

    /// The items of a page.
    fn list(answer: &Self::Response) -> &[Self::Item];

    /// The same, without the rest.
    fn into_list(answer: Self::Response) -> Vec<Self::Item>;

    /// Asks for the page after the one that was answered, if there is one: so many items have come with and before it.
    fn turn(&mut self, answer: &Self::Response, seen: u64) -> bool;

    /// What the page is called, where it is not counted.
    fn token(&self) -> Option<&str> {
        None
    }
}

/// Says of a generated operation that it is [`Paged`], and how.
#[allow(unused_macros, reason = "no product with a list may be on")]
macro_rules! paged {
    ($request:ident, $place:literal, $item:ty, $list:ident, $($how:tt)*) => {
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
    (@ offset $offset:ident $($total:ident)?) => {
        fn turn(&mut self, answer: &Self::Response, _: u64) -> bool {
            let items = Self::list(answer).len();
            $crate::page::by_offset(&mut self.$offset, items, $crate::page::paged!(@total answer $($total)?))
        }
    };
    (@ number $page:ident $($total:ident)?) => {
        fn turn(&mut self, answer: &Self::Response, seen: u64) -> bool {
            let items = Self::list(answer).len();
            $crate::page::by_number(&mut self.$page, items, seen, $crate::page::paged!(@total answer $($total)?))
        }
    };
    (@ token $token:ident $next:ident) => {
        fn turn(&mut self, answer: &Self::Response, _: u64) -> bool {
            $crate::page::by_token(&mut self.$token, &answer.$next)
        }
        fn token(&self) -> ::core::option::Option<&str> {
            $crate::page::Token::token(&self.$token)
        }
    };
    (@total $answer:ident) => {
        ::core::option::Option::None
    };
    (@total $answer:ident $total:ident) => {
        $crate::page::Number::number(&$answer.$total)
    };
}
#[allow(unused_imports, reason = "no product with a list may be on")]
pub(crate) use paged;
