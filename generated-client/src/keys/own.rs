//! The caller's own keys, to tell when one of them is given as WeChat Pay's.

use super::{KeyError, PublicKey};

/// What is the same in both halves of a key pair: the modulus of an RSA key, the x of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyPrint(pub(super) Vec<u8>);

impl KeyPrint {
    /// Of a point in SEC 1 form, compressed or not.
    pub(super) fn of_point(point: &[u8]) -> Self {
        Self(point.get(1..33).unwrap_or(point).to_vec())
    }
}

/// Keys that are never WeChat Pay's. What is encrypted with one only the caller can read, and what is signed with one
/// the caller has signed.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnKeys(Vec<(String, Option<KeyPrint>)>);

impl OwnKeys {
    /// And this one: by the serial of its certificate, and by itself where it is at hand.
    #[must_use]
    pub(crate) fn and(mut self, serial: &str, print: Option<KeyPrint>) -> Self {
        self.0.push((serial.to_owned(), print));
        self
    }

    /// Refuses a key that is one of these.
    pub(crate) fn refuse(&self, key: &PublicKey) -> Result<(), KeyError> {
        let print = key.print();
        let is_own = self.0.iter().any(|(serial, own)| serial == key.id() || own.as_ref() == Some(&print));
        if is_own { Err(KeyError::OwnKey { id: key.id().to_owned() }) } else { Ok(()) }
    }
}
