//! Public keys: they verify, and they encrypt what only their owner can read.

use std::fmt;

use http::HeaderValue;

use super::der::{self, KeyBytes};
use super::print::KeyPrint;
use super::{Algorithm, KeyError, id, pem};
#[cfg(feature = "shangmi")]
use crate::crypto::Sm2PublicKey;
use crate::crypto::{Padding, PublicKey as _, Rejected, RsaPublicKey};

/// The seconds of a day.
const LAST_DAY: u64 = 24 * 60 * 60;

/// A public key under the id by which headers name it: the serial of a certificate, or `PUB_KEY_ID_…`.
#[doc(alias("微信支付公钥"))]
pub struct PublicKey {
    id: String,
    /// The id as requests carry it: they share it.
    header: HeaderValue,
    material: Material,
    /// The PKCS#1 structure or the point, to tell whether a private key belongs to it.
    der: Vec<u8>,
    /// When the certificate that it comes of ends to be valid.
    not_after: Option<u64>,
}

enum Material {
    Rsa {
        key: Box<RsaPublicKey>,
        block: usize,
    },
    #[cfg(feature = "shangmi")]
    Sm2(Sm2PublicKey),
}

impl PublicKey {
    /// The WeChat Pay public key from its PEM text (`PUBLIC KEY` or `RSA PUBLIC KEY`) and the id beside it on the
    /// merchant platform, `PUB_KEY_ID_` and digits. DER bytes, or base64 of them, are taken as well.
    ///
    /// # Errors
    ///
    /// When there is no public key, or none that this API uses, or the id cannot be one.
    pub fn from_pem(id: impl AsRef<str>, text: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        const EXPECTED: &str = "a public key";
        const RSA: &str = "RSA PUBLIC KEY";
        let id = id::public_key_id(id.as_ref())?;
        let blocks = pem::blocks(text.as_ref(), EXPECTED)?;
        let block = pem::one(&blocks, EXPECTED, |label| matches!(label, "PUBLIC KEY" | RSA))?;
        let bytes = if block.label == RSA { KeyBytes::Rsa(&block.der) } else { der::public_key(&block.der)? };
        Self::new(id, bytes)
    }

    pub(super) fn new(id: String, bytes: KeyBytes<'_>) -> Result<Self, KeyError> {
        let (material, der) = match bytes {
            KeyBytes::Rsa(pkcs1) => (Material::rsa(pkcs1)?, pkcs1),
            #[cfg(feature = "shangmi")]
            KeyBytes::Sm2(point) => (Material::sm2(point)?, point),
            #[cfg(not(feature = "shangmi"))]
            KeyBytes::Sm2(_) => return Err(KeyError::no_sm2()),
        };
        let header = HeaderValue::try_from(&id).map_err(|_| KeyError::Id {
            expected: "an id that a header can carry",
            found: "other characters".to_owned(),
        })?;
        Ok(Self { id, header, material, der: der.to_vec(), not_after: None })
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Rsa { .. } => Algorithm::Rsa,
            #[cfg(feature = "shangmi")]
            Material::Sm2(_) => Algorithm::Sm2,
        }
    }

    /// Of a certificate, which ends to be valid.
    pub(super) fn until(self, not_after: u64) -> Self {
        Self { not_after: Some(not_after), ..self }
    }

    /// When its certificate has ended, where it verifies nothing any more for that. To the end of its last day the
    /// platform may sign with it.
    pub(crate) fn expired_at(&self, now: u64) -> Option<u64> {
        self.not_after.filter(|end| now > end.saturating_add(LAST_DAY))
    }

    pub(super) fn bytes(&self) -> KeyBytes<'_> {
        match self.algorithm() {
            Algorithm::Rsa => KeyBytes::Rsa(&self.der),
            Algorithm::Sm2 => KeyBytes::Sm2(&self.der),
        }
    }

    /// What it shares with its private half.
    pub(super) fn print(&self) -> KeyPrint {
        match self.bytes() {
            KeyBytes::Rsa(pkcs1) => KeyPrint(der::rsa_public_numbers(pkcs1).map_or(Vec::new(), |n| n.modulus.to_vec())),
            KeyBytes::Sm2(point) => KeyPrint::of_point(point),
        }
    }

    /// Whether it is the same key, whatever its id.
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.algorithm() == other.algorithm() && self.print() == other.print()
    }

    /// Checks a signature by the algorithm of the key.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        match &self.material {
            Material::Rsa { key, .. } => key.verify(message, signature),
            #[cfg(feature = "shangmi")]
            Material::Sm2(key) => key.verify(message, signature),
        }
    }

    /// The cipher text of a confidential field. The padding concerns RSA alone.
    pub(crate) fn encrypt(&self, padding: Padding, plaintext: &[u8]) -> Result<Vec<u8>, EncryptError> {
        match &self.material {
            Material::Rsa { key, block } => {
                let max = block - padding.overhead();
                if plaintext.len() > max {
                    return Err(EncryptError::TooLong { bytes: plaintext.len(), max });
                }
                Ok(key.encrypt(padding, plaintext)?)
            }
            #[cfg(feature = "shangmi")]
            Material::Sm2(key) => Ok(key.encrypt(plaintext)?),
        }
    }
}

impl Material {
    fn rsa(pkcs1: &[u8]) -> Result<Self, KeyError> {
        let numbers = der::rsa_public_numbers(pkcs1)?;
        numbers.check_length()?;
        let block = numbers.bits().div_ceil(8);
        match RsaPublicKey::from_pkcs1(pkcs1) {
            Ok(key) => Ok(Self::Rsa { key: Box::new(key), block }),
            Err(Rejected) => Err(KeyError::Malformed { expected: "a public RSA key" }),
        }
    }

    #[cfg(feature = "shangmi")]
    fn sm2(point: &[u8]) -> Result<Self, KeyError> {
        match Sm2PublicKey::from_point(point) {
            Ok(key) => Ok(Self::Sm2(key)),
            Err(Rejected) => Err(KeyError::Malformed { expected: "a public SM2 key" }),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("id", &self.id).field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}

/// Why a confidential text could not be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EncryptError {
    /// More than fits in one block.
    TooLong { bytes: usize, max: usize },
    /// The primitive failed: no random bytes.
    Rejected,
}

impl From<Rejected> for EncryptError {
    fn from(_: Rejected) -> Self {
        Self::Rejected
    }
}
