//! What is wrong before there is a client: settings, keys, and what is sealed with them.

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD as STANDARD, Engine as _};

use super::made::SERIAL;
use crate::error::Error;
use crate::fixtures::{self, pem};
use crate::keys::{KeyError, OpenError};
use crate::{Client, ClientBuilder};

pub(super) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";

/// A client that could be made.
fn builder() -> ClientBuilder {
    nobody().certificate_serial(fixtures::OFFICIAL_SERIAL).public_key(PUBLIC_KEY_ID, public_pem())
}

/// One without a serial, and without a key of WeChat Pay.
fn nobody() -> ClientBuilder {
    Client::builder().merchant_id("1900000109").private_key(merchant_pem())
}

fn public_pem() -> String {
    pem("RSA PUBLIC KEY", &STANDARD.encode(fixtures::pkcs1_public_of(fixtures::OFFICIAL_KEY)))
}

fn merchant_pem() -> String {
    pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY)
}

/// Settings that are wrong, each as a caller would give it.
pub(super) fn settings() -> Vec<(&'static str, Error)> {
    let own = || pem("CERTIFICATE", fixtures::JAVA_MERCHANT_CERTIFICATE);
    let with = |serial: &str| builder().certificate_serial(serial);
    let wrong = [
        ("No merchant id", Client::builder().private_key(merchant_pem()).certificate_serial("0A")),
        ("An app id", builder().merchant_id("wxd678efh567hg6787")),
        ("An app id in hexadecimal", builder().merchant_id("wx0123456789abcdef")),
        ("No key", Client::builder().merchant_id("1900000109")),
        ("No serial", nobody()),
        ("The key in place of the serial", with(&merchant_pem())),
        ("A public key id in place of the serial", with(PUBLIC_KEY_ID)),
        ("A serial that has lost a digit", with("5157F09EFDC096DE15EBE81A47057A7232F1B8E")),
        ("The serial of another certificate", with("0A").certificate(own())),
        ("A path in place of a key", builder().private_key("/etc/wechatpay/apiclient_key.pem")),
        ("A certificate in place of a key", builder().private_key(own())),
        (
            "The key of another certificate",
            nobody().private_key(pem("PRIVATE KEY", fixtures::GO_KEY)).certificate(own()),
        ),
        ("Line ends written out", builder().private_key(merchant_pem().replace('\n', "\\n"))),
        ("A file with a pass phrase", builder().private_key(pem("ENCRYPTED PRIVATE KEY", "MAA="))),
        ("Nothing to verify with", nobody().certificate_serial("0A")),
        ("A public key without its id", builder().public_key("0119", public_pem())),
        ("The own certificate as that of WeChat Pay", builder().platform_certificate(own())),
        ("An APIv3 key of another length", builder().apiv3_key("0123456789")),
        ("Certificates, and no key to open them", builder().fetch_certificates(true)),
        ("A host with a path", builder().base_url("https://proxy.example.com/wechat")),
        ("A host with a password", builder().base_url("https://user:password@proxy.example.com/")),
        ("A host without encryption", builder().base_url("http://proxy.example.com/")),
        ("No host", builder().base_url("ftp://proxy.example.com/")),
        ("No time", builder().timeout(Duration::ZERO)),
        ("A language that no header carries", builder().accept_language("en\r\n")),
    ];
    wrong.into_iter().map(|(title, builder)| (title, builder.build().expect_err(title))).collect()
}

pub(super) fn keys() -> Vec<(&'static str, KeyError)> {
    let pem = KeyError::Pem { expected: "a private key", found: "a block that is cut off".to_owned() };
    let id =
        KeyError::Id { expected: "an id of digits alone", found: "2 characters, of which number 1 is 'a'".to_owned() };
    let length = KeyError::ApiKeyLength { name: "APIv3", bytes: 31 };
    let form = KeyError::ApiKeyForm { name: "APIv3", found: "this one has 64 hexadecimal digits" };
    vec![
        ("Another text", pem),
        ("A pass phrase", KeyError::PassPhrase),
        ("Other bytes", KeyError::Malformed { expected: "a private RSA key" }),
        ("Another algorithm", KeyError::Algorithm { found: "1.2.840.10045.2.1".to_owned() }),
        ("A key that is too short", KeyError::Length { bits: 1024 }),
        ("Two that do not belong together", KeyError::OtherCertificate { serial: SERIAL.to_owned() }),
        ("An API key of another length", length),
        ("An API key in another form", form),
        ("Another id", id),
        ("A PKCS#12 file", KeyError::Pkcs12),
        ("A PKCS#12 file that does not open", KeyError::Pkcs12Content { reason: "the pass phrase is another one" }),
        ("Several in one text", KeyError::Several { expected: "an X.509 certificate", count: 2 }),
        ("Two under one id", KeyError::SameId { id: SERIAL.to_owned() }),
        ("The own key", KeyError::OwnKey { id: SERIAL.to_owned() }),
    ]
}

pub(super) fn sealed() -> Vec<(&'static str, OpenError)> {
    vec![
        ("A member is missing", OpenError::Field { name: "nonce" }),
        ("Another algorithm", OpenError::Algorithm { found: "AEAD_CHACHA20".to_owned() }),
        ("Not base64", OpenError::NotBase64),
        ("Another key", OpenError::Rejected),
    ]
}
