//! Official examples against the generated types: what they keep, and what they lose.

mod compare;
pub mod example;
mod line;
mod whole;
mod wrong;

use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use wechatpay_client::table::{self, Again};
use wechatpay_client::wire;
use wechatpay_spec::{Corrected, Operation, Response, Webhook};

pub use compare::{Difference, same};
pub use line::samples_of;
use whole::Whole;
pub use wrong::{Source, WrongSamples};

/// One example.
#[derive(Clone, Debug)]
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

    /// The notifications of the spec, corrected.
    pub fn webhooks(&self) -> &[Webhook] {
        &self.corrected.spec.webhooks
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
            return failed("the spec has no such operation");
        };
        match (sample.side, types.response, &spec.response) {
            (Some(Side::Request), ..) => verdict(request(spec, types.request, &sample.json)),
            (Some(Side::Response), Some(again), Response::Json { .. }) => verdict(received(again, &sample.json)),
            (Some(Side::Response), ..) => failed("the spec knows no JSON in the answer"),
            (None, ..) => failed("the line has no side"),
        }
    }

    /// The name is an event type, or one that its source made up: then the sample is of an event type that keeps all
    /// of it. There may be several, for one kind of thing goes through several events.
    fn webhook(&self, name: &str, json: &Value) -> Outcome {
        let webhooks = &self.corrected.spec.webhooks;
        let named = |webhook: &Webhook| webhook.name == name || webhook.also.iter().any(|also| also == name);
        let is_event = webhooks.iter().any(named);
        let tried = webhooks.iter().filter(|webhook| !is_event || named(webhook)).filter_map(|webhook| {
            let types = table::webhook(&webhook.name)?;
            Some((webhook, received(types.resource, json).unwrap_or_else(|error| vec![error])))
        });
        let Some((nearest, mut differences)) = tried.min_by_key(|(_, differences)| differences.len()) else {
            return failed("the client has no notifications");
        };
        if differences.is_empty() {
            return Outcome::Passed;
        }
        if !is_event {
            let what = format!("no event type is called so, and none keeps all of it; {} comes nearest", nearest.name);
            differences.insert(0, Difference::new("$", what));
        }
        Outcome::Failed(differences)
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

/// Everything in an answer or a notification has to be found again, whether the spec knows it or not.
fn received(again: Again, json: &Value) -> Result<Vec<Difference>, Difference> {
    Ok(compare::lost(json, &through(again, json)?))
}

fn through(again: Again, json: &Value) -> Result<Value, Difference> {
    let value = wire::Value::parse(json.to_string().as_bytes()).map_err(|error| Difference::new("$", error))?;
    let encoded = again(&value).map_err(|error| Difference::new(error.path(), error.message()))?;
    serde_json::to_value(encoded.expose()).map_err(|error| Difference::new("$", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A type that forgets its second field.
    #[expect(clippy::unnecessary_wraps, reason = "it stands in for a generated type")]
    fn forgetful(value: &wire::Value) -> Result<wire::Value, wire::DecodeError> {
        let wire::Value::Object(members) = value else { unreachable!("the samples here are objects") };
        Ok(wire::Value::Object(members[..1].to_vec()))
    }

    #[test]
    fn a_type_that_drops_a_member_fails() {
        let lost = Outcome::Failed(vec![Difference::new("$.b", "is lost")]);
        assert_eq!(verdict(received(forgetful, &json!({"a": "1", "b": "2"}))), lost);
        assert_eq!(verdict(received(forgetful, &json!({"a": "1"}))), Outcome::Passed);
    }

    fn notified(name: &str, json: &Value) -> Outcome {
        let sample = Sample { operation: None, webhook: Some(name.to_owned()), side: None, json: json.clone() };
        Judge::load().expect("the spec is right").judge(&sample, Source::Official)
    }

    #[test]
    fn a_notification_keeps_every_member_or_fails() {
        let paid = json!({"transaction_id": "1", "no such member": {"a": 1}});
        let lost = Difference::new("$.no such member", "is lost");
        assert_eq!(notified("TRANSACTION.SUCCESS", &paid), Outcome::Failed(vec![lost.clone()]));
        let Outcome::Failed(differences) = notified("SomeResource", &paid) else { panic!("it fails") };
        assert!(differences[0].what.starts_with("no event type is called so"), "{differences:?}");
        assert_eq!(differences[1], lost);
    }

    fn judged(json: &Value) -> Outcome {
        let line = json!({"operation": "POST /v3/pay/transactions/native", "side": "request", "json": json});
        let samples = samples_of(line.to_string().as_bytes()).expect("a sample");
        Judge::load().expect("the spec is right").judge(&samples[0], Source::Official)
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
        let wrong = Difference::new("$.amount.total", "expected an integer, found a list of 0 items");
        assert_eq!(judged(&order), Outcome::Failed(vec![wrong]));
    }
}
