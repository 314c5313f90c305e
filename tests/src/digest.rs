//! Digests in hexadecimal, computed without the client.

use std::fmt::Write as _;

use rsa::sha2::{Digest as _, Sha256};
use sha1::Sha1;
use sm3::Sm3;

pub fn sha1(bytes: &[u8]) -> String {
    hex(&Sha1::digest(bytes))
}

pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub fn sm3(bytes: &[u8]) -> String {
    hex(&Sm3::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all text");
        text
    })
}
