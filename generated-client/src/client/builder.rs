//! How a client is set up; each mistake is told when it is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Uri};
use zeroize::Zeroizing;

use super::certificates::Fetching;
use super::clock::{Clock, SystemClock};
use super::hosts::Hosts;
use super::party::{Brand, Party};
use super::retry::RetryPolicy;
use super::{Client, Inner};
use crate::crypto;
use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys::{self, Apiv3Key, Certificate, KeyError, MerchantKey, OwnKeys, PublicKey};
use crate::platform::{KeyStore, PlatformKeys};
use crate::signature::Signer;
use crate::transport::{Transport, setting};

/// Collects the settings of a [`Client`].
///
/// A merchant id, a private key with the serial of its certificate, and something to verify answers with are needed:
/// the WeChat Pay public key, or the APIv3 key for merchants that have platform certificates.
#[derive(Default)]
#[must_use]
pub struct ClientBuilder {
    merchant_id: Option<String>,
    private_key: Option<Zeroizing<Vec<u8>>>,
    certificate_serial: Option<String>,
    certificate: Option<Vec<u8>>,
    signer: Option<Arc<dyn Signer>>,
    decrypter: Option<Arc<dyn Decrypter>>,
    brand: Option<Brand>,
    apiv3_key: Option<Zeroizing<Vec<u8>>>,
    public_keys: Vec<(String, Vec<u8>)>,
    platform_certificates: Vec<Vec<u8>>,
    fetch_certificates: Option<bool>,
    network: Network,
    transport: Option<Arc<dyn Transport>>,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    clock: Option<Arc<dyn Clock>>,
    answer_limit: Option<u64>,
    accept_language: Option<String>,
}

/// Who signs, and the same key where it is at hand.
type Identity = (Arc<dyn Signer>, Option<Arc<MerchantKey>>);

#[derive(Default)]
struct Network {
    base_url: Option<String>,
    backup_url: Option<String>,
    overseas_url: Option<String>,
    allow_plain_http: bool,
    timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
}

impl ClientBuilder {
    /// The id of the merchant that signs: of a service provider its own, never a sub-merchant's.
    pub fn merchant_id(mut self, id: impl Into<String>) -> Self {
        self.merchant_id = Some(id.into());
        self
    }

    /// The merchant's private key, `apiclient_key.pem`: PEM text in PKCS#8 or PKCS#1. DER bytes, or base64 of them, are
    /// taken as well; with the feature `p12` also `apiclient_cert.p12`, which names the serial, under the merchant id as
    /// its password.
    pub fn private_key(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.private_key = Some(Zeroizing::new(pem.into()));
        self
    }

    /// The serial of the merchant's certificate, in hexadecimal with its leading zeros. `0x`, colons and lower case are
    /// mended.
    pub fn certificate_serial(mut self, serial: impl Into<String>) -> Self {
        self.certificate_serial = Some(serial.into());
        self
    }

    /// The merchant's certificate, `apiclient_cert.pem`, instead of its serial: then the private key is checked too.
    pub fn certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.certificate = Some(pem.into());
        self
    }

    /// A signer instead of the private key: an HSM, a key management service. Answers with confidential fields are
    /// read only with a [`decrypter`](Self::decrypter) beside it.
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// What opens the confidential fields of answers, where the private key is not given.
    pub fn decrypter(mut self, decrypter: impl Decrypter + 'static) -> Self {
        self.decrypter = Some(Arc::new(decrypter));
        self
    }

    /// The brand that signs the operations of brands. Who is a brand alone sets nothing of a merchant.
    pub fn brand(mut self, brand: Brand) -> Self {
        self.brand = Some(brand);
        self
    }

    /// The APIv3 key, 32 bytes: it opens platform certificates, which the client then fetches by itself.
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_key = Some(Zeroizing::new(key.as_ref().to_vec()));
        self
    }

    /// The WeChat Pay public key, `pub_key.pem`, with its id (`PUB_KEY_ID_…`). Several may be given.
    pub fn public_key(mut self, id: impl Into<String>, pem: impl Into<Vec<u8>>) -> Self {
        self.public_keys.push((id.into(), pem.into()));
        self
    }

    /// A platform certificate that is at hand: PEM text. Several may be given.
    pub fn platform_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.platform_certificates.push(pem.into());
        self
    }

    /// Whether platform certificates are fetched. Unless set, they are if there is an APIv3 key and no public key.
    ///
    /// A merchant that changes over from certificates to the public key sets it to `true` for that time.
    pub fn fetch_certificates(mut self, fetch: bool) -> Self {
        self.fetch_certificates = Some(fetch);
        self
    }

    /// Another host in place of WeChat Pay's: a gateway in a test, a proxy that passes on what it gets. A host alone,
    /// without a path: the path is part of the signature. It has no backup unless one is named. It stands for every
    /// host of the documentation, unless it is one of WeChat Pay's own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.network.base_url = Some(url.into());
        self
    }

    /// The host that is asked when the first one does not answer, and first for a minute after it has stood in.
    pub fn backup_url(mut self, url: impl Into<String>) -> Self {
        self.network.backup_url = Some(url.into());
        self
    }

    /// The host for the operations that are offered overseas as well, such as `https://apihk.mch.weixin.qq.com/`.
    /// Without it they go where all others go, and those that are offered overseas alone to their documented host.
    pub fn overseas_url(mut self, url: impl Into<String>) -> Self {
        self.network.overseas_url = Some(url.into());
        self
    }

    /// Whether the hosts that are named may be asked without TLS, where anyone on the way can read and change what is
    /// not signed. Unless set, `http` leads to this machine alone: to a gateway in a test, to a proxy beside it.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.network.allow_plain_http = allow;
        self
    }

    /// How long one attempt may take from its start to the end of its answer, its signature included. A call may make
    /// several: [`deadline`](Self::deadline) is for all of it. 30 s unless set; a file has to begin
    /// within that time, and then takes as long as it needs.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.network.timeout = Some(timeout);
        self
    }

    /// How long a call may take, whatever it waits for: certificates, the signer, answers, pauses, all its attempts. 60 s
    /// unless set; [`Client::with_deadline`] sets it for single calls. A file has to begin within that time.
    ///
    /// A call that runs out of it ends with [`Error::Deadline`](crate::Error::Deadline), which says what had become of
    /// the request until then. A further attempt is begun only if there is time for the pause before it and, behind
    /// that, for a whole [`timeout`](Self::timeout) or a quarter of the deadline; else the error of the last attempt is
    /// the call's: an attempt that is cut off would tell less.
    ///
    /// A host that takes no connection is told from one that does not answer by the connect timeout alone: it should be
    /// the shorter of the two.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The transport that carries the requests, in place of one that the client makes for itself: with settings of its
    /// own, or shared with other clients. See [`transport`](crate::transport).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How long nothing may come within an answer. 15 s unless set; of a [`transport`](Self::transport) it is a setting
    /// of its own.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.network.read_timeout = Some(timeout);
        self
    }

    /// How long it may take to connect. 5 s unless set; of a [`transport`](Self::transport) it is a setting of its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = Some(timeout);
        self
    }

    /// How large an answer may be, files excepted. 16 MiB unless set.
    pub fn answer_limit(mut self, bytes: u64) -> Self {
        self.answer_limit = Some(bytes);
        self
    }

    /// When and how often requests are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Another clock than that of the host.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The language of error messages, such as `en`.
    pub fn accept_language(mut self, language: impl Into<String>) -> Self {
        self.accept_language = Some(language.into());
        self
    }

    /// Checks the settings and makes the client. It sends nothing.
    ///
    /// The first client of a process takes some 40 ms: that long the cryptography gathers randomness, which the first
    /// call does not have to wait for then.
    pub fn build(self) -> Result<Client, Error> {
        crypto::warm_up();
        let apiv3_key = self.apiv3_key.as_ref().map(Apiv3Key::new).transpose().map_err(|e| key("apiv3_key", &e))?;
        let merchant = if self.is_brand_alone() { None } else { Some(self.merchant(apiv3_key.is_some())?) };
        let language = self.accept_language.map(HeaderValue::try_from).transpose();
        let network = &self.network;
        let hosts = Hosts::new(
            network.base_url.as_deref(),
            network.backup_url.as_deref(),
            network.overseas_url.as_deref(),
            network.allow_plain_http,
        )?;
        let inner = Inner {
            transport: network.transport(self.transport, &hosts)?,
            merchant,
            brand: self.brand.map(Brand::check).transpose()?,
            apiv3_key,
            fetching: Fetching::default(),
            hosts,
            retry: self.retry,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            timeout: setting::time("timeout", network.timeout, Duration::from_secs(30))?,
            deadline: setting::time("deadline", self.deadline, Duration::from_secs(60))?,
            answer_limit: self.answer_limit.unwrap_or(16 * 1024 * 1024),
            language: language.map_err(|_| Error::config("accept_language", "no header can carry it"))?,
        };
        Ok(Client { deadline: inner.deadline, inner: Arc::new(inner) })
    }

    /// Whether there is a brand, and nothing that tells of a merchant.
    fn is_brand_alone(&self) -> bool {
        let has_keys = self.private_key.is_some() || self.signer.is_some() || self.decrypter.is_some();
        let has_certificate = self.certificate.is_some() || self.certificate_serial.is_some();
        let has_platform_keys = !self.public_keys.is_empty() || !self.platform_certificates.is_empty();
        let fetches = self.apiv3_key.is_some() || self.fetch_certificates.is_some();
        let has_merchant = self.merchant_id.is_some() || has_keys || has_certificate || has_platform_keys || fetches;
        self.brand.is_some() && !has_merchant
    }

    fn merchant(&self, has_apiv3_key: bool) -> Result<Party, Error> {
        let id = id("merchant_id", self.merchant_id.as_deref())?;
        let (signer, own_key) = self.identity(&id)?;
        check_signer("signer", &*signer)?;
        let own = own_keys(&*signer, own_key.as_deref());
        let keys = self.platform_keys(&own)?;
        let downloads = self.downloads(&keys, has_apiv3_key)?;
        let keys = KeyStore::new(keys).with_downloads(downloads).with_own_keys(own);
        let own_key = own_key.map(|key| key as Arc<dyn Decrypter>);
        Ok(Party { id, signer, decrypter: self.decrypter.clone().or(own_key), keys })
    }

    /// Who signs, and what the same key decrypts.
    fn identity(&self, id: &str) -> Result<Identity, Error> {
        match (&self.signer, &self.private_key) {
            (Some(_), None) if self.certificate.is_some() || self.certificate_serial.is_some() => {
                Err(Error::config("certificate", "there is a signer, which has a serial of its own"))
            }
            (Some(signer), None) => Ok((Arc::clone(signer), None)),
            (None, Some(pem)) => {
                let key = Arc::new(self.merchant_key(pem, id)?);
                Ok((key.clone(), Some(key)))
            }
            (None, None) => Err(Error::config(
                "private_key",
                "there is neither a private key nor a signer: give `private_key` (`apiclient_key.pem`), or `signer`",
            )),
            (Some(_), Some(_)) => Err(Error::config("signer", "there is a private key as well: which of them signs?")),
        }
    }

    fn merchant_key(&self, pem: &[u8], id: &str) -> Result<MerchantKey, Error> {
        let serial = self.certificate_serial.as_ref().map(keys::serial).transpose();
        let serial = serial.map_err(|error| key("certificate_serial", &error))?;
        let made = match (&self.certificate, &serial) {
            (None, _) if keys::pkcs12(pem).is_some() => from_p12(pem, id)?,
            (Some(certificate), _) => {
                MerchantKey::from_pem_with_certificate(pem, certificate).map_err(|error| match error {
                    KeyError::OtherCertificate { .. } => key("certificate", &error),
                    _ if Certificate::from_pem(certificate).is_err() => key("certificate", &error),
                    _ => key("private_key", &error),
                })?
            }
            (None, Some(serial)) => MerchantKey::from_pem(pem, serial).map_err(|error| key("private_key", &error))?,
            (None, None) => {
                return Err(Error::config(
                    "certificate_serial",
                    "the serial of the certificate is missing: give it, or `certificate` (`apiclient_cert.pem`), which has it",
                ));
            }
        };
        match serial {
            Some(serial) if serial != made.serial() => {
                let reason = format!("it is not that of the certificate, which has `{}`", made.serial());
                Err(Error::config("certificate_serial", reason))
            }
            _ => Ok(made),
        }
    }

    fn platform_keys(&self, own: &OwnKeys) -> Result<PlatformKeys, Error> {
        let mut keys = PlatformKeys::default();
        for (id, pem) in &self.public_keys {
            let parsed = PublicKey::from_pem(id, pem).and_then(|key| own.refuse(&key).map(|()| key));
            keys = keys.with_public_key(parsed.map_err(|error| key("public_key", &error))?);
        }
        for pem in &self.platform_certificates {
            let parsed = Certificate::from_pem(pem).and_then(|made| own.refuse(made.public_key()).map(|()| made));
            keys = keys.with_certificate(parsed.map_err(|error| key("platform_certificate", &error))?);
        }
        Ok(keys)
    }

    fn downloads(&self, keys: &PlatformKeys, has_apiv3_key: bool) -> Result<bool, Error> {
        let wanted = self.fetch_certificates.unwrap_or(has_apiv3_key && !keys.has_public_key());
        if wanted && !has_apiv3_key {
            return Err(Error::config("apiv3_key", "certificates are to be fetched, and only this key opens them"));
        }
        if !wanted && self.public_keys.is_empty() && self.platform_certificates.is_empty() {
            return Err(Error::config(
                "public_key",
                "there is nothing to verify answers with: give the WeChat Pay public key, or the APIv3 key so that \
                 platform certificates can be fetched",
            ));
        }
        Ok(wanted)
    }
}

impl Network {
    /// The transport, which says whether it can reach the hosts.
    fn transport(&self, given: Option<Arc<dyn Transport>>, hosts: &Hosts) -> Result<Arc<dyn Transport>, Error> {
        let transport = match given {
            Some(transport) => {
                for (setting, set) in [("connect_timeout", self.connect_timeout), ("read_timeout", self.read_timeout)] {
                    if set.is_some() {
                        return Err(Error::config(setting, "there is a transport, which has settings of its own"));
                    }
                }
                transport
            }
            None => self.default_transport()?,
        };
        for origin in hosts.origins() {
            let uri = Uri::try_from(origin.as_str());
            transport.prepare(&uri.map_err(|error| Error::config("base_url", error.to_string()))?)?;
        }
        Ok(transport)
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let mut builder = crate::transport::Reqwest::builder();
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(timeout) = self.read_timeout {
            builder = builder.read_timeout(timeout);
        }
        Ok(Arc::new(builder.build()?))
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "with the feature `reqwest` there is a use for it")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let reason = "there is none: set one, or enable the feature `reqwest`, which brings the default";
        Err(Error::config("transport", reason))
    }
}

/// The id of a merchant or a brand, as it stands between quotes in a header.
pub(super) fn id(setting: &'static str, id: Option<&str>) -> Result<String, Error> {
    let id = id.ok_or_else(|| Error::config(setting, "it is missing"))?;
    keys::account_id(id).map_err(|error| key(setting, &error))
}

/// What a signer calls its serial goes into headers as it is.
pub(super) fn check_signer(setting: &'static str, signer: &dyn Signer) -> Result<(), Error> {
    match keys::serial(signer.serial()) {
        Ok(serial) if serial == signer.serial() => Ok(()),
        Ok(_) => Err(Error::config(setting, "its serial is not in upper-case hexadecimal without separators")),
        Err(error) => Err(key(setting, &error)),
    }
}

/// What is never a key of WeChat Pay.
pub(super) fn own_keys(signer: &dyn Signer, key: Option<&MerchantKey>) -> OwnKeys {
    OwnKeys::default().and(signer.serial(), key.map(MerchantKey::print))
}

#[cfg(feature = "p12")]
fn from_p12(file: &[u8], merchant_id: &str) -> Result<MerchantKey, Error> {
    MerchantKey::from_p12(file, merchant_id).map_err(|error| key("private_key", &error))
}

#[cfg(not(feature = "p12"))]
fn from_p12(_: &[u8], _: &str) -> Result<MerchantKey, Error> {
    Err(key("private_key", &KeyError::Pkcs12))
}

fn key(setting: &'static str, error: &KeyError) -> Error {
    Error::config(setting, error.to_string())
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is no id may be a key in the wrong place.
        let id = self.merchant_id.as_deref().and_then(|id| keys::account_id(id).ok());
        f.debug_struct("ClientBuilder").field("merchant_id", &id).finish_non_exhaustive()
    }
}
