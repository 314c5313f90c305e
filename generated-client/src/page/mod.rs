//! Lists that come in pages: each page, or each item, one after the other.
//!
//! An operation that answers with a page of a list is [`Paged`]. [`Client::items`](crate::Client::items) asks for one
//! page after the other until there are no more, and [`Client::pages`](crate::Client::pages) gives the answers
//! themselves. Each page is a call of its own, signed, verified and retried like any other.
//!
//! ```no_run
//! # #[cfg(feature = "merchant-service")] {
//! use wechatpay_client::v3::merchant_service::complaints_v2::Get;
//!
//! # async fn example(client: wechatpay_client::Client) -> Result<(), wechatpay_client::Error> {
//! let request = Get::builder().begin_date("2026-08-01").end_date("2026-08-31").limit(50).build();
//! let mut complaints = client.items(request);
//! while let Some(complaint) = complaints.next().await {
//!     println!("{}", complaint?.complaint_id);
//! }
//! # Ok(()) }
//! # }
//! ```
//!
//! The first page is the one that the request asks for; how large pages are is for the request to say. The last one is
//! that with which the total is reached, that names no page after it, or one with nothing in it. A list that changes
//! meanwhile is told of as it was when each page was asked for.
//!
//! A list that never ends is an [`Error::List`](crate::Error::List): where a page is the same as the one before it, where
//! a page after it is one that has been read, and after [so many pages](Pages::limit). So is one that ends before the
//! total that it says of itself. After an error there is nothing more; whoever wants to go on begins with
//! [`Pages::request`].

#[cfg(feature = "blocking")]
pub mod blocking;
mod course;
mod paged;
mod stream;
#[cfg(test)]
mod tests;
mod turn;

#[allow(unused_imports, reason = "no product with a list may be on")]
pub(crate) use paged::paged;
pub use paged::{Paged, Sealed};
pub use stream::{Items, Pages};
#[doc(hidden)]
pub use turn::{List, Number, Read, Token, Total, Turn, by_number, by_offset, by_token};
