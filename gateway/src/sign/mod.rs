//! Signs what goes out: answers and notifications.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;

use crate::keys::{Identity, Kind, PlatformKey, Scheme};

/// What a signature is made of. A fault changes it before it is made.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The key.
    pub identity: &'static Identity,
    /// What the key is called: the id of a public key, or a serial number.
    pub serial: String,
    /// The name of the algorithm.
    pub scheme: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// A random text.
    pub nonce: String,
    /// What is signed.
    pub body: Bytes,
}

impl Signing {
    /// A right one, at this time of the wire.
    pub fn new(kind: Kind, key: &PlatformKey, now: i64, nonce: String, body: Bytes) -> Self {
        let scheme = Scheme::of(kind, key.identity.key.algorithm()).name().to_owned();
        let serial = key.id.clone();
        Self { identity: key.identity, serial, scheme, timestamp: now, nonce, body }
    }

    /// The signature, in base64.
    pub fn signature(&self) -> String {
        BASE64_STANDARD.encode(self.identity.key.sign(&message(self.timestamp, &self.nonce, &self.body)))
    }

    /// The five headers.
    pub fn headers(&self) -> Vec<(String, String)> {
        [
            ("Wechatpay-Timestamp", self.timestamp.to_string()),
            ("Wechatpay-Nonce", self.nonce.clone()),
            ("Wechatpay-Serial", self.serial.clone()),
            ("Wechatpay-Signature", self.signature()),
            ("Wechatpay-Signature-Type", self.scheme.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

/// The text that is signed of an answer or a notification.
pub fn message(timestamp: i64, nonce: &str, body: &[u8]) -> Vec<u8> {
    let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    message
}
