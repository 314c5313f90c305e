//! Official examples against the generated types: what they keep, and what they lose.

mod compare;
pub mod example;
mod whole;
mod wrong;

use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use wechatpay_client::table::{self, Again};
use wechatpay_client::wire;
use wechatpay_spec::{Corrected, Field, Operation, Response, Webhook};

pub use compare::Difference;
use whole::Whole;
pub use wrong::{Source, WrongSamples};

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
    Failed(Vec<Difference>),
    /// There is nothing to hold it against.
    Skipped(String),
    /// It disagrees where the list of wrong samples says so: the number of the entry, and its reason.
    Wrong {
        entry: usize,
        reason: String,
    },
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.operation, &self.webhook, self.side) {
            (Some(operation), _, Some(side)) => write!(f, "{operation} {side}"),
            (Some(operation), _, None) => f.write_str(operation),
            (None, Some(webhook), _) => write!(f, "webhook {webhook}"),
            (None, None, _) => f.write_str("a sample of nothing"),
        }
    }
}

/// Holds samples against the types, with the spec for what it knows.
pub struct Judge {
    corrected: Corrected,
    wrong: WrongSamples,
}

impl Judge {
    /// Loads the spec that lies in the repository, and the list of wrong samples.
    pub fn load() -> Result<Self, String> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let shown = |errors: Vec<wechatpay_spec::SpecError>| {
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let corrected = Corrected::load(&here.join("../spec")).map_err(shown)?;
        Ok(Self { corrected, wrong: WrongSamples::load(&here.join("wrong-samples.toml"))? })
    }

    /// The operations of the spec, corrected.
    pub fn operations(&self) -> &[Operation] {
        &self.corrected.spec.operations
    }

    pub fn wrong(&self) -> &WrongSamples {
        &self.wrong
    }

    pub fn judge(&self, sample: &Sample, source: Source) -> Outcome {
        let outcome = match (&sample.operation, &sample.webhook) {
            (Some(id), _) => self.operation(id, sample),
            (None, Some(name)) => self.webhook(name, &sample.json),
            (None, None) => failed("the line names neither an operation nor a webhook"),
        };
        match outcome {
            Outcome::Failed(differences) => self.wrong.excuse(sample, source, differences),
            other => other,
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
            (Some(Side::Response), ..) => failed("the spec knows no JSON in the answer"),
            (None, ..) => failed("the line has no side"),
        }
    }

    /// The name is an event type, or one that its source made up: then the sample is of an event type that knows all of
    /// its keys. There may be several, for one kind of thing goes through several events.
    fn webhook(&self, name: &str, json: &Value) -> Outcome {
        let webhooks = &self.corrected.spec.webhooks;
        let fitting: Vec<&Webhook> = match webhooks.iter().find(|webhook| webhook.name == name) {
            Some(webhook) => vec![webhook],
            None => webhooks.iter().filter(|webhook| compare::knows(&webhook.resource, json)).collect(),
        };
        let mut outcomes = fitting.into_iter().filter_map(|webhook| {
            Some(verdict(response(table::webhook(&webhook.name)?.resource, json, &webhook.resource)))
        });
        let Some(first) = outcomes.next() else {
            return Outcome::Skipped("no event type is called so, and none has all of its fields".to_owned());
        };
        if outcomes.any(|outcome| outcome == Outcome::Passed) { Outcome::Passed } else { first }
    }
}

fn failed(why: &str) -> Outcome {
    Outcome::Failed(vec![Difference::new("$", why)])
}

fn verdict(result: Result<Vec<Difference>, Difference>) -> Outcome {
    match result {
        Ok(differences) if differences.is_empty() => Outcome::Passed,
        Ok(differences) => Outcome::Failed(differences),
        Err(error) => Outcome::Failed(vec![error]),
    }
}

/// A request has to come back as it went in.
fn request(spec: &Operation, again: Again, json: &Value) -> Result<Vec<Difference>, Difference> {
    let whole = Whole::of(&spec.request, json);
    let found = through(again, whole.json())?;
    Ok(compare::same(json, &whole.sample_of(found)))
}

/// Everything in an answer that the spec knows has to be found again.
fn response(again: Again, json: &Value, known: &[Field]) -> Result<Vec<Difference>, Difference> {
    Ok(compare::kept(json, &through(again, json)?, known))
}

fn through(again: Again, json: &Value) -> Result<Value, Difference> {
    let value = wire::Value::parse(json.to_string().as_bytes()).map_err(|error| Difference::new("$", error))?;
    let encoded = again(&value).map_err(|error| Difference::new(error.path(), error.message()))?;
    serde_json::from_str(&encoded.to_json()).map_err(|error| Difference::new("$", error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wechatpay_spec::{Kind, Type};

    use super::*;

    /// A type that forgets its second field.
    #[expect(clippy::unnecessary_wraps, reason = "it stands in for a generated type")]
    fn forgetful(value: &wire::Value) -> Result<wire::Value, wire::DecodeError> {
        let wire::Value::Object(members) = value else { unreachable!("the samples here are objects") };
        Ok(wire::Value::Object(members[..1].to_vec()))
    }

    #[test]
    fn a_type_that_drops_what_the_spec_knows_fails() {
        let known = ["a", "b"].map(|name| Field::new(name, Type::one(Kind::String)));
        let sample = json!({"a": "1", "b": "2"});
        let lost = Outcome::Failed(vec![Difference::new("$.b", "is lost")]);
        assert_eq!(verdict(response(forgetful, &sample, &known)), lost);
        assert_eq!(verdict(response(forgetful, &sample, &known[..1])), Outcome::Passed);
    }

    fn judged(json: &Value) -> Outcome {
        let line = json!({"operation": "POST /v3/pay/transactions/native", "side": "request", "json": json});
        let sample: Sample = serde_json::from_value(line).expect("a sample");
        Judge::load().expect("the spec is right").judge(&sample, Source::Official)
    }

    #[test]
    fn a_failure_has_the_path_in_the_sample() {
        let mut order = json!({
            "appid": "a", "mchid": "1", "description": "d", "out_trade_no": "1", "notify_url": "https://a",
            "amount": {"total": "1"},
        });
        assert_eq!(judged(&order), Outcome::Passed);
        order["amount"]["totals"] = json!(2);
        assert_eq!(judged(&order), Outcome::Failed(vec![Difference::new("$.amount.totals", "is lost")]));
        order["amount"]["total"] = json!([]);
        let wrong = Difference::new("$.amount.total", "expected an integer, found a list");
        assert_eq!(judged(&order), Outcome::Failed(vec![wrong]));
    }
}
