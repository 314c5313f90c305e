//! The APIv3 key.

use wechatpay_client::keys::Apiv3Key;

use super::files;
use super::finding::{Finding, Report};
use super::remedy::{self, Wanted};
use super::settings::Settings;

const CHECK: &str = "api-v3-key";

/// The key, where there is one that can be it.
pub(super) fn read(settings: &Settings, report: &mut Report) -> Option<Apiv3Key> {
    let given = match (&settings.api_v3_key, &settings.api_v3_key_file) {
        (Some(key), _) => key.expose().as_bytes().to_vec(),
        (None, Some(path)) => {
            let bytes = files::read(CHECK, Some(path), report)?;
            files::guarded(CHECK, path, report);
            bytes
        }
        (None, None) => {
            if settings.private_key.is_some() {
                let remedy = "set one on the merchant site (API security, APIv3 key), and give it";
                let found = "there is none: notifications and platform certificates cannot be opened";
                report.add(Finding::warning(CHECK, found, remedy));
            }
            return None;
        }
    };
    let made = Apiv3Key::new(&given);
    report.add(match &made {
        Ok(_) if given.len() > 32 => {
            let found = "it has a line end or white space around it, which this client takes off and others do not";
            Finding::warning(CHECK, found, "write it without (`printf %s KEY > FILE`)")
        }
        Ok(_) if !given.iter().all(u8::is_ascii_alphanumeric) => {
            let found = "it has 32 bytes that are not letters and digits alone, and the merchant site takes no others";
            Finding::warning(CHECK, found, "compare it with the one that was typed on the merchant site")
        }
        Ok(_) => Finding::ok(CHECK, "32 bytes; whether it is the right one a captured notification or --online tells"),
        Err(error) => remedy::finding(CHECK, error, Wanted::PrivateKey),
    });
    made.ok()
}
