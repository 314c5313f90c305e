//! SM2 with SM3, of the Chinese national standard GB/T 32918.
//!
//! The `RustCrypto` crates are the ones that are kept up (`libsm` and the `gm` crates have stood still, bring big-integer
//! arithmetic without constant time, or both), and there is no second backend: AWS-LC has SM3 at most.

use sm2::SecretKey;
use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{DerSignature, Signature, SigningKey, VerifyingKey};
use sm2::elliptic_curve::common::getrandom::SysRng;
use sm2::elliptic_curve::sec1::ToSec1Point;
use sm2::pke::{DecryptingKey, EncryptingKey};
use zeroize::Zeroizing;

use super::backend::Rejected;

/// The identity that goes into each signature: the default of the standard.
const IDENTITY: &str = "1234567812345678";

/// A private SM2 key.
pub(crate) struct Sm2PrivateKey {
    signing: SigningKey,
    decrypting: DecryptingKey,
}

impl Sm2PrivateKey {
    /// Reads the secret number of an `ECPrivateKey`.
    pub(crate) fn from_scalar(scalar: &[u8]) -> Result<Self, Rejected> {
        let secret = SecretKey::from_slice(scalar).map_err(|_| Rejected)?;
        let signing = SigningKey::new(IDENTITY, &secret).map_err(|_| Rejected)?;
        Ok(Self { signing, decrypting: DecryptingKey::new(secret) })
    }

    /// The public key as an uncompressed point.
    pub(crate) fn public_point(&self) -> Vec<u8> {
        self.signing.verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    /// A signature in ASN.1 DER.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected> {
        let signature: Signature = self.signing.try_sign(message).map_err(|_| Rejected)?;
        Ok(DerSignature::from(signature).to_vec())
    }

    /// The plain text of a cipher text in ASN.1 DER (C1, C3, C2).
    pub(crate) fn decrypt(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        self.decrypting.decrypt_der(ciphertext).map(Zeroizing::new).map_err(|_| Rejected)
    }
}

/// A public SM2 key.
pub(crate) struct Sm2PublicKey {
    verifying: VerifyingKey,
    encrypting: EncryptingKey,
}

impl Sm2PublicKey {
    /// Reads a point.
    pub(crate) fn from_point(point: &[u8]) -> Result<Self, Rejected> {
        let verifying = VerifyingKey::from_sec1_bytes(IDENTITY, point).map_err(|_| Rejected)?;
        let encrypting = EncryptingKey::from_sec1_bytes(point).map_err(|_| Rejected)?;
        Ok(Self { verifying, encrypting })
    }

    /// Checks a signature in ASN.1 DER.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        let signature = DerSignature::from_bytes(signature).and_then(Signature::try_from).map_err(|_| Rejected)?;
        self.verifying.verify(message, &signature).map_err(|_| Rejected)
    }

    /// A cipher text in ASN.1 DER (C1, C3, C2).
    pub(crate) fn encrypt(&self, plaintext: &[u8]) -> Result<Vec<u8>, Rejected> {
        self.encrypting.encrypt_der(&mut SysRng, plaintext).map_err(|_| Rejected)
    }
}
