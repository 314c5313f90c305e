//! The merchant's own key.

use std::fmt;

use zeroize::Zeroizing;

use super::der::{self, KeyBytes};
use super::print::KeyPrint;
use super::{Algorithm, Certificate, KeyError, PublicKey, id, pem};
#[cfg(feature = "shangmi")]
use crate::crypto::Sm2PrivateKey;
use crate::crypto::{Padding, PrivateKey as _, Rejected, RsaPrivateKey};

/// The private key of a merchant (or of a brand) with the serial of its certificate.
///
/// It signs what goes out and opens what comes back encrypted.
#[doc(alias("商户私钥", "商户API证书", "apiclient_key.pem"))]
pub struct MerchantKey {
    serial: String,
    material: Material,
    print: KeyPrint,
}

enum Material {
    Rsa(Box<RsaPrivateKey>),
    #[cfg(feature = "shangmi")]
    Sm2(Box<Sm2PrivateKey>),
}

impl MerchantKey {
    /// From the serial of the certificate and the PEM text of its private key (`apiclient_key.pem`; PKCS#8 or PKCS#1).
    /// DER bytes, or base64 of them, are taken as well.
    ///
    /// # Errors
    ///
    /// When there is no private key, or none that this API uses, or the serial cannot be one.
    pub fn from_pem(serial: impl AsRef<str>, private_key: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let serial = id::serial(serial.as_ref())?;
        with_bytes(private_key.as_ref(), |bytes| {
            let material = Material::new(bytes)?;
            let print = material.print(bytes)?;
            Ok(Self { serial, material, print })
        })
    }

    /// From the PEM texts of the certificate (`apiclient_cert.pem`), which names the serial, and of its private key.
    ///
    /// A key that does not belong to the certificate is refused: the server would answer every request with
    /// `SIGN_ERROR`. Of several certificates it is the one that the key belongs to; the others have issued it.
    ///
    /// # Errors
    ///
    /// When there is no private key or no certificate, or none that this API uses, or they do not belong together.
    pub fn from_pem_with_certificate(
        certificate: impl AsRef<[u8]>,
        private_key: impl AsRef<[u8]>,
    ) -> Result<Self, KeyError> {
        let certificates = Certificate::all_from_pem(certificate)?;
        let fitting = |bytes: KeyBytes<'_>| Self::of_one(bytes, &certificates);
        let key = with_bytes(private_key.as_ref(), fitting)?;
        key.ok_or(KeyError::Malformed { expected: "an X.509 certificate" })
    }

    /// With the one of these certificates that it belongs to; `None` where there are none.
    pub(super) fn of_one(bytes: KeyBytes<'_>, certificates: &[Certificate]) -> Result<Option<Self>, KeyError> {
        let made = certificates.iter().map(|certificate| Self::new(bytes, certificate));
        made.reduce(|first, next| if first.is_ok() { first } else { next.or(first) }).transpose()
    }

    fn new(bytes: KeyBytes<'_>, certificate: &Certificate) -> Result<Self, KeyError> {
        let material = Material::new(bytes)?;
        let (print, serial) = (material.print(bytes)?, certificate.serial().to_owned());
        if print != certificate.public_key().print() || material.algorithm() != certificate.algorithm() {
            return Err(KeyError::OtherCertificate { serial });
        }
        Ok(Self { serial, material, print })
    }

    /// Whether a public key, such as that of a certificate, is the other half of it.
    pub fn owns(&self, key: &PublicKey) -> bool {
        self.algorithm() == key.algorithm() && self.print == key.print()
    }

    /// The serial of the certificate.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.material.algorithm()
    }

    /// A signature by the algorithm of the key.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected> {
        match &self.material {
            Material::Rsa(key) => key.sign(message),
            #[cfg(feature = "shangmi")]
            Material::Sm2(key) => key.sign(message),
        }
    }

    /// The plain text of what was encrypted to the certificate. The padding concerns RSA alone.
    pub(crate) fn decrypt(&self, padding: Padding, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        match &self.material {
            Material::Rsa(key) => key.decrypt(padding, ciphertext),
            #[cfg(feature = "shangmi")]
            Material::Sm2(key) => key.decrypt(ciphertext),
        }
    }
}

/// The bytes of the private key that a text holds, beside whatever else.
fn with_bytes<T>(text: &[u8], read: impl FnOnce(KeyBytes<'_>) -> Result<T, KeyError>) -> Result<T, KeyError> {
    const EXPECTED: &str = "a private key";
    let blocks = pem::blocks(text, EXPECTED)?;
    read(pem::one(&blocks, EXPECTED, |label| label.ends_with("PRIVATE KEY"))?.key_bytes()?)
}

impl pem::Block {
    fn key_bytes(&self) -> Result<KeyBytes<'_>, KeyError> {
        match self.label.as_str() {
            "PRIVATE KEY" => der::private_key(&self.der),
            // The older form is encrypted by a header line inside of the block.
            "RSA PRIVATE KEY" if self.has_headers => Err(KeyError::PassPhrase),
            "RSA PRIVATE KEY" => Ok(KeyBytes::Rsa(&self.der)),
            "ENCRYPTED PRIVATE KEY" => Err(KeyError::PassPhrase),
            _ => Err(pem::other("a PKCS#8 or PKCS#1 private key", std::slice::from_ref(self))),
        }
    }
}

impl Material {
    fn new(bytes: KeyBytes<'_>) -> Result<Self, KeyError> {
        match bytes {
            KeyBytes::Rsa(pkcs1) => {
                der::rsa_private_numbers(pkcs1)?.check_length()?;
                match RsaPrivateKey::from_pkcs1(pkcs1) {
                    Ok(key) => Ok(Self::Rsa(Box::new(key))),
                    Err(Rejected) => Err(KeyError::Malformed { expected: "a private RSA key" }),
                }
            }
            #[cfg(feature = "shangmi")]
            KeyBytes::Sm2(sec1) => match Sm2PrivateKey::from_scalar(der::ec_private_scalar(sec1)?) {
                Ok(key) => Ok(Self::Sm2(Box::new(key))),
                Err(Rejected) => Err(KeyError::Malformed { expected: "a private SM2 key" }),
            },
            #[cfg(not(feature = "shangmi"))]
            KeyBytes::Sm2(_) => Err(KeyError::no_sm2()),
        }
    }

    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa(_) => Algorithm::Rsa,
            #[cfg(feature = "shangmi")]
            Self::Sm2(_) => Algorithm::Sm2,
        }
    }

    fn print(&self, bytes: KeyBytes<'_>) -> Result<KeyPrint, KeyError> {
        match (self, bytes) {
            #[cfg(feature = "shangmi")]
            (Self::Sm2(key), _) => Ok(KeyPrint::of_point(&key.public_point())),
            (_, KeyBytes::Rsa(pkcs1) | KeyBytes::Sm2(pkcs1)) => {
                Ok(KeyPrint(der::rsa_private_numbers(pkcs1)?.modulus.to_vec()))
            }
        }
    }
}

impl fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MerchantKey")
            .field("serial", &self.serial)
            .field("algorithm", &self.algorithm())
            .finish_non_exhaustive()
    }
}
