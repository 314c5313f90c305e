//! Nonces.

use super::backend::{Backend, Rejected};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The longest that the server takes.
const NONCE_LEN: usize = 32;

/// A nonce of 32 letters and digits, each equally likely.
pub(crate) fn nonce<B: Backend>() -> Result<String, Rejected> {
    let mut nonce = String::with_capacity(NONCE_LEN);
    let mut bytes = [0; NONCE_LEN * 2];
    while nonce.len() < NONCE_LEN {
        B::fill_random(&mut bytes)?;
        // 248 is the largest multiple of 62 in a byte: what lies above it would favour the first letters.
        let letters = bytes.iter().filter(|byte| **byte < 248).map(|byte| char::from(ALPHABET[usize::from(byte % 62)]));
        nonce.extend(letters.take(NONCE_LEN - nonce.len()));
    }
    Ok(nonce)
}
