//! Key pairs with certificates, kept as base64 DER and made into PEM when someone asks.

use std::sync::OnceLock;

#[cfg(feature = "shangmi")]
use crate::crypto::Algorithm;
use crate::crypto::{PrivateKey, certificate, decode, pem};

/// A key pair with a certificate.
#[derive(Debug)]
pub struct Identity {
    /// The serial number of the certificate.
    pub serial: String,
    /// The private half.
    pub key: PrivateKey,
    certificate: Vec<u8>,
}

impl Identity {
    fn new(pkcs8: &str, certificate_der: &str) -> Self {
        let der = |text| decode(text).expect("the fixture is base64");
        let key = PrivateKey::from_pkcs8(&der(pkcs8)).expect("the fixture is a key");
        let certificate_der = der(certificate_der);
        let (serial, public) = certificate(&certificate_der).expect("the fixture is a certificate");
        assert_eq!(public, *key.public(), "the certificate is that of the key");
        Self { serial, key, certificate: certificate_der }
    }

    /// The private key as WeChat Pay hands it out: PKCS#8.
    pub fn private_key_pem(&self) -> String {
        pem("PRIVATE KEY", self.key.pkcs8())
    }

    /// The private key as older files hold it: PKCS#1, which RSA alone has.
    pub fn pkcs1_pem(&self) -> Option<String> {
        self.key.pkcs1().map(|der| pem("RSA PRIVATE KEY", &der))
    }

    /// One of the same algorithm that is none of the service's.
    pub fn stranger(&self) -> &'static Self {
        match self.key.algorithm() {
            #[cfg(feature = "shangmi")]
            Algorithm::Sm2 => sm_merchant(),
            _ => stranger(),
        }
    }

    /// The public key.
    pub fn public_key_pem(&self) -> String {
        pem("PUBLIC KEY", &self.key.public().spki())
    }

    /// The certificate.
    pub fn certificate_pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }
}

macro_rules! identities {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $($(#[$doc])*
        pub fn $name() -> &'static Identity {
            static IDENTITY: OnceLock<Identity> = OnceLock::new();
            IDENTITY.get_or_init(|| Identity::new(
                include_str!(concat!("../../fixtures/keys/", stringify!($name), ".pkcs8.b64")),
                include_str!(concat!("../../fixtures/keys/", stringify!($name), ".cert.b64")),
            ))
        })*
    };
}

identities! {
    /// The merchant's.
    merchant,
    /// The brand's.
    brand,
    /// WeChat Pay's: of its public key and of its older certificate.
    platform_a,
    /// WeChat Pay's newer certificate.
    platform_b,
    /// What answers to brands are signed with.
    platform_brand,
    /// Nobody knows this one.
    stranger,
}

#[cfg(feature = "shangmi")]
identities! {
    /// The merchant's for the Chinese national algorithms.
    sm_merchant,
    /// WeChat Pay's certificate for them.
    sm_platform,
}
