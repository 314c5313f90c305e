//! A request that WeChat Pay has refused, or would refuse.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;

use super::Setup;
use super::clock::{WINDOW, moment};
use super::finding::{Finding, Report};
use super::message::{Message, Start};
use crate::check::{self, Captured, Rejection};
use crate::crypto::{PrivateKey, PublicKey, unpem};
use crate::http::Request;
use crate::keys::{Certificate, Parties, Party};

const REQUEST: &str = "request";
const SIGNATURE: &str = "request-signature";

/// Says each thing that is wrong with it.
pub(super) fn explain(message: Message, setup: &Setup<'_>, report: &mut Report) {
    let (request, remarks) = request(message);
    for remark in remarks {
        report.add(remark);
    }
    let found = check::captured(&request, &parties(setup));
    report.add(operation(&request, &found));
    if let Some(timestamp) = found.timestamp {
        report.add(age(timestamp, setup.now));
    }
    if let Some(finding) = answer_key(&request, setup) {
        report.add(finding);
    }
    if found.is_signed {
        let serial = found.serial.as_deref().unwrap_or_default();
        report.add(Finding::ok(SIGNATURE, format!("it fits the certificate {serial}")));
    }
    for fault in &found.faults {
        report.add(refusal(fault));
    }
    for remark in found.remarks {
        report.add(Finding::warning(REQUEST, remark, "WeChat Pay is known to take it, and to advise against it"));
    }
}

fn request(message: Message) -> (Arc<Request>, Vec<Finding>) {
    let Message { start, headers, body, remarks } = message;
    let (method, target) = match start {
        Start::Request { method, target } => (method, target),
        Start::Answer { .. } => (String::new(), String::new()),
    };
    (Arc::new(Request { method, target, headers, head: Bytes::new(), body: body.into() }), remarks)
}

/// The merchant or the brand by its certificate, or by its key and serial.
fn parties(setup: &Setup<'_>) -> Parties {
    let identity = &setup.identity;
    let key = identity.certificate_file.as_deref().and_then(public_of).or_else(|| private_of(setup));
    let certificate = identity.serial.clone().zip(key).map(|(serial, key)| Certificate { serial, key });
    let certificates: Vec<_> = certificate.into_iter().collect();
    let party = |id: String| Party { kind: setup.kind, id, certificates: certificates.clone(), api_v3_key: [0; 32] };
    setup.merchant_id.clone().map(party).into_iter().collect()
}

fn public_of(file: &[u8]) -> Option<PublicKey> {
    PublicKey::from_pem(std::str::from_utf8(file).ok()?).ok()
}

/// The public half of the private key, which PKCS#8 tells.
fn private_of(setup: &Setup<'_>) -> Option<PublicKey> {
    let file = std::fs::read_to_string(setup.settings.private_key.as_deref()?).ok()?;
    let (_, der) = unpem(&file).ok()?;
    PrivateKey::from_pkcs8(&der).ok().map(|key| key.public().clone())
}

fn operation(request: &Request, found: &Captured) -> Finding {
    if let Some(operation) = found.operation {
        return Finding::ok(REQUEST, format!("{} ({})", operation.id(), operation.details().title));
    }
    let methods = crate::api::api().methods(&request.target);
    let known = if methods.is_empty() {
        format!("no page describes {}", request.path())
    } else {
        format!("the API has no {} at {}, but {}", request.method, request.path(), methods.join(", "))
    };
    Finding::error(REQUEST, known, "compare method and path with the operation's page, letter by letter")
}

/// How long ago it was signed. A capture may be old, and was right when it was made.
fn age(timestamp: i64, now: u64) -> Finding {
    const CHECK: &str = "request-timestamp";
    let unix = u64::try_from(timestamp).unwrap_or_default();
    let apart = now.abs_diff(unix);
    let (side, at) = (if unix > now { "ahead" } else { "ago" }, moment(unix).rfc3339());
    match apart {
        0..=WINDOW => Finding::ok(CHECK, format!("{at}, {apart} s {side}")),
        _ if now.abs_diff(unix / 1_000) <= WINDOW => {
            Finding::error(CHECK, "it is in milliseconds", "write seconds since 1970")
        }
        _ => {
            let found = format!("it was signed at {at}, {apart} s {side}: five minutes are the limit");
            let remedy = "if it was sent at that time, all is well (say when with --at); else set the clock, and sign \
                          each attempt anew";
            Finding::warning(CHECK, found, remedy)
        }
    }
}

/// Whether the key that the request names for its answer is one that could verify it.
fn answer_key(request: &Request, setup: &Setup<'_>) -> Option<Finding> {
    const CHECK: &str = "request-serial";
    let serial = request.header("Wechatpay-Serial")?;
    let known: HashSet<String> = setup.platform.keys.ids().into_iter().collect();
    if known.is_empty() {
        return None;
    }
    if known.contains(serial) {
        return Some(Finding::ok(CHECK, format!("{serial} is one of WeChat Pay's keys that are set")));
    }
    if Some(serial) == setup.identity.serial.as_deref() {
        let found = "`Wechatpay-Serial` is the merchant's own serial, and WeChat Pay's is wanted";
        return Some(Finding::error(CHECK, found, "send the id of the WeChat Pay public key, or a platform serial"));
    }
    let found = format!("`Wechatpay-Serial` is {serial}, which is none of the keys that are set");
    Some(Finding::error(CHECK, found, "send the id of the key that you encrypt and verify with"))
}

fn refusal(fault: &Rejection) -> Finding {
    let check = if fault.status == 401 { SIGNATURE } else { REQUEST };
    let found = format!("{} {}: {}", fault.status, fault.code, fault.why.text);
    let remedy = match (check, &fault.why.expected, &fault.why.got) {
        (SIGNATURE, Some(_), Some(_)) => "sign what is expected below, byte for byte",
        (SIGNATURE, Some(_), None) => "hold what your code signs against what is expected below",
        (SIGNATURE, ..) => "mend that of the `Authorization` header",
        _ => "mend that, as the operation's page has it",
    };
    let finding = Finding::error(check, found, remedy);
    let finding = match &fault.why.expected {
        Some(expected) => finding.detail("expected to be signed", expected),
        None => finding,
    };
    match &fault.why.got {
        Some(got) => finding.detail("signed instead", got),
        None => finding,
    }
}
