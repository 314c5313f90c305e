//! Text that is encrypted on the wire.

use std::fmt;

use zeroize::Zeroizing;

use super::{In, Out, Value, Wire};

/// Confidential text: a name, an identity number, a bank account.
///
/// It holds the plain text. The client encrypts a copy on the way out and decrypts on the way in; `Debug` prints a
/// mark in its place, and the memory is wiped when the value is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The plain text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[confidential]")
    }
}

impl Wire for Secret {
    fn put(&self, out: &mut Out) {
        out.value(Value::Secret(self.clone()));
    }

    fn get(from: &mut In<'_>) -> Self {
        from.secret()
    }
}

/// Opens a field that was encrypted for the merchant.
pub trait Open {
    /// The plain text of a base64 cipher text, or why it cannot be had.
    fn open(&self, ciphertext: &str) -> Result<Secret, String>;
}
