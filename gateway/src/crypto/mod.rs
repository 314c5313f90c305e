//! The algorithms of the protocol, by other libraries than the client's: `ring` signs, verifies and seals, the `rsa`
//! crate encrypts. The `openssl` command confirms both in a test.

mod aead;
mod digest;
mod pem;
mod rsa;

pub use aead::{open_gcm, seal_gcm};
pub use digest::{hex, sha1, sha256, sm3};
pub use pem::{PemError, certificate, common_name, decode, pem, unpem};
pub use rsa::{Padding, PrivateKey, PublicKey};

/// A random text of this many hexadecimal digits.
pub fn random_hex(digits: usize) -> String {
    let mut bytes = vec![0; digits.div_ceil(2)];
    let random = ring::rand::SystemRandom::new();
    ring::rand::SecureRandom::fill(&random, &mut bytes).expect("the system has random bytes");
    let mut text = hex(&bytes);
    text.truncate(digits);
    text
}
