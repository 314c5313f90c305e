//! Digests in hexadecimal.

use std::fmt::Write as _;

use ring::digest;
use sm3::Digest as _;

/// SHA-1, which only hashes of files are made with.
pub fn sha1(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref())
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// SM3.
pub fn sm3(bytes: &[u8]) -> String {
    hex(&::sm3::Sm3::digest(bytes))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all text");
        text
    })
}
