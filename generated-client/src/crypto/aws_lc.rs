//! The backend on AWS-LC.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{
    KeyPair, OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, Pkcs1PrivateDecryptingKey,
    Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey, PublicKey as RawPublicKey,
};
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};
use aws_lc_rs::{aead, digest, error, hmac, rand};
use zeroize::Zeroizing;

use super::backend::{Backend, Padding, PrivateKey, PublicKey, Rejected, RunningDigest};

/// AWS-LC, as the aws-lc-rs crate binds it.
pub(crate) struct AwsLc;

impl From<error::Unspecified> for Rejected {
    fn from(_: error::Unspecified) -> Self {
        Self
    }
}

impl From<error::KeyRejected> for Rejected {
    fn from(_: error::KeyRejected) -> Self {
        Self
    }
}

/// One key in the three forms that the library wants: it ties a key to what it is used for.
pub(crate) struct AwsPrivateKey {
    signing: KeyPair,
    oaep: OaepPrivateDecryptingKey,
    pkcs1: Pkcs1PrivateDecryptingKey,
}

impl PrivateKey for AwsPrivateKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected> {
        let signing = KeyPair::from_der(der)?;
        let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&signing)?;
        let decrypting = PrivateDecryptingKey::from_pkcs8(pkcs8.as_ref())?;
        Ok(Self {
            signing,
            oaep: OaepPrivateDecryptingKey::new(decrypting.clone())?,
            pkcs1: Pkcs1PrivateDecryptingKey::new(decrypting)?,
        })
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected> {
        let mut signature = vec![0; self.signing.public_modulus_len()];
        self.signing.sign(&RSA_PKCS1_SHA256, &rand::SystemRandom::new(), message, &mut signature)?;
        Ok(signature)
    }

    fn decrypt(&self, padding: Padding, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        let mut buffer = Zeroizing::new(vec![0; self.signing.public_modulus_len()]);
        let length = match padding {
            Padding::OaepSha1 => self.oaep.decrypt(&OAEP_SHA1_MGF1SHA1, ciphertext, &mut buffer, None)?.len(),
            Padding::Pkcs1v15 => self.pkcs1.decrypt(ciphertext, &mut buffer)?.len(),
        };
        buffer.truncate(length);
        Ok(buffer)
    }
}

/// One key in the three forms that the library wants.
pub(crate) struct AwsPublicKey {
    verifying: ParsedPublicKey,
    oaep: OaepPublicEncryptingKey,
    pkcs1: Pkcs1PublicEncryptingKey,
}

impl PublicKey for AwsPublicKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected> {
        let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&RawPublicKey::from_der(der)?)?;
        let encrypting = PublicEncryptingKey::from_der(spki.as_ref())?;
        Ok(Self {
            verifying: ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der)?,
            oaep: OaepPublicEncryptingKey::new(encrypting.clone())?,
            pkcs1: Pkcs1PublicEncryptingKey::new(encrypting)?,
        })
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        Ok(self.verifying.verify_sig(message, signature)?)
    }

    fn encrypt(&self, padding: Padding, plaintext: &[u8]) -> Result<Vec<u8>, Rejected> {
        let mut buffer = vec![0; self.oaep.ciphertext_size()];
        let length = match padding {
            Padding::OaepSha1 => self.oaep.encrypt(&OAEP_SHA1_MGF1SHA1, plaintext, &mut buffer, None)?.len(),
            Padding::Pkcs1v15 => self.pkcs1.encrypt(plaintext, &mut buffer)?.len(),
        };
        buffer.truncate(length);
        Ok(buffer)
    }
}

macro_rules! digest {
    ($name:ident, $algorithm:expr, $len:literal) => {
        #[derive(Clone)]
        pub(crate) struct $name(digest::Context);

        impl RunningDigest<$len> for $name {
            fn new() -> Self {
                Self(digest::Context::new(&$algorithm))
            }

            fn update(&mut self, bytes: &[u8]) {
                self.0.update(bytes);
            }

            fn finish(self) -> [u8; $len] {
                let mut bytes = [0; $len];
                bytes.copy_from_slice(self.0.finish().as_ref());
                bytes
            }
        }
    };
}

digest!(Sha1, digest::SHA1_FOR_LEGACY_USE_ONLY, 20);
digest!(Sha256, digest::SHA256, 32);

impl Backend for AwsLc {
    type PrivateKey = AwsPrivateKey;
    type PublicKey = AwsPublicKey;
    type Sha1 = Sha1;
    type Sha256 = Sha256;

    fn open_aes_256_gcm(
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_256_GCM, key)?);
        let mut buffer = Zeroizing::new(sealed.to_vec());
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        let length = key.open_in_place(nonce, aead::Aad::from(aad), &mut buffer)?.len();
        buffer.truncate(length);
        Ok(buffer)
    }

    fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref());
        bytes
    }

    fn fill_random(bytes: &mut [u8]) -> Result<(), Rejected> {
        Ok(rand::fill(bytes)?)
    }
}
