//! The algorithms of the protocol, by other libraries than the client's: `ring` signs, verifies and seals, the `rsa`
//! crate encrypts. The Chinese national ones come with the feature `shangmi`, SM2 by `smcrypto`. The `openssl` command
//! confirms them in a test.

mod aead;
mod digest;
mod key;
mod pem;
mod rsa;
#[cfg(feature = "shangmi")]
mod sm2;

pub use aead::{Aead, open_gcm, seal_gcm};
pub use digest::{hex, sha1, sha256, sm3};
pub use key::{Algorithm, PrivateKey, PublicKey};
pub use pem::{PemError, certificate, common_name, decode, pem, unpem};
pub use rsa::Padding;

/// A random text of this many hexadecimal digits.
pub fn random_hex(digits: usize) -> String {
    let mut bytes = vec![0; digits.div_ceil(2)];
    let random = ring::rand::SystemRandom::new();
    ring::rand::SecureRandom::fill(&random, &mut bytes).expect("the system has random bytes");
    let mut text = hex(&bytes);
    text.truncate(digits);
    text
}
