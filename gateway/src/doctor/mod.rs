//! Looks at a merchant's set-up, and explains what has gone wrong: a captured message, a code, a `Request-ID`.
//!
//! Nothing is sent but by [`ask`]. What a key, a serial or an id may be, what makes an answer authentic and what a code
//! means the client knows, and is asked; what is wrong with a request the [check](crate::check) knows. No finding holds a
//! secret.

mod answer;
mod brand;
mod clock;
mod code;
mod files;
mod finding;
mod identity;
mod ids;
mod message;
mod online;
mod platform;
mod remedy;
mod request;
mod seal;
mod settings;

use std::time::{SystemTime, UNIX_EPOCH};

use crate::keys::Kind;

pub use code::explain as explain_code;
pub use finding::{Finding, Level, Report};
pub use online::ask;
pub use settings::{BrandSettings, Secret, Settings, SettingsError};

/// Looks at a set-up as of this time.
pub fn examine(settings: &Settings, now: SystemTime) -> Report {
    let mut report = Report::default();
    let setup = Setup::read(settings, unix(now), &mut report);
    platform::mode(&setup, &mut report);
    if let Some(brand) = &settings.brand {
        report.extend(brand::examine(brand, unix(now)));
    }
    clock::check(&setup, &mut report);
    report
}

/// Explains a captured message: the head and the body of a request, of a notification or of an answer.
pub fn explain(captured: &[u8], settings: &Settings, now: SystemTime) -> Report {
    let mut report = Report::default();
    let message = message::read(captured);
    let of_brand = settings.brand.as_ref().filter(|brand| message.as_ref().is_ok_and(|message| message.is_of(brand)));
    let brand = of_brand.map(BrandSettings::as_settings);
    let mut setup = Setup::read(brand.as_ref().unwrap_or(settings), unix(now), &mut Report::default());
    if brand.is_some() {
        setup.kind = Kind::Brand;
    }
    match message {
        Ok(message) if message.is_signed_request() => request::explain(message, &setup, &mut report),
        Ok(message) => answer::explain(&message, &setup, &mut report),
        Err(finding) => report.add(finding),
    }
    report
}

fn unix(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// What could be read of a set-up.
struct Setup<'s> {
    settings: &'s Settings,
    kind: Kind,
    now: u64,
    merchant_id: Option<String>,
    identity: identity::Identity,
    api_v3_key: Option<wechatpay_client::keys::Apiv3Key>,
    platform: platform::Platform,
}

impl<'s> Setup<'s> {
    fn read(settings: &'s Settings, now: u64, report: &mut Report) -> Self {
        let merchant_id = ids::merchant(settings, report);
        ids::apps(settings, report);
        ids::notify_url(settings, report);
        let identity = identity::read(settings, merchant_id.as_deref(), now, report);
        let api_v3_key = seal::read(settings, report);
        let platform = platform::read(settings, merchant_id.as_deref(), &identity, now, report);
        Self { settings, kind: Kind::Merchant, now, merchant_id, identity, api_v3_key, platform }
    }
}
