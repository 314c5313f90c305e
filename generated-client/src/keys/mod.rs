//! Keys and certificates: how they are read, and what each can do.
//!
//! What names a key comes before the key, wherever both are given.

mod apiv2;
mod apiv3;
mod certificate;
mod der;
mod error;
mod id;
#[cfg(feature = "p12")]
mod p12;
mod pem;
mod print;
mod private;
mod public;
#[cfg(test)]
mod shangmi_tests;
#[cfg(test)]
mod tests;

pub use apiv2::Apiv2Key;
pub use apiv3::{Apiv3Key, OpenError};
pub use certificate::Certificate;
pub use error::KeyError;
pub use id::{account_id, public_key_id, serial};
pub use private::MerchantKey;
pub use public::PublicKey;

pub(crate) use id::is_public_key_id;
pub(crate) use pem::pkcs12;
pub(crate) use public::EncryptError;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use der::RsaNumbers;

/// Below it an RSA key is not safe, and this API has never used one.
const MIN_RSA_BITS: usize = 2048;
/// Above it one backend refuses the key, so both do.
const MAX_RSA_BITS: usize = 4096;

/// What kind of key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA.
    Rsa,
    /// SM2, of the Chinese national standard GB/T 32918.
    Sm2,
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Sm2 => "SM2",
        })
    }
}

fn check_length(numbers: &RsaNumbers<'_>) -> Result<(), KeyError> {
    match numbers.bits() {
        MIN_RSA_BITS..=MAX_RSA_BITS => Ok(()),
        bits => Err(KeyError::Length { bits }),
    }
}

/// The error for a key that this build has no algorithm for.
#[cfg(not(feature = "shangmi"))]
fn no_sm2() -> KeyError {
    KeyError::Algorithm { found: "SM2".to_owned() }
}

/// The 32 bytes of an API key. A line end behind it is the editor's: no such key has one.
fn api_key(key: &[u8], name: &'static str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let text = std::str::from_utf8(key).map_or(key, |text| id::trimmed(text).as_bytes());
    if let Ok(key) = text.try_into() {
        return Ok(Zeroizing::new(key));
    }
    let decodes = |text: &[u8]| STANDARD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
    let found = match text {
        _ if text.len() == 64 && text.iter().all(u8::is_ascii_hexdigit) => {
            "it is 32 bytes in hexadecimal, and the key itself is wanted"
        }
        _ if decodes(text) => "it is 32 bytes in base64, and the key itself is wanted",
        _ if text.starts_with(b"-----BEGIN ") => "it is PEM text: are two arguments swapped?",
        _ if text.len() < key.len() => "it has white space around it",
        _ => return Err(KeyError::ApiKeyLength { name, bytes: text.len() }),
    };
    Err(KeyError::ApiKeyForm { name, found })
}
