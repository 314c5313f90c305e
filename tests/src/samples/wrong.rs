//! The samples that are wrong themselves, and why.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::{Difference, Outcome, Sample, Side};

/// Where a sample comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The code sample of the operation's page.
    Page,
    /// A file of official examples.
    Official,
    /// A file of notifications.
    Notification,
}

/// What `wrong-samples.toml` lists.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongSamples {
    #[serde(default)]
    wrong: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    operation: Option<String>,
    webhook: Option<String>,
    side: Option<Side>,
    source: Source,
    /// The places where the sample disagrees: it may disagree nowhere else.
    at: Vec<String>,
    reason: String,
}

impl WrongSamples {
    pub(super) fn load(file: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", file.display()))
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// What becomes of a sample that disagrees.
    pub(super) fn excuse(&self, sample: &Sample, source: Source, differences: Vec<Difference>) -> Outcome {
        let found = self.wrong.iter().enumerate().find(|(_, entry)| entry.covers(sample, source, &differences));
        match found {
            Some((entry, Entry { reason, .. })) => Outcome::Wrong { entry, reason: reason.clone() },
            None => Outcome::Failed(differences),
        }
    }

    /// The entries for this source that nothing has used: their samples agree by now.
    pub fn stale(&self, source: Source, used: &BTreeSet<usize>) -> Vec<String> {
        let unused = self.wrong.iter().enumerate().filter(|(number, _)| !used.contains(number));
        unused.filter(|(_, entry)| entry.source == source).map(|(_, entry)| entry.to_string()).collect()
    }
}

impl Entry {
    fn covers(&self, sample: &Sample, source: Source, differences: &[Difference]) -> bool {
        (&self.operation, &self.webhook, self.side) == (&sample.operation, &sample.webhook, sample.side)
            && self.source == source
            && differences.iter().all(|difference| self.at.contains(&difference.path))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.operation.as_ref().or(self.webhook.as_ref()).map_or("nothing", String::as_str);
        write!(f, "{name} at {}", self.at.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const LIST: &str = r#"
        [[wrong]]
        operation = "GET /v3/a"
        side = "response"
        source = "official"
        at = ["$.b"]
        reason = "an older form"
    "#;

    fn sample(side: Side) -> Sample {
        Sample { operation: Some("GET /v3/a".to_owned()), webhook: None, side: Some(side), json: Value::Null }
    }

    #[test]
    fn a_listed_sample_is_excused_where_the_list_says_so_and_nowhere_else() {
        let list = WrongSamples::parse(LIST).expect("the list is right");
        let at = |path: &str| vec![Difference::new(path, "is lost")];
        let excuse = |side, source, differences| list.excuse(&sample(side), source, differences);
        let wrong = Outcome::Wrong { entry: 0, reason: "an older form".to_owned() };
        assert_eq!(excuse(Side::Response, Source::Official, at("$.b")), wrong);
        assert_eq!(excuse(Side::Request, Source::Official, at("$.b")), Outcome::Failed(at("$.b")));
        assert_eq!(excuse(Side::Response, Source::Page, at("$.b")), Outcome::Failed(at("$.b")));
        let two = [at("$.b"), at("$.c")].concat();
        assert_eq!(excuse(Side::Response, Source::Official, two.clone()), Outcome::Failed(two));
    }

    #[test]
    fn an_entry_that_nothing_uses_is_stale() {
        let list = WrongSamples::parse(LIST).expect("the list is right");
        assert_eq!(list.stale(Source::Official, &BTreeSet::new()), ["GET /v3/a at $.b"]);
        assert!(list.stale(Source::Official, &BTreeSet::from([0])).is_empty());
        assert!(list.stale(Source::Page, &BTreeSet::new()).is_empty());
    }

    #[test]
    fn a_slip_in_the_list_is_an_error_with_its_place() {
        let error =
            WrongSamples::parse("[[wrong]]\noperation = \"GET /v3/a\"\nwhy = \"\"").expect_err("`why` is unknown");
        assert!(error.to_string().contains("line 3, column 1"), "{error}");
    }
}
