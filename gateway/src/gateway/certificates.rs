//! `GET /v3/certificates`: the platform's certificates, sealed with the caller's APIv3 key.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::state::State;
use crate::check::Checked;
use crate::crypto::{random_hex, seal_gcm};
use crate::http::Reply;
use crate::keys::PlatformKey;

const AAD: &str = "certificate";

/// The answer, where this is what is asked for.
pub(super) fn reply(state: &State, request: &Checked) -> Option<Reply> {
    if !request.id().ends_with("/certificates") || request.request.method != "GET" || !is_own(request.id()) {
        return None;
    }
    let certificates = state.settings.platform.certificates();
    if certificates.is_empty() {
        let message = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。";
        return Some(Reply::error(404, "RESOURCE_NOT_EXISTS", message));
    }
    let key = state.settings.parties.get(request.caller.kind, &request.caller.id)?.api_v3_key;
    let entries: Vec<Value> = certificates.iter().map(|certificate| entry(&key, certificate)).collect();
    Some(Reply::json(&json!({"data": entries})))
}

fn is_own(id: &str) -> bool {
    ["GET /v3/certificates", "GET /v3/global/certificates"].contains(&id)
}

fn entry(key: &[u8; 32], certificate: &PlatformKey) -> Value {
    let nonce = random_hex(12);
    let pem = certificate.identity.certificate_pem();
    let sealed = seal_gcm(key, nonce.as_bytes(), AAD.as_bytes(), pem.as_bytes()).expect("the nonce has twelve bytes");
    json!({
        "serial_no": certificate.id,
        "effective_time": "2020-01-01T08:00:00+08:00",
        "expire_time": "2120-01-01T08:00:00+08:00",
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": nonce,
            "associated_data": AAD,
            "ciphertext": BASE64_STANDARD.encode(sealed),
        },
    })
}
