//! One question to the service, which changes nothing.

use std::time::{Duration, SystemTime};

use wechatpay_client::operation::Method;
use wechatpay_client::{Client, ClientBuilder, Error, RetryPolicy};

use super::finding::{Finding, Report};
use super::settings::Settings;
use super::{clock, unix};

const CHECK: &str = "online";

/// Asks for the platform certificates, as whoever begins with WeChat Pay does: whether the service takes the signature,
/// and what time it has.
pub async fn ask(settings: &Settings, now: impl Fn() -> SystemTime) -> Report {
    let mut report = Report::default();
    let client = match builder(settings).and_then(ClientBuilder::build) {
        Ok(client) => client,
        Err(error) => {
            report.add(Finding::error(CHECK, error.to_string(), "see to what is said above first"));
            return report;
        }
    };
    let answer = client.call(Method::Get, "/v3/certificates").send().await;
    let raw = answer.as_ref().map_or_else(Error::answer, |response| Some(response.raw()));
    let date = raw.and_then(|raw| raw.header("Date")).and_then(|text| httpdate::parse_http_date(text).ok());
    report.add(match &answer {
        Ok(_) => Finding::ok(CHECK, "WeChat Pay takes the signature, and its answer is verified"),
        Err(error) => refused(error),
    });
    if let Some(date) = date {
        report.add(clock::compare(unix(now()), unix(date)));
    }
    report
}

fn refused(error: &Error) -> Finding {
    // Whoever has the public key alone has no certificates: so much is certain, and the signature was taken.
    if error.is_refused_with("RESOURCE_NOT_EXISTS") {
        let found = "WeChat Pay takes the signature; this merchant has no platform certificates, as is usual today";
        return Finding::ok(CHECK, found);
    }
    let remedy = error.advice().map_or_else(|| "see what it says".to_owned(), |advice| advice.next.to_string());
    Finding::error(CHECK, error.to_string(), remedy)
}

/// A client by these settings.
fn builder(settings: &Settings) -> Result<ClientBuilder, Error> {
    let mut builder = Client::builder().retry(RetryPolicy::never()).timeout(Duration::from_secs(10));
    if let Some(id) = &settings.merchant_id {
        builder = builder.merchant_id(id);
    }
    if let Some(path) = &settings.private_key {
        builder = builder.private_key(std::fs::read(path)?);
    }
    if let Some(path) = &settings.certificate {
        builder = builder.certificate(std::fs::read(path)?);
    }
    if let Some(serial) = &settings.certificate_serial {
        builder = builder.certificate_serial(serial);
    }
    if let (Some(id), Some(path)) = (&settings.public_key_id, &settings.public_key) {
        builder = builder.public_key(id, std::fs::read(path)?);
    }
    for path in &settings.platform_certificates {
        builder = builder.platform_certificate(std::fs::read(path)?);
    }
    match (&settings.api_v3_key, &settings.api_v3_key_file) {
        (Some(key), _) => builder = builder.apiv3_key(key.expose()),
        (None, Some(path)) => builder = builder.apiv3_key(std::fs::read(path)?),
        (None, None) => {}
    }
    if let Some(fetch) = settings.fetch_certificates {
        builder = builder.fetch_certificates(fetch);
    }
    if let Some(url) = &settings.base_url {
        builder = builder.base_url(url);
    }
    Ok(builder)
}
