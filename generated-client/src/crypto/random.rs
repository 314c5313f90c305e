//! Nonces.

use super::backend::{Backend, Rejected};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The longest that the server takes.
const NONCE_LEN: usize = 32;

/// A nonce of 32 letters and digits, each equally likely.
pub(crate) fn nonce<B: Backend>() -> Result<String, Rejected> {
    let mut nonce = String::with_capacity(NONCE_LEN);
    let mut bytes = [0; NONCE_LEN];
    while nonce.len() < NONCE_LEN {
        B::fill_random(&mut bytes)?;
        // 248 is the largest multiple of 62 in a byte: what lies above it would favour the first letters.
        let letters = bytes.iter().filter(|byte| **byte < 248).map(|byte| char::from(ALPHABET[usize::from(byte % 62)]));
        nonce.extend(letters.take(NONCE_LEN - nonce.len()));
    }
    Ok(nonce)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::crypto::Active;

    /// Of 320,000 letters each is expected 5,161 times; 720 is ten times the standard deviation.
    #[test]
    fn each_letter_of_the_alphabet_is_equally_likely() {
        let mut counts: HashMap<char, usize> = HashMap::new();
        for _ in 0..10_000 {
            let nonce = nonce::<Active>().expect("there is entropy");
            assert_eq!(nonce.len(), NONCE_LEN, "{nonce}");
            nonce.chars().for_each(|letter| *counts.entry(letter).or_default() += 1);
        }
        let alphabet = ('0'..='9').chain('A'..='Z').chain('a'..='z');
        for letter in alphabet {
            let count = counts.remove(&letter).unwrap_or_default();
            assert!(count.abs_diff(5_161) < 720, "{letter} comes {count} times");
        }
        assert!(counts.is_empty(), "{counts:?} are no letters of it");
    }
}
