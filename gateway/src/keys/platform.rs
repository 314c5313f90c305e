//! WeChat Pay's own keys.

use super::identity::{self, Identity};
use super::party::Kind;
use super::{BRAND_PUBLIC_KEY_ID, PUBLIC_KEY_ID};

/// A key by the name that goes over the wire.
#[derive(Clone, Debug)]
pub struct PlatformKey {
    /// The id of a public key, or the serial number of a certificate.
    pub id: String,
    /// The key, with a certificate for it.
    pub identity: &'static Identity,
    is_listed: bool,
}

impl PlatformKey {
    /// A public key of this id.
    pub fn public_key(id: &str, identity: &'static Identity) -> Self {
        Self { id: id.to_owned(), identity, is_listed: false }
    }

    /// A certificate, which merchants can fetch.
    pub fn certificate(identity: &'static Identity) -> Self {
        Self { id: identity.serial.clone(), identity, is_listed: true }
    }

    /// The same certificate, which is not in the list that merchants fetch: not yet, or no more.
    #[must_use]
    pub fn unlisted(self) -> Self {
        Self { is_listed: false, ..self }
    }

    /// Whether it is a certificate, and not a public key.
    pub fn is_certificate(&self) -> bool {
        self.id == self.identity.serial
    }
}

/// Which keys WeChat Pay has: a merchant of today has its public key, an older one its certificates, and one on the way
/// from these to that has both. A gateway starts with some, and
/// [`change_platform`](crate::Gateway::change_platform) gives it others.
///
/// ```
/// # async fn f() {
/// use wechatpay_gateway::Gateway;
/// use wechatpay_gateway::keys::{self, Kind, Platform, PlatformKey};
///
/// let gateway = Gateway::builder().platform(Platform::certificates()).start().await.unwrap();
/// // A key that no client knows yet signs from now on, whichever a request names.
/// let next = PlatformKey::certificate(keys::stranger());
/// gateway.change_platform(|platform| platform.signing_with(Kind::Merchant, next));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Platform {
    merchants: Ring,
    brands: Ring,
}

/// The keys for one kind of caller.
#[derive(Clone, Debug)]
struct Ring {
    /// What a request may name, and may be encrypted to.
    keys: Vec<PlatformKey>,
    /// What signs where a request names none.
    first: PlatformKey,
    /// Whether that signs whatever a request names.
    always: bool,
}

impl Ring {
    fn new(first: PlatformKey, others: impl IntoIterator<Item = PlatformKey>) -> Self {
        Self { keys: std::iter::once(first.clone()).chain(others).collect(), first, always: false }
    }
}

impl Default for Platform {
    fn default() -> Self {
        Self::both()
    }
}

impl Platform {
    /// The public key alone: there are no certificates to fetch.
    pub fn public_key() -> Self {
        Self::of(Ring::new(PlatformKey::public_key(PUBLIC_KEY_ID, identity::platform_a()), []))
    }

    /// Certificates alone: two of them, of which the first one signs where a request does not name the other. That one
    /// has a serial number with a leading zero, which some clients lose.
    pub fn certificates() -> Self {
        let [first, second] = [identity::platform_a(), identity::platform_b()].map(PlatformKey::certificate);
        Self::of(Ring::new(first, [second]))
    }

    /// Both. The public key signs where a request does not name another one.
    pub fn both() -> Self {
        let public_key = PlatformKey::public_key(PUBLIC_KEY_ID, identity::platform_a());
        let certificates = [identity::platform_a(), identity::platform_b()].map(PlatformKey::certificate);
        Self::of(Ring::new(public_key, certificates))
    }

    /// A certificate of the Chinese national algorithms alone.
    #[cfg(feature = "shangmi")]
    pub fn shangmi() -> Self {
        Self::of(Ring::new(PlatformKey::certificate(identity::sm_platform()), []))
    }

    fn of(merchants: Ring) -> Self {
        let brands = PlatformKey::public_key(BRAND_PUBLIC_KEY_ID, identity::platform_brand());
        Self { merchants, brands: Ring::new(brands, []) }
    }

    fn ring(&self, kind: Kind) -> &Ring {
        match kind {
            Kind::Merchant => &self.merchants,
            Kind::Brand => &self.brands,
        }
    }

    fn changed(mut self, kind: Kind, change: impl FnOnce(&mut Ring)) -> Self {
        match kind {
            Kind::Merchant => change(&mut self.merchants),
            Kind::Brand => change(&mut self.brands),
        }
        self
    }

    /// With one more key, which takes the place of one of the same name.
    #[must_use]
    pub fn with(self, kind: Kind, key: PlatformKey) -> Self {
        self.changed(kind, |ring| {
            ring.keys.retain(|known| known.id != key.id);
            ring.keys.push(key);
        })
    }

    /// Without the key of a name: a request that names it is refused, and it cannot be fetched any more.
    #[must_use]
    pub fn without(self, kind: Kind, id: &str) -> Self {
        self.changed(kind, |ring| ring.keys.retain(|known| !known.id.eq_ignore_ascii_case(id)))
    }

    /// Signs everything with this key from now on, whichever a request names. A request may name it, too, once it is one
    /// of the [keys](Self::with).
    #[must_use]
    pub fn signing_with(self, kind: Kind, key: PlatformKey) -> Self {
        self.changed(kind, |ring| (ring.first, ring.always) = (key, true))
    }

    /// What callers of a kind may name, and encrypt to.
    pub fn keys(&self, kind: Kind) -> &[PlatformKey] {
        &self.ring(kind).keys
    }

    /// The key of this name.
    pub fn key(&self, kind: Kind, id: &str) -> Option<&PlatformKey> {
        self.keys(kind).iter().find(|key| key.id.eq_ignore_ascii_case(id))
    }

    /// What signs where nothing names a key.
    pub fn first(&self, kind: Kind) -> &PlatformKey {
        &self.ring(kind).first
    }

    /// What signs the answer to a request that names this key.
    pub fn signer<'a>(&'a self, kind: Kind, named: &'a PlatformKey) -> &'a PlatformKey {
        let ring = self.ring(kind);
        if ring.always { &ring.first } else { named }
    }

    /// The certificates that merchants fetch.
    pub fn listed(&self) -> impl Iterator<Item = &PlatformKey> {
        self.merchants.keys.iter().filter(|key| key.is_listed)
    }
}
