//! Who is notified, as the settings have it.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::addressee::{Addressee, Source};
use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys::{self, Apiv3Key, Certificate, KeyError, MerchantKey, PublicKey};
use crate::platform::{OwnKeys, PlatformKeys};
use crate::signature::Signer;

/// Somebody who is notified, a merchant or a brand, whose keys are given and not looked for.
///
/// Something to verify with and the APIv3 key are needed; of either there may be several, while one is replaced. The
/// private key is for what is encrypted within what was opened, and for the few answers that are signed.
///
/// A [`Client`](crate::Client) is a recipient too, which finds more keys by itself.
#[derive(Clone)]
#[must_use]
pub struct Recipient {
    id: String,
    apiv3_keys: Vec<Zeroizing<Vec<u8>>>,
    public_keys: Vec<(String, Vec<u8>)>,
    certificates: Vec<Vec<u8>>,
    private_key: Option<(String, Zeroizing<Vec<u8>>)>,
    signer: Option<Arc<dyn Signer>>,
    decrypter: Option<Arc<dyn Decrypter>>,
}

impl Recipient {
    /// By the id of the merchant or of the brand.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            apiv3_keys: Vec::new(),
            public_keys: Vec::new(),
            certificates: Vec::new(),
            private_key: None,
            signer: None,
            decrypter: None,
        }
    }

    /// The APIv3 key, 32 bytes: it opens what is notified. The new and the old one may both be given.
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_keys.push(Zeroizing::new(key.as_ref().to_vec()));
        self
    }

    /// The WeChat Pay public key, `pub_key.pem`, with its id (`PUB_KEY_ID_…`). Several may be given.
    pub fn public_key(mut self, id: impl Into<String>, pem: impl Into<Vec<u8>>) -> Self {
        self.public_keys.push((id.into(), pem.into()));
        self
    }

    /// A platform certificate: PEM text. Several may be given.
    pub fn platform_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.certificates.push(pem.into());
        self
    }

    /// The private key of the merchant, `apiclient_key.pem`, with the serial of its certificate before it.
    pub fn private_key(mut self, serial: impl Into<String>, pem: impl Into<Vec<u8>>) -> Self {
        self.private_key = Some((serial.into(), Zeroizing::new(pem.into())));
        self
    }

    /// What signs answers, where the private key is not given.
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// What opens confidential members, where the private key is not given.
    pub fn decrypter(mut self, decrypter: impl Decrypter + 'static) -> Self {
        self.decrypter = Some(Arc::new(decrypter));
        self
    }

    pub(super) fn check(self) -> Result<Addressee, Error> {
        let id = keys::account_id(&self.id).map_err(|error| refused("recipient", &error))?;
        let apiv3_keys: Result<Vec<_>, _> = self.apiv3_keys.iter().map(Apiv3Key::new).collect();
        let apiv3_keys = apiv3_keys.map_err(|error| refused("apiv3_key", &error))?;
        if apiv3_keys.is_empty() {
            return Err(Error::config("apiv3_key", "it is missing, and nothing that is notified opens without it"));
        }
        let key = self.private_key.as_ref().map(|(serial, pem)| MerchantKey::from_pem(serial, pem)).transpose();
        let key = key.map_err(|error| refused("private_key", &error))?.map(Arc::new);
        let signer = self.signer.clone().or_else(|| key.clone().map(|key| key as Arc<dyn Signer>));
        let own: OwnKeys = signer.iter().cloned().collect();
        let keys = Source::Given(Arc::new(self.platform_keys(&own)?));
        let decrypter = self.decrypter.or_else(|| key.map(|key| key as Arc<dyn Decrypter>));
        Ok(Addressee { id, keys, apiv3_keys, signer, decrypter })
    }

    fn platform_keys(&self, own: &OwnKeys) -> Result<PlatformKeys, Error> {
        let mut known = PlatformKeys::default();
        for (id, pem) in &self.public_keys {
            let parsed = PublicKey::from_pem(id, pem).and_then(|key| own.refuse(&key).map(|()| key));
            known = known.with_public_key(parsed.map_err(|error| refused("public_key", &error))?);
        }
        for pem in &self.certificates {
            let parsed = Certificate::from_pem(pem).and_then(|made| own.refuse(made.public_key()).map(|()| made));
            known = known.with_certificate(parsed.map_err(|error| refused("platform_certificate", &error))?);
        }
        if known.is_empty() {
            let reason = "there is nothing to verify with: give the WeChat Pay public key, or platform certificates";
            return Err(Error::config("public_key", reason));
        }
        Ok(known)
    }
}

fn refused(setting: &'static str, error: &KeyError) -> Error {
    Error::config(setting, error.to_string())
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is no id may be a key in the wrong place.
        let id = keys::account_id(&self.id).ok();
        f.debug_struct("Recipient").field("id", &id).finish_non_exhaustive()
    }
}
