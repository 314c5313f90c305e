//! Keys and certificates: how they are read, and what each can do.

mod apiv2;
mod apiv3;
mod certificate;
mod der;
mod error;
mod pem;
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
pub use private::MerchantKey;
pub use public::PublicKey;

pub(crate) use public::EncryptError;

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

/// A serial or key id goes into headers as it is.
fn check_id(id: String) -> Result<String, KeyError> {
    let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { Ok(id) } else { Err(KeyError::Id { found: id }) }
}

/// The 32 bytes of an API key.
fn api_key(key: &[u8], name: &'static str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    key.try_into().map(Zeroizing::new).map_err(|_| KeyError::ApiKeyLength { name, bytes: key.len() })
}
