//! The merchant's own key and certificate.

use std::path::Path;

use wechatpay_client::keys::{self, Certificate, KeyError, MerchantKey};

use super::clock::{date, expiry};
use super::files;
use super::finding::{Finding, Report};
use super::remedy::{self, Wanted};
use super::settings::Settings;
use crate::crypto::common_name;

const KEY: &str = "private-key";
const CERTIFICATE: &str = "certificate";
const SERIAL: &str = "certificate-serial";
const PAIR: &str = "key-pair";

/// What could be read of them.
#[derive(Default)]
pub(super) struct Identity {
    pub(super) key: Option<MerchantKey>,
    pub(super) certificate: Option<Certificate>,
    /// The certificate as it is in its file.
    pub(super) certificate_file: Option<Vec<u8>>,
    /// The serial that requests are signed under.
    pub(super) serial: Option<String>,
}

/// Reads them, and holds each against the others.
pub(super) fn read(settings: &Settings, merchant_id: Option<&str>, now: u64, report: &mut Report) -> Identity {
    let (certificate, certificate_file) = certificate(settings, merchant_id, now, report).unzip();
    let key = settings.private_key.as_deref().and_then(|path| private_key(path, merchant_id, report));
    if let (Some(key), Some(certificate)) = (&key, &certificate) {
        report.add(pair(key, certificate));
    }
    // A PKCS#12 file has its own.
    let own = certificate.as_ref().map(Certificate::serial);
    let own = own.or(key.as_ref().map(MerchantKey::serial).filter(|serial| *serial != PLACEHOLDER));
    let serial = serial(settings, own, report).or(own.map(str::to_owned));
    Identity { key, certificate, certificate_file, serial }
}

/// A serial for a key that is read by itself.
const PLACEHOLDER: &str = "00";

fn private_key(path: &Path, merchant_id: Option<&str>, report: &mut Report) -> Option<MerchantKey> {
    let file = files::read(KEY, Some(path), report)?;
    let made = match MerchantKey::from_pem(PLACEHOLDER, &file) {
        Err(KeyError::Pkcs12) => MerchantKey::from_p12(&file, merchant_id.unwrap_or_default()),
        made => made,
    };
    match made {
        Ok(key) => {
            report.add(Finding::ok(KEY, format!("{} ({:?})", path.display(), key.algorithm())));
            files::guarded(KEY, path, report);
            Some(key)
        }
        Err(error) => {
            report.add(remedy::finding(KEY, &error, Wanted::PrivateKey));
            None
        }
    }
}

fn certificate(
    settings: &Settings,
    merchant_id: Option<&str>,
    now: u64,
    report: &mut Report,
) -> Option<(Certificate, Vec<u8>)> {
    let file = files::read(CERTIFICATE, settings.certificate.as_deref(), report)?;
    let certificate = match Certificate::from_pem(&file) {
        Ok(certificate) => certificate,
        Err(error) => {
            report.add(remedy::finding(CERTIFICATE, &error, Wanted::Certificate));
            return None;
        }
    };
    report.add(owner(&file, merchant_id).unwrap_or_else(|| {
        let until = date(certificate.not_after());
        Finding::ok(CERTIFICATE, format!("serial {}, until {until}", certificate.serial()))
    }));
    let anew = "apply for a new API certificate on the merchant site, and change key, certificate and serial together";
    report.add(expiry("certificate-expiry", &certificate, now, anew));
    Some((certificate, file))
}

/// What is wrong with whose certificate it is.
fn owner(file: &[u8], merchant_id: Option<&str>) -> Option<Finding> {
    let name = common_name(file)?;
    if name.to_ascii_lowercase().contains("tenpay") {
        let remedy = "give `apiclient_cert.pem`, and this one as a platform certificate";
        return Some(Finding::error(CERTIFICATE, "it is a certificate of WeChat Pay, not of the merchant", remedy));
    }
    let other = merchant_id.filter(|id| name != **id && keys::account_id(&name).is_ok())?;
    let found = format!("it was made for the merchant {name}, and not for {other}");
    Some(Finding::error(CERTIFICATE, found, "give the certificate, the key and the id of the same merchant"))
}

fn pair(key: &MerchantKey, certificate: &Certificate) -> Finding {
    if key.owns(certificate.public_key()) {
        return Finding::ok(PAIR, "the private key belongs to the certificate");
    }
    let error = KeyError::OtherCertificate { serial: certificate.serial().to_owned() };
    remedy::finding(PAIR, &error, Wanted::Certificate)
}

/// The serial that is set, where it can be one.
fn serial(settings: &Settings, own: Option<&str>, report: &mut Report) -> Option<String> {
    let Some(given) = &settings.certificate_serial else {
        if own.is_none() && settings.private_key.is_some() {
            let remedy = "`openssl x509 -in apiclient_cert.pem -noout -serial` prints it; or give the certificate";
            report.add(Finding::error(SERIAL, "there is neither a serial nor a certificate that has one", remedy));
        }
        return None;
    };
    let serial = match keys::serial(given) {
        Ok(serial) => serial,
        Err(error) => {
            report.add(Finding::error(SERIAL, error.to_string(), "copy it from the merchant site, under API security"));
            return None;
        }
    };
    report.add(match own {
        Some(own) if own != serial => {
            let found = format!("{serial} is not the serial of the certificate, which is {own}");
            Finding::error(SERIAL, found, format!("set it to {own}"))
        }
        _ if *given != serial => {
            let found = "it is not written as headers have it: upper-case hexadecimal without separators";
            Finding::warning(SERIAL, found, format!("write {serial}"))
        }
        _ => Finding::ok(SERIAL, &serial),
    });
    Some(serial)
}
