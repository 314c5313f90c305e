//! X.509 certificates: a serial, a public key, and when it is valid.

use crate::crypto::hex_upper;

use super::{Algorithm, KeyError, PublicKey, der, pem};

const EXPECTED: &str = "an X.509 certificate";

fn is_certificate(label: &str) -> bool {
    label == "CERTIFICATE"
}

/// A certificate, of the platform or of the merchant.
#[doc(alias("平台证书"))]
#[derive(Debug)]
pub struct Certificate {
    key: PublicKey,
    not_before: u64,
    not_after: u64,
}

impl Certificate {
    /// Reads the certificate of a PEM text. DER bytes, or base64 of them, are taken as well.
    ///
    /// # Errors
    ///
    /// When there is none or more than one, or it holds a key that this API does not use.
    pub fn from_pem(text: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let blocks = pem::blocks(text.as_ref(), EXPECTED)?;
        Self::from_der(&pem::one(&blocks, EXPECTED, is_certificate)?.der)
    }

    /// Reads each certificate of a PEM text that can be read, of which there is one at least.
    pub(crate) fn all_from_pem(text: impl AsRef<[u8]>) -> Result<Vec<Self>, KeyError> {
        let blocks = pem::blocks(text.as_ref(), EXPECTED)?;
        let read = blocks.iter().filter(|block| is_certificate(&block.label)).map(|block| Self::from_der(&block.der));
        let (read, failed): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
        match failed.into_iter().next() {
            Some(Err(first)) if read.is_empty() => Err(first),
            _ if read.is_empty() => Err(pem::other(EXPECTED, &blocks)),
            _ => read.into_iter().collect(),
        }
    }

    /// Reads DER bytes.
    ///
    /// # Errors
    ///
    /// When they are not a certificate, or it holds a key that this API does not use.
    pub fn from_der(bytes: &[u8]) -> Result<Self, KeyError> {
        let fields = der::certificate(bytes)?;
        let key = PublicKey::new(hex_upper(fields.serial), fields.public_key)?.until(fields.not_after);
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

    /// Whether it is valid at a time, in seconds since 1970. What is encrypted is encrypted with a valid one; what is
    /// signed may be signed with one that has ended less than a day before, since WeChat Pay signs with an old one to the
    /// end of its last day.
    pub fn is_valid_at(&self, now: u64) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }
}
