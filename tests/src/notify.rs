//! A notification that a test can bend at each step: sealed, signed, and whatever else it wants of it.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use serde_json::{Value, json};
use wechatpay_gateway::crypto::seal_gcm;
use wechatpay_gateway::keys::{API_V3_KEY, Identity, Kind, PUBLIC_KEY_ID, PlatformKey, platform_a};
use wechatpay_gateway::sign::Signing;

use crate::stand::{api_v3_key, now};

/// The headers and the body as they come.
#[derive(Clone, Debug)]
pub struct Letter {
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

/// What is sent, to whom, and how.
#[derive(Clone, Debug)]
pub struct Sender {
    pub signer: &'static Identity,
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
        Self::of(platform_a(), PUBLIC_KEY_ID)
    }
}

impl Sender {
    pub fn of(signer: &'static Identity, serial: &str) -> Self {
        Self {
            signer,
            serial: serial.to_owned(),
            apiv3_key: API_V3_KEY.to_owned(),
            nonce: "fdasflkja484".to_owned(),
            associated_data: "transaction".to_owned(),
            timestamp: now(),
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
        let key = api_v3_key(&self.apiv3_key);
        let sealed = seal_gcm(key, self.nonce.as_bytes(), self.associated_data.as_bytes(), content);
        BASE64_STANDARD.encode(sealed.expect("the nonce has twelve bytes"))
    }

    /// A body with the headers that sign it.
    pub fn letter(&self, body: &[u8]) -> Letter {
        let nonce = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS".to_owned();
        let key = PlatformKey::public_key(&self.serial, self.signer);
        let signing = Signing::new(Kind::Merchant, &key, self.timestamp, nonce, Bytes::copy_from_slice(body));
        let mut headers = signing.headers();
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        let headers = headers.into_iter().map(|(name, value)| (name, value.into_bytes())).collect();
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
