//! The lengths of RSA keys that are taken.

use super::KeyError;
use super::der::RsaNumbers;

/// Below it a key is not safe, and this API has never used one.
pub(crate) const MIN_BITS: usize = 2048;
/// Above it one backend refuses the key, so both do.
pub(crate) const MAX_BITS: usize = 4096;

/// Refuses a key of a length that is not taken.
pub(crate) fn check_length(numbers: &RsaNumbers<'_>) -> Result<(), KeyError> {
    match numbers.bits() {
        MIN_BITS..=MAX_BITS => Ok(()),
        bits => Err(KeyError::Length { bits }),
    }
}
