//! `GET /v3/certificates`: the platform's certificates, wrapped with the APIv3 key.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::{Gateway, Reply};
use crate::keys::{API_V3_KEY, Identity};
use crate::shangmi::{Sm2Identity, seal_sm4};

pub const ROUTE: &str = "GET /v3/certificates";
const NONCE: &str = "61f9c719728a";
const AAD: &str = "certificate";

impl Gateway {
    /// Serves these certificates.
    pub fn offer_certificates(&self, identities: &[Identity]) {
        let body = certificate_list(API_V3_KEY, identities);
        self.on(ROUTE, move |_| Reply::json(&body));
    }
}

/// The answer that holds these certificates.
pub fn certificate_list(api_v3_key: &str, identities: &[Identity]) -> Value {
    let entries = identities
        .iter()
        .map(|identity| entry(identity.serial, "AEAD_AES_256_GCM", &seal(api_v3_key, &identity.certificate_pem())));
    json!({ "data": entries.collect::<Vec<_>>() })
}

/// The same for the Chinese national algorithms.
pub fn certificate_list_sm(api_v3_key: &str, identities: &[Sm2Identity]) -> Value {
    let entries = identities.iter().map(|identity| {
        let sealed = seal_sm4(api_v3_key, NONCE, AAD, &identity.certificate_pem());
        entry(identity.serial, "AEAD_SM4_GCM", &sealed)
    });
    json!({ "data": entries.collect::<Vec<_>>() })
}

fn entry(serial: &str, algorithm: &str, ciphertext: &str) -> Value {
    json!({
        "serial_no": serial,
        "effective_time": "2020-01-01T00:00:00+08:00",
        "expire_time": "2120-01-01T00:00:00+08:00",
        "encrypt_certificate":
            {"algorithm": algorithm, "nonce": NONCE, "associated_data": AAD, "ciphertext": ciphertext},
    })
}

fn seal(api_v3_key: &str, text: &str) -> String {
    let cipher = Aes256Gcm::new_from_slice(api_v3_key.as_bytes()).expect("an APIv3 key has 32 bytes");
    let payload = Payload { msg: text.as_bytes(), aad: AAD.as_bytes() };
    BASE64_STANDARD.encode(cipher.encrypt(NONCE.as_bytes().into(), payload).expect("a certificate is short"))
}
