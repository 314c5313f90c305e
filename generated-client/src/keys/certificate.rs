//! X.509 certificates: a serial, a public key, and when it is valid.

use crate::crypto::hex_upper;

use super::{Algorithm, KeyError, PublicKey, der, pem};

const EXPECTED: &str = "an X.509 certificate";

/// A certificate, of the platform or of the merchant.
#[derive(Debug)]
pub struct Certificate {
    key: PublicKey,
    not_before: u64,
    not_after: u64,
}

impl Certificate {
    /// Reads the first certificate of a PEM text. DER bytes, or base64 of them, are taken as well.
    ///
    /// # Errors
    ///
    /// When there is none, or it holds a key that this API does not use.
    pub fn from_pem(text: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let blocks = pem::blocks(text.as_ref(), EXPECTED)?;
        match blocks.iter().find(|block| block.label == "CERTIFICATE") {
            Some(block) => Self::from_der(&block.der),
            None => Err(pem::other(EXPECTED, &blocks)),
        }
    }

    /// Reads DER bytes.
    ///
    /// # Errors
    ///
    /// When they are not a certificate, or it holds a key that this API does not use.
    pub fn from_der(bytes: &[u8]) -> Result<Self, KeyError> {
        let fields = der::certificate(bytes)?;
        let key = PublicKey::new(hex_upper(fields.serial), fields.public_key)?;
        Ok(Self { key, not_before: fields.not_before, not_after: fields.not_after })
    }

    /// The serial number, in upper-case hexadecimal with its leading zeros: the form that headers use.
    pub fn serial(&self) -> &str {
        self.key.id()
    }

    /// The public key, whose id is the serial.
    pub fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The algorithm of the public key.
    pub fn algorithm(&self) -> Algorithm {
        self.key.algorithm()
    }

    /// When it begins to be valid, in seconds since 1970.
    pub fn not_before(&self) -> u64 {
        self.not_before
    }

    /// When it ends to be valid, in seconds since 1970.
    pub fn not_after(&self) -> u64 {
        self.not_after
    }

    /// Whether it is valid at a time, in seconds since 1970.
    pub fn is_valid_at(&self, now: u64) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }
}
