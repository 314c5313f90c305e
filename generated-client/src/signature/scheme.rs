//! The schemes of signatures, as headers name them.

use std::fmt;

use crate::keys::Algorithm;

/// How a request, an answer or a notification is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `WECHATPAY2-SHA256-RSA2048`, the usual one.
    Rsa,
    /// `WECHATPAY2-SM2-WITH-SM3`.
    Sm2,
    /// `WECHATPAY-BRAND-SHA256-RSA2048`: a brand signs in its own name.
    BrandRsa,
}

impl Scheme {
    const ALL: [Self; 3] = [Self::Rsa, Self::Sm2, Self::BrandRsa];

    /// The name in headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "WECHATPAY2-SHA256-RSA2048",
            Self::Sm2 => "WECHATPAY2-SM2-WITH-SM3",
            Self::BrandRsa => "WECHATPAY-BRAND-SHA256-RSA2048",
        }
    }

    /// The scheme of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.as_str() == name)
    }

    /// The kind of key that it takes.
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Rsa | Self::BrandRsa => Algorithm::Rsa,
            Self::Sm2 => Algorithm::Sm2,
        }
    }

    /// What the `Authorization` header calls the one who signs.
    pub(crate) const fn signer_field(self) -> &'static str {
        match self {
            Self::Rsa | Self::Sm2 => "mchid",
            Self::BrandRsa => "brand_id",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
