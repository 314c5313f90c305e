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
