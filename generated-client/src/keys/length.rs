//! How long an RSA key may be.

use std::ops::RangeInclusive;

/// In bits. Below it a key is not safe, and this API has never used one; above it one backend refuses the key, so both
/// do.
pub(super) const RSA_BITS: RangeInclusive<usize> = 2048..=4096;
