//! Signs what the gateway answers, or signs it wrongly.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rsa::sha2::{Digest as _, Sha256};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};

use super::reply::{Fault, Reply};
use crate::keys::STRANGER;
use crate::shangmi::{SM_MERCHANT, Sm2Identity};

/// What the gateway signs with.
#[derive(Clone, Debug)]
pub struct Signing {
    /// What it calls the key: a serial number or the id of a public key.
    pub serial: String,
    pub key: SigningKey,
}

#[derive(Clone, Debug)]
pub enum SigningKey {
    Rsa(Box<RsaPrivateKey>),
    /// One that answers to brands are signed with.
    Brand(Box<RsaPrivateKey>),
    Sm2(Sm2Identity),
}

/// What brands sign with, and what is signed for them.
pub(crate) const BRAND_SCHEME: &str = "WECHATPAY-BRAND-SHA256-RSA2048";

impl SigningKey {
    fn scheme(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "WECHATPAY2-SHA256-RSA2048",
            Self::Brand(_) => BRAND_SCHEME,
            Self::Sm2(_) => "WECHATPAY2-SM2-WITH-SM3",
        }
    }

    /// One of the same kind that is not the platform's.
    fn stranger(&self) -> Self {
        match self {
            Self::Rsa(_) => Self::Rsa(Box::new(STRANGER.private_key())),
            Self::Brand(_) => Self::Brand(Box::new(STRANGER.private_key())),
            Self::Sm2(_) => Self::Sm2(SM_MERCHANT),
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) | Self::Brand(key) => {
                let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message));
                signature.expect("a 2048-bit key signs a digest")
            }
            Self::Sm2(identity) => identity.sign(message),
        }
    }
}

/// The signature of an answer, in base64.
pub fn signature(key: &SigningKey, timestamp: i64, nonce: &str, body: &[u8]) -> String {
    let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    BASE64_STANDARD.encode(key.sign(&message))
}

/// The headers that go out with `reply`, its signature among them.
pub(crate) fn headers(reply: &Reply, signing: &Signing, now: i64, nonce: &str) -> Vec<(String, String)> {
    let mut headers = reply.headers.clone();
    headers.push(("Request-ID".to_owned(), format!("08{nonce}-268562944")));
    headers.push(("Keep-Alive".to_owned(), "timeout=8".to_owned()));
    if !reply.unsigned {
        headers.extend(signed(reply, signing, now, nonce));
    }
    match &reply.fault {
        Some(Fault::MissingHeader(name)) => headers.retain(|(key, _)| key != name),
        Some(Fault::DoubledHeader(name)) => {
            let copies: Vec<_> = headers.iter().filter(|(key, _)| key == name).cloned().collect();
            headers.extend(copies);
        }
        Some(Fault::Header(name, value)) => {
            headers.retain(|(key, _)| key != name);
            headers.push(((*name).to_owned(), value.clone()));
        }
        _ => {}
    }
    headers
}

fn signed(reply: &Reply, signing: &Signing, now: i64, nonce: &str) -> [(String, String); 5] {
    let timestamp = if let Some(Fault::TimeShift(seconds)) = reply.fault { now + seconds } else { now };
    let stranger = signing.key.stranger();
    let (key, serial) = match reply.fault {
        Some(Fault::WrongSignature) => (&stranger, signing.serial.as_str()),
        Some(Fault::UnknownSerial) => (&stranger, STRANGER.serial),
        _ => (&signing.key, signing.serial.as_str()),
    };
    let body: &[u8] =
        if reply.is(&Fault::SignatureOfAnotherBody) { b"{}" } else { reply.signs.as_ref().unwrap_or(&reply.body) };
    let signature = match reply.fault {
        Some(Fault::SignTest) => format!("WECHATPAY/SIGNTEST/{}", &signature(key, timestamp, nonce, body)[19..]),
        _ => signature(key, timestamp, nonce, body),
    };
    [
        ("Wechatpay-Timestamp", timestamp.to_string()),
        ("Wechatpay-Nonce", nonce.to_owned()),
        ("Wechatpay-Serial", serial.to_owned()),
        ("Wechatpay-Signature", signature),
        ("Wechatpay-Signature-Type", key.scheme().to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
}
