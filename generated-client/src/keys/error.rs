//! What can be wrong with a key that the caller gives.

use std::fmt;

use super::length::RSA_BITS;

/// Why a key or a certificate cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is not the PEM text of what is wanted.
    Pem {
        /// What is wanted.
        expected: &'static str,
        /// What the text holds instead.
        found: String,
    },
    /// The private key is encrypted with a pass phrase.
    PassPhrase,
    /// The DER bytes do not hold what is wanted.
    Malformed {
        /// What is wanted.
        expected: &'static str,
    },
    /// The key is of another algorithm.
    Algorithm {
        /// The name or the object identifier of the algorithm.
        found: String,
    },
    /// An RSA key of a length that is not taken.
    Length {
        /// The length of the modulus.
        bits: usize,
    },
    /// The private key is not the one that the certificate was made for.
    OtherCertificate {
        /// The serial of the certificate.
        serial: String,
    },
    /// An API key does not have 32 bytes.
    ApiKeyLength {
        /// Which of them.
        name: &'static str,
        /// How many it has.
        bytes: usize,
    },
    /// An API key in another form than its own.
    ApiKeyForm {
        /// Which of them.
        name: &'static str,
        /// What it is instead.
        found: &'static str,
    },
    /// A serial or an id that is none.
    Id {
        /// What is wanted.
        expected: &'static str,
        /// What was given, without its text: it may be a key in the wrong place.
        found: String,
    },
    /// A PKCS#12 file, which only the feature `p12` takes, and only as the private key.
    Pkcs12,
    /// A PKCS#12 file that cannot be used.
    Pkcs12Content {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Several keys or certificates in one text, where one is wanted.
    Several {
        /// What is wanted.
        expected: &'static str,
        /// How many there are.
        count: usize,
    },
    /// Two keys under one serial or id.
    SameId {
        /// The serial or id.
        id: String,
    },
    /// The caller's own key, where one of WeChat Pay is wanted.
    OwnKey {
        /// The serial or id that it was given under.
        id: String,
    },
}

#[cfg(not(feature = "shangmi"))]
impl KeyError {
    /// This build has no algorithm for the key.
    pub(super) fn no_sm2() -> Self {
        Self::Algorithm { found: "SM2".to_owned() }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem { expected, found } => write!(f, "expected the PEM text of {expected}, found {found}"),
            Self::PassPhrase => f.write_str(
                "the private key is encrypted with a pass phrase; decrypt it first (`openssl pkey -in KEY -out PLAIN`)",
            ),
            Self::Malformed { expected } => write!(f, "the bytes are not the DER encoding of {expected}"),
            Self::Algorithm { found } => write!(f, "the algorithm {found} is not one of this API{}", hint(found)),
            Self::Length { bits } => write!(
                f,
                "the RSA key has {bits} bits; this API uses 2048, and {} to {} are taken",
                RSA_BITS.start(),
                RSA_BITS.end()
            ),
            Self::OtherCertificate { serial } => {
                write!(f, "the private key does not belong to the certificate with the serial {serial}")
            }
            Self::ApiKeyLength { name, bytes } => write!(
                f,
                "the {name} key has 32 bytes, this one has {bytes}; it is the {name} key set on the merchant platform \
                 under API security (there is one for version 2 and one for version 3)"
            ),
            Self::ApiKeyForm { name, found } => write!(f, "the {name} key has 32 bytes as set on the merchant platform; {found}"),
            Self::Id { expected, found } => write!(f, "expected {expected}; found {found}"),
            Self::Pkcs12 => f.write_str(
                "this is a PKCS#12 file (`apiclient_cert.p12`): it is taken as the private key, with the feature `p12`; \
                 without it take what `openssl pkcs12 -legacy -nodes -in apiclient_cert.p12 -passin pass:MERCHANT_ID` \
                 prints, as the private key and as the certificate",
            ),
            Self::Pkcs12Content { reason } => write!(f, "the PKCS#12 file cannot be used: {reason}"),
            Self::Several { expected, count } => {
                write!(f, "expected {expected}, found {count} in one text: give the one that is meant by itself")
            }
            Self::SameId { id } => write!(f, "two keys are given under {id}: keep the right one"),
            Self::OwnKey { id } => write!(
                f,
                "the key {id} is the caller's own, not WeChat Pay's: what is encrypted with it only the caller could \
                 read; take `pub_key.pem`, or a platform certificate, of WeChat Pay"
            ),
        }
    }
}

/// What to do about an algorithm that another build would know.
fn hint(algorithm: &str) -> &'static str {
    if algorithm == "SM2" && !cfg!(feature = "shangmi") { "; SM2 needs the feature `shangmi`" } else { "" }
}

impl std::error::Error for KeyError {}
