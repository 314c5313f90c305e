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
    let mut names: Vec<_> = request.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    for same in names.chunk_by(|one, next| one == next).filter(|same| same.len() > 1) {
        let spelt = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(&same[0]));
        remarks.push(format!("`{}` comes more than once", spelt.map_or("", |(name, _)| name)));
    }
    if request.header("Transfer-Encoding").is_some() {
        remarks.push("the body comes in chunks, without a length".to_owned());
    }
    if request.body.is_empty() && request.header("Content-Type").is_some() {
        remarks.push("`Content-Type` without a body".to_owned());
    }
    Ok(())
}

/// What comes over a wire has; of a request that was captured, it may have been left out.
pub(super) fn host(request: &Request, remarks: &mut Vec<String>) {
    if request.header("Host").is_none() {
        remarks.push("there is no `Host` header".to_owned());
    }
}

/// The key that a request names: the one that its answer is signed with, and that it has encrypted to.
pub(super) fn serial(
    request: &Request,
    platform: &Platform,
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
    platform.key(kind, serial).cloned().map(Some).ok_or_else(|| {
        let known: Vec<_> = platform.keys(kind).iter().map(|key| key.id.as_str()).collect();
        let why = format!("`Wechatpay-Serial: {serial}` is no key of the service: those are `{}`", known.join("`, `"));
        Rejection::header("平台证书序列号Wechatpay-Serial错误", why)
    })
}
