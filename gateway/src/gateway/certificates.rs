//! `GET /v3/certificates`: the platform's certificates, sealed with the caller's APIv3 key.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::state::State;
use crate::check::Checked;
use crate::crypto::{Aead, Algorithm, random_hex};
use crate::keys::PlatformKey;
use crate::reply::Reply;

const AAD: &str = "certificate";

/// The answer, where this is what is asked for.
pub(super) fn reply(state: &State, request: &Checked) -> Option<Reply> {
    if !request.id().ends_with("/certificates") || request.request.method != "GET" || !is_own(request.id()) {
        return None;
    }
    let platform = state.platform();
    let is_wanted = |key: &&PlatformKey| match request.text("algorithm_type") {
        Some("ALL") => true,
        Some("SM2") => key.identity.key.algorithm() == Algorithm::Sm2,
        _ => key.identity.key.algorithm() == Algorithm::Rsa,
    };
    let certificates: Vec<_> = platform.listed().filter(is_wanted).collect();
    if certificates.is_empty() {
        let message = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。";
        return Some(Reply::error(404, "RESOURCE_NOT_EXISTS", message));
    }
    let key = state.settings.parties.get(request.caller.kind, &request.caller.id)?.api_v3_key;
    Some(Reply::json(&certificate_list(&key, certificates)))
}

fn is_own(id: &str) -> bool {
    ["GET /v3/certificates", "GET /v3/global/certificates"].contains(&id)
}

/// What `GET /v3/certificates` answers: certificates, each sealed with an APIv3 key by the AEAD that goes with it. For
/// tests that bend it and [say](crate::Gateway::on_path) it themselves.
///
/// ```
/// use wechatpay_gateway::gateway::certificate_list;
/// use wechatpay_gateway::keys::{API_V3_KEY, PlatformKey, platform_a};
///
/// let key = API_V3_KEY.as_bytes().try_into().unwrap();
/// let mut list = certificate_list(key, [&PlatformKey::certificate(platform_a())]);
/// list["data"][0]["serial_no"] = "another one".into();
/// ```
pub fn certificate_list<'a>(api_v3_key: &[u8; 32], certificates: impl IntoIterator<Item = &'a PlatformKey>) -> Value {
    let entries: Vec<Value> = certificates.into_iter().map(|certificate| entry(api_v3_key, certificate)).collect();
    json!({"data": entries})
}

fn entry(key: &[u8; 32], certificate: &PlatformKey) -> Value {
    let (nonce, aead) = (random_hex(12), Aead::of(certificate.identity.key.algorithm()));
    let pem = certificate.identity.certificate_pem();
    let sealed = aead.seal(key, nonce.as_bytes(), AAD.as_bytes(), pem.as_bytes()).expect("the nonce has twelve bytes");
    json!({
        "serial_no": certificate.id,
        "effective_time": "2020-01-01T08:00:00+08:00",
        "expire_time": "2120-01-01T08:00:00+08:00",
        "encrypt_certificate": {
            "algorithm": aead.name(),
            "nonce": nonce,
            "associated_data": AAD,
            "ciphertext": BASE64_STANDARD.encode(sealed),
        },
    })
}
