//! The keys of a client, shared by all of its requests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::refresh::Fetches;
use super::{CertificatesError, PlatformKeys, Refresh, certificates};
use crate::keys::{Apiv3Key, Certificate, PublicKey};
use crate::signature::{Headers, KeyLookup, verify_body};

/// The keys of the platform, to be read from anywhere and replaced as a whole.
#[derive(Debug)]
pub struct KeyStore {
    /// A lock that is held for the copy of a pointer: less than what a crate for it would save.
    keys: RwLock<Arc<PlatformKeys>>,
    fetches: Mutex<Fetches>,
    downloads: bool,
}

impl KeyStore {
    /// With the keys that the merchant has given. Certificates are fetched unless there is a WeChat Pay public key:
    /// a merchant that has one may have no certificates at all.
    pub fn new(keys: PlatformKeys) -> Self {
        let downloads = !keys.has_public_key();
        Self { keys: RwLock::new(Arc::new(keys)), fetches: Mutex::default(), downloads }
    }

    /// Says whether certificates are fetched: also beside a public key, while a merchant changes over, or not at all.
    #[must_use]
    pub fn with_downloads(self, downloads: bool) -> Self {
        Self { downloads, ..self }
    }

    /// The keys of this moment.
    pub fn keys(&self) -> Arc<PlatformKeys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether certificates are to be fetched before or beside a request. `now` is in seconds since 1970, by which
    /// certificates are valid; `reading` is that of the clock that never jumps, as it is below.
    pub(crate) fn refresh(&self, now: u64, reading: Duration) -> Refresh {
        let keys = self.keys();
        match self.downloads {
            true => self.fetches().refresh(keys.current(now).is_some(), reading),
            false if keys.is_empty() => Refresh::Impossible,
            false => Refresh::No,
        }
    }

    /// Whether to fetch for a key that has signed something and is not known. `true` is to be followed by a fetch.
    pub(crate) fn search(&self, serial: &str, reading: Duration) -> bool {
        self.downloads && self.fetches().search(serial, reading)
    }

    /// Notes that certificates are being fetched.
    pub(crate) fn attempted(&self, reading: Duration) {
        self.fetches().attempted(reading);
    }

    /// Notes that a fetch has ended.
    pub(crate) fn ended(&self, succeeded: bool, reading: Duration) {
        self.fetches().ended(succeeded, reading);
    }

    /// Takes over the answer of `GET /v3/certificates`.
    ///
    /// It has to be signed by a key that is known or by a certificate inside of it, which nobody without the APIv3 key
    /// could have sealed.
    ///
    /// # Errors
    ///
    /// See [`CertificatesError`]. The keys stay as they are.
    pub fn accept_certificates(
        &self,
        key: &Apiv3Key,
        headers: &(impl Headers + ?Sized),
        body: &[u8],
        now: u64,
    ) -> Result<(), CertificatesError> {
        let opened = certificates::open(key, body)?;
        let known = self.keys();
        let lookup = KnownOrNew { known: &known, new: &opened };
        verify_body(&lookup, headers, body, now).map_err(CertificatesError::Signature)?;
        self.replace(|keys| keys.replace_certificates(opened));
        Ok(())
    }

    /// Takes over a WeChat Pay public key, which is used before the others from now on.
    pub fn add_public_key(&self, key: PublicKey) {
        self.replace(|keys| keys.put_public_key(key));
    }

    fn replace(&self, change: impl FnOnce(&PlatformKeys) -> PlatformKeys) {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        *keys = Arc::new(change(&keys));
    }

    fn fetches(&self) -> MutexGuard<'_, Fetches> {
        self.fetches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct KnownOrNew<'a> {
    known: &'a PlatformKeys,
    new: &'a [Certificate],
}

impl KeyLookup for KnownOrNew<'_> {
    fn find(&self, id: &str) -> Option<&PublicKey> {
        let new = || self.new.iter().map(Certificate::public_key).find(|key| key.id() == id);
        self.known.find(id).or_else(new)
    }
}
