//! Whatever stands in the headers of a signature: nothing panics, and nothing is taken for signed.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wechatpay_client::keys::Certificate;
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::{verify_body, verify_statement};

/// In the order in which the input gives their values, one line each; the rest of it is the body.
const NAMES: [&str; 6] = [
    "Wechatpay-Timestamp",
    "Wechatpay-Nonce",
    "Wechatpay-Serial",
    "Wechatpay-Signature",
    "Wechatpay-Signature-Type",
    "Wechatpay-Statement-Sha1",
];

static KEYS: LazyLock<PlatformKeys> = LazyLock::new(|| {
    let base64 = include_str!("../../gateway/fixtures/keys/platform_a.cert.b64").trim_end();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    PlatformKeys::default().with_certificate(Certificate::from_pem(&pem).expect("the fixture is a certificate"))
});

fuzz_target!(|bytes: &[u8]| {
    let mut lines = bytes.splitn(NAMES.len() + 1, |byte| *byte == b'\n');
    let mut headers: Vec<(&str, Vec<u8>)> = Vec::new();
    for name in NAMES {
        let Some(line) = lines.next() else { break };
        // An empty line leaves the header out, a tab between two values says it twice.
        let values = line.split(|byte| *byte == b'\t').filter(|value| !value.is_empty());
        headers.extend(values.map(|value| (name, value.to_vec())));
    }
    let body = lines.next().unwrap_or_default();
    let now = headers.first().and_then(|(_, value)| std::str::from_utf8(value).ok()?.parse().ok()).unwrap_or_default();
    assert!(verify_body(&*KEYS, headers.as_slice(), body, now).is_err(), "nobody has signed this");
    assert!(verify_statement(&*KEYS, headers.as_slice(), now).is_err(), "nobody has signed this");
});
