//! The backend on the `RustCrypto` crates: Rust alone, no C compiler.

use hmac::{Hmac, Mac};
use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use rsa::rand_core::{OsRng, RngCore};
use rsa::traits::PublicKeyParts;
use rsa::{Oaep, Pkcs1v15Encrypt, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::Digest as _;
use zeroize::Zeroizing;

use super::backend::{Backend, Padding, PrivateKey, PublicKey, Rejected, RunningDigest};
use super::gcm::{self, Aes256};
use super::graviola::{Signer, Verifier};

/// The `RustCrypto` crates.
pub(crate) struct RustCrypto;

impl From<rsa::Error> for Rejected {
    fn from(_: rsa::Error) -> Self {
        Self
    }
}

/// A type of its own: the methods of the library's type have the same names.
pub(crate) struct RustPrivateKey {
    key: RsaPrivateKey,
    /// What signs, where it can.
    fast: Option<Signer>,
}

impl PrivateKey for RustPrivateKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected> {
        let key = RsaPrivateKey::from_pkcs1_der(der).map_err(|_| Rejected)?;
        let fast = Signer::new(&key, der);
        Ok(Self { key, fast })
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected> {
        if let Some(signature) = self.fast.as_ref().and_then(|signer| signer.sign(message).ok()) {
            return Ok(signature);
        }
        let hashed = sha2::Sha256::digest(message);
        // With a generator, the private operation is blinded.
        Ok(self.key.sign_with_rng(&mut OsRng, Pkcs1v15Sign::new::<sha2::Sha256>(), &hashed)?)
    }

    fn decrypt(&self, padding: Padding, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        // The library reads a shorter block as a number with leading zeros; the other backend refuses it.
        if ciphertext.len() != self.key.size() {
            return Err(Rejected);
        }
        let plaintext = match padding {
            Padding::OaepSha1 => self.key.decrypt_blinded(&mut OsRng, Oaep::new::<sha1::Sha1>(), ciphertext)?,
            Padding::Pkcs1v15 => self.key.decrypt_blinded(&mut OsRng, Pkcs1v15Encrypt, ciphertext)?,
        };
        Ok(Zeroizing::new(plaintext))
    }
}

/// A type of its own, for the same reason.
pub(crate) struct RustPublicKey {
    key: RsaPublicKey,
    /// What verifies, where it can.
    fast: Option<Verifier>,
}

impl PublicKey for RustPublicKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected> {
        let key = RsaPublicKey::from_pkcs1_der(der).map_err(|_| Rejected)?;
        let fast = Verifier::new(&key, der);
        Ok(Self { key, fast })
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        if let Some(verifier) = &self.fast {
            return verifier.verify(message, signature);
        }
        let hashed = sha2::Sha256::digest(message);
        Ok(self.key.verify(Pkcs1v15Sign::new::<sha2::Sha256>(), &hashed, signature)?)
    }

    fn encrypt(&self, padding: Padding, plaintext: &[u8]) -> Result<Vec<u8>, Rejected> {
        Ok(match padding {
            Padding::OaepSha1 => self.key.encrypt(&mut OsRng, Oaep::new::<sha1::Sha1>(), plaintext)?,
            Padding::Pkcs1v15 => self.key.encrypt(&mut OsRng, Pkcs1v15Encrypt, plaintext)?,
        })
    }
}

macro_rules! digest {
    ($type:ty, $len:literal) => {
        impl RunningDigest<$len> for $type {
            fn new() -> Self {
                sha2::Digest::new()
            }

            fn update(&mut self, bytes: &[u8]) {
                sha2::Digest::update(self, bytes);
            }

            fn finish(self) -> [u8; $len] {
                sha2::Digest::finalize(self).into()
            }
        }
    };
}

digest!(sha1::Sha1, 20);
digest!(sha2::Sha256, 32);

impl Backend for RustCrypto {
    type PrivateKey = RustPrivateKey;
    type PublicKey = RustPublicKey;
    type Sha1 = sha1::Sha1;
    type Sha256 = sha2::Sha256;

    fn open_aes_256_gcm(
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        gcm::open::<Aes256>(key, nonce, aad, sealed)
    }

    fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
        // A key of any length is taken: the error cannot happen.
        Hmac::<sha2::Sha256>::new_from_slice(key)
            .map(|mac| mac.chain_update(message).finalize().into_bytes().into())
            .unwrap_or_default()
    }

    fn fill_random(bytes: &mut [u8]) -> Result<(), Rejected> {
        OsRng.try_fill_bytes(bytes).map_err(|_| Rejected)
    }
}
