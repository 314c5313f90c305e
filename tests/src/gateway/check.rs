//! What the gateway asks of each request: all that WeChat Pay asks, and nothing forgiven.

use std::collections::{HashMap, HashSet};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rsa::sha2::{Digest as _, Sha256};
use rsa::{Pkcs1v15Sign, RsaPublicKey};

use super::http::Seen;
use super::multipart;
use crate::shangmi::Sm2Identity;

/// Who may send requests.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) scheme: &'static str,
    pub(crate) is_brand: bool,
    /// The name of the id in the `Authorization` header.
    pub(crate) id_name: &'static str,
    pub(crate) id: String,
    pub(crate) serial: String,
    pub(crate) key: CallerKey,
}

#[derive(Debug)]
pub(crate) enum CallerKey {
    Rsa(Box<RsaPublicKey>),
    Sm2(Sm2Identity),
}

impl CallerKey {
    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key) => key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature).is_ok(),
            Self::Sm2(identity) => identity.verify(message, signature),
        }
    }
}

/// Whether a request goes to an operation of brands, which a brand signs and nobody else.
pub(crate) fn is_brand(seen: &Seen) -> bool {
    seen.path().starts_with("/brand/")
}

/// Checks a request that came at `now`; `nonces` holds those that were used before, `serials` the platform's keys for
/// who may call there.
pub(crate) fn check(
    seen: &Seen,
    callers: &[Caller],
    now: i64,
    nonces: &mut HashSet<String>,
    serials: &[String],
) -> Result<(), String> {
    let (caller, pairs) = authorization(seen, callers)?;
    check_headers(seen, serials)?;
    let signed = signed_body(seen)?;
    let nonce = pairs["nonce_str"].clone();
    if nonce.is_empty() || nonce.len() > 32 || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("the nonce `{nonce}` is not 1 to 32 letters and digits"));
    }
    let timestamp: i64 = pairs["timestamp"].parse().map_err(|_| "the timestamp is no number".to_owned())?;
    if (now - timestamp).abs() > 300 {
        return Err(format!("the timestamp {timestamp} is more than five minutes from {now}"));
    }
    let mut message = format!("{}\n{}\n{timestamp}\n{nonce}\n", seen.method, seen.target).into_bytes();
    message.extend_from_slice(&signed);
    message.push(b'\n');
    let signature = BASE64_STANDARD.decode(&pairs["signature"]).map_err(|_| "the signature is no base64".to_owned())?;
    if !caller.key.verifies(&message, &signature) {
        return Err(format!("the signature does not fit {} {}", seen.method, seen.target));
    }
    if !nonces.insert(nonce) {
        return Err("the nonce has been used before".to_owned());
    }
    Ok(())
}

/// Who calls, and the five pairs of the `Authorization` header, each of them once.
fn authorization<'c>(seen: &Seen, callers: &'c [Caller]) -> Result<(&'c Caller, HashMap<String, String>), String> {
    let header = required(seen, "Authorization")?;
    let (scheme, pairs) = header.split_once(' ').ok_or_else(|| format!("`{header}` has no scheme"))?;
    let caller = callers.iter().find(|caller| caller.scheme == scheme);
    let caller = caller.ok_or_else(|| format!("the scheme `{scheme}` is not known"))?;
    if caller.is_brand != is_brand(seen) {
        return Err(format!("`{scheme}` is not the scheme of {}", seen.path()));
    }
    let mut found = HashMap::new();
    for pair in pairs.split(',') {
        let (name, quoted) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is no pair"))?;
        let value = quoted.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let value = value.ok_or_else(|| format!("`{pair}` is not quoted"))?;
        if found.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(format!("`{name}` comes twice"));
        }
    }
    let names: HashSet<&str> = found.keys().map(String::as_str).collect();
    if names != HashSet::from([caller.id_name, "nonce_str", "timestamp", "serial_no", "signature"]) {
        return Err(format!("the pairs are {names:?}"));
    }
    match (&found[caller.id_name], &found["serial_no"]) {
        (id, _) if *id != caller.id => Err(format!("`{id}` is not the caller")),
        (_, serial) if *serial != caller.serial => Err(format!("`{serial}` is not the caller's certificate")),
        _ => Ok((caller, found)),
    }
}

fn check_headers(seen: &Seen, serials: &[String]) -> Result<(), String> {
    if !required(seen, "Accept")?.contains("application/json") {
        return Err("`Accept` does not name JSON".to_owned());
    }
    if required(seen, "User-Agent")?.is_empty() {
        return Err("`User-Agent` is empty".to_owned());
    }
    required(seen, "Host")?;
    // Who asks for the certificates may not know one yet.
    let first = seen.path() == "/v3/certificates" && seen.header("Wechatpay-Serial").is_none();
    if !serials.is_empty() && !first {
        let serial = required(seen, "Wechatpay-Serial")?;
        if !serials.iter().any(|known| known == serial) {
            return Err(format!("`{serial}` is no key of the platform"));
        }
    }
    match (seen.body.is_empty(), seen.all("Content-Type").count()) {
        (true, 0) | (false, 1) => Ok(()),
        (true, _) => Err("a type without content".to_owned()),
        (false, _) => Err("content without one type".to_owned()),
    }
}

fn required<'a>(seen: &'a Seen, name: &'a str) -> Result<&'a str, String> {
    seen.header(name).ok_or_else(|| format!("`{name}` does not come exactly once"))
}

/// The part of the body that is signed: JSON as it stands, of an upload the JSON part.
fn signed_body(seen: &Seen) -> Result<Vec<u8>, String> {
    let Some(media) = seen.header("Content-Type") else { return Ok(Vec::new()) };
    if media == "application/json" {
        check_json(&seen.body)?;
        return Ok(seen.body.to_vec());
    }
    let parts = multipart::parse(media, &seen.body)?;
    let mut json = parts.iter().filter(|part| part.media == "application/json");
    let (Some(meta), None) = (json.next(), json.next()) else { return Err("not one JSON part".to_owned()) };
    if meta.filename.is_some() {
        return Err("the JSON part has a file name".to_owned());
    }
    check_json(&meta.body)?;
    Ok(meta.body.clone())
}

/// No `null` in it, no key twice, nothing beyond the basic plane of Unicode.
fn check_json(body: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(body).map_err(|_| "the body is not UTF-8".to_owned())?;
    if let Some(wide) = text.chars().find(|char| u32::from(*char) > 0xffff) {
        return Err(format!("`{wide}` takes four bytes"));
    }
    let value: strict_json::Strict = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if value.has_null { Err("a `null` in place of a field that is left out".to_owned()) } else { Ok(()) }
}

/// A JSON reader of the gateway's own.
mod strict_json {
    use std::collections::HashSet;
    use std::fmt;

    use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

    pub(super) struct Strict {
        pub(super) has_null: bool,
    }

    impl<'de> Deserialize<'de> for Strict {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(StrictVisitor).map(|has_null| Self { has_null })
        }
    }

    struct StrictVisitor;

    impl<'de> Visitor<'de> for StrictVisitor {
        type Value = bool;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON")
        }

        fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_str<E>(self, _: &str) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_unit<E>(self) -> Result<bool, E> {
            Ok(true)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
            let mut has_null = false;
            while let Some(item) = items.next_element::<Strict>()? {
                has_null |= item.has_null;
            }
            Ok(has_null)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
            let (mut has_null, mut keys) = (false, HashSet::new());
            while let Some((key, value)) = map.next_entry::<String, Strict>()? {
                has_null |= value.has_null;
                if !keys.insert(key) {
                    return Err(de::Error::custom("a key comes twice"));
                }
            }
            Ok(has_null)
        }
    }
}
