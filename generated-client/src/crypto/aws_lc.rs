//! The backend on AWS-LC.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{
    KeyPair, OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, Pkcs1PrivateDecryptingKey,
    Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};
use aws_lc_rs::{aead, digest, error, hmac, rand};
use zeroize::Zeroizing;

use super::backend::{Backend, Padding, PrivateKey, PublicKey, Rejected, RunningDigest};

/// The bytes of a cipher text of the longest key that this backend takes, of 8192 bits.
const MAX_CIPHERTEXT: usize = 1024;

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

/// A form of a key, which is made when it is first used.
type Form<K> = OnceLock<Result<K, Rejected>>;

fn made<K>(form: &Form<K>, make: impl FnOnce() -> Result<K, Rejected>) -> Result<&K, Rejected> {
    form.get_or_init(make).as_ref().map_err(|rejected| *rejected)
}

/// One key in the three forms that the library wants: it ties a key to what it is used for.
///
/// All of them sign, few decrypt: the other forms are made when they are first used. They take the most of its memory.
pub(crate) struct AwsPrivateKey {
    signing: KeyPair,
    oaep: Form<OaepPrivateDecryptingKey>,
    pkcs1: Form<Pkcs1PrivateDecryptingKey>,
}

impl AwsPrivateKey {
    fn decrypting(&self) -> Result<PrivateDecryptingKey, Rejected> {
        let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&self.signing)?;
        Ok(PrivateDecryptingKey::from_pkcs8(pkcs8.as_ref())?)
    }

    fn oaep(&self) -> Result<&OaepPrivateDecryptingKey, Rejected> {
        made(&self.oaep, || Ok(OaepPrivateDecryptingKey::new(self.decrypting()?)?))
    }

    fn pkcs1(&self) -> Result<&Pkcs1PrivateDecryptingKey, Rejected> {
        made(&self.pkcs1, || Ok(Pkcs1PrivateDecryptingKey::new(self.decrypting()?)?))
    }
}

impl PrivateKey for AwsPrivateKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected> {
        Ok(Self { signing: KeyPair::from_der(der)?, oaep: OnceLock::new(), pkcs1: OnceLock::new() })
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected> {
        let mut signature = vec![0; self.signing.public_modulus_len()];
        self.signing.sign(&RSA_PKCS1_SHA256, &rand::SystemRandom::new(), message, &mut signature)?;
        Ok(signature)
    }

    fn decrypt(&self, padding: Padding, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        let mut buffer = Zeroizing::new(vec![0; self.signing.public_modulus_len()]);
        let length = match padding {
            Padding::OaepSha1 => self.oaep()?.decrypt(&OAEP_SHA1_MGF1SHA1, ciphertext, &mut buffer, None)?.len(),
            Padding::Pkcs1v15 => self.pkcs1()?.decrypt(ciphertext, &mut buffer)?.len(),
        };
        buffer.truncate(length);
        Ok(buffer)
    }
}

/// One key in the three forms that the library wants, of which two are made when they are first used.
pub(crate) struct AwsPublicKey {
    verifying: ParsedPublicKey,
    oaep: Form<OaepPublicEncryptingKey>,
    pkcs1: Form<Pkcs1PublicEncryptingKey>,
}

impl AwsPublicKey {
    fn encrypting(&self) -> Result<PublicEncryptingKey, Rejected> {
        let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&self.verifying)?;
        Ok(PublicEncryptingKey::from_der(spki.as_ref())?)
    }

    fn oaep(&self) -> Result<&OaepPublicEncryptingKey, Rejected> {
        made(&self.oaep, || Ok(OaepPublicEncryptingKey::new(self.encrypting()?)?))
    }

    fn pkcs1(&self) -> Result<&Pkcs1PublicEncryptingKey, Rejected> {
        made(&self.pkcs1, || Ok(Pkcs1PublicEncryptingKey::new(self.encrypting()?)?))
    }
}

impl PublicKey for AwsPublicKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected> {
        let verifying = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der)?;
        Ok(Self { verifying, oaep: OnceLock::new(), pkcs1: OnceLock::new() })
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        Ok(self.verifying.verify_sig(message, signature)?)
    }

    fn encrypt(&self, padding: Padding, plaintext: &[u8]) -> Result<Vec<u8>, Rejected> {
        // As long as the longest key that is taken.
        let mut buffer = vec![0; MAX_CIPHERTEXT];
        let length = match padding {
            Padding::OaepSha1 => self.oaep()?.encrypt(&OAEP_SHA1_MGF1SHA1, plaintext, &mut buffer, None)?.len(),
            Padding::Pkcs1v15 => self.pkcs1()?.encrypt(plaintext, &mut buffer)?.len(),
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
