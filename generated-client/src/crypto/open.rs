//! Opening a sealed text that is there as a whole.

use zeroize::Zeroizing;

use super::backend::{Backend, Rejected};
use super::{Active, gcm};

/// Opens AES-256-GCM; the tag is the end of `sealed`.
///
/// The nonce of RFC 5116 has twelve bytes, and every resource seen had it, but the documentation allows sixteen.
pub(crate) fn open_aes_256_gcm(
    key: &[u8; 32],
    nonce: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Rejected> {
    match nonce.try_into() {
        Ok(nonce) => Active::open_aes_256_gcm(key, nonce, aad, sealed),
        Err(_) => gcm::open::<gcm::Aes256>(key, nonce, aad, sealed),
    }
}

/// Opens SM4-GCM. The key of SM4 has sixteen bytes: the first half of the SM3 digest of the APIv3 key.
#[cfg(feature = "shangmi")]
pub(crate) fn open_sm4_gcm(
    apiv3_key: &[u8; 32],
    nonce: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Rejected> {
    use sm3::Digest as _;

    let digest = Zeroizing::new(<[u8; 32]>::from(sm3::Sm3::digest(apiv3_key)));
    gcm::open::<sm4::Sm4>(&digest[..16], nonce, aad, sealed)
}
