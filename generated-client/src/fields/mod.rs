//! Confidential fields: encrypted in a copy on the way out, opened on the way in.
//!
//! An empty text stays empty both ways: there is nothing in it to hide.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::{Zeroize, Zeroizing};

use crate::crypto::Padding;
use crate::keys::{EncryptError, MerchantKey, PublicKey};
use crate::wire::{Ciphertext, Open, Seal, SealedValue, Secret, Value};

/// A confidential field that cannot be encrypted. Its text is not part of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    path: String,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    NoKey,
    TooLong { bytes: usize, max: usize },
    Failed,
}

impl FieldError {
    /// The JSON path of the field, such as `$.payee.name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path without its `$`.
    pub(crate) fn below(&self) -> &str {
        self.path.strip_prefix('$').unwrap_or(&self.path)
    }

    /// Why it cannot be, without the path.
    pub(crate) fn reason(&self) -> String {
        self.reason.to_string()
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => f.write_str("there is no key of WeChat Pay to encrypt it with"),
            Self::TooLong { bytes, max } => {
                write!(f, "the text has {bytes} bytes, and at most {max} can be encrypted")
            }
            Self::Failed => f.write_str("encryption failed"),
        }
    }
}

impl std::error::Error for FieldError {}

/// Encrypts confidential fields with a key of WeChat Pay; without one, there can be none.
#[derive(Clone, Copy)]
pub(crate) struct Sealer<'k> {
    pub(crate) key: Option<&'k PublicKey>,
    pub(crate) padding: Padding,
}

impl Sealer<'_> {
    /// The value as it may go out.
    pub(crate) fn seal<'v>(&self, value: &'v Value) -> Result<SealedValue<'v>, FieldError> {
        value.seal(self).map_err(|(path, reason)| FieldError { path: format!("${path}"), reason })
    }
}

impl Seal for Sealer<'_> {
    type Error = Reason;

    fn seal(&self, plain: &Secret) -> Result<Ciphertext, Reason> {
        let key = self.key.ok_or(Reason::NoKey)?;
        match key.encrypt(self.padding, plain.expose().as_bytes()) {
            Ok(ciphertext) => Ok(Ciphertext::new(STANDARD.encode(ciphertext))),
            Err(EncryptError::TooLong { bytes, max }) => Err(Reason::TooLong { bytes, max }),
            Err(EncryptError::Rejected) => Err(Reason::Failed),
        }
    }
}

/// Decrypts what the platform has encrypted to the merchant's certificate.
///
/// [`MerchantKey`] does it with a key in memory. Implement it where the key lives elsewhere.
#[doc(alias("解密", "敏感信息解密"))]
pub trait Decrypter: Send + Sync {
    /// The plain text of one cipher text, or why it cannot be had: a text without any of the content.
    ///
    /// The padding concerns RSA alone.
    ///
    /// # Errors
    ///
    /// With the reason, where the cipher text does not open.
    #[doc(alias("解密", "敏感信息解密"))]
    fn decrypt(&self, ciphertext: &[u8], padding: Padding) -> Result<Zeroizing<Vec<u8>>, String>;
}

impl Decrypter for MerchantKey {
    fn decrypt(&self, ciphertext: &[u8], padding: Padding) -> Result<Zeroizing<Vec<u8>>, String> {
        self.decrypt(padding, ciphertext).map_err(|_| {
            format!(
                "the cipher text does not open with the merchant's key (serial {}): another one was meant",
                self.serial()
            )
        })
    }
}

/// Opens the confidential fields of an answer.
pub(crate) struct Opener {
    pub(crate) key: Arc<dyn Decrypter>,
    pub(crate) padding: Padding,
}

impl Open for Opener {
    fn open(&self, ciphertext: &str) -> Result<Secret, String> {
        let bytes = STANDARD.decode(ciphertext).map_err(|_| "expected a cipher text in base64".to_owned())?;
        let mut plaintext = self.key.decrypt(&bytes, self.padding)?;
        // The bytes move, so that no copy of them stays behind.
        String::from_utf8(std::mem::take(&mut *plaintext)).map(Secret::from).map_err(|error| {
            error.into_bytes().zeroize();
            "the plain text is not UTF-8".to_owned()
        })
    }
}
