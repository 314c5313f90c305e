//! Which slip made a signature wrong.
//!
//! An RSA signature holds the digest of what was signed. So each text that someone may have signed by mistake can be
//! tried, and a hit is certain.

use percent_encoding::percent_decode_str;

use super::Context;
use super::authorization::Pairs;
use crate::crypto::{Algorithm, hex, sha256};
use crate::http::Request;
use crate::keys::{Certificate, Party, brand, merchant, platform_a, platform_b, platform_brand, stranger};

/// A signature that does not fit.
pub(super) struct Guess<'a> {
    pub(super) request: &'a Request,
    pub(super) pairs: &'a Pairs,
    pub(super) signed: &'a [u8],
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
}

impl Guess<'_> {
    /// What is wrong, and the text that was signed instead, where that is known.
    pub(super) fn why(
        &self,
        party: &Party,
        certificate: &Certificate,
        context: &Context<'_>,
    ) -> (String, Option<String>) {
        if certificate.key.algorithm() == Algorithm::Sm2 {
            let why = "the signature does not fit: hold the text that was signed against the expected one, byte for byte; \
                       a signature of SM2 does not tell which one it was made over";
            return (why.to_owned(), None);
        }
        if let Some(digest) = certificate.key.digest_in(self.signature) {
            return match self.slip(&hex(&digest)) {
                Some((slip, message)) => (
                    format!("the signature does not fit: {slip}"),
                    Some(String::from_utf8_lossy(&message).into_owned()),
                ),
                None => (
                    "the signature does not fit: the key is the right one, and the text that was signed is another \
                     one; hold it against the expected one, byte for byte"
                        .to_owned(),
                    None,
                ),
            };
        }
        let owner = self.owner(party, context);
        let owner = owner.map_or_else(
            || {
                "it is made with a key that nobody here knows: the private key does not belong to the certificate"
                    .to_owned()
            },
            |owner| format!("it is made with {owner}"),
        );
        (format!("the signature does not fit the certificate `{}`: {owner}", certificate.serial), None)
    }

    /// Whose key has made it.
    fn owner(&self, party: &Party, context: &Context<'_>) -> Option<String> {
        let others = context.parties.iter().flat_map(|one| one.certificates.iter().map(move |its| (one, its)));
        let made = |key: &crate::crypto::PublicKey| key.digest_in(self.signature).is_some();
        if let Some((other, its)) = others.into_iter().find(|(_, its)| made(&its.key)) {
            let whose =
                if other.id == party.id { "another key of the same caller" } else { "the key of another caller" };
            return Some(format!("{whose}: `{}` of `{}`", its.serial, other.id));
        }
        let own = [
            (merchant(), "the key of this crate's merchant"),
            (brand(), "the key of this crate's brand"),
            (platform_a(), "WeChat Pay's own key"),
            (platform_b(), "WeChat Pay's own key"),
            (platform_brand(), "WeChat Pay's own key for brands"),
            (stranger(), "the key of this crate that nobody knows"),
        ];
        own.into_iter().find(|(identity, _)| made(identity.key.public())).map(|(_, name)| name.to_owned())
    }

    /// The slip that leads to this digest, and the text that was signed.
    fn slip(&self, digest: &str) -> Option<(&'static str, Vec<u8>)> {
        slips(self.request, self.pairs, self.signed, self.message).into_iter().find(|(_, text)| sha256(text) == digest)
    }
}

/// What was signed in place of a message, by the digest that its signature holds: for those who have captured a request.
pub fn explain(
    method: &str,
    target: &str,
    timestamp: i64,
    nonce: &str,
    body: &[u8],
    digest: &[u8; 32],
) -> Option<&'static str> {
    let request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Vec::new(),
        head: bytes::Bytes::new(),
        body: bytes::Bytes::copy_from_slice(body),
    };
    let (method, target) = (&request.method, &request.target);
    let message = [format!("{method}\n{target}\n{timestamp}\n{nonce}\n").as_bytes(), body, b"\n"].concat();
    let pairs = Pairs {
        scheme: crate::keys::Scheme::Rsa,
        id: String::new(),
        serial: String::new(),
        nonce: nonce.to_owned(),
        timestamp,
        signature: String::new(),
    };
    let digest = hex(digest);
    slips(&request, &pairs, body, &message).into_iter().find(|(_, text)| sha256(text) == digest).map(|(slip, _)| slip)
}

/// Each slip, and the text that someone signs who makes it.
fn slips(request: &Request, pairs: &Pairs, signed: &[u8], message: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let (method, target, time, nonce) = (&request.method, &request.target, pairs.timestamp, &pairs.nonce);
    let with = |method: &str, target: &str, body: &[u8]| {
        [format!("{method}\n{target}\n{time}\n{nonce}\n").as_bytes(), body, b"\n"].concat()
    };
    let host = request.header("Host").unwrap_or_default();
    let mut slips = vec![
        ("the last line was signed without its line feed", message[..message.len() - 1].to_vec()),
        ("a line feed too many was signed at the end", [message, b"\n"].concat()),
        ("the body was left out of what was signed", with(method, target, b"")),
        ("a body was signed that did not come: `{}`", with(method, target, b"{}")),
        ("the query was left out of what was signed", with(method, request.path(), signed)),
        ("the path was signed in its decoded form, and goes out encoded", with(method, &decoded(target), signed)),
        (
            "the whole URL was signed, and only the part behind the host is",
            with(method, &format!("http://{host}{target}"), signed),
        ),
        (
            "the whole URL was signed, and only the part behind the host is",
            with(method, &format!("https://{host}{target}"), signed),
        ),
        ("the path was signed with its host", with(method, &format!("{host}{target}"), signed)),
        ("the path was signed without its leading slash", with(method, &target[1.min(target.len())..], signed)),
        ("the method was signed in small letters", with(&method.to_lowercase(), target, signed)),
        (
            "the time and the nonce were signed in the other order",
            [format!("{method}\n{target}\n{nonce}\n{time}\n").as_bytes(), signed, b"\n"].concat(),
        ),
        (
            "it was signed as an answer is, without method and path",
            [format!("{time}\n{nonce}\n").as_bytes(), signed, b"\n"].concat(),
        ),
        ("the lines were ended with a carriage return too", carriage_returns(message)),
        ("the whole body was signed, and of an upload only the JSON part is", with(method, target, &request.body)),
    ];
    for other in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        slips.push(("another method was signed than was sent", with(other, target, signed)));
    }
    if let Some((_, rest)) = target.split_once("/v3/") {
        slips.push(("the path was signed without `/v3`", with(method, &format!("/{rest}"), signed)));
    }
    let rewritten =
        "the body was written a second time for the signature, and not the same: sign the bytes that you send";
    slips.extend(rewrites(signed).into_iter().map(|body| (rewritten, with(method, target, &body))));
    slips
}

fn decoded(target: &str) -> String {
    percent_decode_str(target).decode_utf8_lossy().into_owned()
}

pub(super) fn carriage_returns(message: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(message).replace('\n', "\r\n").into_bytes()
}

/// The same JSON as other libraries write it.
pub(super) fn rewrites(body: &[u8]) -> Vec<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(body) else { return Vec::new() };
    let compact = respaced(text, "", "");
    let spaced = respaced(text, " ", " ");
    let mut all = vec![text.trim_end().to_owned(), escaped(text), escaped(&compact), escaped(&spaced)];
    all.extend([compact.replace('/', "\\/"), compact.replace("\\/", "/"), compact, spaced]);
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        // With the keys in order, and in the ways of those who print for people.
        all.extend([value.to_string(), format!("{value:#}"), format!("{value}\n")]);
    }
    all.into_iter().map(String::into_bytes).filter(|other| other != body).collect()
}

/// With this much space behind each comma and colon, and none elsewhere.
fn respaced(text: &str, comma: &str, colon: &str) -> String {
    let (mut out, mut quoted, mut escape) = (String::with_capacity(text.len()), false, false);
    for char in text.chars() {
        if quoted || !char.is_ascii_whitespace() {
            out.push(char);
        }
        match char {
            '"' if !escape => quoted = !quoted,
            ',' if !quoted => out.push_str(comma),
            ':' if !quoted => out.push_str(colon),
            _ => {}
        }
        escape = char == '\\' && !escape;
    }
    out
}

/// With `\u` for all that is not ASCII.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii() {
            out.push(char);
        } else {
            let mut units = [0; 2];
            out.extend(char.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}
