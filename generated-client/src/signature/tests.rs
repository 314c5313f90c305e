//! Signing against the official examples; verifying against a real notification, and everything that may be wrong.

use std::error::Error as _;

use super::*;
use crate::fixtures::{self, bytes, notification, pem, ready};
use crate::keys::{Certificate, MerchantKey, PublicKey};

/// Whether a body is verified, without what was.
fn verify_body(keys: &dyn KeyLookup, headers: &[(&str, String)], body: &[u8], now: u64) -> Result<(), VerifyError> {
    super::verify_body(keys, headers, body, now).map(|verified| assert_eq!(*verified.get(), body))
}

const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";

fn stamp() -> Stamp {
    Stamp { timestamp: 1_554_208_460, nonce: NONCE.to_owned() }
}

fn official_key() -> MerchantKey {
    let key = pem("RSA PRIVATE KEY", fixtures::OFFICIAL_KEY);
    MerchantKey::from_pem(fixtures::OFFICIAL_SERIAL, &key).expect("a key")
}

/// The fifth line of the official example is the body.
fn body_of(message: &str) -> &str {
    let body = message.splitn(5, '\n').nth(4).expect("five lines");
    body.strip_suffix('\n').expect("a line end")
}

#[test]
fn a_request_is_signed_as_in_the_documentation() {
    for (signed, method, target) in [
        (fixtures::REQUEST_JSON, "POST", "/v3/pay/transactions/jsapi"),
        (fixtures::REQUEST_GET, "GET", "/v3/refund/domestic/refunds/123123123123"),
    ] {
        let request = RequestParts { method, target, body: body_of(signed.message).as_bytes() };
        assert_eq!(request.message(&stamp()), signed.message.as_bytes());
        let header = ready(authorization(&official_key(), "1900007291", request, &stamp())).expect("signs");
        assert_eq!(
            header,
            format!(
                "WECHATPAY2-SHA256-RSA2048 mchid=\"1900007291\",nonce_str=\"{NONCE}\",timestamp=\"1554208460\",\
                 serial_no=\"{}\",signature=\"{}\"",
                fixtures::OFFICIAL_SERIAL,
                signed.signature
            )
        );
    }
}

#[test]
fn a_body_that_ends_a_line_gets_one_more_line_end() {
    let request = RequestParts { method: "POST", target: "/v3/x?a=b", body: b"{}\n" };
    assert_eq!(request.message(&stamp()), format!("POST\n/v3/x?a=b\n1554208460\n{NONCE}\n{{}}\n\n").as_bytes());
}

#[test]
fn every_stamp_has_its_own_nonce() {
    let (first, second) = (Stamp::new(7).expect("a stamp"), Stamp::new(7).expect("a stamp"));
    assert_eq!((first.timestamp, first.nonce.len()), (7, 32));
    assert_ne!(first.nonce, second.nonce);
}

/// A signer of the caller's own.
struct Hsm {
    scheme: Scheme,
    works: bool,
}

impl Signer for Hsm {
    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn serial(&self) -> &'static str {
        "0ABC"
    }

    fn sign<'a>(
        &'a self,
        message: &'a [u8],
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(
            async move { if self.works { Ok(message[..3].to_vec()) } else { Err(SignError::new("slot 3 is empty")) } },
        )
    }
}

#[test]
fn a_signer_of_the_callers_own_is_used_with_its_scheme() {
    let request = RequestParts { method: "GET", target: "/brand/x", body: b"" };
    let signer = Hsm { scheme: Scheme::BrandRsa, works: true };
    let header = ready(authorization(&signer, "40001", request, &stamp())).expect("signs");
    assert_eq!(
        header,
        format!(
            "WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"40001\",nonce_str=\"{NONCE}\",timestamp=\"1554208460\",\
             serial_no=\"0ABC\",signature=\"R0VU\""
        )
    );
    let broken = Hsm { scheme: Scheme::Rsa, works: false };
    let error = ready(authorization(&broken, "1", request, &stamp())).expect_err("fails");
    assert_eq!(error.to_string(), "signing failed: slot 3 is empty");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("slot 3 is empty"));
}

#[test]
fn schemes_are_known_by_their_names() {
    for scheme in [Scheme::Rsa, Scheme::Sm2, Scheme::BrandRsa] {
        assert_eq!(Scheme::from_name(scheme.as_str()), Some(scheme));
    }
    assert_eq!(Scheme::from_name("wechatpay2-sha256-rsa2048"), None);
}

/// One key and no more.
struct One(PublicKeyOwner);

enum PublicKeyOwner {
    Certificate(Certificate),
    Key(PublicKey),
}

impl KeyLookup for One {
    fn find(&self, id: &str) -> Option<&PublicKey> {
        let key = match &self.0 {
            PublicKeyOwner::Certificate(certificate) => certificate.public_key(),
            PublicKeyOwner::Key(key) => key,
        };
        Some(key).filter(|key| key.id() == id)
    }
}

fn go_platform() -> One {
    let bytes = bytes(fixtures::GO_PLATFORM_CERTIFICATE);
    One(PublicKeyOwner::Certificate(Certificate::from_der(&bytes).expect("a certificate")))
}

type HeaderList = Vec<(&'static str, String)>;

fn headers() -> HeaderList {
    vec![
        ("wechatpay-timestamp", notification::TIMESTAMP.to_owned()),
        ("Wechatpay-Nonce", notification::NONCE.to_owned()),
        ("WECHATPAY-SIGNATURE", notification::SIGNATURE.to_owned()),
        ("Wechatpay-Serial", notification::SERIAL.to_owned()),
        ("Content-Type", "application/json".to_owned()),
    ]
}

/// The headers with one of them changed.
fn with(name: &str, value: &str) -> HeaderList {
    let mut headers = headers();
    let header = headers.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case(name)).expect("there");
    value.clone_into(&mut header.1);
    headers
}

fn without(name: &str) -> HeaderList {
    let mut headers = headers();
    headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    headers
}

const NOW: u64 = 1_624_523_846;

fn verify(headers: &HeaderList) -> Result<(), VerifyError> {
    verify_body(&go_platform(), headers.as_slice(), notification::BODY.as_bytes(), NOW)
}

#[test]
fn a_real_notification_is_accepted() {
    assert_eq!(verify(&headers()), Ok(()));
    let mut named = headers();
    named.push(("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned()));
    assert_eq!(verify(&named), Ok(()));
}

#[test]
fn what_was_changed_on_the_way_is_a_mismatch() {
    let mismatch = Err(VerifyError::Mismatch { serial: notification::SERIAL.to_owned() });
    let keys = go_platform();
    let body = notification::BODY.as_bytes();
    for changed in [&body[1..], &[body, b"\n"].concat(), &notification::BODY.replacen('1', "2", 1).into_bytes(), b""] {
        assert_eq!(verify_body(&keys, headers().as_slice(), changed, NOW), mismatch);
    }
    assert_eq!(verify(&with("Wechatpay-Nonce", "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBy")), mismatch);
    assert_eq!(verify(&with("Wechatpay-Timestamp", "1624523847")), mismatch);
    assert_eq!(verify(&with("Wechatpay-Timestamp", "01624523846")), mismatch);
    let other_signature = notification::SIGNATURE.replacen('J', "K", 1);
    assert_eq!(verify(&with("Wechatpay-Signature", &other_signature)), mismatch);
    assert_eq!(verify(&with("Wechatpay-Signature", "AAAA")), mismatch);
}

#[test]
fn each_missing_header_is_named() {
    for name in ["Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature", "Wechatpay-Serial"] {
        assert_eq!(verify(&without(name)), Err(VerifyError::MissingHeader { name }));
        assert!(is_signed(without(name).as_slice()), "what is signed in part is not unsigned");
    }
    let unsigned = vec![("Content-Type", "text/html".to_owned())];
    assert_eq!(verify(&unsigned), Err(VerifyError::Unsigned));
    assert!(!is_signed(unsigned.as_slice()));
}

#[test]
fn a_header_that_comes_twice_is_refused_even_with_one_value() {
    for (at, name) in
        ["Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature", "Wechatpay-Serial"].into_iter().enumerate()
    {
        let mut headers = headers();
        headers.push((name, headers[at].1.clone()));
        assert_eq!(verify(&headers), Err(VerifyError::DuplicateHeader { name }));
    }
    let mut headers = headers();
    headers.extend(["WECHATPAY2-SHA256-RSA2048"; 2].map(|name| ("Wechatpay-Signature-Type", name.to_owned())));
    assert_eq!(verify(&headers), Err(VerifyError::DuplicateHeader { name: "Wechatpay-Signature-Type" }));
}

#[test]
fn a_timestamp_is_a_number_of_seconds() {
    let malformed = Err(VerifyError::MalformedHeader { name: "Wechatpay-Timestamp" });
    for text in ["", "now", "1624523846.0", "-1624523846", "+1624523846", "16245 23846", "0x60d45f06", "١٦٢٤٥٢٣٨٤٦"]
    {
        assert_eq!(verify(&with("Wechatpay-Timestamp", text)), malformed, "{text:?}");
    }
    assert_eq!(verify(&with("Wechatpay-Timestamp", "18446744073709551616")), malformed);
}

/// Whatever carries a header may put blanks around its value, which are none of it: RFC 9110, 5.5.
#[test]
fn blanks_around_a_header_are_none_of_it() {
    let blank = |value: &str| format!(" \t{value}\t ");
    let padded: Vec<_> = headers().into_iter().map(|(name, value)| (name, blank(&value))).collect();
    assert_eq!(verify(&padded), Ok(()));
    for other in ["\u{a0}1624523846", "1624523846\n", "\u{b}1624523846"] {
        let malformed = Err(VerifyError::MalformedHeader { name: "Wechatpay-Timestamp" });
        assert_eq!(verify(&with("Wechatpay-Timestamp", other)), malformed, "{other:?}");
    }
}

/// The headers that an answer of the `http` crate has, which a handler of notifications is given.
#[test]
fn headers_may_be_those_of_the_http_crate() {
    let map = |list: &HeaderList| -> http::HeaderMap {
        let named = |(name, value): &(&'static str, String)| {
            let name = http::HeaderName::from_bytes(name.as_bytes()).expect("a name");
            (name, http::HeaderValue::from_str(value).expect("text"))
        };
        list.iter().map(named).collect()
    };
    let body = notification::BODY.as_bytes();
    let verify = |list: HeaderList| crate::signature::verify_body(&go_platform(), &map(&list), body, NOW).map(|_| ());
    assert_eq!(verify(headers()), Ok(()));
    let name = "Wechatpay-Nonce";
    let twice = [headers(), vec![(name, "another".to_owned())]].concat();
    assert_eq!(verify(twice), Err(VerifyError::DuplicateHeader { name }));
    assert_eq!(verify(Vec::new()), Err(VerifyError::Unsigned));
}

#[test]
fn clocks_may_lie_five_minutes_apart() {
    let verify_at = |now| verify_body(&go_platform(), headers().as_slice(), notification::BODY.as_bytes(), now);
    for now in [NOW - 300, NOW + 300] {
        assert_eq!(verify_at(now), Ok(()));
    }
    for now in [NOW - 301, NOW + 301, 0, u64::MAX] {
        assert_eq!(verify_at(now), Err(VerifyError::Clock { timestamp: NOW, now }));
    }
    let far = Err(VerifyError::Clock { timestamp: u64::MAX, now: NOW });
    assert_eq!(verify(&with("Wechatpay-Timestamp", "18446744073709551615")), far);
}

#[test]
fn the_key_is_the_one_that_is_named() {
    for serial in ["D7CE59D1F522D702", "d7ce59d1f522d701", "PUB_KEY_ID_0114232134912410000000000000"] {
        let unknown = Err(VerifyError::UnknownSerial { serial: serial.to_owned() });
        assert_eq!(verify(&with("Wechatpay-Serial", serial)), unknown);
    }
    let malformed = Err(VerifyError::MalformedHeader { name: "Wechatpay-Serial" });
    assert_eq!(verify(&with("Wechatpay-Serial", "D7CE 59D1")), malformed);
}

#[test]
fn a_public_key_is_found_by_its_opaque_id() {
    let id = "PUB_KEY_ID_0114232134912410000000000000";
    let signer = official_key();
    let public = PublicKey::from_pem(id, public_pem_of_official_key()).expect("a key");
    let message = lines([b"1624523846".as_slice(), b"nonce", b""]);
    let headers = vec![
        ("Wechatpay-Timestamp", "1624523846".to_owned()),
        ("Wechatpay-Nonce", "nonce".to_owned()),
        ("Wechatpay-Signature", ready(sign_base64(&signer, &message)).expect("signs")),
        ("Wechatpay-Serial", id.to_owned()),
    ];
    assert_eq!(verify_body(&One(PublicKeyOwner::Key(public)), headers.as_slice(), b"", NOW), Ok(()));
}

fn public_pem_of_official_key() -> String {
    use base64::Engine as _;

    let public = fixtures::pkcs1_public_of(fixtures::OFFICIAL_KEY);
    pem("RSA PUBLIC KEY", &base64::engine::general_purpose::STANDARD.encode(public))
}

#[test]
fn a_scheme_has_to_be_known_and_to_fit_the_key() {
    for found in ["WECHATPAY2-SM2-WITH-SM3", "WECHATPAY2-SHA1-RSA2048", ""] {
        let mut headers = headers();
        headers.push(("Wechatpay-Signature-Type", found.to_owned()));
        assert_eq!(verify(&headers), Err(VerifyError::Scheme { found: found.to_owned() }));
    }
}

#[test]
fn a_probe_is_refused_by_its_own_name() {
    let probe =
        "WECHATPAY/SIGNTEST/tJHIiIS9eB2hAYstmAmbbD3ZE5LiIm/Ug5tuL4fC0YOFRWIHV39UFIZXC0e9Wl6lBu6sKvkqDkzpqzBsVHyX";
    assert_eq!(verify(&with("Wechatpay-Signature", probe)), Err(VerifyError::Probe));
}

#[test]
fn a_signature_is_base64() {
    for text in ["", "***", "tJHIiIS9eB2hAYstmAmbbD3Z=E5L"] {
        let result = verify(&with("Wechatpay-Signature", text));
        let expected = if text.is_empty() {
            VerifyError::Mismatch { serial: notification::SERIAL.to_owned() }
        } else {
            VerifyError::NotBase64
        };
        assert_eq!(result, Err(expected), "{text:?}");
    }
}

#[test]
fn a_statement_is_signed_by_its_hash() {
    const SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";
    let keys =
        One(PublicKeyOwner::Key(PublicKey::from_pem("PUB_KEY_ID_1", public_pem_of_official_key()).expect("a key")));
    let message = format!("1624523846\nnonce\n{{\"sha1\":\"{SHA1}\"}}\n");
    let signature = ready(sign_base64(&official_key(), message.as_bytes())).expect("signs");
    let headers = |sha1: &[&str]| -> HeaderList {
        [
            ("Wechatpay-Timestamp", "1624523846"),
            ("Wechatpay-Nonce", "nonce"),
            ("Wechatpay-Signature", signature.as_str()),
            ("Wechatpay-Serial", "PUB_KEY_ID_1"),
        ]
        .into_iter()
        .chain(sha1.iter().map(|sha1| ("Wechatpay-Statement-Sha1", *sha1)))
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
    };
    let verify = |sha1: &[&str]| verify_statement(&keys, headers(sha1).as_slice(), NOW);
    assert_eq!(verify(&[SHA1]).map(Verified::into_inner), Ok(SHA1.to_owned()));

    let name = "Wechatpay-Statement-Sha1";
    assert_eq!(verify(&[]), Err(VerifyError::MissingHeader { name }));
    assert_eq!(verify(&[SHA1, SHA1]), Err(VerifyError::DuplicateHeader { name }));
    assert_eq!(verify(&[&SHA1[1..]]), Err(VerifyError::MalformedHeader { name }));
    assert_eq!(verify(&["\"}                                     "]), Err(VerifyError::MalformedHeader { name }));
    let other = SHA1.replace('a', "b");
    assert_eq!(verify(&[&other]), Err(VerifyError::Mismatch { serial: "PUB_KEY_ID_1".to_owned() }));
    let body = verify_body(&keys, headers(&[SHA1]).as_slice(), b"the statement", NOW);
    assert_eq!(body, Err(VerifyError::Mismatch { serial: "PUB_KEY_ID_1".to_owned() }));
}
