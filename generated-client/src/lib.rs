//! A typed client for WeChat Pay APIv3, generated from its documentation.

mod answer;
mod client;
mod crypto;
pub mod download;
pub mod error;
mod fields;
#[cfg(test)]
mod fixtures;
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
pub use client::{Client, ClientBuilder, Clock, RetryPolicy};
pub use crypto::Padding;
pub use error::Error;
pub use fields::{Decrypter, FieldError};
pub use generated::*;
pub use upload::File;
