//! One operation and all of its names. They depend on nothing but the operation itself.

use std::collections::BTreeSet;

use wechatpay_spec::{self as spec, Body, Presence, Protocol, Response};

use super::fields::{self, Part};
use super::model::{Answer, Digest, Operation, Place, Side, Upload};
use super::refusal::Refusal;

/// Headers that the client sets by itself, so that no caller has to: its keys, its formats, its name.
const CLIENT_HEADERS: [&str; 6] =
    ["Wechatpay-Serial", "Content-Type", "Authorization", "Accept", "Accept-Encoding", "User-Agent"];

pub fn name<'s>(
    operation: &'s spec::Operation,
    presence: &Presence,
    protocol: &Protocol,
) -> Result<Operation<'s>, Refusal> {
    let name = type_of(operation.id.method);
    let request = &operation.request;
    let headers: Vec<_> = request.headers.iter().filter(|field| !is_client_header(&field.name)).cloned().collect();
    let upload = upload(&request.body);
    if matches!(request.body, Body::Multipart { .. }) && upload.is_none() {
        return Err(Refusal::Upload { operation: operation.id.to_string() });
    }
    let body = body_fields(&request.body, upload.as_ref());
    let parts = [
        Part { place: Place::Path, fields: &request.path },
        Part { place: Place::Query, fields: &request.query.fields },
        Part { place: Place::Header, fields: &headers },
        Part { place: Place::Body, fields: &body },
    ];
    let optional = optional_parts(operation);
    // There is no URL without what stands in it.
    let certain = |place: Place, path: &str, field: &spec::Field| {
        place == Place::Path || (fields::required(field) && !optional.contains(&(place, path.to_owned())))
    };
    let (request, request_types) = fields::build(name, &operation.title, &parts, Side::Request, &certain);
    let answer = answer(operation, name, presence);
    let facts = protocol.facts(&operation.id);
    Ok(Operation { spec: operation, name: name.to_owned(), request, request_types, answer, upload, facts })
}

/// The struct of a method.
pub fn type_of(method: spec::Method) -> &'static str {
    match method {
        spec::Method::Get => "Get",
        spec::Method::Post => "Post",
        spec::Method::Put => "Put",
        spec::Method::Patch => "Patch",
        spec::Method::Delete => "Delete",
    }
}

fn is_client_header(name: &str) -> bool {
    CLIENT_HEADERS.iter().any(|header| header.eq_ignore_ascii_case(name))
}

/// The fields of parts that may be left out as a whole: none of them is required then.
fn optional_parts(operation: &spec::Operation) -> BTreeSet<(Place, String)> {
    let query = &operation.request.query;
    let query = query.fields.iter().filter(|_| !query.required);
    let body = match &operation.request.body {
        Body::Json { required, fields } if *required != spec::Required::Yes => fields.as_slice(),
        _ => &[],
    };
    let query = query.map(|field| (Place::Query, field.name.clone()));
    query.chain(body.iter().map(|field| (Place::Body, field.name.clone()))).collect()
}

/// The fields of a body. What the client fills in is optional, and so is a JSON part with nothing else in it.
fn body_fields(body: &Body, upload: Option<&Upload>) -> Vec<spec::Field> {
    let Body::Multipart { parts } = body else {
        return match body {
            Body::Json { fields, .. } => fields.clone(),
            _ => Vec::new(),
        };
    };
    let mut parts = parts.clone();
    let Some(upload) = upload else { return parts };
    for part in parts.iter_mut().filter(|part| part.name == upload.meta) {
        if let spec::Content::EncodedJson(members) = &mut part.content {
            let filled = [upload.digest.as_ref().map(|(name, _)| name), upload.file_name.as_ref()];
            for member in members.iter_mut().filter(|member| filled.contains(&Some(&member.name))) {
                member.required = spec::Required::No;
            }
            if !members.iter().any(fields::required) {
                part.required = spec::Required::No;
            }
        }
    }
    parts
}

/// Finds the parts of an upload by what they are: the file, the string that holds JSON, and in it what speaks of a
/// digest and of a file name.
fn upload(body: &Body) -> Option<Upload> {
    let Body::Multipart { parts } = body else { return None };
    let file = parts.iter().find(|part| part.ty.kind == spec::Kind::File)?;
    let meta = parts.iter().find(|part| matches!(part.content, spec::Content::EncodedJson(_)))?;
    let digest = meta.fields().iter().find_map(|member| Some((member.name.clone(), digest(member)?)));
    let named = |member: &&spec::Field| ["filename", "file_name"].contains(&member.name.as_str());
    let file_name = meta.fields().iter().find(named).map(|member| member.name.clone());
    Some(Upload { meta: meta.name.clone(), file: file.name.clone(), digest, file_name })
}

fn digest(member: &spec::Field) -> Option<Digest> {
    let label = member.label.to_ascii_lowercase();
    let algorithms = [("sha256", Digest::Sha256), ("sm3", Digest::Sm3)];
    let found = algorithms.into_iter().find(|(name, _)| label.contains(name)).map(|(_, digest)| digest);
    found.filter(|_| label.contains("摘要"))
}

fn answer(operation: &spec::Operation, name: &str, presence: &Presence) -> Answer {
    match &operation.response {
        Response::Empty { http } => Answer::Empty { accepted: *http == 202 },
        Response::Stream { .. } => Answer::Stream,
        Response::Json { fields } => {
            let parts = [Part { place: Place::Body, fields }];
            let certain = |_: Place, path: &str, field: &spec::Field| presence.guarantees(&operation.id, path, field);
            let name = format!("{name}Response");
            let (body, types) = fields::build(&name, &operation.title, &parts, Side::Response, &certain);
            Answer::Json { body, types }
        }
    }
}
