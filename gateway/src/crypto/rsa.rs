//! RSA: signatures by `ring`, encryption by the `rsa` crate.

use std::sync::OnceLock;

use ring::rand::SystemRandom;
use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use rsa::pkcs1::{DecodeRsaPublicKey as _, EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _};
use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, Oaep, Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;

use super::pem::PemError;

/// How a text is padded before it is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// OAEP with SHA-1: the mainland's.
    OaepSha1,
    /// PKCS#1 v1.5: overseas.
    Pkcs1v15,
}

/// A private key.
pub(super) struct Private {
    signing: RsaKeyPair,
    pkcs8: Vec<u8>,
    opening: OnceLock<RsaPrivateKey>,
}

impl Private {
    /// A key in PKCS#8 DER.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, PemError> {
        let signing = RsaKeyPair::from_pkcs8(der).map_err(|error| PemError(format!("it is no RSA key: {error}")))?;
        Ok(Self { signing, pkcs8: der.to_vec(), opening: OnceLock::new() })
    }

    /// An RSASSA-PKCS1-v1_5 signature with SHA-256.
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.signing.public().modulus_len()];
        let signed = self.signing.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
        signed.expect("the key is long enough for a digest");
        signature
    }

    /// Opens what was encrypted to this key; `None` where it was not.
    pub(super) fn open(&self, padding: Padding, sealed: &[u8]) -> Option<Vec<u8>> {
        let key = self.key();
        match padding {
            Padding::OaepSha1 => key.decrypt(Oaep::new::<Sha1>(), sealed).ok(),
            Padding::Pkcs1v15 => key.decrypt(Pkcs1v15Encrypt, sealed).ok(),
        }
    }

    /// The public half.
    pub(super) fn public(&self) -> Public {
        Public::new(self.signing.public_key().as_ref().to_vec())
    }

    /// The key in PKCS#1 DER, as older files hold it.
    pub(super) fn pkcs1(&self) -> Vec<u8> {
        let der = self.key().to_pkcs1_der().expect("an RSA key has a PKCS#1 form");
        der.as_bytes().to_vec()
    }

    fn key(&self) -> &RsaPrivateKey {
        self.opening.get_or_init(|| {
            RsaPrivateKey::from_pkcs8_der(&self.pkcs8).expect("the other library has read the same bytes")
        })
    }
}

/// A public key.
#[derive(Clone)]
pub(super) struct Public {
    pkcs1: Vec<u8>,
    sealing: OnceLock<RsaPublicKey>,
}

impl Public {
    fn new(pkcs1: Vec<u8>) -> Self {
        Self { pkcs1, sealing: OnceLock::new() }
    }

    /// A key as a certificate holds it.
    pub(super) fn from_spki(der: &[u8]) -> Result<Self, PemError> {
        let key = RsaPublicKey::from_public_key_der(der);
        let key = key.map_err(|error| PemError(format!("it is no RSA public key: {error}")))?;
        let pkcs1 = key.to_pkcs1_der().expect("an RSA key has a PKCS#1 form");
        Ok(Self::new(pkcs1.as_bytes().to_vec()))
    }

    /// The key as a certificate holds it.
    pub(super) fn spki(&self) -> Vec<u8> {
        self.rsa().to_public_key_der().expect("an RSA key has an SPKI form").into_vec()
    }

    /// Whether a signature fits a message.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.pkcs1).verify(message, signature).is_ok()
    }

    /// The SHA-256 that a signature was made over, where it is one of this key: which message, only a guess can tell.
    pub(super) fn digest_in(&self, signature: &[u8]) -> Option<[u8; 32]> {
        let (key, number) = (self.rsa(), BigUint::from_bytes_be(signature));
        if number >= *key.n() {
            return None;
        }
        // Without its leading zero, an EMSA-PKCS1-v1_5 block begins with a one and ends with the digest.
        let block = number.modpow(key.e(), key.n()).to_bytes_be();
        let (head, digest) = block.split_at_checked(block.len().checked_sub(32)?)?;
        let is_padded = block.len() + 1 == key.size() && head.starts_with(&[1, 0xff]);
        digest.try_into().ok().filter(|_| is_padded)
    }

    /// Encrypts a text to this key; `None` where it is too long for one block.
    pub(super) fn seal(&self, padding: Padding, text: &[u8]) -> Option<Vec<u8>> {
        match padding {
            Padding::OaepSha1 => self.rsa().encrypt(&mut OsRng, Oaep::new::<Sha1>(), text).ok(),
            Padding::Pkcs1v15 => self.rsa().encrypt(&mut OsRng, Pkcs1v15Encrypt, text).ok(),
        }
    }

    fn rsa(&self) -> &RsaPublicKey {
        self.sealing.get_or_init(|| RsaPublicKey::from_pkcs1_der(&self.pkcs1).expect("the bytes are those of a key"))
    }
}
