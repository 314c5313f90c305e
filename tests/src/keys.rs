//! The keys of the tests, kept as base64 DER and made into PEM at run time.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
use rsa::rand_core::OsRng;
use rsa::sha2::{Digest as _, Sha256};
use rsa::traits::PaddingScheme;
use rsa::{Oaep, Pkcs1v15Encrypt, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;

/// The merchant id of the tests.
pub const MERCHANT_ID: &str = "1900000109";
/// The brand id of the tests.
pub const BRAND_ID: &str = "40000101";
/// The id of the WeChat Pay public key of the brand, whose private half is that of [`PLATFORM_BRAND`].
pub const BRAND_PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0440000101002025010100000000000001";
/// The APIv3 key of the tests.
pub const API_V3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";
/// The id of the WeChat Pay public key, whose private half is that of [`PLATFORM_A`].
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";

/// A key pair with a certificate.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    pub serial: &'static str,
    pkcs8: &'static str,
    certificate: &'static str,
}

macro_rules! identity {
    ($name:literal, $serial:literal) => {
        Identity {
            serial: $serial,
            pkcs8: include_str!(concat!("../fixtures/keys/", $name, ".pkcs8.b64")),
            certificate: include_str!(concat!("../fixtures/keys/", $name, ".cert.b64")),
        }
    };
}

pub const MERCHANT: Identity = identity!("merchant", "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567");
pub const PLATFORM_A: Identity = identity!("platform_a", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
pub const PLATFORM_B: Identity = identity!("platform_b", "0C0FFEE09EFDC096DE15EBE81A47057A7232F1B8");
pub const BRAND: Identity = identity!("brand", "0B2A4D0011223344556677889900AABBCCDDEEFF");
pub const PLATFORM_BRAND: Identity = identity!("platform_brand", "0D15EA5E9EFDC096DE15EBE81A47057A7232F1B8");
/// Nobody knows this one.
pub const STRANGER: Identity = identity!("stranger", "4444444444444444444444444444444444444444");

/// [`MERCHANT`] as WeChat Pay hands it out for Windows and Java: by OpenSSL, in 40-bit RC2 and triple DES, with the
/// merchant id as its password.
const MERCHANT_P12: &str = include_str!("../fixtures/keys/merchant.p12.b64");

pub fn merchant_p12() -> Vec<u8> {
    decode(MERCHANT_P12)
}

impl Identity {
    pub fn private_key(&self) -> RsaPrivateKey {
        RsaPrivateKey::from_pkcs8_der(&decode(self.pkcs8)).expect("the fixture is a PKCS#8 key")
    }

    pub fn public_key(&self) -> RsaPublicKey {
        self.private_key().to_public_key()
    }

    pub fn pkcs8_pem(&self) -> String {
        pem("PRIVATE KEY", &decode(self.pkcs8))
    }

    pub fn pkcs1_pem(&self) -> String {
        let der = self.private_key().to_pkcs1_der().expect("an RSA key has a PKCS#1 form");
        pem("RSA PRIVATE KEY", der.as_bytes())
    }

    pub fn public_key_pem(&self) -> String {
        let der = self.public_key().to_public_key_der().expect("an RSA key has an SPKI form");
        pem("PUBLIC KEY", der.as_bytes())
    }

    /// An RSASSA-PKCS1-v1_5 signature with SHA-256.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature = self.private_key().sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message));
        signature.expect("a 2048-bit key signs a digest")
    }

    /// Opens what was encrypted to this one with OAEP, from base64.
    pub fn open_oaep(&self, base64: &str) -> String {
        self.open(Oaep::new::<Sha1>(), base64)
    }

    /// Opens what was encrypted to this one with PKCS#1 v1.5, from base64.
    pub fn open_pkcs1(&self, base64: &str) -> String {
        self.open(Pkcs1v15Encrypt, base64)
    }

    fn open(&self, padding: impl PaddingScheme, base64: &str) -> String {
        let opened = self.private_key().decrypt(padding, &decode(base64));
        String::from_utf8(opened.expect("it was encrypted to this key, with this padding")).expect("it is text")
    }

    /// Encrypts to this one with OAEP, into base64.
    pub fn seal_oaep(&self, bytes: &[u8]) -> String {
        let sealed = self.public_key().encrypt(&mut OsRng, Oaep::new::<Sha1>(), bytes);
        BASE64_STANDARD.encode(sealed.expect("it is short enough for one block"))
    }

    pub fn certificate_pem(&self) -> String {
        pem("CERTIFICATE", &decode(self.certificate))
    }
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(text.replace('\n', "")).expect("the fixture is base64")
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let base64 = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("base64 is ASCII")).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
