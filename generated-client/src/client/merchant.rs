//! The merchant, as the settings have it: its key, and what verifies the answers to it.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::party::{self, Identity, Party, check_signer, refused};
use crate::error::Error;
use crate::fields::Decrypter;
use crate::keys::{self, Apiv3Key, Certificate, KeyError, MerchantKey};
use crate::platform::{OwnKeys, PlatformKeys};
use crate::signature::{Scheme, Signer};

/// The settings of a merchant.
#[derive(Default)]
pub(super) struct Merchant {
    pub(super) id: Option<String>,
    pub(super) private_key: Option<Zeroizing<Vec<u8>>>,
    pub(super) certificate_serial: Option<String>,
    pub(super) certificate: Option<Vec<u8>>,
    pub(super) signer: Option<Arc<dyn Signer>>,
    pub(super) decrypter: Option<Arc<dyn Decrypter>>,
    pub(super) apiv3_key: Option<Zeroizing<Vec<u8>>>,
    pub(super) public_keys: Vec<(String, Vec<u8>)>,
    pub(super) platform_certificates: Vec<Vec<u8>>,
    pub(super) fetch_certificates: Option<bool>,
}

/// Who signs, and what the same key decrypts where it is at hand.
type Signing = (Arc<dyn Signer>, Option<Arc<dyn Decrypter>>);

impl Merchant {
    /// Whether nothing tells of one.
    pub(super) fn is_absent(&self) -> bool {
        let has_keys = self.private_key.is_some() || self.signer.is_some() || self.decrypter.is_some();
        let has_certificate = self.certificate.is_some() || self.certificate_serial.is_some();
        let has_platform_keys = !self.public_keys.is_empty() || !self.platform_certificates.is_empty();
        let fetches = self.apiv3_key.is_some() || self.fetch_certificates.is_some();
        !(self.id.is_some() || has_keys || has_certificate || has_platform_keys || fetches)
    }

    pub(super) fn apiv3_key(&self) -> Result<Option<Apiv3Key>, Error> {
        self.apiv3_key.as_ref().map(Apiv3Key::new).transpose().map_err(|error| refused("apiv3_key", &error))
    }

    /// In whose name requests are signed.
    pub(super) fn identity(&self) -> Result<Identity, Error> {
        let id = party::id("merchant_id", self.id.as_deref())?;
        let (signer, own) = self.signing(&id)?;
        check_signer("signer", &*signer)?;
        if signer.scheme() == Scheme::BrandRsa {
            let reason =
                "it signs in the name of a brand: give it to `Brand::with_signer`, or have it sign by another scheme";
            return Err(Error::config("signer", reason));
        }
        Ok(Identity { id, signer, decrypter: self.decrypter.clone().or(own) })
    }

    /// The same with the keys that were given, none of which is the caller's `own`.
    pub(super) fn party(&self, identity: Identity, own: &OwnKeys, has_apiv3_key: bool) -> Result<Party, Error> {
        let keys = self.platform_keys(own)?;
        let downloads = self.downloads(&keys, has_apiv3_key)?;
        let setting = if keys.has_public_key() { "public_key" } else { "platform_certificate" };
        identity.with_keys(setting, keys, downloads, own)
    }

    fn signing(&self, id: &str) -> Result<Signing, Error> {
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
        let serial = serial.map_err(|error| refused("certificate_serial", &error))?;
        let made = match (&self.certificate, &serial) {
            (certificate, _) if keys::pkcs12(pem).is_some() => {
                let key = from_p12(pem, id)?;
                certificate.as_deref().map_or(Ok(()), |certificate| belongs(&key, certificate))?;
                key
            }
            (Some(certificate), _) => {
                MerchantKey::from_pem_with_certificate(certificate, pem).map_err(|error| match error {
                    KeyError::OtherCertificate { .. } => refused("certificate", &error),
                    _ if Certificate::all_from_pem(certificate).is_err() => refused("certificate", &error),
                    _ => refused("private_key", &error),
                })?
            }
            (None, Some(serial)) => {
                MerchantKey::from_pem(serial, pem).map_err(|error| refused("private_key", &error))?
            }
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
        let mut keys = party::public_keys("public_key", &self.public_keys, own)?;
        for pem in &self.platform_certificates {
            let parsed = Certificate::from_pem(pem);
            let parsed = parsed.and_then(|made| party::admit(made.public_key(), &keys, own).map(|()| made));
            keys = keys.with_certificate(parsed.map_err(|error| refused("platform_certificate", &error))?);
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

/// A certificate beside a file that has one: it has to be the same.
fn belongs(key: &MerchantKey, certificate: &[u8]) -> Result<(), Error> {
    let given = Certificate::all_from_pem(certificate).map_err(|error| refused("certificate", &error))?;
    if given.iter().any(|given| given.serial() == key.serial() && key.owns(given.public_key())) {
        return Ok(());
    }
    let serial = given.iter().map(Certificate::serial).collect::<Vec<_>>().join(", ");
    Err(refused("certificate", &KeyError::OtherCertificate { serial }))
}

#[cfg(feature = "p12")]
fn from_p12(file: &[u8], merchant_id: &str) -> Result<MerchantKey, Error> {
    MerchantKey::from_p12(file, merchant_id).map_err(|error| refused("private_key", &error))
}

#[cfg(not(feature = "p12"))]
fn from_p12(_: &[u8], _: &str) -> Result<MerchantKey, Error> {
    Err(refused("private_key", &KeyError::Pkcs12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{self, pem};

    #[test]
    fn a_certificate_beside_a_file_is_the_same_by_its_serial_and_its_key() {
        const SERIAL: &str = "5F1C72E2A8931B72A2E13AF8DEE92471EB397115";
        let certificate = pem("CERTIFICATE", fixtures::JAVA_MERCHANT_CERTIFICATE);
        let belongs = |serial, key| {
            let key = MerchantKey::from_pem(serial, pem("PRIVATE KEY", key)).expect("a key");
            belongs(&key, certificate.as_bytes())
        };
        belongs(SERIAL, fixtures::JAVA_MERCHANT_KEY).expect("it is the same");
        for (serial, key) in [(SERIAL, fixtures::GO_KEY), ("01AB", fixtures::JAVA_MERCHANT_KEY)] {
            let error = belongs(serial, key).expect_err("it is another");
            assert!(matches!(error, Error::Config { setting: "certificate", .. }), "{error}");
        }
    }
}
