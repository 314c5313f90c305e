//! How a client is set up; each mistake is told when it is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use zeroize::Zeroizing;

use super::Client;
use super::brand::Brand;
use super::clock::{Clock, SystemClock};
use super::handle::Inner;
use super::merchant::Merchant;
use super::network::Network;
use super::party::Party;
use super::retry::RetryPolicy;
use super::turns::Turns;
use crate::crypto;
use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys;
use crate::platform::OwnKeys;
use crate::signature::Signer;
use crate::transport::Transport;

/// The largest answer that is taken unless it is said otherwise.
const ANSWER_LIMIT: u64 = 16 * 1024 * 1024;

/// Collects the settings of a [`Client`].
///
/// A merchant id, a private key with the serial of its certificate, and something to verify answers with are needed:
/// the WeChat Pay public key, or the APIv3 key for merchants that have platform certificates.
#[derive(Default)]
#[must_use]
pub struct ClientBuilder {
    merchant: Merchant,
    brand: Option<Brand>,
    network: Network,
    transport: Option<Arc<dyn Transport>>,
    retry: RetryPolicy,
    clock: Option<Arc<dyn Clock>>,
    answer_limit: Option<u64>,
    accept_language: Option<String>,
}

impl ClientBuilder {
    /// The id of the merchant that signs: of a service provider its own, never a sub-merchant's.
    pub fn merchant_id(mut self, id: impl Into<String>) -> Self {
        self.merchant.id = Some(id.into());
        self
    }

    /// The merchant's private key, `apiclient_key.pem`: PEM text in PKCS#8 or PKCS#1. DER bytes, or base64 of them, are
    /// taken as well; with the feature `p12` also `apiclient_cert.p12`, which names the serial, under the merchant id as
    /// its password.
    pub fn private_key(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.merchant.private_key = Some(Zeroizing::new(pem.into()));
        self
    }

    /// The serial of the merchant's certificate, in hexadecimal with its leading zeros. `0x`, colons and lower case are
    /// mended.
    pub fn certificate_serial(mut self, serial: impl Into<String>) -> Self {
        self.merchant.certificate_serial = Some(serial.into());
        self
    }

    /// The merchant's certificate, `apiclient_cert.pem`, instead of its serial: then the private key is checked too.
    pub fn certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.merchant.certificate = Some(pem.into());
        self
    }

    /// A signer instead of the private key: an HSM, a key management service. Answers with confidential fields are
    /// read only with a [`decrypter`](Self::decrypter) beside it.
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.merchant.signer = Some(Arc::new(signer));
        self
    }

    /// What opens the confidential fields of answers, where the private key is not given.
    pub fn decrypter(mut self, decrypter: impl Decrypter + 'static) -> Self {
        self.merchant.decrypter = Some(Arc::new(decrypter));
        self
    }

    /// The brand that signs the operations of brands. Who is a brand alone sets nothing of a merchant.
    pub fn brand(mut self, brand: Brand) -> Self {
        self.brand = Some(brand);
        self
    }

    /// The APIv3 key, 32 bytes: it opens platform certificates, which the client then fetches by itself.
    #[doc(alias("APIv3密钥"))]
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.merchant.apiv3_key = Some(Zeroizing::new(key.as_ref().to_vec()));
        self
    }

    /// The WeChat Pay public key, `pub_key.pem`, with its id (`PUB_KEY_ID_…`). Several may be given.
    pub fn public_key(mut self, id: impl Into<String>, pem: impl Into<Vec<u8>>) -> Self {
        self.merchant.public_keys.push((id.into(), pem.into()));
        self
    }

    /// A platform certificate that is at hand: PEM text. Several may be given.
    #[doc(alias("平台证书"))]
    pub fn platform_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.merchant.platform_certificates.push(pem.into());
        self
    }

    /// Whether platform certificates are fetched. Unless set, they are if there is an APIv3 key and no public key.
    ///
    /// A merchant that changes over from certificates to the public key sets it to `true` for that time.
    pub fn fetch_certificates(mut self, fetch: bool) -> Self {
        self.merchant.fetch_certificates = Some(fetch);
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
    /// within that time, and then takes as long as it needs, if only something of it comes: see
    /// [`read_timeout`](Self::read_timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.network.timeout = Some(timeout);
        self
    }

    /// How long a call may take, whatever it waits for: a file to upload, certificates, the signer, answers, pauses, all its attempts. 60 s
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
        self.network.deadline = Some(deadline);
        self
    }

    /// The transport that carries the requests, in place of one that the client makes for itself: with settings of its
    /// own, or shared with other clients. See [`transport`](crate::transport).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How long nothing may come within an answer, and within a file. 15 s unless set, over any
    /// [`transport`](Self::transport): one that has such a time of its own may end it earlier.
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
        let Self { merchant, brand, network, .. } = self;
        let apiv3_key = merchant.apiv3_key()?;
        let language = self.accept_language.map(HeaderValue::try_from).transpose();
        let hosts = network.hosts()?;
        let brand_apiv3_key = brand.as_ref().map(Brand::checked_apiv3_key).transpose()?.flatten();
        let (merchant, brand) = parties(&merchant, brand.as_ref(), apiv3_key.is_some())?;
        let inner = Inner {
            merchant,
            brand,
            timeout: network.timeout()?,
            read_timeout: network.read_timeout()?,
            deadline: network.deadline()?,
            language: language.map_err(|_| Error::config("accept_language", "no header can carry it"))?,
            transport: network.transport(self.transport, &hosts)?,
            apiv3_key,
            brand_apiv3_key,
            turns: Turns::default(),
            hosts,
            retry: self.retry,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            answer_limit: self.answer_limit.unwrap_or(ANSWER_LIMIT),
        };
        Ok(Client { deadline: inner.deadline, inner: Arc::new(inner) })
    }
}

impl Client {
    /// Starts to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

/// Who signs. Neither of them is given a key of the other one as WeChat Pay's.
fn parties(
    merchant: &Merchant,
    brand: Option<&Brand>,
    has_apiv3_key: bool,
) -> Result<(Option<Party>, Option<Party>), Error> {
    let is_brand_alone = brand.is_some() && merchant.is_absent();
    let of_merchant = (!is_brand_alone).then(|| merchant.identity()).transpose()?;
    let of_brand = brand.map(|brand| brand.identity().map(|identity| (brand, identity))).transpose()?;
    let signers = of_merchant.iter().chain(of_brand.iter().map(|(_, identity)| identity));
    let own: OwnKeys = signers.map(|identity| Arc::clone(&identity.signer)).collect();
    let of_merchant = of_merchant.map(|identity| merchant.party(identity, &own, has_apiv3_key)).transpose()?;
    let of_brand = of_brand.map(|(brand, identity)| brand.party(identity, &own)).transpose()?;
    Ok((of_merchant, of_brand))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is no id may be a key in the wrong place.
        let id = self.merchant.id.as_deref().and_then(|id| keys::account_id(id).ok());
        f.debug_struct("ClientBuilder").field("merchant_id", &id).finish_non_exhaustive()
    }
}
