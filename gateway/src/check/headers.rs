//! The headers beside `Authorization`.

use super::verdict::Rejection;
use crate::http::Request;
use crate::keys::{Kind, Platform, PlatformKey};

/// What every request has.
pub(super) fn check(request: &Request, remarks: &mut Vec<String>) -> Result<(), Box<Rejection>> {
    const MISSING: &str = "Http头缺少Accept或User-Agent";
    let missing = |name: &str| Rejection::header(MISSING, format!("there is no `{name}` header"));
    let accept = request.header("Accept").ok_or_else(|| missing("Accept"))?;
    if request.header("User-Agent").is_none_or(|agent| agent.trim().is_empty()) {
        return Err(missing("User-Agent"));
    }
    if !["application/json", "*/*", "application/*"].iter().any(|media| accept.contains(media)) {
        remarks.push(format!("`Accept: {accept}` does not name `application/json`"));
    }
    for name in ["Accept", "User-Agent", "Content-Type", "Wechatpay-Serial"] {
        if request.all(name).count() > 1 {
            remarks.push(format!("`{name}` comes more than once"));
        }
    }
    if request.body.is_empty() && request.header("Content-Type").is_some() {
        remarks.push("`Content-Type` without a body".to_owned());
    }
    Ok(())
}

/// The key that a request names: the one that its answer is signed with, and that it has encrypted to.
pub(super) fn serial(
    request: &Request,
    platform: Platform,
    kind: Kind,
    remarks: &mut Vec<String>,
) -> Result<Option<PlatformKey>, Box<Rejection>> {
    let Some(serial) = request.header("Wechatpay-Serial") else {
        // Who asks for the certificates may not know one yet.
        if request.path() != "/v3/certificates" {
            remarks
                .push("there is no `Wechatpay-Serial`: it tells which key the answer can be verified with".to_owned());
        }
        return Ok(None);
    };
    platform.key(kind, serial).map(Some).ok_or_else(|| {
        let known: Vec<_> = platform.keys(kind).into_iter().map(|key| key.id).collect();
        let why = format!("`Wechatpay-Serial: {serial}` is no key of the service: those are `{}`", known.join("`, `"));
        Rejection::header("平台证书序列号Wechatpay-Serial错误", why)
    })
}
