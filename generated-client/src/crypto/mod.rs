//! The primitives, behind one facade with two backends.
//!
//! A backend is a module with one type that implements [`Backend`]. Cargo unites the features of all that depend on
//! this crate, so both can be compiled in; then aws-lc-rs is the one that is used, always. It is faster than the
//! other one, which signs and verifies with graviola where the processor allows, and does all else with the `rsa` crate: that has no
//! constant-time arithmetic (RUSTSEC-2023-0071; blinding is on wherever a private key is used, which hides the operand
//! but is no full answer to the advisory).
//!
//! Nothing here knows PEM, certificates or headers: keys come in as PKCS#1 DER, everything else as bytes.

#[cfg(feature = "aws-lc-rs")]
pub(crate) mod aws_lc;
mod backend;
mod gcm;
#[cfg(feature = "rustcrypto")]
#[cfg_attr(feature = "aws-lc-rs", allow(dead_code, reason = "aws-lc-rs is the active backend"))]
mod graviola;
mod hash;
mod open;
mod random;
#[cfg(feature = "rustcrypto")]
#[cfg_attr(feature = "aws-lc-rs", allow(dead_code, reason = "aws-lc-rs is the active backend"))]
pub(crate) mod rust_crypto;
#[cfg(feature = "shangmi")]
mod shangmi;
#[cfg(test)]
mod tests;

pub use backend::Padding;
pub(crate) use backend::{Backend, PrivateKey, PublicKey, Rejected};
pub(crate) use gcm::SealedStream;
pub use hash::Digest;
pub(crate) use hash::{Hasher, hex_upper};
pub(crate) use open::open_aes_256_gcm;
#[cfg(feature = "shangmi")]
pub(crate) use open::open_sm4_gcm;
#[cfg(feature = "shangmi")]
pub(crate) use shangmi::{Sm2PrivateKey, Sm2PublicKey};

#[cfg(feature = "aws-lc-rs")]
pub(crate) use aws_lc::AwsLc as Active;
#[cfg(all(feature = "rustcrypto", not(feature = "aws-lc-rs")))]
pub(crate) use rust_crypto::RustCrypto as Active;

#[cfg(not(any(feature = "aws-lc-rs", feature = "rustcrypto")))]
compile_error!(
    "wechatpay-client needs a crypto backend: enable the feature `aws-lc-rs` (the default) or, where there is no C \
     compiler, `rustcrypto`"
);

/// The private RSA key of the active backend.
pub(crate) type RsaPrivateKey = <Active as Backend>::PrivateKey;
/// The public RSA key of the active backend.
pub(crate) type RsaPublicKey = <Active as Backend>::PublicKey;

/// Has the backend gather what it does at its first use, once for each process.
pub(crate) fn warm_up() {
    // Where there is no randomness, the first signature says so.
    let _ = Active::fill_random(&mut [0; 1]);
}

/// A nonce of 32 letters and digits.
pub(crate) fn nonce() -> Result<String, Rejected> {
    random::nonce::<Active>()
}

/// HMAC-SHA256.
pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    Active::hmac_sha256(key, message)
}
