//! Text that is encrypted on the wire.

use std::fmt;

use zeroize::Zeroizing;

/// Confidential text: a name, an identity number, a bank account.
///
/// It holds the plain text. The client encrypts a copy on the way out and decrypts on the way in. `Debug` and
/// `Serialize` print a mark in its place, and the memory is wiped when the value is dropped.
///
/// Whoever has to keep the text, in a queue of requests to come, says so: [`Value::expose`](super::Value::expose).
#[doc(alias("敏感信息加密", "敏感信息", "加密"))]
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

/// What is printed in place of a confidential text.
pub(crate) const MARK: &str = "[confidential]";

impl Secret {
    /// The plain text.
    // rustdoc loses the words of an item that is handed on from a private module, and keeps those of its methods.
    #[doc(alias("敏感信息加密", "敏感信息", "加密"))]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it to hide.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is the mark that was printed in place of a text, and is taken for the text.
    pub(crate) fn is_mark(&self) -> bool {
        *self.0 == MARK
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARK)
    }
}

/// Opens a field that was encrypted for the merchant.
pub trait Open {
    /// The plain text of a base64 cipher text, or why it cannot be had.
    fn open(&self, ciphertext: &str) -> Result<Secret, String>;
}
