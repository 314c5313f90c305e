//! A notification as WeChat Pay makes one: sealed, signed, and whatever else a test wants of it.

use std::time::{SystemTime, UNIX_EPOCH};

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use crate::keys::{API_V3_KEY, Identity, PLATFORM_A, PUBLIC_KEY_ID};

/// The headers and the body as they come.
#[derive(Clone, Debug)]
pub struct Letter {
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

/// What is sent, to whom, and how.
#[derive(Clone, Debug)]
pub struct Sender {
    pub signer: Identity,
    /// What the signer is called.
    pub serial: String,
    pub apiv3_key: String,
    pub nonce: String,
    pub associated_data: String,
    /// When it is signed.
    pub timestamp: i64,
}

impl Default for Sender {
    /// To the merchant of the tests, by its WeChat Pay public key, now.
    fn default() -> Self {
        Self::of(PLATFORM_A, PUBLIC_KEY_ID)
    }
}

impl Sender {
    pub fn of(signer: Identity, serial: &str) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the tests run after 1970").as_secs();
        Self {
            signer,
            serial: serial.to_owned(),
            apiv3_key: API_V3_KEY.to_owned(),
            nonce: "fdasflkja484".to_owned(),
            associated_data: "transaction".to_owned(),
            timestamp: i64::try_from(now).expect("the tests run before the end of time"),
        }
    }

    /// A whole notification of this content.
    pub fn notify(&self, event_type: &str, original_type: &str, content: &Value) -> Letter {
        self.letter(self.envelope(event_type, original_type, content.to_string().as_bytes()).to_string().as_bytes())
    }

    /// The body around a content, which is sealed.
    pub fn envelope(&self, event_type: &str, original_type: &str, content: &[u8]) -> Value {
        json!({
            "id": "EV-2018022511223320873",
            "create_time": "2015-05-20T13:29:35+08:00",
            "resource_type": "encrypt-resource",
            "event_type": event_type,
            "summary": "支付成功",
            "resource": {
                "original_type": original_type,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": self.seal(content),
                "associated_data": self.associated_data,
                "nonce": self.nonce,
            },
        })
    }

    pub fn seal(&self, content: &[u8]) -> String {
        let cipher = Aes256Gcm::new_from_slice(self.apiv3_key.as_bytes()).expect("an APIv3 key has 32 bytes");
        let sealed = cipher
            .encrypt(self.nonce.as_bytes().into(), Payload { msg: content, aad: self.associated_data.as_bytes() });
        BASE64_STANDARD.encode(sealed.expect("it is short enough"))
    }

    /// A body with the headers that sign it.
    pub fn letter(&self, body: &[u8]) -> Letter {
        let nonce = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
        let message = [format!("{}\n{nonce}\n", self.timestamp).as_bytes(), body, b"\n"].concat();
        let headers = [
            ("Wechatpay-Timestamp", self.timestamp.to_string()),
            ("Wechatpay-Nonce", nonce.to_owned()),
            ("Wechatpay-Serial", self.serial.clone()),
            ("Wechatpay-Signature", BASE64_STANDARD.encode(self.signer.sign(&message))),
            ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned()),
            ("Content-Type", "application/json".to_owned()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.into_bytes())).to_vec();
        Letter { headers, body: body.to_vec() }
    }
}

impl Letter {
    /// With another value of a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    /// With a second header of this name.
    #[must_use]
    pub fn doubled(mut self, name: &str, as_name: &str) -> Self {
        let value = self.header(name).to_vec();
        self.headers.push((as_name.to_owned(), value));
        self
    }

    pub fn header(&self, name: &str) -> &[u8] {
        let header = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_slice()).expect("it has this header")
    }

    #[must_use]
    pub fn with_body(self, body: impl AsRef<[u8]>) -> Self {
        Self { body: body.as_ref().to_vec(), ..self }
    }
}
