//! Confidential fields: encrypted in a copy on the way out, opened on the way in.
//!
//! An empty text stays empty both ways. It says that the field is not filled in, there is nothing in it to hide, and
//! the cipher text of nothing would make the server read it as filled in.

#[cfg(test)]
mod tests;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::{Zeroize, Zeroizing};

use crate::crypto::Padding;
use crate::keys::{EncryptError, MerchantKey, PublicKey};
use crate::wire::{Open, Secret, Value};

/// A confidential field that cannot be encrypted. Its text is not part of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    path: String,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    TooLong { bytes: usize, max: usize },
    Failed,
}

impl FieldError {
    /// The JSON path of the field, such as `$.payee.name`.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::TooLong { bytes, max } => {
                write!(f, "{}: the text has {bytes} bytes, and at most {max} can be encrypted", self.path)
            }
            Reason::Failed => write!(f, "{}: encryption failed", self.path),
        }
    }
}

impl std::error::Error for FieldError {}

/// Whether a value holds confidential text, so that a key to encrypt with is needed.
pub(crate) fn has_secrets(value: &Value) -> bool {
    match value {
        Value::Secret(secret) => !secret.expose().is_empty(),
        Value::Encoded(inner) => has_secrets(inner),
        Value::List(items) => items.iter().any(has_secrets),
        Value::Object(entries) => entries.iter().any(|(_, value)| has_secrets(value)),
        _ => false,
    }
}

/// A copy of a value in which each confidential text is replaced by its cipher text in base64.
pub(crate) fn encrypt(value: &Value, key: &PublicKey, padding: Padding) -> Result<Value, FieldError> {
    Encryption { key, padding, path: "$".to_owned() }.value(value)
}

struct Encryption<'k> {
    key: &'k PublicKey,
    padding: Padding,
    /// The place of the value that is being copied.
    path: String,
}

impl Encryption<'_> {
    fn value(&mut self, value: &Value) -> Result<Value, FieldError> {
        Ok(match value {
            Value::Secret(secret) => Value::Text(self.text(secret.expose())?),
            Value::Encoded(inner) => Value::Encoded(Box::new(self.value(inner)?)),
            Value::List(items) => Value::List(self.items(items)?),
            Value::Object(entries) => Value::Object(self.entries(entries)?),
            plain => plain.clone(),
        })
    }

    fn items(&mut self, items: &[Value]) -> Result<Vec<Value>, FieldError> {
        items.iter().enumerate().map(|(index, item)| self.within(&format!("[{index}]"), item)).collect()
    }

    fn entries(&mut self, entries: &[(String, Value)]) -> Result<Vec<(String, Value)>, FieldError> {
        entries.iter().map(|(name, value)| Ok((name.clone(), self.within(&format!(".{name}"), value)?))).collect()
    }

    fn within(&mut self, step: &str, value: &Value) -> Result<Value, FieldError> {
        let parent = self.path.len();
        self.path.push_str(step);
        let copy = self.value(value)?;
        self.path.truncate(parent);
        Ok(copy)
    }

    fn text(&self, plaintext: &str) -> Result<String, FieldError> {
        if plaintext.is_empty() {
            return Ok(String::new());
        }
        match self.key.encrypt(self.padding, plaintext.as_bytes()) {
            Ok(ciphertext) => Ok(STANDARD.encode(ciphertext)),
            Err(EncryptError::TooLong { bytes, max }) => Err(self.fail(Reason::TooLong { bytes, max })),
            Err(EncryptError::Rejected) => Err(self.fail(Reason::Failed)),
        }
    }

    fn fail(&self, reason: Reason) -> FieldError {
        FieldError { path: self.path.clone(), reason }
    }
}

/// Decrypts what the platform has encrypted to the merchant's certificate.
///
/// [`MerchantKey`] does it with a key in memory. Implement it where the key lives elsewhere.
pub trait Decrypter: Send + Sync {
    /// The plain text of one cipher text, or why it cannot be had: a text without any of the content.
    ///
    /// The padding concerns RSA alone.
    ///
    /// # Errors
    ///
    /// With the reason, where the cipher text does not open.
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
pub(crate) struct Opener<'k> {
    pub(crate) key: &'k dyn Decrypter,
    pub(crate) padding: Padding,
}

impl Open for Opener<'_> {
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
