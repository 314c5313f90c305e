//! Digests over data that comes in pieces.

use std::fmt::Write as _;

use super::Active;
use super::backend::{Backend, RunningDigest as _};

/// The digest of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// SHA-1, which bills and receipts are given with.
    Sha1,
    /// SHA-256, which most uploads take.
    Sha256,
    /// SM3, which invoices take and receipts may be given with.
    Sm3,
}

/// A running digest. SM3 is among them whatever the features: two kinds of upload want it of merchants that sign with
/// RSA.
pub(crate) enum Hasher {
    Sha1(<Active as Backend>::Sha1),
    Sha256(<Active as Backend>::Sha256),
    Sm3(sm3::Sm3),
}

impl Hasher {
    /// Starts.
    pub(crate) fn new(algorithm: Digest) -> Self {
        match algorithm {
            Digest::Sha1 => Self::Sha1(<Active as Backend>::Sha1::new()),
            Digest::Sha256 => Self::Sha256(<Active as Backend>::Sha256::new()),
            Digest::Sm3 => Self::Sm3(sm3::Digest::new()),
        }
    }

    /// Takes the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(hash) => hash.update(bytes),
            Self::Sha256(hash) => hash.update(bytes),
            Self::Sm3(hash) => sm3::Digest::update(hash, bytes),
        }
    }

    /// The digest of all bytes, in lower-case hexadecimal.
    pub(crate) fn finish_hex(self) -> String {
        match self {
            Self::Sha1(hash) => hex(&hash.finish()),
            Self::Sha256(hash) => hex(&hash.finish()),
            Self::Sm3(hash) => hex(&sm3::Digest::finalize(hash)),
        }
    }

    /// The digest of one piece.
    pub(crate) fn hex_of(algorithm: Digest, bytes: &[u8]) -> String {
        let mut hasher = Self::new(algorithm);
        hasher.update(bytes);
        hasher.finish_hex()
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Upper-case hexadecimal.
pub(crate) fn hex_upper(bytes: &[u8]) -> String {
    hex(bytes).to_ascii_uppercase()
}
