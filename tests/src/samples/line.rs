//! A line of a file of samples.

use serde::Deserialize;
use serde_json::Value;

use super::{Sample, Side};

/// As it is written: what is for tools alone (`family`, `form`, `source`) is passed over.
#[derive(Deserialize)]
struct Line {
    operation: Option<String>,
    webhook: Option<String>,
    /// All event types whose notifications look like this.
    #[serde(default)]
    webhooks: Vec<String>,
    #[serde(default)]
    kind: Kind,
    side: Option<Side>,
    json: Value,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// What a notification holds.
    #[default]
    Resource,
    /// A notification as it is sent, with what it holds encrypted: nothing in it is of one event type.
    Event,
}

/// What a line has to show: one sample, one for each event type, or nothing.
pub fn samples_of(line: &[u8]) -> serde_json::Result<Vec<Sample>> {
    let Line { operation, webhook, webhooks, kind, side, json } = serde_json::from_slice(line)?;
    if matches!(kind, Kind::Event) {
        return Ok(Vec::new());
    }
    if webhooks.is_empty() {
        return Ok(vec![Sample { operation, webhook, side, json }]);
    }
    let sample = |name: String| Sample { operation: None, webhook: Some(name), side: None, json: json.clone() };
    Ok(webhooks.into_iter().map(sample).collect())
}
