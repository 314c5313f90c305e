//! Uploads: a JSON part, which is signed, and a file, of which it holds the digest.

use serde_json::{Map, Value};

use super::body;
use super::fields::Walk;
use super::verdict::{Checked, Rejection};
use crate::api::{Body, Details, Digest, Form};
use crate::crypto::{sha256, sm3};
use crate::http::{self, Part, Request};
use crate::keys::PlatformKey;

/// The part that is signed: the one of JSON.
pub(super) fn meta(parts: &[Part]) -> Result<&[u8], Box<Rejection>> {
    let is_json = |part: &&Part| part.media.to_ascii_lowercase().starts_with("application/json");
    let named = |part: &&Part| part.name == "meta";
    let meta = parts.iter().find(is_json).or_else(|| parts.iter().find(named));
    let meta = meta.ok_or_else(|| {
        Rejection::parameter(
            "body",
            "",
            "no part of the form is `application/json`: that is the one that is signed",
            None,
        )
    })?;
    if meta.filename.is_some() {
        let why =
            "the JSON part has a file name, which makes a file of it: nothing is left to verify the signature with";
        return Err(Rejection::unsigned("错误的签名，导致验签失败", "signature", why));
    }
    Ok(&meta.body)
}

/// What may be read in another way elsewhere.
pub(super) fn remarks(request: &Request, parts: &[Part], remarks: &mut Vec<String>) {
    let media = request.header("Content-Type").unwrap_or_default();
    remarks.extend(http::form_remarks(media, &request.body).into_iter().map(str::to_owned));
    if parts.iter().filter(|part| part.media.to_ascii_lowercase().starts_with("application/json")).count() > 1 {
        remarks.push("more than one part is JSON: the first one is taken for what is signed".to_owned());
    }
}

/// The parts, against the operation.
pub(super) fn check(
    parts: Vec<Part>,
    details: Option<&Details>,
    checked: &mut Checked,
    key: Option<PlatformKey>,
) -> Result<(), Box<Rejection>> {
    let overseas = details.is_some_and(|details| details.overseas);
    let mut walk = Walk::new(key, overseas, &mut checked.remarks);
    let (body, files) = taken_apart(parts, details, &mut walk)?;
    (checked.body, checked.files) = (Value::Object(body), files);
    Ok(())
}

/// Whether they fit.
pub(super) fn fits_parts(parts: Vec<Part>, details: &Details, walk: &mut Walk<'_>) -> Result<(), Box<Rejection>> {
    taken_apart(parts, Some(details), walk).map(|_| ())
}

/// The members that are text, and the files.
type Taken = (Map<String, Value>, Vec<Part>);

fn taken_apart(parts: Vec<Part>, details: Option<&Details>, walk: &mut Walk<'_>) -> Result<Taken, Box<Rejection>> {
    let form = match details.map(|details| &details.body) {
        Some(Some(Body::Form(form))) => Some(form),
        Some(_) => {
            let why = "a form for an operation that takes none".to_owned();
            return Err(Rejection::header("Content-Type错误，请使用application/json", why));
        }
        None => None,
    };
    let (mut body, mut files) = (Map::new(), Vec::new());
    for part in parts {
        let is_meta = form.map_or_else(|| part.media.starts_with("application/json"), |form| part.name == form.meta);
        if part.filename.is_some() {
            files.push(part);
        } else if is_meta {
            body.insert(part.name, body::text(&part.body, walk)?);
        } else {
            body.insert(part.name, Value::String(String::from_utf8_lossy(&part.body).into_owned()));
        }
    }
    if let Some(form) = form {
        fits(form, &mut body, &files, walk)?;
    }
    Ok((body, files))
}

fn fits(form: &Form, body: &mut Map<String, Value>, files: &[Part], walk: &mut Walk<'_>) -> Result<(), Box<Rejection>> {
    let wrong = |field: &str, issue: &str| Rejection::parameter("body", field, issue, None);
    let Some(file) = files.iter().find(|part| part.name == form.file) else {
        return Err(wrong(&format!("/{}", form.file), "there is no such part with a file name"));
    };
    let Some(meta) = body.get_mut(&form.meta).and_then(Value::as_object_mut) else {
        return Err(wrong(&format!("/{}", form.meta), "there is no such part with an object in it"));
    };
    let shape = form.form.field(&form.meta).map(|field| &field.content);
    if let Some(crate::api::Content::Encoded(shape)) = shape {
        walk.object("body", *shape, &format!("/{}", form.meta), meta)?;
    }
    if let Some((member, digest)) = &form.digest {
        let digest = match digest {
            Digest::Sha256 => sha256(&file.body),
            Digest::Sm3 => sm3(&file.body),
        };
        let said = meta.get(member).and_then(Value::as_str).unwrap_or_default();
        if !said.eq_ignore_ascii_case(&digest) {
            let issue = format!("it is not the digest of the file, which is {digest}");
            return Err(wrong(&format!("/{}/{member}", form.meta), &issue));
        }
    }
    Ok(())
}
