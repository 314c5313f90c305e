//! Whose keys verify it. With many who are notified at one URL, nothing that is not verified says whose it is.

use std::sync::Arc;

use super::addressee::{Addressee, Addressees};
use super::heading::Heading;
use crate::platform::PlatformKeys;
use crate::signature::{KeyLookup as _, Verified, VerifyError, verify_body};

/// What is signed by WeChat Pay.
pub(super) struct Checked<'b> {
    pub(super) body: Verified<&'b [u8]>,
    /// Whose keys have verified it: of many who share a key, all of them.
    pub(super) whose: Addressees,
    /// Those who do not know the key, and can look for it.
    pub(super) unknowing: Addressees,
}

/// Verifies a body by the keys of everybody.
pub(super) fn verify<'b>(
    addressees: &[Arc<Addressee>],
    heading: &Heading,
    body: &'b [u8],
    now: u64,
) -> Result<Checked<'b>, VerifyError> {
    let serial = heading.serial();
    let (mut whose, mut unknowing, mut verified, mut refused) = (Vec::new(), Vec::new(), None, None);
    // By each key once: many may have the same, and whoever forges a signature must not be paid for by all of them.
    let mut tried: Vec<(Arc<PlatformKeys>, bool)> = Vec::new();
    for addressee in addressees {
        let known = addressee.keys.known();
        let again = tried.iter().find(|(other, _)| is_same(other, &known, serial)).map(|(_, is_verified)| *is_verified);
        let is_verified = again.unwrap_or_else(|| match verify_body(&*known, heading.signing(), body, now) {
            Ok(body) => {
                verified = Some(body);
                true
            }
            Err(error) => {
                keep_telling(&mut refused, error);
                false
            }
        });
        if is_verified {
            whose.push(Arc::clone(addressee));
        } else if addressee.may_find(serial) {
            unknowing.push(Arc::clone(addressee));
        }
        if again.is_none() {
            tried.push((known, is_verified));
        }
    }
    match (verified, refused) {
        (Some(body), _) => Ok(Checked { body, whose, unknowing }),
        (None, Some(error)) => Err(error),
        (None, None) => Err(VerifyError::Unsigned),
    }
}

/// Whether both have the same key under a serial, or both none.
fn is_same(one: &PlatformKeys, other: &PlatformKeys, serial: Option<&str>) -> bool {
    match [one, other].map(|keys| serial.and_then(|serial| keys.find(serial))) {
        [Some(one), Some(other)] => std::ptr::eq(one, other) || one.is_same_key(other),
        [one, other] => one.is_none() && other.is_none(),
    }
}

/// That a key is not known says least: another one's may be.
fn keep_telling(kept: &mut Option<VerifyError>, error: VerifyError) {
    if kept.as_ref().is_none_or(|kept| matches!(kept, VerifyError::UnknownSerial { .. })) {
        *kept = Some(error);
    }
}
