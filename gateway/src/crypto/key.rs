//! Keys of both kinds, behind one face.

use std::fmt;

use super::pem::{PemError, certificate, unpem};
use super::rsa::{self, Padding};
#[cfg(feature = "shangmi")]
use super::sm2;

/// What signs, and what encrypts single texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA, with SHA-256 for signatures.
    Rsa,
    /// SM2, with SM3: the Chinese national algorithms. Keys of it need the feature `shangmi`.
    Sm2,
}

/// A private key. It cannot be printed.
pub struct PrivateKey {
    inner: Private,
    pkcs8: Vec<u8>,
    public: PublicKey,
}

enum Private {
    Rsa(Box<rsa::Private>),
    #[cfg(feature = "shangmi")]
    Sm2(sm2::Private),
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey")
    }
}

impl PrivateKey {
    /// A key in PKCS#8 DER.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, PemError> {
        #[cfg(feature = "shangmi")]
        if let Some(key) = sm2::Private::from_pkcs8(der) {
            let public = PublicKey(Public::Sm2(key.public()));
            return Ok(Self { inner: Private::Sm2(key), pkcs8: der.to_vec(), public });
        }
        let key = rsa::Private::from_pkcs8(der)?;
        let public = PublicKey(Public::Rsa(key.public()));
        Ok(Self { inner: Private::Rsa(Box::new(key)), pkcs8: der.to_vec(), public })
    }

    /// What it is for.
    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm()
    }

    /// A signature: RSASSA-PKCS1-v1_5 with SHA-256, or SM2 with SM3 in DER.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.inner {
            Private::Rsa(key) => key.sign(message),
            #[cfg(feature = "shangmi")]
            Private::Sm2(key) => key.sign(message),
        }
    }

    /// Opens what was encrypted to this key; `None` where it was not. SM2 has no padding to choose.
    pub fn open(&self, padding: Padding, sealed: &[u8]) -> Option<Vec<u8>> {
        match &self.inner {
            Private::Rsa(key) => key.open(padding, sealed),
            #[cfg(feature = "shangmi")]
            Private::Sm2(key) => key.open(sealed),
        }
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The key in PKCS#8 DER.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The key in PKCS#1 DER, which older files hold; RSA alone has such a form.
    pub fn pkcs1(&self) -> Option<Vec<u8>> {
        match &self.inner {
            Private::Rsa(key) => Some(key.pkcs1()),
            #[cfg(feature = "shangmi")]
            Private::Sm2(_) => None,
        }
    }
}

/// A public key.
#[derive(Clone)]
pub struct PublicKey(Public);

#[derive(Clone)]
enum Public {
    Rsa(rsa::Public),
    #[cfg(feature = "shangmi")]
    Sm2(sm2::Public),
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", super::sha256(&self.spki()))
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki() == other.spki()
    }
}

impl PublicKey {
    /// A key as a certificate holds it.
    pub fn from_spki(der: &[u8]) -> Result<Self, PemError> {
        #[cfg(feature = "shangmi")]
        if let Some(key) = sm2::Public::from_spki(der) {
            return Ok(Self(Public::Sm2(key)));
        }
        rsa::Public::from_spki(der).map(|key| Self(Public::Rsa(key)))
    }

    /// A key from PEM: `PUBLIC KEY`, or a certificate.
    pub fn from_pem(text: &str) -> Result<Self, PemError> {
        match unpem(text)? {
            (label, der) if label == "CERTIFICATE" => Ok(certificate(&der)?.1),
            (label, der) if label == "PUBLIC KEY" => Self::from_spki(&der),
            (label, _) => Err(PemError(format!("`{label}` is neither a public key nor a certificate"))),
        }
    }

    /// What it is for.
    pub fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Public::Rsa(_) => Algorithm::Rsa,
            #[cfg(feature = "shangmi")]
            Public::Sm2(_) => Algorithm::Sm2,
        }
    }

    /// The key as a certificate holds it.
    pub fn spki(&self) -> Vec<u8> {
        match &self.0 {
            Public::Rsa(key) => key.spki(),
            #[cfg(feature = "shangmi")]
            Public::Sm2(key) => key.spki(),
        }
    }

    /// Whether a signature fits a message.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Public::Rsa(key) => key.verifies(message, signature),
            #[cfg(feature = "shangmi")]
            Public::Sm2(key) => key.verifies(message, signature),
        }
    }

    /// The SHA-256 that a signature was made over, where it is one of this key: which message, only a guess can tell.
    /// A signature of SM2 holds no digest.
    pub fn digest_in(&self, signature: &[u8]) -> Option<[u8; 32]> {
        match &self.0 {
            Public::Rsa(key) => key.digest_in(signature),
            #[cfg(feature = "shangmi")]
            Public::Sm2(_) => None,
        }
    }

    /// Encrypts a text to this key; `None` where it is too long for one block of RSA.
    pub fn seal(&self, padding: Padding, text: &[u8]) -> Option<Vec<u8>> {
        match &self.0 {
            Public::Rsa(key) => key.seal(padding, text),
            #[cfg(feature = "shangmi")]
            Public::Sm2(key) => Some(key.seal(text)),
        }
    }
}
