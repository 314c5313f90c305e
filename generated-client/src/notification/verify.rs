//! Whose keys verify it. With many who are notified at one URL, nothing that is not verified says whose it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::addressee::{Addressee, Addressees};
use super::{Rejection, envelope};
use crate::platform::PlatformKeys;
use crate::signature::{Headers as _, KeyLookup as _, Verified, VerifyError, verify_body};

/// The headers of a signature, as they came.
pub(super) type Pairs = Vec<(String, Vec<u8>)>;

const PREFIX: &str = "Wechatpay-";

/// What of the headers belongs to a signature.
pub(super) fn signing<N: AsRef<str>, V: AsRef<[u8]>>(headers: impl IntoIterator<Item = (N, V)>) -> Pairs {
    let is_ours = |name: &str| name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    let ours = headers.into_iter().filter(|(name, _)| is_ours(name.as_ref()));
    ours.map(|(name, value)| (name.as_ref().to_owned(), value.as_ref().to_vec())).collect()
}

/// Verifies a body by the keys of everybody, and says whose keys have done so: of many who share a key, all of them.
pub(super) fn verify<'b>(
    addressees: &[Arc<Addressee>],
    headers: &Pairs,
    body: &'b [u8],
    now: u64,
) -> Result<(Verified<&'b [u8]>, Addressees), Rejection> {
    let serial = headers.as_slice().values("Wechatpay-Serial").next().and_then(|value| std::str::from_utf8(value).ok());
    let (mut whose, mut verified, mut refused) = (Vec::new(), None, None);
    // By each key once: many may have the same, and whoever forges a signature must not be paid for by all of them.
    let mut tried: Vec<(Arc<PlatformKeys>, bool)> = Vec::new();
    for addressee in addressees {
        let known = addressee.keys.known();
        let again = tried.iter().find(|(other, _)| is_same(other, &known, serial)).map(|(_, is_verified)| *is_verified);
        let is_verified = again.unwrap_or_else(|| match verify_body(&*known, headers.as_slice(), body, now) {
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
        }
        if again.is_none() {
            tried.push((known, is_verified));
        }
    }
    let known = || {
        let ids: BTreeSet<String> = addressees.iter().flat_map(|one| one.keys.known().ids()).collect();
        ids.into_iter().collect()
    };
    match (verified, refused) {
        (Some(verified), _) => Ok((verified, whose)),
        (None, Some(error)) => Err(named(error, body, known)),
        (None, None) => Err(Rejection::Unsigned),
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

/// What is not signed and is XML has a name of its own.
fn named(error: VerifyError, body: &[u8], known: impl FnOnce() -> Vec<String>) -> Rejection {
    let xml = if error == VerifyError::Unsigned { envelope::xml(body) } else { None };
    xml.unwrap_or_else(|| Rejection::of(error, known))
}
