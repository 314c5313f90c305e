//! Official examples against the generated types: what they keep, and what they lose.

mod compare;
pub mod example;

use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use wechatpay_client::table::{self, Again};
use wechatpay_client::wire;
use wechatpay_spec::{Corrected, Field, Kind, Operation, Response};

use compare::Difference;

/// One line of a file of samples.
#[derive(Clone, Debug, Deserialize)]
pub struct Sample {
    /// `POST /v3/…`
    pub operation: Option<String>,
    /// An event type, or what its source calls the content of a notification.
    pub webhook: Option<String>,
    pub side: Option<Side>,
    pub json: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Request,
    Response,
}

/// What became of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed(Vec<String>),
    /// There is nothing to hold it against.
    Skipped(String),
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.operation, &self.webhook, self.side) {
            (Some(operation), _, Some(side)) => write!(f, "{operation} {}", format!("{side:?}").to_lowercase()),
            (Some(operation), _, None) => f.write_str(operation),
            (None, Some(webhook), _) => write!(f, "webhook {webhook}"),
            (None, None, _) => f.write_str("a sample of nothing"),
        }
    }
}

/// Holds samples against the types, with the spec for what it knows.
pub struct Judge {
    corrected: Corrected,
}

impl Judge {
    /// Loads the spec that lies in the repository.
    pub fn load() -> Result<Self, String> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let shown = |errors: Vec<wechatpay_spec::SpecError>| {
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        Ok(Self { corrected: Corrected::load(&dir).map_err(shown)? })
    }

    /// The operations of the spec, corrected.
    pub fn operations(&self) -> &[Operation] {
        &self.corrected.spec.operations
    }

    pub fn judge(&self, sample: &Sample) -> Outcome {
        match (&sample.operation, &sample.webhook) {
            (Some(id), _) => self.operation(id, sample),
            (None, Some(event)) => self.webhook(event, &sample.json),
            (None, None) => Outcome::Failed(vec!["$: the line names neither an operation nor a webhook".to_owned()]),
        }
    }

    fn operation(&self, id: &str, sample: &Sample) -> Outcome {
        let spec = self.operations().iter().find(|operation| operation.id.to_string() == id);
        let (Some(spec), Some(types)) = (spec, table::operation(id)) else {
            return Outcome::Skipped("the spec has no such operation".to_owned());
        };
        match (sample.side, types.response, &spec.response) {
            (Some(Side::Request), ..) => verdict(request(spec, types.request, &sample.json)),
            (Some(Side::Response), Some(again), Response::Json { fields }) => {
                verdict(response(again, &sample.json, fields))
            }
            (Some(Side::Response), ..) => Outcome::Skipped("the answer is no JSON".to_owned()),
            (None, ..) => Outcome::Failed(vec!["$: the line has no side".to_owned()]),
        }
    }

    fn webhook(&self, event: &str, json: &Value) -> Outcome {
        let spec = self.corrected.spec.webhooks.iter().find(|webhook| webhook.name == event);
        match (spec, table::webhook(event)) {
            (Some(spec), Some(types)) => verdict(response(types.resource, json, &spec.resource)),
            _ => Outcome::Skipped("no event type is called so".to_owned()),
        }
    }
}

fn verdict(result: Result<Vec<Difference>, String>) -> Outcome {
    match result {
        Ok(differences) if differences.is_empty() => Outcome::Passed,
        Ok(differences) => Outcome::Failed(differences.iter().map(ToString::to_string).collect()),
        Err(error) => Outcome::Failed(vec![error]),
    }
}

/// A request has to come back as it went in.
fn request(spec: &Operation, again: Again, json: &Value) -> Result<Vec<Difference>, String> {
    let mut whole = json.clone();
    let added = add_parameters(spec, &mut whole);
    let mut found = through(again, &whole)?;
    if let Value::Object(members) = &mut found {
        members.retain(|name, _| !added.contains(name));
    }
    Ok(compare::same(json, &found))
}

/// A sample shows the body; the types want the parameters of the URL too. Gives the names of those that were added.
fn add_parameters(spec: &Operation, json: &mut Value) -> Vec<String> {
    let Value::Object(members) = json else { return Vec::new() };
    let request = &spec.request;
    let parameters = request.path.iter().chain(&request.query.fields).chain(&request.headers);
    let mut added = Vec::new();
    for field in parameters.filter(|field| !members.contains_key(&field.name)).collect::<Vec<_>>() {
        members.insert(field.name.clone(), placeholder(field));
        added.push(field.name.clone());
    }
    added
}

fn placeholder(field: &Field) -> Value {
    let one = match field.ty.kind {
        Kind::Boolean => Value::Bool(true),
        Kind::Object => Value::Object(serde_json::Map::new()),
        _ if !field.fields().is_empty() => Value::Null,
        _ => Value::String("1".to_owned()),
    };
    if field.ty.list { Value::Array(vec![one]) } else { one }
}

/// Everything in an answer that the spec knows has to be found again.
fn response(again: Again, json: &Value, known: &[Field]) -> Result<Vec<Difference>, String> {
    Ok(compare::kept(json, &through(again, json)?, known))
}

fn through(again: Again, json: &Value) -> Result<Value, String> {
    let value = wire::Value::parse(json.to_string().as_bytes()).map_err(|error| format!("$: {error}"))?;
    let encoded = again(&value).map_err(|error| error.to_string())?;
    serde_json::from_str(&encoded.to_json()).map_err(|error| format!("$: {error}"))
}
