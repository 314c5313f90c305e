//! Operations as they are described: by the `OpenAPI` description, and by the types of the official samples.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use wechatpay_spec::{OperationId, Side, Target};

use super::field::{Fields, Ignored, RequiredFact};
use super::line::Parsed;
use super::{Claim, Event, Flags, Sample, class};
use crate::source::{Origin, Source, Speaker};

/// A line of the `OpenAPI` description.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
pub(super) struct OpenapiLine {
    operation: String,
    request: OpenapiRequest,
    response: Option<Fields>,
    #[serde(default)]
    title: Ignored,
    #[serde(default)]
    base: Ignored,
    #[serde(default)]
    role: Ignored,
    #[serde(default)]
    deprecated: Ignored,
    #[serde(default)]
    updated: Ignored,
    #[serde(default)]
    multipart: Ignored,
    #[serde(default)]
    http: Ignored,
    #[serde(default)]
    body_optional: Ignored,
    #[serde(default)]
    body_schema: Ignored,
    #[serde(default)]
    response_schema: Ignored,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenapiRequest {
    #[serde(default)]
    path: Fields,
    #[serde(default)]
    query: Fields,
    #[serde(default)]
    headers: Fields,
    #[serde(default)]
    body: Fields,
}

/// A line of the official samples: their types, and their examples.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
pub(super) struct SamplesLine {
    operation: String,
    request: SamplesRequest,
    response: Option<Fields>,
    #[serde(default)]
    response_empty: bool,
    #[serde(default)]
    examples: Vec<Value>,
    #[serde(default)]
    title: Ignored,
    #[serde(default)]
    products: Ignored,
    #[serde(default)]
    modes: Ignored,
    #[serde(default)]
    auth: Ignored,
    #[serde(default)]
    multipart: Ignored,
    #[serde(default)]
    files: Ignored,
    #[serde(default)]
    url: Ignored,
    #[serde(default)]
    docs: Ignored,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
struct SamplesRequest {
    #[serde(default)]
    path: Fields,
    #[serde(default)]
    query: Fields,
    #[serde(default)]
    body: Fields,
    /// Names alone.
    #[serde(default)]
    headers: Ignored,
}

/// The pseudo operation of the notifications.
const NOTIFICATIONS: &str = "/v3/webhooks";

pub(super) fn of_openapi(line: OpenapiLine, origin: &Origin) -> Result<Parsed, String> {
    let id: OperationId = line.operation.parse()?;
    let speaker = Speaker::of(Source::Openapi);
    if id.path == NOTIFICATIONS {
        return Ok(Parsed { events: class::events(&line.request.body, &speaker, origin), ..Parsed::default() });
    }
    let OpenapiRequest { path, query, headers, body } = line.request;
    let sides = [
        (Side::RequestPath, path),
        (Side::RequestQuery, query),
        (Side::RequestHeaders, headers),
        (Side::RequestBody, body),
        (Side::Response, line.response.unwrap_or_default()),
    ];
    let is_flag = |fields: &Fields| fields.0.iter().any(|(_, fact)| fact.required == Some(RequiredFact::Yes));
    // A description without a single flag says nothing by leaving one out.
    let flags = if sides.iter().any(|(_, fields)| is_flag(fields)) { Flags::Stated } else { Flags::Unknown };
    let described = Described { id, speaker, flags, is_mixed: false, origin };
    Ok(Parsed { claims: described.claims(sides.into()), ..Parsed::default() })
}

pub(super) fn of_samples(line: SamplesLine, origin: &Origin) -> Result<Parsed, String> {
    let id: OperationId = line.operation.parse()?;
    let speaker = Speaker::of(Source::Skills);
    let SamplesRequest { path, query, body, headers: _ } = line.request;
    let mut sides = vec![(Side::RequestPath, path), (Side::RequestQuery, query), (Side::RequestBody, body)];
    if line.response.is_some() || line.response_empty {
        sides.push((Side::Response, line.response.unwrap_or_default()));
    }
    let samples = line.examples.into_iter().map(|json| Sample {
        target: Target::Operation(id.clone()),
        side: Side::RequestBody,
        speaker: speaker.clone(),
        json,
        origin: origin.clone(),
    });
    let samples = samples.collect();
    let described = Described { id, speaker, flags: Flags::Partial, is_mixed: true, origin };
    Ok(Parsed { claims: described.claims(sides), samples, ..Parsed::default() })
}

/// What the claims of one operation share.
struct Described<'a> {
    id: OperationId,
    speaker: Speaker,
    flags: Flags,
    is_mixed: bool,
    origin: &'a Origin,
}

impl Described<'_> {
    fn claims(&self, sides: Vec<(Side, Fields)>) -> Vec<Claim> {
        let names = |fields: &Fields| fields.0.iter().map(|(path, _)| path.clone()).collect::<BTreeSet<_>>();
        let request: Vec<(Side, BTreeSet<String>)> = sides
            .iter()
            .filter(|(side, _)| *side != Side::Response)
            .map(|(side, fields)| (*side, names(fields)))
            .collect();
        let others = |side: Side| {
            let others = request.iter().filter(|(other, _)| side != Side::Response && *other != side);
            others.flat_map(|(_, names)| names.iter().cloned()).collect()
        };
        let claim = |(side, fields)| Claim {
            target: Target::Operation(self.id.clone()),
            side,
            speakers: vec![self.speaker.clone()],
            fields,
            flags: self.flags,
            elsewhere: others(side),
            is_mixed: self.is_mixed,
            origin: self.origin.clone(),
        };
        sides.into_iter().map(claim).collect()
    }
}

impl Event {
    /// The member of a notification that says which one it is.
    pub(crate) const FIELD: &'static str = "event_type";
}
