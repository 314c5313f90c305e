//! Who signs: a merchant, or a brand. Each has an id, a key, and keys of WeChat Pay of its own.

use std::sync::Arc;

use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys::{self, KeyError, MerchantKey, OwnKeys, PublicKey};
use crate::platform::{KeyStore, PlatformKeys};
use crate::signature::Signer;

/// One in whose name requests are signed.
pub(super) struct Party {
    pub(super) id: String,
    pub(super) signer: Arc<dyn Signer>,
    /// What opens the confidential fields of answers to it.
    pub(super) decrypter: Option<Arc<dyn Decrypter>>,
    /// What verifies the answers to it.
    pub(super) keys: KeyStore,
}

impl Party {
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

/// What is never a key of WeChat Pay.
pub(super) fn own_keys(signer: &dyn Signer, key: Option<&MerchantKey>) -> OwnKeys {
    OwnKeys::default().and(signer.serial(), key.map(MerchantKey::print))
}

/// The WeChat Pay public keys that were given, by id, none of which is `own`.
pub(super) fn public_keys(
    setting: &'static str,
    given: &[(String, Vec<u8>)],
    own: &OwnKeys,
) -> Result<PlatformKeys, Error> {
    given.iter().try_fold(PlatformKeys::default(), |keys, (id, pem)| {
        let parsed = PublicKey::from_pem(id, pem).and_then(|key| own.refuse(&key).map(|()| key));
        Ok(keys.with_public_key(parsed.map_err(|error| refused(setting, &error))?))
    })
}

/// A setting that is no key, or no id.
pub(super) fn refused(setting: &'static str, error: &KeyError) -> Error {
    Error::config(setting, error.to_string())
}
