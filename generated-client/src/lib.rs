//! A typed client for WeChat Pay APIv3, generated from its documentation.
//!
//! An operation is a type named after its URL and method; [`Client::send`] takes a value of it. The client signs what
//! goes out, verifies what comes back before any of it is read, and encrypts and opens confidential fields on the way.
//!
//! ```no_run
//! use wechatpay_client::{Client, Error, operation::Operation};
//!
//! # fn read(_: &str) -> String { String::new() }
//! # async fn example(request: impl Operation) -> Result<(), Error> {
//! let client = Client::builder()
//!     .merchant_id("1900000109")
//!     .private_key(read("apiclient_key.pem"))
//!     .certificate_serial("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
//!     .public_key("PUB_KEY_ID_0119000001092024010100000000000001", read("pub_key.pem"))
//!     .build()?;
//!
//! match client.send(request).await {
//!     Ok(answer) => { /* its fields */ }
//!     Err(Error::Api(error)) if error.code == "ORDER_NOT_EXIST" => { /* each refusal has a code */ }
//!     Err(error) if error.may_have_taken_effect() => { /* query by the business number first */ }
//!     Err(error) => return Err(error),
//! }
//! # Ok(()) }
//! ```
//!
//! # What may go wrong
//!
//! [`Error`] has a name for each kind of failure and keeps the answer that led to it. A request that changes something
//! is sent again only when it did not go out or the answer asks for it, never after a timeout; [`RetryPolicy`] says how
//! often and how long.
//!
//! # Files
//!
//! Uploads take a [`File`], whose digest the client fills in. Downloads are a [`download::Download`], which unpacks,
//! decrypts and checks the file as it comes; a bill is fetched by the [`download::Link`] in the answer to its request.
//!
//! # Brands
//!
//! What lies below `/brand/` is signed by a [`Brand`], with an id, a certificate and a WeChat Pay public key of its
//! own: [`ClientBuilder::brand`].
//!
//! # Features
//!
//! `aws-lc-rs` (default) or `rustcrypto` (no C compiler) do the cryptography; `shangmi` adds the Chinese national
//! algorithms, `blocking` a client for code that is not async. Each first segment of a URL is a feature of its own
//! (`pay`, `refund`, …), and what is a brand's starts with `brand-`; `full` has all of them.

mod answer;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod crypto;
pub mod download;
pub mod error;
mod fields;
#[cfg(test)]
mod fixtures;
// What is offline is deprecated for callers; its own code is no use of it. Names and labels are the documentation's.
#[allow(deprecated, clippy::pedantic)]
#[rustfmt::skip] // formatted where it is emitted
mod generated;
pub mod invoke;
pub mod keys;
// What the generator emits for a spec of odd corners: compiled and used by the tests.
#[cfg(test)]
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, deprecated, non_camel_case_types, unused, reason = "as for all that is generated")]
#[path = "../../codegen/tests/emitted/odd.rs"]
mod odd;
pub mod operation;
pub mod platform;
pub mod signature;
#[cfg(feature = "operations-table")]
pub mod table;
mod upload;
pub mod wire;

pub use answer::{RawAnswer, Response};
pub use client::{Brand, Client, ClientBuilder, Clock, RetryPolicy};
pub use crypto::Padding;
pub use error::Error;
pub use fields::{Decrypter, FieldError};
pub use generated::*;
pub use upload::File;
/// What a [`Decrypter`] gives out: bytes that are wiped when they are dropped.
pub use zeroize::Zeroizing;
