//! The keys of the gateway, as the tests use them: what goes wrong with one of them is a fault of the test.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use wechatpay_gateway::crypto::{Padding, decode};
use wechatpay_gateway::keys::Identity;

/// The merchant's key and certificate as WeChat Pay hands them out for Windows and Java: by OpenSSL, in 40-bit RC2 and
/// triple DES, with the merchant id as their password.
const MERCHANT_P12: &str = include_str!("../fixtures/keys/merchant.p12.b64");

pub fn merchant_p12() -> Vec<u8> {
    decode(MERCHANT_P12).expect("the fixture is base64")
}

/// What a key does to texts, in base64.
pub trait Key {
    /// Opens what was encrypted to this one with OAEP, or with SM2.
    fn open_oaep(&self, base64: &str) -> String {
        self.open(Padding::OaepSha1, base64)
    }

    /// Opens what was encrypted to this one with PKCS#1 v1.5.
    fn open_pkcs1(&self, base64: &str) -> String {
        self.open(Padding::Pkcs1v15, base64)
    }

    fn open(&self, padding: Padding, base64: &str) -> String;

    /// Encrypts to this one with OAEP, or with SM2.
    fn seal_oaep(&self, bytes: &[u8]) -> String;
}

impl Key for Identity {
    fn open(&self, padding: Padding, base64: &str) -> String {
        let opened = self.key.open(padding, &decode(base64).expect("base64"));
        String::from_utf8(opened.expect("it was encrypted to this key, with this padding")).expect("it is text")
    }

    fn seal_oaep(&self, bytes: &[u8]) -> String {
        let sealed = self.key.public().seal(Padding::OaepSha1, bytes);
        BASE64_STANDARD.encode(sealed.expect("it is short enough for one block"))
    }
}
