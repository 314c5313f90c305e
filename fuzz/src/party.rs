//! The part of WeChat Pay: it signs and seals, with the test keys of the gateway, and by other code than the client's.

use std::sync::LazyLock;

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead as _, AeadCore, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, AesGcm};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use graviola::signing::rsa::SigningKey;
use wechatpay_client::operation::Digest;

/// The APIv3 key of the merchant.
pub const APIV3_KEY: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
pub const MERCHANT_ID: &str = "1900000109";
/// What time it is, for whoever asks.
pub const NOW: u64 = 1_790_000_000;

/// The certificates that stand with the gateway, in base64.
pub const PLATFORM_CERTIFICATE: &str = include_str!("../../gateway/fixtures/keys/platform_a.cert.b64");
pub const STRANGERS_CERTIFICATE: &str = include_str!("../../gateway/fixtures/keys/stranger.cert.b64");

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let der = der(include_str!("../../gateway/fixtures/keys/platform_a.pkcs8.b64"));
    SigningKey::from_pkcs8_der(&der).expect("the fixture is a key")
});

/// The bytes of a fixture, which is base64 in lines.
pub fn der(fixture: &str) -> Vec<u8> {
    STANDARD.decode(fixture.split_whitespace().collect::<String>()).expect("the fixture is base64")
}

/// The signature of WeChat Pay over a message, in base64.
pub fn sign(message: &[u8]) -> String {
    let mut signature = [0; 512];
    STANDARD.encode(KEY.sign_pkcs1_sha256(&mut signature, message).expect("it signs"))
}

/// Seals with the APIv3 key of the merchant, or another one, as a notification is sealed: in base64. The nonce has 12
/// bytes.
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], associated_data: &[u8], plain: &[u8]) -> String {
    STANDARD.encode(sealed(&Aes256Gcm::new(key.into()), nonce.into(), associated_data, plain))
}

/// Encrypts a file as bills are encrypted: the nonce has 16 bytes.
pub fn encrypt_file(key: &[u8; 32], nonce: &[u8; 16], file: &[u8]) -> Vec<u8> {
    sealed(&AesGcm::<aes_gcm::aes::Aes256, U16>::new(key.into()), nonce.into(), b"", file)
}

/// The same the other way; nothing where it does not open.
pub fn decrypt_file(key: &[u8; 32], nonce: &[u8; 16], sealed: &[u8]) -> Option<Vec<u8>> {
    AesGcm::<aes_gcm::aes::Aes256, U16>::new(key.into()).decrypt(nonce.into(), sealed).ok()
}

/// A digest in hexadecimal.
pub fn digest(kind: Digest, bytes: &[u8]) -> String {
    fn hex<D: sha2::Digest>(bytes: &[u8]) -> String {
        D::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
    match kind {
        Digest::Sha1 => hex::<sha1::Sha1>(bytes),
        Digest::Sha256 => hex::<sha2::Sha256>(bytes),
        Digest::Sm3 => hex::<sm3::Sm3>(bytes),
        _ => unreachable!("there is no other"),
    }
}

fn sealed<C: aes_gcm::aead::Aead + AeadCore>(
    cipher: &C,
    nonce: &aes_gcm::aead::Nonce<C>,
    aad: &[u8],
    msg: &[u8],
) -> Vec<u8> {
    cipher.encrypt(nonce, Payload { msg, aad }).expect("it seals")
}
