//! One operation and all of its names. They depend on nothing but the operation itself and what is published of it.

use std::collections::BTreeSet;

use wechatpay_spec::{self as spec, Body, Corrected, Presence, Response, Side, Target};

use super::fields::{self, Part};
use super::kept::{Given, Kept};
use super::model::{self, Answer, Operation, Place};
use super::refusal::Refusal;

pub fn name<'s>(
    operation: &'s spec::Operation,
    Corrected { spec, presence, protocol, names, .. }: &'s Corrected,
) -> Result<(Operation<'s>, Given), Refusal> {
    let name = type_of(operation.id.method);
    let request = &operation.request;
    let headers: Vec<_> = request.headers.iter().filter(|field| !field.is_client_header()).cloned().collect();
    let upload = request.body.upload();
    if matches!(request.body, Body::Multipart { .. }) && upload.is_none() {
        return Err(Refusal::Upload { operation: Target::Operation(operation.id.clone()) });
    }
    let body = request.body.given();
    let parts = [
        Part { side: Side::RequestPath, fields: &request.path },
        Part { side: Side::RequestQuery, fields: &request.query.fields },
        Part { side: Side::RequestHeaders, fields: &headers },
        Part { side: Side::RequestBody, fields: &body },
    ];
    let optional = optional_parts(operation);
    // There is no URL without what stands in it.
    let certain = |place: Place, path: &str, field: &spec::Field| {
        place == Place::Path || (fields::required(field) && !optional.contains(&(place, path.to_owned())))
    };
    let mut kept = Kept::of_operation(spec, names, operation);
    let (request, request_types) =
        fields::build((name, &operation.title), &parts, model::Side::Request, &certain, &mut kept);
    let answer = answer(operation, name, presence, &mut kept);
    let named = Operation {
        spec: operation,
        name: name.to_owned(),
        request,
        request_types,
        answer,
        upload,
        facts: protocol.facts(&operation.id),
        retry: protocol.retry(operation),
        known_by: protocol.known_by(operation),
        aliases: Vec::new(),
    };
    Ok((named, kept.finish()))
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

fn answer(operation: &spec::Operation, name: &str, presence: &Presence, kept: &mut Kept<'_>) -> Answer {
    match &operation.response {
        Response::Empty { http } => Answer::Empty { accepted: *http == 202 },
        Response::Stream { .. } => Answer::Stream,
        Response::Json { fields } => {
            let parts = [Part { side: Side::Response, fields }];
            let certain = |_: Place, path: &str, field: &spec::Field| presence.guarantees(&operation.id, path, field);
            let name = format!("{name}Response");
            let (body, types) = fields::build((&name, &operation.title), &parts, model::Side::Response, &certain, kept);
            Answer::Json { body, types, shared: None }
        }
    }
}
