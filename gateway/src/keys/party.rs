//! Who may call.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::identity;
use super::{API_V3_KEY, BRAND_ID, MERCHANT_ID};
use crate::crypto::{Algorithm, PemError, PublicKey, certificate, unpem};

/// What a caller is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A merchant, or a partner that calls for others.
    Merchant,
    /// A brand.
    Brand,
}

impl Kind {
    /// The name of the id in that header.
    pub fn id_name(self) -> &'static str {
        match self {
            Self::Merchant => "mchid",
            Self::Brand => "brand_id",
        }
    }
}

/// What a signature is made by, and in whose name: a word of the `Authorization` header, and of
/// `Wechatpay-Signature-Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// A merchant, with RSA.
    Rsa,
    /// A merchant, with SM2.
    Sm2,
    /// A brand, with RSA: there is no other one for brands.
    Brand,
}

impl Scheme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rsa, Self::Sm2, Self::Brand];

    /// The one for a kind of caller, and a key.
    pub fn of(kind: Kind, algorithm: Algorithm) -> Self {
        match (kind, algorithm) {
            (Kind::Brand, _) => Self::Brand,
            (Kind::Merchant, Algorithm::Rsa) => Self::Rsa,
            (Kind::Merchant, Algorithm::Sm2) => Self::Sm2,
        }
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa => "WECHATPAY2-SHA256-RSA2048",
            Self::Sm2 => "WECHATPAY2-SM2-WITH-SM3",
            Self::Brand => "WECHATPAY-BRAND-SHA256-RSA2048",
        }
    }

    /// The one of a word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// In whose name it is.
    pub fn kind(self) -> Kind {
        if self == Self::Brand { Kind::Brand } else { Kind::Merchant }
    }

    /// What its keys are for.
    pub fn algorithm(self) -> Algorithm {
        if self == Self::Sm2 { Algorithm::Sm2 } else { Algorithm::Rsa }
    }
}

/// An API certificate of a caller.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Its serial number, in upper-case hexadecimal.
    pub serial: String,
    /// The key in it.
    pub key: PublicKey,
}

/// A merchant or a brand. Its APIv3 key is not printed.
#[derive(Clone)]
pub struct Party {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its API certificates: any of them may sign. Answers are encrypted to the last one of the algorithm that has
    /// signed the request.
    pub certificates: Vec<Certificate>,
    /// What its certificates and notifications are sealed with.
    pub api_v3_key: [u8; 32],
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let serials: Vec<_> = self.certificates.iter().map(|certificate| &certificate.serial).collect();
        let mut shown = f.debug_struct("Party");
        shown.field("kind", &self.kind).field("id", &self.id).field("serials", &serials).finish_non_exhaustive()
    }
}

/// Why a merchant or a brand cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartyError {
    /// Its certificate cannot be read.
    Certificate(PemError),
    /// Its APIv3 key is not 32 bytes long.
    ApiV3Key {
        /// How long it is.
        length: usize,
    },
}

impl fmt::Display for PartyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificate(error) => write!(f, "the certificate cannot be read: {error}"),
            Self::ApiV3Key { length } => write!(f, "an APIv3 key has 32 bytes, and this one {length}"),
        }
    }
}

impl std::error::Error for PartyError {}

impl Party {
    /// A caller by its certificate, as PEM.
    pub fn new(kind: Kind, id: &str, certificate_pem: &str, api_v3_key: &str) -> Result<Self, PartyError> {
        let (_, der) = unpem(certificate_pem).map_err(PartyError::Certificate)?;
        let (serial, key) = certificate(&der).map_err(PartyError::Certificate)?;
        let api_v3_key = api_v3_key.as_bytes();
        let length = api_v3_key.len();
        let api_v3_key = api_v3_key.try_into().map_err(|_| PartyError::ApiV3Key { length })?;
        Ok(Self { kind, id: id.to_owned(), certificates: vec![Certificate { serial, key }], api_v3_key })
    }

    /// The certificate of a serial number.
    pub fn certificate(&self, serial: &str) -> Option<&Certificate> {
        self.certificates.iter().find(|certificate| certificate.serial.eq_ignore_ascii_case(serial))
    }

    /// The key that answers are encrypted to, where a request is signed by this algorithm.
    pub fn sealing(&self, algorithm: Algorithm) -> Option<&PublicKey> {
        let keys = self.certificates.iter().map(|certificate| &certificate.key);
        keys.rev().find(|key| key.algorithm() == algorithm)
    }

    /// The algorithm of its newest certificate: by which it is told things.
    pub fn algorithm(&self) -> Algorithm {
        self.certificates.last().map_or(Algorithm::Rsa, |certificate| certificate.key.algorithm())
    }
}

/// All who may call.
#[derive(Clone, Debug)]
pub struct Parties(Vec<Party>);

impl Default for Parties {
    /// The merchant and the brand of this crate.
    fn default() -> Self {
        let own = |kind, id: &str, identity: &identity::Identity| {
            let certificate = Certificate { serial: identity.serial.clone(), key: identity.key.public().clone() };
            let api_v3_key = API_V3_KEY.as_bytes().try_into().expect("it has 32 bytes");
            Party { kind, id: id.to_owned(), certificates: vec![certificate], api_v3_key }
        };
        Self(vec![
            own(Kind::Merchant, MERCHANT_ID, identity::merchant()),
            own(Kind::Brand, BRAND_ID, identity::brand()),
        ])
    }
}

impl FromIterator<Party> for Parties {
    /// These alone.
    fn from_iter<I: IntoIterator<Item = Party>>(parties: I) -> Self {
        Self(parties.into_iter().collect())
    }
}

impl Parties {
    /// Takes one in. One of the same kind and id that is there already gets the certificate as one more.
    pub fn add(&mut self, party: Party) {
        let known = self.0.iter_mut().find(|known| known.kind == party.kind && known.id == party.id);
        match known {
            Some(known) => {
                known.certificates.extend(party.certificates);
                known.api_v3_key = party.api_v3_key;
            }
            None => self.0.push(party),
        }
    }

    /// The one of this id.
    pub fn get(&self, kind: Kind, id: &str) -> Option<&Party> {
        self.0.iter().find(|party| party.kind == kind && party.id == id)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Party> {
        self.0.iter()
    }
}
