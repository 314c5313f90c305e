//! Examples of what was sent.

use serde::Deserialize;
use serde_json::Value;
use wechatpay_spec::{OperationId, Side, Target};

use super::field::Ignored;
use super::line::Parsed;
use super::{Aside, Sample};
use crate::source::{Origin, Source, Speaker};

/// The request or the answer of an operation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperationLine {
    operation: String,
    side: String,
    json: Value,
}

/// The decrypted content of a notification, or a whole notification.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
pub(super) struct WebhooksLine {
    webhooks: Vec<String>,
    form: String,
    kind: String,
    json: Value,
    #[serde(default)]
    family: Ignored,
    #[serde(default)]
    source: Ignored,
}

/// The content of a notification by the name of a class.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassLine {
    webhook: String,
    #[serde(default, rename = "json")]
    _json: Ignored,
}

pub(super) fn of_operation(line: OperationLine, origin: &Origin) -> Result<Parsed, String> {
    let id: OperationId = line.operation.parse()?;
    let side = match line.side.as_str() {
        "request" => Side::RequestBody,
        "response" => Side::Response,
        other => return Err(format!("`{other}` is not a side of an example: `request` or `response`")),
    };
    let sample = Sample {
        target: Target::Operation(id),
        side,
        speaker: Speaker::of(Source::Sample),
        json: line.json,
        origin: origin.clone(),
    };
    Ok(Parsed { samples: vec![sample], ..Parsed::default() })
}

pub(super) fn of_webhooks(line: &WebhooksLine, origin: &Origin) -> Result<Parsed, String> {
    let aside = |why| Aside { what: line.webhooks.join(", "), why, origin: origin.clone() };
    match line.kind.as_str() {
        "resource" => {}
        "event" => {
            let aside = vec![aside("is encrypted: a whole notification")];
            return Ok(Parsed { aside, ..Parsed::default() });
        }
        other => return Err(format!("`{other}` is not a kind of an example: `resource` or `event`")),
    }
    let sample = |name: &String| Sample {
        target: Target::Webhook(name.clone()),
        side: Side::Resource,
        speaker: Speaker { source: Source::Sample, name: None, form: Some(line.form.clone()) },
        json: line.json.clone(),
        origin: origin.clone(),
    };
    Ok(Parsed { samples: line.webhooks.iter().map(sample).collect(), ..Parsed::default() })
}

pub(super) fn of_class(line: ClassLine, origin: &Origin) -> Parsed {
    let aside = Aside { what: line.webhook, why: "names a class, and no event", origin: origin.clone() };
    Parsed { aside: vec![aside], ..Parsed::default() }
}
