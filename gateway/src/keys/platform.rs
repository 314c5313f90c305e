//! WeChat Pay's own keys.

use super::identity::{self, Identity};
use super::party::Kind;
use super::{BRAND_PUBLIC_KEY_ID, PUBLIC_KEY_ID};

/// A key by the name that goes over the wire.
#[derive(Clone, Copy, Debug)]
pub struct PlatformKey {
    /// The id of a public key, or the serial number of a certificate.
    pub id: &'static str,
    /// The key, with a certificate for it.
    pub identity: &'static Identity,
}

impl PlatformKey {
    fn public_key(id: &'static str, identity: &'static Identity) -> Self {
        Self { id, identity }
    }

    fn certificate(identity: &'static Identity) -> Self {
        Self { id: &identity.serial, identity }
    }

    /// Whether it is a certificate, and not a public key.
    pub fn is_certificate(&self) -> bool {
        self.id == self.identity.serial
    }
}

/// Which keys WeChat Pay has: a merchant of today has its public key, an older one its certificates, and one on the way
/// from these to that has both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Platform {
    /// The public key alone: there are no certificates to fetch.
    PublicKey,
    /// Certificates alone: two of them, of which the first one signs where a request does not name the other. That one
    /// has a serial number with a leading zero, which some clients lose.
    Certificates,
    /// Both. The public key signs where a request does not name another one.
    #[default]
    Both,
}

impl Platform {
    /// What it signs with and opens with, for callers of a kind. The first one signs where a request names none.
    pub fn keys(self, kind: Kind) -> Vec<PlatformKey> {
        if kind == Kind::Brand {
            return vec![PlatformKey::public_key(BRAND_PUBLIC_KEY_ID, identity::platform_brand())];
        }
        let public = [PlatformKey::public_key(PUBLIC_KEY_ID, identity::platform_a())];
        let certificates =
            [PlatformKey::certificate(identity::platform_a()), PlatformKey::certificate(identity::platform_b())];
        match self {
            Self::PublicKey => public.to_vec(),
            Self::Certificates => certificates.to_vec(),
            Self::Both => [&public[..], &certificates[..]].concat(),
        }
    }

    /// The key of this name.
    pub fn key(self, kind: Kind, id: &str) -> Option<PlatformKey> {
        self.keys(kind).into_iter().find(|key| key.id.eq_ignore_ascii_case(id))
    }

    /// The certificates that merchants fetch.
    pub fn certificates(self) -> Vec<PlatformKey> {
        self.keys(Kind::Merchant).into_iter().filter(PlatformKey::is_certificate).collect()
    }
}
