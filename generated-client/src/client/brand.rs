//! A brand, which signs in its own name.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::party::{self, Identity, Party, check_signer};
use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys::{self, Algorithm, Apiv3Key, MerchantKey, PublicKey};
use crate::platform::OwnKeys;
use crate::signature::{Scheme, SignError, Signer};

/// A brand, which signs the operations of brands in its own name.
///
/// Nothing of it is the merchant's: it has an id, an API certificate and a WeChat Pay public key of its own.
#[derive(Clone)]
#[must_use]
pub struct Brand {
    id: String,
    signer: Arc<dyn Signer>,
    decrypter: Option<Arc<dyn Decrypter>>,
    public_keys: Vec<(String, Vec<u8>)>,
    apiv3_key: Option<Zeroizing<Vec<u8>>>,
}

impl Brand {
    /// With the id of the brand, and the private key of its certificate.
    pub fn new(id: impl Into<String>, key: MerchantKey) -> Self {
        let key = Arc::new(key);
        let signer = Arc::new(InItsName(key.clone()));
        Self { id: id.into(), signer, decrypter: Some(key), public_keys: Vec::new(), apiv3_key: None }
    }

    /// With a signer in place of the private key: an HSM, a key management service. Answers with confidential fields
    /// are read only with a [`decrypter`](Self::decrypter) beside it.
    pub fn with_signer(id: impl Into<String>, signer: impl Signer + 'static) -> Self {
        let signer = Arc::new(InItsName(Arc::new(signer)));
        Self { id: id.into(), signer, decrypter: None, public_keys: Vec::new(), apiv3_key: None }
    }

    /// What opens the confidential fields of answers, where the private key is not given.
    pub fn decrypter(mut self, decrypter: impl Decrypter + 'static) -> Self {
        self.decrypter = Some(Arc::new(decrypter));
        self
    }

    /// The WeChat Pay public key of the brand, with its id (`PUB_KEY_ID_…`). Several may be given.
    pub fn public_key(mut self, id: impl Into<String>, pem: impl Into<Vec<u8>>) -> Self {
        self.public_keys.push((id.into(), pem.into()));
        self
    }

    /// The APIv3 key of the brand, 32 bytes: it opens the notifications to it.
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_key = Some(Zeroizing::new(key.as_ref().to_vec()));
        self
    }

    pub(super) fn checked_apiv3_key(&self) -> Result<Option<Apiv3Key>, Error> {
        let key = self.apiv3_key.as_ref().map(Apiv3Key::new).transpose();
        key.map_err(|error| party::refused("brand", &error))
    }

    /// In whose name requests are signed.
    pub(super) fn identity(&self) -> Result<Identity, Error> {
        let id = party::id("brand", Some(&self.id))?;
        check_signer("brand", &*self.signer)?;
        if self.signer.scheme().algorithm() != Algorithm::Rsa {
            return Err(Error::config("brand", "its key is none for RSA, with which brands sign"));
        }
        Ok(Identity { id, signer: Arc::clone(&self.signer), decrypter: self.decrypter.clone() })
    }

    /// The same with the keys that were given, none of which is the caller's `own`.
    pub(super) fn party(&self, identity: Identity, own: &OwnKeys) -> Result<Party, Error> {
        let keys = party::public_keys("brand", &self.public_keys, own)?;
        if !keys.has_public_key() {
            let reason =
                "there is nothing to verify the answers to it with: give the WeChat Pay public key of the brand";
            return Err(Error::config("brand", reason));
        }
        // Certificates of the platform are fetched in the name of a merchant.
        identity.with_keys("brand", keys, false, own)
    }
}

impl fmt::Debug for Brand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is no id may be a key in the wrong place.
        let id = keys::account_id(&self.id).ok();
        f.debug_struct("Brand").field("id", &id).finish_non_exhaustive()
    }
}

/// A signer in the name of a brand.
struct InItsName<S>(Arc<S>);

impl<S: Signer> Signer for InItsName<S> {
    fn scheme(&self) -> Scheme {
        match self.0.scheme() {
            Scheme::Rsa => Scheme::BrandRsa,
            other => other,
        }
    }

    fn serial(&self) -> &str {
        self.0.serial()
    }

    fn owns(&self, key: &PublicKey) -> bool {
        self.0.owns(key)
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        self.0.sign(message)
    }
}
