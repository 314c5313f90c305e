//! The `Authorization` header: its form, who it names, and when it was made.

use super::kind;
use super::verdict::Rejection;
use crate::api::Auth;
use crate::crypto::Algorithm;
use crate::http::Request;
use crate::keys::{Certificate, Parties, Party, Scheme};

/// How far a timestamp may be from now, in seconds.
const WINDOW: u64 = 300;
const MALFORMED: &str = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";

/// What stands in the header.
#[derive(Debug)]
pub(super) struct Pairs {
    pub(super) scheme: Scheme,
    pub(super) id: String,
    pub(super) serial: String,
    pub(super) nonce: String,
    pub(super) timestamp: i64,
    pub(super) signature: String,
}

/// Reads the header, which comes once.
pub(super) fn read(request: &Request, remarks: &mut Vec<String>) -> Result<Pairs, Box<Rejection>> {
    let malformed = |field: &str, why: String| Rejection::unsigned(MALFORMED, field, why);
    let mut headers = request.all("Authorization");
    let header = headers.next();
    let header = header.ok_or_else(|| malformed("authorization", "there is no `Authorization` header".to_owned()))?;
    if headers.next().is_some() {
        return Err(malformed("authorization", "there is more than one `Authorization` header".to_owned()));
    }
    let (scheme, rest) = header.trim().split_once(' ').unwrap_or((header, ""));
    let scheme = Scheme::named(scheme).ok_or_else(|| {
        let known = Scheme::ALL.map(Scheme::name).join("`, `");
        malformed("schema", format!("the scheme is `{scheme}`, and not one of `{known}`"))
    })?;
    if rest.contains(char::is_whitespace) {
        remarks.push("there is white space between the pairs of `Authorization`".to_owned());
    }
    let names = [scheme.kind().id_name(), "serial_no", "nonce_str", "timestamp", "signature"];
    let mut values: [Option<String>; 5] = Default::default();
    for pair in rest.split(',').map(str::trim) {
        let (name, quoted) = pair.split_once('=').ok_or_else(|| malformed("authorization", not_a_pair(pair)))?;
        let value = quoted.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let value = value.ok_or_else(|| malformed(name, not_a_pair(pair)))?;
        match names.iter().position(|known| *known == name) {
            Some(at) if values[at].is_some() => return Err(malformed(name, format!("`{name}` comes twice"))),
            Some(at) => values[at] = Some(value.to_owned()),
            None => remarks.push(format!("`Authorization` has a pair `{name}` that nobody reads")),
        }
    }
    let missing = names.iter().zip(&values).find(|(_, value)| value.as_deref().is_none_or(str::is_empty));
    if let Some((name, _)) = missing {
        return Err(malformed(name, format!("`Authorization` has no `{name}`")));
    }
    let [id, serial, nonce, timestamp, signature] = values.map(Option::unwrap_or_default);
    let timestamp = timestamp.parse().map_err(|_| {
        malformed("timestamp", format!("the timestamp `{timestamp}` is no number of seconds since 1970"))
    })?;
    if nonce.len() > 32 {
        remarks.push(format!("the nonce has {} characters, and 32 are documented", nonce.len()));
    }
    if !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        remarks.push(format!("the nonce `{nonce}` is not made of letters and digits alone"));
    }
    Ok(Pairs { scheme, id, serial, nonce, timestamp, signature })
}

fn not_a_pair(pair: &str) -> String {
    format!("`{pair}` is not of the form `name=\"value\"`")
}

/// Who calls, and with which certificate.
pub(super) fn caller<'p>(
    request: &Request,
    pairs: &Pairs,
    parties: &'p Parties,
    auth: Option<Auth>,
) -> Result<(&'p Party, &'p Certificate), Box<Rejection>> {
    // Of a path that the API does not know, its beginning tells.
    let guessed = if request.path().starts_with("/brand/") { Auth::Brand } else { Auth::Merchant };
    let (wanted, kind) = (kind(auth.unwrap_or(guessed)), pairs.scheme.kind());
    if kind != wanted {
        let scheme = Scheme::of(wanted, Algorithm::Rsa).name();
        let why = format!("`{}` takes the scheme `{scheme}`, and not `{}`", request.path(), pairs.scheme.name());
        return Err(Rejection::unsigned(MALFORMED, "schema", why));
    }
    let party = parties.get(kind, &pairs.id).ok_or_else(|| {
        let why = format!("no {} `{}` is known here", kind.id_name(), pairs.id);
        Rejection::unsigned("商户号不存在，请检查mchid", kind.id_name(), why)
    })?;
    let certificate = party.certificate(&pairs.serial).ok_or_else(|| {
        let known: Vec<_> = party.certificates.iter().map(|certificate| certificate.serial.as_str()).collect();
        let why = format!(
            "`{}` is not the serial number of a certificate of `{}`: that is `{}`",
            pairs.serial,
            pairs.id,
            known.join("`, `")
        );
        Rejection::unsigned("商户证书序列号有误。请使用签名私钥匹配的证书序列号", "serial_no", why)
    })?;
    if certificate.key.algorithm() != pairs.scheme.algorithm() {
        let fitting = Scheme::of(kind, certificate.key.algorithm()).name();
        let why =
            format!("the certificate `{}` is one for `{fitting}`, and not `{}`", pairs.serial, pairs.scheme.name());
        return Err(Rejection::unsigned(MALFORMED, "schema", why));
    }
    Ok((party, certificate))
}

/// Whether the header was made just now.
pub(super) fn fresh(pairs: &Pairs, now: i64) -> Result<(), Box<Rejection>> {
    if now.abs_diff(pairs.timestamp) <= WINDOW {
        return Ok(());
    }
    let looks_like_milliseconds = now.abs_diff(pairs.timestamp / 1_000) <= WINDOW;
    let hint = if looks_like_milliseconds { ": it is in milliseconds, and seconds are wanted" } else { "" };
    let why = format!("the timestamp {} is more than five minutes from {now}{hint}", pairs.timestamp);
    Err(Rejection::unsigned("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟", "timestamp", why))
}

/// A nonce that was there before.
pub(super) fn replayed(pairs: &Pairs) -> Box<Rejection> {
    let why = format!("the nonce `{}` has been used before: each attempt is signed anew", pairs.nonce);
    Rejection::unsigned("Http头Authorization中的nonce_str重复", "nonce_str", why)
}
