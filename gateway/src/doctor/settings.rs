//! What is looked at.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A text that is not printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A merchant's set-up: whatever of it is to be looked at. It is not printed: a secret may stand in the wrong place.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The merchant id: of a service provider its own.
    pub merchant_id: Option<String>,
    /// App ids that orders name.
    pub app_ids: Vec<String>,
    /// The file `apiclient_key.pem`, or `apiclient_cert.p12`.
    pub private_key: Option<PathBuf>,
    /// The file `apiclient_cert.pem`.
    pub certificate: Option<PathBuf>,
    /// The serial number of that certificate.
    pub certificate_serial: Option<String>,
    /// The APIv3 key.
    pub api_v3_key: Option<Secret>,
    /// A file with nothing but the APIv3 key.
    pub api_v3_key_file: Option<PathBuf>,
    /// The file `pub_key.pem`: WeChat Pay's public key.
    pub public_key: Option<PathBuf>,
    /// Its id, `PUB_KEY_ID_…`.
    pub public_key_id: Option<String>,
    /// Files with WeChat Pay's platform certificates.
    pub platform_certificates: Vec<PathBuf>,
    /// Whether platform certificates are fetched.
    pub fetch_certificates: Option<bool>,
    /// Where notifications are sent.
    pub notify_url: Option<String>,
    /// What stands in WeChat Pay's place, such as a gateway.
    pub base_url: Option<String>,
    /// A brand that signs in its own name, beside the merchant or without one.
    pub brand: Option<BrandSettings>,
}

/// A brand's set-up: whatever of it is to be looked at. Its keys are its own, and it has no platform certificates.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrandSettings {
    /// The brand id.
    pub id: Option<String>,
    /// The file with its private key, or a PKCS#12 file.
    pub private_key: Option<PathBuf>,
    /// The file with its certificate.
    pub certificate: Option<PathBuf>,
    /// The serial number of that certificate.
    pub certificate_serial: Option<String>,
    /// Its APIv3 key.
    pub api_v3_key: Option<Secret>,
    /// A file with nothing but that.
    pub api_v3_key_file: Option<PathBuf>,
    /// The file with WeChat Pay's public key for it.
    pub public_key: Option<PathBuf>,
    /// The id of that.
    pub public_key_id: Option<String>,
}

impl fmt::Debug for BrandSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrandSettings").finish_non_exhaustive()
    }
}

impl BrandSettings {
    /// The same, as a merchant has it.
    pub(super) fn as_settings(&self) -> Settings {
        let brand = self.clone();
        Settings {
            merchant_id: brand.id,
            private_key: brand.private_key,
            certificate: brand.certificate,
            certificate_serial: brand.certificate_serial,
            api_v3_key: brand.api_v3_key,
            api_v3_key_file: brand.api_v3_key_file,
            public_key: brand.public_key,
            public_key_id: brand.public_key_id,
            fetch_certificates: Some(false),
            ..Settings::default()
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

/// Why a file of settings cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads TOML. Paths in it are those of files beside it.
    pub fn from_toml(text: &str, folder: &Path) -> Result<Self, SettingsError> {
        let mut settings: Self = toml::from_str(text).map_err(|error| SettingsError(told(text, &error)))?;
        let beside = |path: &mut PathBuf| *path = folder.join(&path);
        let Self { private_key, certificate, api_v3_key_file, public_key, platform_certificates, .. } = &mut settings;
        for path in [private_key, certificate, api_v3_key_file, public_key] {
            path.iter_mut().for_each(beside);
        }
        platform_certificates.iter_mut().for_each(beside);
        if let Some(BrandSettings { private_key, certificate, api_v3_key_file, public_key, .. }) = &mut settings.brand {
            for path in [private_key, certificate, api_v3_key_file, public_key] {
                path.iter_mut().for_each(beside);
            }
        }
        Ok(settings)
    }

    /// These, and of what they do not say, those.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let list = |first: Vec<_>, second| if first.is_empty() { second } else { first };
        let paths = |first: Vec<_>, second| if first.is_empty() { second } else { first };
        // A key that is given in one way takes the place of one that is given in the other.
        let has_key = self.api_v3_key.is_some() || self.api_v3_key_file.is_some();
        let sealing = if has_key { (None, None) } else { (other.api_v3_key, other.api_v3_key_file) };
        Self {
            merchant_id: self.merchant_id.or(other.merchant_id),
            app_ids: list(self.app_ids, other.app_ids),
            private_key: self.private_key.or(other.private_key),
            certificate: self.certificate.or(other.certificate),
            certificate_serial: self.certificate_serial.or(other.certificate_serial),
            api_v3_key: self.api_v3_key.or(sealing.0),
            api_v3_key_file: self.api_v3_key_file.or(sealing.1),
            public_key: self.public_key.or(other.public_key),
            public_key_id: self.public_key_id.or(other.public_key_id),
            platform_certificates: paths(self.platform_certificates, other.platform_certificates),
            fetch_certificates: self.fetch_certificates.or(other.fetch_certificates),
            notify_url: self.notify_url.or(other.notify_url),
            base_url: self.base_url.or(other.base_url),
            brand: self.brand.or(other.brand),
        }
    }

    /// Whether there is nothing to look at: what stands in WeChat Pay's place is only asked.
    pub fn is_empty(&self) -> bool {
        Self { base_url: None, ..self.clone() } == Self::default()
    }
}

/// Where it is wrong; what stands there may be a secret, and is not told.
fn told(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let line = text.get(..start).unwrap_or_default().split('\n').count();
    // The names of what is known and of what is not.
    let message = error.message();
    let what = if message.starts_with("unknown field") { message } else { "it is no TOML, or not of its type" };
    format!("line {line}: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_first_goes_first() {
        let file = Settings::from_toml("merchant_id = '1'\nprivate_key = 'a.pem'\napi_v3_key = 's'", Path::new("/x"));
        let file = file.expect("it is right");
        assert_eq!(file.private_key.as_deref(), Some(Path::new("/x/a.pem")));
        let flags =
            Settings { merchant_id: Some("2".to_owned()), api_v3_key_file: Some("k".into()), ..Settings::default() };
        let both = flags.or(file.clone());
        assert_eq!((both.merchant_id.as_deref(), both.private_key), (Some("2"), file.private_key));
        assert_eq!((both.api_v3_key, both.api_v3_key_file), (None, Some("k".into())));
    }

    #[test]
    fn what_is_wrong_is_told_without_the_text() {
        let wrong = |text| Settings::from_toml(text, Path::new("")).expect_err("it is wrong").to_string();
        assert!(wrong("\nmerchantid = '1'").starts_with("line 2: unknown field `merchantid`"));
        for text in ["api_v3_key = 87654321", "api_v3_key = '87654321", "api_v3_key = ['87654321']"] {
            assert_eq!(wrong(text), "line 1: it is no TOML, or not of its type");
        }
        assert_eq!(format!("{:?}", Secret::new("87654321")), "Secret");
    }
}
