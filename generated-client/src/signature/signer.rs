//! Who signs.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::future::{self, Future};
use std::pin::Pin;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Scheme;
use super::message::{RequestParts, Stamp};
use crate::crypto::Rejected;
use crate::keys::{Algorithm, MerchantKey, PublicKey};

/// Signs with the private key of a merchant.
///
/// [`MerchantKey`] does it with a key in memory. Implement it where the key lives elsewhere: in an HSM, in a key
/// management service.
#[doc(alias("签名", "商户签名"))]
pub trait Signer: Send + Sync {
    /// The scheme of its signatures.
    fn scheme(&self) -> Scheme {
        Scheme::Rsa
    }

    /// The serial of the certificate that belongs to the key, in upper-case hexadecimal.
    fn serial(&self) -> &str;

    /// Whether a public key is the other half of the key that signs. A client asks that of each key that it is to take for
    /// one of WeChat Pay: to encrypt with one's own would be to write to oneself, and in clear to nobody else.
    ///
    /// Unless a signer says otherwise it knows nothing of it, and its serial alone tells. One that has its certificate at
    /// hand answers with [`PublicKey::is_same_key`].
    fn owns(&self, key: &PublicKey) -> bool {
        let _ = key;
        false
    }

    /// Signs a message: the bytes of an RSASSA-PKCS1-v1_5 signature with SHA-256, or of an SM2 signature in ASN.1 DER.
    #[doc(alias("签名", "商户签名"))]
    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>>;
}

impl Signer for MerchantKey {
    fn scheme(&self) -> Scheme {
        match self.algorithm() {
            Algorithm::Rsa => Scheme::Rsa,
            Algorithm::Sm2 => Scheme::Sm2,
        }
    }

    fn serial(&self) -> &str {
        self.serial()
    }

    fn owns(&self, key: &PublicKey) -> bool {
        self.owns(key)
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(future::ready(self.sign(message).map_err(SignError::from)))
    }
}

/// A signer could not sign.
#[derive(Debug)]
pub struct SignError(Box<dyn Error + Send + Sync>);

impl SignError {
    /// With the error of the caller's own signer.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

impl From<Rejected> for SignError {
    fn from(why: Rejected) -> Self {
        Self::new(why)
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "signing failed: {}", self.0)
    }
}

impl Error for SignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.0.as_ref())
    }
}

/// A signature as it stands in headers and parameters.
pub(crate) async fn sign_base64(signer: &dyn Signer, message: &[u8]) -> Result<String, SignError> {
    Ok(STANDARD.encode(signer.sign(message).await?))
}

/// The value of the `Authorization` header. `id` is the merchant's (or the brand's) own, never a sub-merchant's.
pub(crate) async fn authorization(
    signer: &dyn Signer,
    id: &str,
    request: RequestParts<'_>,
    stamp: &Stamp,
) -> Result<String, SignError> {
    let signature = signer.sign(&request.message(stamp)).await?;
    let (scheme, field, serial) = (signer.scheme(), signer.scheme().signer_field(), signer.serial());
    let Stamp { timestamp, nonce } = stamp;
    let mut value = String::with_capacity(200 + id.len() + serial.len() + signature.len() * 4 / 3);
    _ = write!(
        value,
        r#"{scheme} {field}="{id}",nonce_str="{nonce}",timestamp="{timestamp}",serial_no="{serial}",signature=""#
    );
    STANDARD.encode_string(signature, &mut value);
    value.push('"');
    Ok(value)
}
