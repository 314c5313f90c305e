//! The Chinese national algorithms as the gateway does them: SM2 by another library than the client's.

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{AesGcm, KeyInit};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sm3::{Digest as _, Sm3};
use sm4::Sm4;
use smcrypto::sm2;

use crate::digest::hex;
use crate::keys::{decode, pem};

/// An SM2 key pair with a certificate, made with OpenSSL.
#[derive(Clone, Copy, Debug)]
pub struct Sm2Identity {
    pub serial: &'static str,
    pkcs8: &'static str,
    certificate: &'static str,
}

pub const SM_MERCHANT: Sm2Identity = Sm2Identity {
    serial: "5A1B2C3D4E5F60718293A4B5C6D7E8F901234567",
    pkcs8: include_str!("../fixtures/keys/sm_merchant.pkcs8.b64"),
    certificate: include_str!("../fixtures/keys/sm_merchant.cert.b64"),
};
pub const SM_PLATFORM: Sm2Identity = Sm2Identity {
    serial: "6157F09EFDC096DE15EBE81A47057A7232F1B8E1",
    pkcs8: include_str!("../fixtures/keys/sm_platform.pkcs8.b64"),
    certificate: include_str!("../fixtures/keys/sm_platform.cert.b64"),
};

impl Sm2Identity {
    pub fn pkcs8_pem(&self) -> String {
        pem("PRIVATE KEY", &decode(self.pkcs8))
    }

    pub fn certificate_pem(&self) -> String {
        pem("CERTIFICATE", &decode(self.certificate))
    }

    /// A signature in ASN.1 DER, for the identity that the standard gives to those who have none.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        sm2::Sign::new(&self.secret()).sign(message)
    }

    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        sm2::Verify::new(&self.public()).verify(message, signature)
    }

    /// Encrypts to this one, into base64.
    pub fn seal(&self, bytes: &[u8]) -> String {
        BASE64_STANDARD.encode(sm2::Encrypt::new(&self.public()).encrypt_asna1(bytes))
    }

    /// Opens what was encrypted to this one, from base64.
    pub fn open(&self, base64: &str) -> String {
        let opened = sm2::Decrypt::new(&self.secret()).decrypt_asna1(&decode(base64));
        String::from_utf8(opened).expect("it was encrypted to this key, and it is text")
    }

    /// The secret number, in hex: it follows the version of the `ECPrivateKey`.
    fn secret(&self) -> String {
        let der = decode(self.pkcs8);
        let version = [0x02, 0x01, 0x01, 0x04, 0x20];
        let at = der.windows(version.len()).position(|window| window == version);
        let start = at.expect("the fixture holds an ECPrivateKey") + version.len();
        hex(&der[start..start + 32])
    }

    fn public(&self) -> String {
        sm2::pk_from_sk(&self.secret())
    }
}

/// Seals with SM4-GCM and the key that comes of an APIv3 key, into base64.
pub fn seal_sm4(api_v3_key: &str, nonce: &str, aad: &str, text: &str) -> String {
    let key = &Sm3::digest(api_v3_key)[..16];
    let cipher = AesGcm::<Sm4, U12>::new_from_slice(key).expect("an SM4 key has 16 bytes");
    let payload = Payload { msg: text.as_bytes(), aad: aad.as_bytes() };
    BASE64_STANDARD.encode(cipher.encrypt(nonce.as_bytes().into(), payload).expect("the text is short"))
}
