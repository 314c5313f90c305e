//! What WeChat Pay has sent: an answer, or a notification.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;
use wechatpay_client::error::Entry;
use wechatpay_client::signature::{VerifyError, verify_body};
use wechatpay_client::wire;

use super::Setup;
use super::clock::{WINDOW, moment};
use super::code;
use super::finding::{Finding, Report};
use super::message::{Message, Start};
use crate::{api, check, sign};

const SIGNATURE: &str = "signature";
const SEAL: &str = "notification-seal";
const EVENT: &str = "notification";

/// Says whether it is authentic, and what it holds.
pub(super) fn explain(message: &Message, setup: &Setup<'_>, report: &mut Report) {
    for remark in &message.remarks {
        report.add(remark.clone());
    }
    if let Some(finding) = age(message, setup.now) {
        report.add(finding);
    }
    report.add(signature(message, setup));
    match message.start {
        Start::Answer { status } => answer(status, message, report),
        Start::Request { .. } => notification(message, setup, report),
    }
}

/// When it was signed. A capture may be old, and was right when it was made.
fn age(message: &Message, now: u64) -> Option<Finding> {
    const CHECK: &str = "timestamp";
    let timestamp: u64 = message.header("Wechatpay-Timestamp")?.parse().ok()?;
    let (apart, at) = (now.abs_diff(timestamp), moment(timestamp).rfc3339());
    if apart <= WINDOW {
        return Some(Finding::ok(CHECK, format!("{at}, {apart} s from here")));
    }
    let found = format!("it was signed at {at}, {apart} s from here: more than the {WINDOW} that may be taken");
    let remedy = "if it came at that time, all is well (say when with --at); else set the clock, or take it for an old \
                  one that someone sends again";
    Some(Finding::warning(CHECK, found, remedy))
}

fn signature(message: &Message, setup: &Setup<'_>) -> Finding {
    // Its age has been told: the rest is looked at as of its own time.
    let own = message.header("Wechatpay-Timestamp").and_then(|text| text.parse().ok());
    let headers: &[(String, String)] = &message.headers;
    let verified = verify_body(&setup.platform.keys, headers, &message.body, own.unwrap_or(setup.now));
    match verified {
        Ok(_) => {
            let serial = message.header("Wechatpay-Serial").unwrap_or_default();
            Finding::ok(SIGNATURE, format!("it is WeChat Pay's, by the key {serial}"))
        }
        Err(error @ VerifyError::Mismatch { .. }) => mismatch(message, setup, &error),
        Err(error) => {
            let is_success = matches!(message.start, Start::Answer { status: 200..=299 });
            let is_answer = matches!(message.start, Start::Answer { .. });
            if error == VerifyError::Unsigned && is_answer && !is_success {
                let found = "it is not signed, as refusals of what is wrong in form are: whoever is on the way may have \
                             sent it";
                return Finding::warning(SIGNATURE, found, "query what became of a write before you act on it");
            }
            Finding::error(SIGNATURE, error.to_string(), remedy(&error, setup))
        }
    }
}

fn remedy(error: &VerifyError, setup: &Setup<'_>) -> String {
    match error {
        VerifyError::Unsigned => {
            "it is not from WeChat Pay, or a proxy has dropped its headers: let all `Wechatpay-*` headers pass"
                .to_owned()
        }
        VerifyError::MissingHeader { .. }
        | VerifyError::DuplicateHeader { .. }
        | VerifyError::MalformedHeader { .. } => {
            "let the proxy in front pass on all `Wechatpay-*` headers once, as they come".to_owned()
        }
        VerifyError::Probe => {
            "WeChat Pay tests whether you verify: answer with 4xx or 5xx, and the right one is sent again".to_owned()
        }
        VerifyError::UnknownSerial { serial } => unknown(serial, setup),
        VerifyError::Scheme { .. } => {
            "give a key of the algorithm that its `Wechatpay-Signature-Type` names".to_owned()
        }
        VerifyError::NotBase64 => "take the header `Wechatpay-Signature` as it comes".to_owned(),
        _ => "take the bytes as they come".to_owned(),
    }
}

fn unknown(serial: &str, setup: &Setup<'_>) -> String {
    let known = setup.platform.keys.ids();
    let known = if known.is_empty() { "none is".to_owned() } else { format!("{} are", known.join(", ")) };
    if Some(serial) == setup.identity.serial.as_deref() {
        return format!("that is the merchant's own serial: it is no message of WeChat Pay's ({known} set)");
    }
    if serial.starts_with("PUB_KEY_ID_") {
        return format!(
            "give the WeChat Pay public key with this id, which the merchant site has ({known} set): it is not fetched"
        );
    }
    format!(
        "fetch the platform certificates (`/v3/certificates`), and keep all of them until they expire ({known} set)"
    )
}

/// The key is there, and its signature is over something else.
fn mismatch(message: &Message, setup: &Setup<'_>, error: &VerifyError) -> Finding {
    let of = |name| message.header(name).unwrap_or_default();
    let (timestamp, nonce) = (of("Wechatpay-Timestamp"), of("Wechatpay-Nonce"));
    let signature = BASE64_STANDARD.decode(of("Wechatpay-Signature")).unwrap_or_default();
    let key = setup.platform.key(of("Wechatpay-Serial"));
    let digest = key.and_then(|key| key.digest_in(&signature));
    let slip = digest.as_ref().map(|digest| check::explain_body(timestamp, nonce, &message.body, digest));
    let (found, remedy) = match slip {
        Some(Some(slip)) => {
            (slip.to_owned(), "give the verifier the raw bytes of the body, before any framework reads them")
        }
        Some(None) => (
            "the key has signed another text than this one".to_owned(),
            "give the verifier the raw bytes of the body; if these are they, someone has changed them",
        ),
        None => (
            "the signature was not made with the key of this serial".to_owned(),
            "see whether the key under this id is the right one; if it is, it is no message of WeChat Pay's",
        ),
    };
    let expected = sign::message(timestamp.parse().unwrap_or_default(), nonce, &message.body);
    Finding::error(SIGNATURE, format!("{error}: {found}"), remedy)
        .detail("expected to be signed", String::from_utf8_lossy(&expected))
}

/// The code of an error, and what is known of its request id.
fn answer(status: u16, message: &Message, report: &mut Report) {
    if (200..=299).contains(&status) {
        return;
    }
    let body: Value = serde_json::from_slice(&message.body).unwrap_or_default();
    report.add(body["code"].as_str().map_or_else(
        || no_code(status),
        |text| Entry::of(text).as_ref().map_or_else(|| code::unknown(text), code::known),
    ));
    if let Some(entry) = message.header("Request-ID").and_then(Entry::of_request_id) {
        report.add(code::known(&entry));
    }
    let detail = &body["detail"];
    if let Some(signed) = detail["sign_information"]["truncated_sign_message"].as_str() {
        let found = "the service tells what it expected to be signed";
        let remedy = "hold what your code signs against it, byte for byte";
        report.add(Finding::warning("answer", found, remedy).detail("expected to be signed", signed));
    }
    if let Some(field) = detail["field"].as_str() {
        let issue = detail["issue"].as_str().or(detail["detail"]["issue"].as_str()).unwrap_or_default();
        report.add(Finding::warning("answer", format!("it names `{field}`: {issue}"), "mend that field"));
    }
}

fn no_code(status: u16) -> Finding {
    let remedy = "something between you and WeChat Pay has answered, a proxy or a load balancer: ask again later";
    Finding::warning("answer", format!("{status} without an error object"), remedy)
}

/// What it is about, and whether the APIv3 key opens it. Nothing of what it holds is told.
fn notification(message: &Message, setup: &Setup<'_>, report: &mut Report) {
    let Ok(body) = wire::Value::parse(&message.body) else {
        report.add(no_json(&message.body));
        return;
    };
    let text = |name| body.get(name).and_then(wire::Value::as_str);
    let event = text("event_type").unwrap_or_default();
    report.add(api::api().webhook(event).map_or_else(
        || {
            let remedy = "compare it with the pages; new ones come without notice, and are answered with 200 or 204";
            Finding::warning(EVENT, format!("no page describes an event `{event}`"), remedy)
        },
        |webhook| Finding::ok(EVENT, format!("{event} ({})", webhook.notice().title)),
    ));
    let Some(resource) = body.get("resource") else {
        report.add(Finding::error(SEAL, "there is no `resource`", "it is no notification of APIv3"));
        return;
    };
    let Some(key) = &setup.api_v3_key else {
        report.add(Finding::warning(SEAL, "there is no APIv3 key to open it with", "give the APIv3 key"));
        return;
    };
    report.add(match key.open_resource(resource) {
        Ok(opened) => Finding::ok(SEAL, format!("the APIv3 key opens it: {} bytes", opened.len())),
        Err(error) => {
            let remedy = "give the APIv3 key of the merchant that the notification is for; after a change of the key, the \
                          old one still opens what was sealed before";
            Finding::error(SEAL, error.to_string(), remedy)
        }
    });
}

fn no_json(body: &[u8]) -> Finding {
    if body.trim_ascii_start().starts_with(b"<") {
        let remedy = "orders that were made with APIv2, and refunds made on the merchant site for them, are notified in \
                      XML: read those with the APIv2 key, or set the APIv3 notification on the merchant site";
        return Finding::error(EVENT, "it is XML, as APIv2 sends", remedy);
    }
    Finding::error(EVENT, "its body is no JSON", "capture the body byte for byte")
}
