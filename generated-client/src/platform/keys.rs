//! The keys that are known at one moment.

use std::sync::Arc;

use crate::keys::{Algorithm, Certificate, PublicKey};
use crate::signature::KeyLookup;

use super::RejectedCertificate;

/// Keys of the platform: WeChat Pay public keys, platform certificates, or both while a merchant changes over.
#[derive(Clone, Debug, Default)]
pub struct PlatformKeys {
    public_keys: Vec<Arc<PublicKey>>,
    certificates: Vec<Arc<Certificate>>,
    rejected: Vec<RejectedCertificate>,
}

impl PlatformKeys {
    /// With a WeChat Pay public key, in place of one with the same id.
    #[must_use]
    pub fn with_public_key(mut self, key: PublicKey) -> Self {
        self.public_keys.retain(|other| other.id() != key.id());
        self.public_keys.push(Arc::new(key));
        self
    }

    /// With a platform certificate, in place of one with the same serial.
    #[must_use]
    pub fn with_certificate(mut self, certificate: Certificate) -> Self {
        self.certificates.retain(|other| other.serial() != certificate.serial());
        self.certificates.push(Arc::new(certificate));
        self
    }

    /// Whether there is a WeChat Pay public key.
    pub fn has_public_key(&self) -> bool {
        !self.public_keys.is_empty()
    }

    /// The serials of the certificates and the ids of the public keys.
    pub fn ids(&self) -> Vec<String> {
        self.keys().map(|key| key.id().to_owned()).collect()
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.public_keys.is_empty() && self.certificates.is_empty()
    }

    /// The key to encrypt with, whose id also goes into the `Wechatpay-Serial` header to say what the answer should be
    /// signed with: a WeChat Pay public key, else the certificate among the valid ones that became valid last. It is of
    /// the algorithm that the request is signed by; keys of another one only verify.
    pub fn current(&self, algorithm: Algorithm, now: u64) -> Option<&PublicKey> {
        let valid = self.certificates.iter().filter(|certificate| certificate.is_valid_at(now));
        let valid = valid.filter(|certificate| certificate.algorithm() == algorithm);
        let newest = valid.max_by_key(|certificate| certificate.not_before());
        let public_key = self.public_keys.iter().find(|key| key.algorithm() == algorithm);
        public_key.map(Arc::as_ref).or_else(|| newest.map(|certificate| certificate.public_key()))
    }

    /// Whether there is a key that can verify the answer to a request that is signed by this algorithm.
    pub(crate) fn can_verify(&self, algorithm: Algorithm, now: u64) -> bool {
        self.keys().any(|key| key.algorithm() == algorithm && key.expired_at(now).is_none())
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &PublicKey> {
        self.public_keys().chain(self.certificates().map(Certificate::public_key))
    }

    /// This one first, and in place of one with the same id.
    pub(super) fn put_public_key(&self, key: PublicKey) -> Self {
        let others = self.public_keys.iter().filter(|other| other.id() != key.id()).cloned();
        let others: Vec<_> = others.collect();
        let public_keys = std::iter::once(Arc::new(key)).chain(others).collect();
        Self { public_keys, ..self.clone() }
    }

    /// Without the public key of this id, and whether there was one.
    pub(super) fn without_public_key(&self, id: &str) -> (Self, bool) {
        let mut rest = self.clone();
        rest.public_keys.retain(|key| key.id() != id);
        let removed = rest.public_keys.len() < self.public_keys.len();
        (rest, removed)
    }

    /// These certificates in place of the ones there are: one that the platform has withdrawn must go. One that it still
    /// names, in an entry that could not be used, stays.
    pub(super) fn replace_certificates(&self, new: Vec<Certificate>, rejected: Vec<RejectedCertificate>) -> Self {
        let is_new = |serial: &str| new.iter().any(|certificate| certificate.serial() == serial);
        let is_named = |serial: &str| rejected.iter().any(|entry| entry.serial.as_deref() == Some(serial));
        let kept = self.certificates.iter().filter(|old| is_named(old.serial()) && !is_new(old.serial())).cloned();
        let kept: Vec<_> = kept.collect();
        let certificates = new.into_iter().map(Arc::new).chain(kept).collect();
        Self { public_keys: self.public_keys.clone(), certificates, rejected }
    }

    /// The WeChat Pay public keys; the first one is used.
    pub fn public_keys(&self) -> impl Iterator<Item = &PublicKey> {
        self.public_keys.iter().map(Arc::as_ref)
    }

    /// The platform certificates.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().map(Arc::as_ref)
    }

    /// What of the last list of certificates could not be used.
    pub fn rejected(&self) -> &[RejectedCertificate] {
        &self.rejected
    }
}

impl KeyLookup for PlatformKeys {
    fn find(&self, id: &str) -> Option<&PublicKey> {
        self.keys().find(|key| key.id() == id)
    }
}
