//! The APIv3 key: the secret between merchant and platform that seals certificates and notifications.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::KeyError;
use super::api_key::api_key;
use crate::crypto::{self, Rejected};
use crate::shown::shown;
use crate::wire::Value;

/// The APIv3 key, 32 bytes, as set on the merchant platform.
///
/// It is wiped from memory when it is dropped, and `Debug` does not print it.
#[doc(alias("APIv3密钥", "API密钥"))]
#[derive(Clone)]
pub struct Apiv3Key(Zeroizing<[u8; 32]>);

impl Apiv3Key {
    /// From the key as it was set on the merchant platform.
    ///
    /// # Errors
    ///
    /// When it does not have 32 bytes.
    #[doc(alias("APIv3密钥"))]
    pub fn new(key: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        api_key(key.as_ref(), "APIv3").map(Self)
    }

    /// Opens a `resource` of a notification, or an `encrypt_certificate`: an object with `algorithm`, `nonce`,
    /// `ciphertext` and, where it is not empty, `associated_data`. The authentication tag is always checked.
    ///
    /// Open a notification only after its signature has been verified.
    ///
    /// # Errors
    ///
    /// See [`OpenError`].
    #[doc(alias("解密", "解密回调"))]
    pub fn open_resource(&self, resource: &Value) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let field = |name: &'static str| match resource.get(name) {
            Some(Value::Text(text)) => Ok(text.as_str()),
            _ => Err(OpenError::Field { name }),
        };
        let associated_data = match resource.get("associated_data") {
            None | Some(Value::Null) => "",
            Some(_) => field("associated_data")?,
        };
        let (algorithm, nonce, ciphertext) = (field("algorithm")?, field("nonce")?, field("ciphertext")?);
        let sealed = STANDARD.decode(ciphertext).map_err(|_| OpenError::NotBase64)?;
        self.open(algorithm, nonce, associated_data, &sealed)
    }

    pub(crate) fn open(
        &self,
        algorithm: &str,
        nonce: &str,
        aad: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (nonce, aad) = (nonce.as_bytes(), aad.as_bytes());
        Ok(match algorithm {
            "AEAD_AES_256_GCM" => crypto::open_aes_256_gcm(&self.0, nonce, aad, sealed)?,
            #[cfg(feature = "shangmi")]
            "AEAD_SM4_GCM" => crypto::open_sm4_gcm(&self.0, nonce, aad, sealed)?,
            _ => return Err(OpenError::Algorithm { found: algorithm.to_owned() }),
        })
    }
}

impl fmt::Debug for Apiv3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Apiv3Key([confidential])")
    }
}

/// Why a sealed resource does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// A field is not there, or not a string.
    Field {
        /// Its name.
        name: &'static str,
    },
    /// An algorithm that this build does not know.
    Algorithm {
        /// Its name.
        found: String,
    },
    /// The cipher text is not base64.
    NotBase64,
    /// The cipher text was not sealed with this key, nonce and associated data, or was changed since.
    Rejected,
}

impl From<Rejected> for OpenError {
    fn from(_: Rejected) -> Self {
        Self::Rejected
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { name } => write!(f, "the sealed resource has no text `{name}`"),
            Self::Algorithm { found } if found == "AEAD_SM4_GCM" => {
                write!(f, "the resource is sealed with {found}, which needs the feature `shangmi`")
            }
            Self::Algorithm { found } => write!(f, "the resource is sealed with {}, which is not known", shown(found)),
            Self::NotBase64 => f.write_str("the cipher text is not base64"),
            Self::Rejected => f.write_str(
                "the cipher text does not open: another APIv3 key sealed it (was the key changed?), or it was tampered \
                 with",
            ),
        }
    }
}

impl std::error::Error for OpenError {}
