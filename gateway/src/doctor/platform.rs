//! WeChat Pay's keys, and the mode of change-over from its certificates to its public key.

use std::path::Path;

use wechatpay_client::keys::{self, Algorithm, Certificate, KeyError, PublicKey};
use wechatpay_client::platform::PlatformKeys;

use super::Setup;
use super::clock::expiry;
use super::files;
use super::finding::{Finding, Report};
use super::identity::Identity;
use super::remedy::{self, Wanted};
use super::settings::Settings;
use crate::crypto::{self, common_name};

const KEY: &str = "public-key";
const ID: &str = "public-key-id";
const CERTIFICATE: &str = "platform-certificate";
const MODE: &str = "mode";

/// What could be read of them.
#[derive(Default)]
pub(super) struct Platform {
    pub(super) keys: PlatformKeys,
    /// The same by their names, as the gateway's own code has read them.
    pub(super) named: Vec<(String, crypto::PublicKey)>,
}

/// Reads the public key and the certificates.
pub(super) fn read(
    settings: &Settings,
    merchant_id: Option<&str>,
    identity: &Identity,
    now: u64,
    report: &mut Report,
) -> Platform {
    let mut platform = Platform::default();
    if let Some((key, text)) = public_key(settings, merchant_id, identity, report) {
        platform.name(key.id(), &text);
        platform.keys = platform.keys.with_public_key(key);
    }
    for path in &settings.platform_certificates {
        if let Some((certificate, text)) = certificate(path, identity, now, report) {
            platform.name(certificate.serial(), &text);
            platform.keys = platform.keys.with_certificate(certificate);
        }
    }
    platform
}

impl Platform {
    fn name(&mut self, id: &str, text: &[u8]) {
        let key = crypto::PublicKey::from_pem(&String::from_utf8_lossy(text));
        self.named.extend(key.ok().map(|key| (id.to_owned(), key)));
    }

    /// The key of a name.
    pub(super) fn key(&self, id: &str) -> Option<&crypto::PublicKey> {
        self.named.iter().find(|(name, _)| name == id).map(|(_, key)| key)
    }
}

fn public_key(
    settings: &Settings,
    merchant_id: Option<&str>,
    identity: &Identity,
    report: &mut Report,
) -> Option<(PublicKey, Vec<u8>)> {
    let id = public_key_id(settings, merchant_id, report);
    let path = settings.public_key.as_deref();
    if path.is_none() && settings.public_key_id.is_some() {
        report.add(Finding::error(
            KEY,
            "there is an id and no key",
            "give `pub_key.pem`, which was downloaded beside it",
        ));
    }
    if path.is_some() && settings.public_key_id.is_none() {
        report.add(Finding::error(
            ID,
            "there is a key and no id",
            "give the `PUB_KEY_ID_…` that stands beside the key",
        ));
    }
    let file = files::read(KEY, path, report)?;
    // Whether the key is right shows without its id too.
    let made = PublicKey::from_pem(id.as_deref().unwrap_or("PUB_KEY_ID_0"), &file);
    let own = made.as_ref().is_ok_and(|key| is_own(key, identity));
    match made {
        Ok(key) if own => {
            let error = KeyError::OwnKey { id: key.id().to_owned() };
            report.add(remedy::finding(KEY, &error, Wanted::PublicKey));
            None
        }
        Ok(key) => {
            report.add(Finding::ok(KEY, path.unwrap_or(Path::new("")).display().to_string()));
            id.map(|_| (key, file))
        }
        Err(error) => {
            report.add(remedy::finding(KEY, &error, Wanted::PublicKey));
            None
        }
    }
}

/// Whether it is the merchant's own, by its private key or by its certificate.
fn is_own(key: &PublicKey, identity: &Identity) -> bool {
    let by_key = identity.key.as_ref().is_some_and(|own| own.owns(key));
    by_key || identity.certificate.as_ref().is_some_and(|certificate| certificate.serial() == key.id())
}

fn public_key_id(settings: &Settings, merchant_id: Option<&str>, report: &mut Report) -> Option<String> {
    let given = settings.public_key_id.as_ref()?;
    match keys::public_key_id(given) {
        Ok(id) => {
            // Two digits, then the merchant's own.
            let whose = id.strip_prefix("PUB_KEY_ID_").filter(|digits| digits.len() == 34).map(|digits| &digits[2..12]);
            let other = merchant_id.filter(|own| own.len() == 10).zip(whose).filter(|(own, whose)| own != whose);
            report.add(match other {
                Some((own, whose)) => {
                    let found = format!("it names the merchant {whose}, and not {own}");
                    Finding::warning(ID, found, "take key and id from the merchant site of the merchant that signs")
                }
                None => Finding::ok(ID, &id),
            });
            Some(id)
        }
        Err(error) => {
            report.add(Finding::error(
                ID,
                error.to_string(),
                "copy it from the merchant site, where it stands beside the key",
            ));
            None
        }
    }
}

fn certificate(path: &Path, identity: &Identity, now: u64, report: &mut Report) -> Option<(Certificate, Vec<u8>)> {
    let file = files::read(CERTIFICATE, Some(path), report)?;
    let made = Certificate::from_pem(&file);
    let certificate = match made {
        Ok(certificate) if is_own(certificate.public_key(), identity) => {
            let error = KeyError::OwnKey { id: certificate.serial().to_owned() };
            report.add(remedy::finding(CERTIFICATE, &error, Wanted::PlatformCertificate));
            return None;
        }
        Ok(certificate) => certificate,
        Err(error) => {
            report.add(remedy::finding(CERTIFICATE, &error, Wanted::PlatformCertificate));
            return None;
        }
    };
    if let Some(name) = common_name(&file).filter(|name| keys::account_id(name).is_ok()) {
        let found = format!("it is the certificate of the merchant {name}, not one of WeChat Pay");
        report.add(Finding::error(CERTIFICATE, found, "give one that `/v3/certificates` has answered with"));
        return None;
    }
    let anew = "fetch the present ones (`/v3/certificates`), or change over to the WeChat Pay public key";
    let expiry = expiry(CERTIFICATE, &certificate, now, anew);
    let found = format!("{}, {}", certificate.serial(), expiry.found);
    let is_good = expiry.level == super::Level::Ok;
    report.add(if is_good { Finding { found, ..expiry } } else { expiry });
    Some((certificate, file))
}

/// Who signs with one algorithm is answered with it.
fn other_algorithm(setup: &Setup<'_>) -> Option<Finding> {
    let own = setup.identity.key.as_ref()?.algorithm();
    let keys = &setup.platform.named;
    let is_same = |key: &crypto::PublicKey| (key.algorithm() == crypto::Algorithm::Sm2) == (own == Algorithm::Sm2);
    let other = if own == Algorithm::Sm2 { "RSA" } else { "SM2" };
    (!keys.is_empty() && !keys.iter().any(|(_, key)| is_same(key))).then(|| {
        let found = format!("requests are signed with {own:?}, and there are keys of {other} alone to verify answers with");
        let remedy = "give the private key and WeChat Pay's keys of the same algorithm: SM2 has platform certificates of \
                      its own";
        Finding::error(MODE, found, remedy)
    })
}

/// What answers are verified with.
pub(super) fn mode(setup: &Setup<'_>, report: &mut Report) {
    let settings = setup.settings;
    if settings.private_key.is_none() {
        return;
    }
    if let Some(finding) = other_algorithm(setup) {
        report.add(finding);
        return;
    }
    let has_key = setup.platform.keys.has_public_key();
    let has_certificates = setup.platform.keys.certificates().next().is_some();
    let has_seal = setup.api_v3_key.is_some();
    // As the client has it: unless it is set, they are fetched where nothing else is there.
    let fetches = settings.fetch_certificates.unwrap_or(has_seal && !has_key);
    report.add(match (has_key, has_certificates, fetches) {
        (_, _, true) if !has_seal => {
            let found = "platform certificates are to be fetched, and there is no APIv3 key to open them with";
            Finding::error(MODE, found, "set `api_v3_key`")
        }
        (false, false, false) => {
            let found = "there is nothing to verify answers with";
            let remedy = "give the WeChat Pay public key and its id (merchant site, API security), or, for a merchant \
                          that has platform certificates, the APIv3 key to fetch them with";
            Finding::error(MODE, found, remedy)
        }
        (true, false, false) => Finding::ok(MODE, "WeChat Pay public key alone: there are no certificates to fetch"),
        (true, ..) => {
            Finding::ok(MODE, "change-over from platform certificates to the public key: both verify, the key encrypts")
        }
        (false, true, false) => {
            let found = "platform certificates that nobody renews: a new one signs before these end";
            Finding::warning(MODE, found, "set `fetch_certificates` and `api_v3_key`, or change over to the public key")
        }
        (false, _, true) => Finding::ok(MODE, "platform certificates, fetched with the APIv3 key"),
    });
}
