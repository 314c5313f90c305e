//! The body.

use serde_json::Value;

use super::fields::Walk;
use super::json;
use super::verdict::Rejection;
use crate::api::{Body, Details};
use crate::http::{self, Part, Request};

/// The parts of a form; nothing where the body is none.
pub(super) fn parts(request: &Request) -> Result<Option<Vec<Part>>, Box<Rejection>> {
    let media = request.header("Content-Type").unwrap_or_default();
    if request.body.is_empty() || !media.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return Ok(None);
    }
    let parts = http::parse_form(media, &request.body);
    parts.map(Some).map_err(|why| Rejection::parameter("body", "", &why, None))
}

/// A body of JSON, decrypted where it stands in an operation; `null` where there is none.
pub(super) fn check(
    request: &Request,
    details: Option<&Details>,
    walk: &mut Walk<'_>,
) -> Result<Value, Box<Rejection>> {
    let (shape, optional) = match details.map(|details| &details.body) {
        Some(Some(Body::Json { json, optional })) => (Some(*json), *optional),
        Some(Some(Body::Form(_))) if !request.body.is_empty() => {
            let media = request.header("Content-Type").unwrap_or_default();
            let why = format!("an upload is `multipart/form-data`, and this is `{media}`");
            return Err(Rejection::header("Content-Type错误，上传文件须使用multipart/form-data", why));
        }
        Some(Some(Body::Form(_))) => return Err(Rejection::parameter("body", "", "an upload has no form in it", None)),
        Some(None) | None => (None, true),
    };
    if request.body.is_empty() {
        if !optional && shape.is_some_and(|shape| shape.fields().iter().any(|field| field.required)) {
            return Err(Rejection::parameter("body", "", "there is no body, and members are required in it", None));
        }
        return Ok(Value::Null);
    }
    let media = request.header("Content-Type").unwrap_or_default();
    if !media.to_ascii_lowercase().contains("application/json") {
        let why = format!("the body is of the type `{media}`, and `application/json` is wanted");
        return Err(Rejection::header("Content-Type错误，请使用application/json", why));
    }
    let mut value = text(&request.body, walk)?;
    match (shape, &mut value) {
        (Some(shape), Value::Object(members)) => walk.object("body", shape, "", members)?,
        (Some(_), other) => return Err(Rejection::parameter("body", "", "it is no object", Some(other))),
        (None, _) => {
            if details.is_some() {
                walk.remark("a body for an operation that takes none".to_owned());
            }
        }
    }
    Ok(value)
}

/// JSON of characters that the service takes.
pub(super) fn text(bytes: &[u8], walk: &mut Walk<'_>) -> Result<Value, Box<Rejection>> {
    let wrong = |issue: &str| Rejection::parameter("body", "", issue, None);
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8"))?;
    if let Some(wide) = text.chars().find(|char| u32::from(*char) > 0xffff) {
        return Err(wrong(&format!("`{wide}` takes four bytes in UTF-8, and up to three are taken")));
    }
    json::parse(bytes, walk.remarks()).map_err(|error| wrong(&format!("it is no JSON: {error}")))
}
