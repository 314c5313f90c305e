//! What can be wrong with a key that the caller gives.

use std::fmt;

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
    /// A serial or key id that cannot stand in a header.
    Id {
        /// The id as given.
        found: String,
    },
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
                super::MIN_RSA_BITS,
                super::MAX_RSA_BITS
            ),
            Self::OtherCertificate { serial } => {
                write!(f, "the private key does not belong to the certificate with the serial {serial}")
            }
            Self::ApiKeyLength { name, bytes } => write!(
                f,
                "the {name} key has 32 bytes, this one has {bytes}; it is the {name} key set on the merchant platform \
                 under API security (there is one for version 2 and one for version 3)"
            ),
            Self::Id { found } => write!(f, "{found:?} is no serial or key id: expected letters, digits and `_` alone"),
        }
    }
}

/// What to do about an algorithm that another build would know.
fn hint(algorithm: &str) -> &'static str {
    if algorithm == "SM2" && !cfg!(feature = "shangmi") { "; SM2 needs the feature `shangmi`" } else { "" }
}

impl std::error::Error for KeyError {}
