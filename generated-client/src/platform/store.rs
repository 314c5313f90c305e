//! The keys of a client, shared by all of its requests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::certificates::{self, List};
use super::refresh::{self, Fetches};
use super::{CertificatesError, OwnKeys, PlatformKeys, Refresh, Seeker};
use crate::keys::{Algorithm, Apiv3Key, Certificate, KeyError, PublicKey};
use crate::signature::{Headers, KeyLookup, Signer, verify_body};

/// The keys of the platform, to be read from anywhere and replaced as a whole.
#[derive(Debug)]
pub struct KeyStore {
    /// A lock that is held for the copy of a pointer: less than what a crate for it would save.
    keys: RwLock<Arc<PlatformKeys>>,
    fetches: Mutex<Fetches>,
    downloads: bool,
    own: OwnKeys,
}

impl KeyStore {
    /// With the keys that the merchant has given. Certificates are fetched unless there is a WeChat Pay public key:
    /// a merchant that has one may have no certificates at all.
    pub fn new(keys: PlatformKeys) -> Self {
        let downloads = !keys.has_public_key();
        Self { keys: RwLock::new(Arc::new(keys)), fetches: Mutex::default(), downloads, own: OwnKeys::default() }
    }

    /// Says whether certificates are fetched: also beside a public key, while a merchant changes over, or not at all.
    #[must_use]
    pub fn with_downloads(self, downloads: bool) -> Self {
        Self { downloads, ..self }
    }

    /// With the key of one who signs in the caller's name: it is never taken for one of the platform.
    ///
    /// # Errors
    ///
    /// When it is among the keys that are known.
    pub fn with_own_key(self, signer: Arc<dyn Signer>) -> Result<Self, KeyError> {
        let own = self.own.clone().and(signer);
        let keys = self.keys();
        keys.keys().try_for_each(|key| own.refuse(key))?;
        Ok(self.with_own_keys(own))
    }

    /// With the keys that are the caller's own, none of which is among those that are known.
    #[must_use]
    pub(crate) fn with_own_keys(self, own: OwnKeys) -> Self {
        Self { own, ..self }
    }

    /// The keys of this moment.
    pub fn keys(&self) -> Arc<PlatformKeys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether certificates are fetched at all.
    pub(crate) fn has_downloads(&self) -> bool {
        self.downloads
    }

    /// Whether certificates are to be fetched before or beside a request that is signed by this algorithm. `now` is in
    /// seconds since 1970, by which certificates are valid; `reading` is that of the clock that never jumps, as it is
    /// below.
    pub(crate) fn refresh(&self, algorithm: Algorithm, now: u64, reading: Duration) -> Refresh {
        let keys = self.keys();
        match self.downloads {
            true => self.fetches().refresh(keys.current(algorithm, now).is_some(), reading),
            false if keys.can_verify(algorithm, now) => Refresh::No,
            false => Refresh::Impossible,
        }
    }

    /// Whether a key of this serial, which is not known, can be among the certificates that are fetched.
    pub(crate) fn can_search(&self, serial: &str) -> bool {
        self.downloads && refresh::is_serial(serial)
    }

    /// Whether it makes sense to look for a key of this serial: it was not looked for in vain a moment ago.
    #[cfg(feature = "webhook")]
    pub(crate) fn may_find(&self, serial: &str, reading: Duration) -> bool {
        self.can_search(serial) && !self.fetches().has_missed(serial, reading)
    }

    /// Whether to fetch for a key that has signed something and is not known. `true` is to be followed by a fetch, by this
    /// number.
    pub(crate) fn search(&self, serial: &str, seeker: Seeker, fetch: u64, reading: Duration) -> bool {
        self.downloads && self.fetches().search(serial, seeker, fetch, reading)
    }

    /// Notes that certificates are being fetched.
    pub(crate) fn attempted(&self, reading: Duration) {
        self.fetches().attempted(reading);
    }

    /// Notes that the fetch of this number has ended.
    pub(crate) fn ended(&self, fetch: u64, succeeded: bool, reading: Duration) {
        self.fetches().ended(fetch, succeeded, reading);
    }

    /// Takes over the answer of `GET /v3/certificates`.
    ///
    /// An entry that cannot be used is left out, and told by [`PlatformKeys::rejected`]; where its serial is that of a
    /// certificate that is known, that one stays. With no entry that can be used nothing is taken over.
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
        self.verify_certificates(key, headers, body, now).map(|list| self.take_over(list))
    }

    /// What of such an answer is taken over. A caller's own signer is asked here, who may take its time.
    pub(crate) fn verify_certificates(
        &self,
        key: &Apiv3Key,
        headers: &(impl Headers + ?Sized),
        body: &[u8],
        now: u64,
    ) -> Result<Fetched, CertificatesError> {
        let list = certificates::open(key, body, &self.own)?;
        let known = self.keys();
        let lookup = KnownOrNew { known: &known, new: &list.certificates };
        verify_body(&lookup, headers, body, now).map_err(CertificatesError::Signature)?;
        if !list.certificates.iter().any(|certificate| certificate.is_valid_at(now)) {
            return Err(CertificatesError::NoneValid { now });
        }
        Ok(Fetched(list))
    }

    /// Takes over what has been verified.
    pub(crate) fn take_over(&self, Fetched(List { certificates, rejected }): Fetched) {
        self.replace(|keys| keys.replace_certificates(certificates, rejected));
    }

    /// Takes over a WeChat Pay public key, which is used before the others from now on.
    ///
    /// # Errors
    ///
    /// When it is the caller's own.
    pub fn add_public_key(&self, key: PublicKey) -> Result<(), KeyError> {
        self.own.refuse(&key)?;
        self.replace(|keys| keys.put_public_key(key));
        Ok(())
    }

    /// Withdraws a WeChat Pay public key: it verifies and encrypts nothing from now on. Says whether there was one of
    /// this id.
    pub fn remove_public_key(&self, id: &str) -> bool {
        let mut was_there = false;
        self.replace(|keys| {
            let (rest, removed) = keys.without_public_key(id);
            was_there = removed;
            rest
        });
        was_there
    }

    fn replace(&self, change: impl FnOnce(&PlatformKeys) -> PlatformKeys) {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        *keys = Arc::new(change(&keys));
    }

    fn fetches(&self) -> MutexGuard<'_, Fetches> {
        self.fetches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A list of certificates that has been verified, and was not taken over yet.
pub(crate) struct Fetched(List);

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
