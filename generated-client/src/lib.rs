//! A typed client for WeChat Pay APIv3, generated from its documentation.

mod crypto;
mod fields;
#[cfg(test)]
mod fixtures;
pub mod invoke;
pub mod keys;
pub mod operation;
pub mod platform;
pub mod signature;
pub mod wire;

pub use crypto::Padding;
pub use fields::{Decrypter, FieldError};

/// Stands for the hand-written client until it is here.
#[derive(Debug)]
pub struct Client;
impl Client {
    /// Sends.
    pub fn send(&self) {}
}
