//! Who signs: a merchant, or a brand. Each has an id, a key, and keys of WeChat Pay of its own.

use std::sync::Arc;

use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys::{self, Algorithm, KeyError, PublicKey};
use crate::platform::{KeyStore, OwnKeys, PlatformKeys};
use crate::signature::{KeyLookup as _, Signer};

/// In whose name requests are signed.
pub(super) struct Identity {
    pub(super) id: String,
    pub(super) signer: Arc<dyn Signer>,
    /// What opens the confidential fields of answers to it.
    pub(super) decrypter: Option<Arc<dyn Decrypter>>,
}

impl Identity {
    /// The same with the keys that verify the answers to it, of which one at least is of the algorithm that it signs by,
    /// unless some are fetched.
    pub(super) fn with_keys(
        self,
        setting: &'static str,
        keys: PlatformKeys,
        downloads: bool,
        own: &OwnKeys,
    ) -> Result<Party, Error> {
        let Self { id, signer, decrypter } = self;
        let wanted = signer.scheme().algorithm();
        if !downloads && keys.keys().all(|key| key.algorithm() != wanted) {
            let reason = format!(
                "what it signs is signed by {wanted}, and there is no key of WeChat Pay for that: the answers are \
                 verified, and confidential fields encrypted, by the same algorithm"
            );
            return Err(Error::config(setting, reason));
        }
        Ok(Party {
            id,
            signer,
            decrypter,
            keys: KeyStore::new(keys).with_downloads(downloads).with_own_keys(own.clone()),
        })
    }
}

/// One in whose name requests are signed, with the keys that verify the answers to it.
pub(super) struct Party {
    pub(super) id: String,
    pub(super) signer: Arc<dyn Signer>,
    pub(super) decrypter: Option<Arc<dyn Decrypter>>,
    pub(super) keys: KeyStore,
}

impl Party {
    /// The algorithm that it signs by.
    pub(super) fn algorithm(&self) -> Algorithm {
        self.signer.scheme().algorithm()
    }

    /// Takes over a WeChat Pay public key; `setting` is what a bad one is called.
    pub(super) fn add_public_key(&self, setting: &'static str, id: &str, pem: &[u8]) -> Result<(), Error> {
        let added = PublicKey::from_pem(id, pem).and_then(|key| self.keys.add_public_key(key));
        added.map_err(|error| refused(setting, &error))
    }
}

/// The id of a merchant or a brand, as it stands between quotes in a header.
pub(super) fn id(setting: &'static str, id: Option<&str>) -> Result<String, Error> {
    let id = id.ok_or_else(|| Error::config(setting, "it is missing"))?;
    keys::account_id(id).map_err(|error| refused(setting, &error))
}

/// What a signer calls its serial goes into headers as it is.
pub(super) fn check_signer(setting: &'static str, signer: &dyn Signer) -> Result<(), Error> {
    match keys::serial(signer.serial()) {
        Ok(serial) if serial == signer.serial() => Ok(()),
        Ok(_) => Err(Error::config(setting, "its serial is not in upper-case hexadecimal without separators")),
        Err(error) => Err(refused(setting, &error)),
    }
}

/// The WeChat Pay public keys that were given, by id, none of which is `own`.
pub(super) fn public_keys(
    setting: &'static str,
    given: &[(String, Vec<u8>)],
    own: &OwnKeys,
) -> Result<PlatformKeys, Error> {
    given.iter().try_fold(PlatformKeys::default(), |keys, (id, pem)| {
        let parsed = PublicKey::from_pem(id, pem).and_then(|key| admit(&key, &keys, own).map(|()| key));
        Ok(keys.with_public_key(parsed.map_err(|error| refused(setting, &error))?))
    })
}

/// Refuses a key that is the caller's own, or one of two under one id.
pub(super) fn admit(key: &PublicKey, others: &PlatformKeys, own: &OwnKeys) -> Result<(), KeyError> {
    match others.find(key.id()) {
        Some(_) => Err(KeyError::SameId { id: key.id().to_owned() }),
        None => own.refuse(key),
    }
}

/// A setting that is no key, or no id.
pub(super) fn refused(setting: &'static str, error: &KeyError) -> Error {
    Error::config(setting, error.to_string())
}
