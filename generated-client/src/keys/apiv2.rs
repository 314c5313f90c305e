//! The key of version 2 of the API, which the pay score and coupons still sign with.

use std::fmt;

use zeroize::Zeroizing;

use super::KeyError;
use super::api_key::api_key;

/// The API key of version 2, 32 bytes, as set on the merchant platform.
///
/// It is wiped from memory when it is dropped, and `Debug` does not print it.
#[derive(Clone)]
pub struct Apiv2Key(Zeroizing<[u8; 32]>);

impl Apiv2Key {
    /// From the key as it was set on the merchant platform.
    ///
    /// # Errors
    ///
    /// When it does not have 32 bytes.
    pub fn new(key: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        api_key(key.as_ref(), "API").map(Self)
    }

    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl fmt::Debug for Apiv2Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Apiv2Key([confidential])")
    }
}
