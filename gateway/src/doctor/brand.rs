//! A brand's own set-up: the same things as a merchant's, each by a name of its own.

use wechatpay_client::keys::{self, Algorithm};

use super::finding::{Finding, Report};
use super::settings::BrandSettings;
use super::{Setup, identity, platform, seal};
use crate::keys::Kind;

/// Looks at it as of this time.
pub(super) fn examine(brand: &BrandSettings, now: u64) -> Report {
    let settings = brand.as_settings();
    let mut report = Report::default();
    let id = id(brand, &mut report);
    let identity = identity::read(&settings, id.as_deref(), now, &mut report);
    if identity.key.as_ref().is_some_and(|key| key.algorithm() == Algorithm::Sm2) {
        let found = "it is a key of SM2, and brands sign with RSA alone";
        report.add(Finding::error("private-key", found, "give the RSA key of the brand's API certificate"));
    }
    let api_v3_key = seal::read(&settings, &mut report);
    let platform = platform::read(&settings, id.as_deref(), &identity, now, &mut report);
    let setup = Setup { settings: &settings, kind: Kind::Brand, now, merchant_id: id, identity, api_v3_key, platform };
    platform::mode(&setup, &mut report);
    report.renamed(of_brand)
}

/// What is called so of a merchant, of a brand.
fn of_brand(check: &'static str) -> &'static str {
    match check {
        "private-key" => "brand-private-key",
        "certificate" => "brand-certificate",
        "certificate-expiry" => "brand-cert-expiry",
        "certificate-serial" => "brand-cert-serial",
        "key-pair" => "brand-key-pair",
        "api-v3-key" => "brand-api-v3-key",
        "public-key" => "brand-public-key",
        "public-key-id" => "brand-public-key-id",
        "mode" => "brand-mode",
        other => other,
    }
}

fn id(brand: &BrandSettings, report: &mut Report) -> Option<String> {
    const CHECK: &str = "brand-id";
    const REMEDY: &str = "take the number of the brand that the site for brands shows; a merchant id is another one";
    let Some(given) = &brand.id else {
        report.add(Finding::error(CHECK, "there is none", REMEDY));
        return None;
    };
    match keys::account_id(given) {
        Ok(id) if id.len() == 10 => {
            report.add(Finding::warning(CHECK, "it has 10 digits, as merchant ids have: are the two swapped?", REMEDY));
            None
        }
        Ok(id) => {
            report.add(if id == *given {
                Finding::ok(CHECK, &id)
            } else {
                Finding::warning(CHECK, format!("{id} has white space around it"), "write it without")
            });
            Some(id)
        }
        Err(error) => {
            report.add(Finding::error(CHECK, error.to_string(), REMEDY));
            None
        }
    }
}
