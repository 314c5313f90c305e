//! One line of a fact file: which form it has, and what it says.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::{Aside, Claim, Event, Sample, class, operation, sample};
use crate::source::Origin;

/// What a line says.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub claims: Vec<Claim>,
    pub samples: Vec<Sample>,
    pub events: Vec<Event>,
    pub aside: Vec<Aside>,
}

/// The keys that tell the forms apart.
#[derive(Deserialize)]
struct Keys {
    operation: Option<IgnoredAny>,
    side: Option<IgnoredAny>,
    auth: Option<IgnoredAny>,
    webhook: Option<IgnoredAny>,
    webhooks: Option<IgnoredAny>,
    what: Option<IgnoredAny>,
    union_of_forms: Option<IgnoredAny>,
    json: Option<IgnoredAny>,
}

const FORMS: &str = "is no fact: a line describes an `operation` or a `webhook`, or shows the `json` of one";

/// Parses a line; an error with its column.
pub(super) fn parse(text: &str, origin: &Origin) -> Result<Parsed, (usize, String)> {
    let keys: Keys = typed(text)?;
    let parsed = match keys {
        Keys { operation: Some(_), side: Some(_), .. } => sample::of_operation(typed(text)?, origin),
        Keys { operation: Some(_), auth: Some(_), .. } => operation::of_samples(typed(text)?, origin),
        Keys { operation: Some(_), .. } => operation::of_openapi(typed(text)?, origin),
        Keys { webhooks: Some(_), .. } => sample::of_webhooks(&typed(text)?, origin),
        Keys { webhook: Some(_), what: Some(_), .. } => class::envelope(&typed(text)?, origin),
        Keys { webhook: Some(_), union_of_forms: Some(_), .. } => Ok(class::digest(typed(text)?, origin)),
        Keys { webhook: Some(_), json: Some(_), .. } => Ok(sample::of_class(typed(text)?, origin)),
        Keys { webhook: Some(_), .. } => class::of_webhook(typed(text)?, origin),
        _ => Err(FORMS.to_owned()),
    };
    parsed.map_err(|reason| (1, reason))
}

fn typed<T: DeserializeOwned>(text: &str) -> Result<T, (usize, String)> {
    serde_json::from_str(text).map_err(|error| {
        let shown = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let before = text.get(..error.column().saturating_sub(1)).unwrap_or(text);
        (before.chars().count() + 1, shown.strip_suffix(&place).unwrap_or(&shown).to_owned())
    })
}
