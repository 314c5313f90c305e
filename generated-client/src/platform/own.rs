//! The caller's own keys, to tell when one of them is given as WeChat Pay's.

use std::fmt;
use std::sync::Arc;

use crate::keys::{KeyError, PublicKey};
use crate::signature::Signer;

/// Keys that are never WeChat Pay's, by those who sign with them. What is encrypted with one only the caller can read,
/// and what is signed with one the caller has signed.
#[derive(Clone, Default)]
pub(crate) struct OwnKeys(Vec<Arc<dyn Signer>>);

impl OwnKeys {
    /// And the key of this one.
    #[must_use]
    pub(crate) fn and(mut self, signer: Arc<dyn Signer>) -> Self {
        self.0.push(signer);
        self
    }

    /// Refuses a key that is one of these.
    pub(crate) fn refuse(&self, key: &PublicKey) -> Result<(), KeyError> {
        let is_own = self.0.iter().any(|signer| signer.serial() == key.id() || signer.owns(key));
        if is_own { Err(KeyError::OwnKey { id: key.id().to_owned() }) } else { Ok(()) }
    }
}

impl FromIterator<Arc<dyn Signer>> for OwnKeys {
    fn from_iter<T: IntoIterator<Item = Arc<dyn Signer>>>(signers: T) -> Self {
        Self(signers.into_iter().collect())
    }
}

impl fmt::Debug for OwnKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|signer| signer.serial())).finish()
    }
}
