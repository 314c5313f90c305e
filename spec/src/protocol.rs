//! What the protocol says of single operations, and no page does: how an answer is verified, when to send again.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::load::optional;
use crate::model::{OperationId, Spec};
use crate::near;

/// How a successful answer is verified, where it is not by a signature over its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verify {
    /// It carries no signature.
    Unsigned,
    /// The signature is over the SHA-1 that a header gives.
    StatementSha1,
}

/// When a write may be sent again, where that is not at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// At least a minute later.
    Refund,
}

/// What differs for one operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub verify: Option<Verify>,
    pub retry: Option<Retry>,
}

/// What `protocol.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Protocol {
    facts: BTreeMap<OperationId, Facts>,
    places: BTreeMap<OperationId, Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    facts: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    operations: Vec<Spanned<String>>,
    verify: Option<Verify>,
    retry: Option<Retry>,
    /// Why it is so. For the reader of the file; required, so that it is there.
    #[expect(dead_code, reason = "its presence is what is checked")]
    source: String,
}

impl Protocol {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "protocol.toml";

    /// Reads `protocol.toml` below `dir`, where there is one.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let text = optional(dir, Self::FILE).map_err(|error| vec![error])?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
        let mut protocol = Self::default();
        let mut errors = Vec::new();
        for entry in parsed.facts {
            for operation in &entry.operations {
                let place = Place::of_offset(text, operation.span().start);
                if let Err(reason) = protocol.add(operation.get_ref(), &entry, place) {
                    errors.push(SpecError::at(file, place, reason));
                }
            }
        }
        if errors.is_empty() { Ok(protocol) } else { Err(errors) }
    }

    fn add(&mut self, operation: &str, entry: &Entry, place: Place) -> Result<(), String> {
        let id: OperationId = operation.parse()?;
        if entry.verify.is_none() && entry.retry.is_none() {
            return Err(format!("nothing is said of `{id}`"));
        }
        let facts = self.facts.entry(id.clone()).or_default();
        let again =
            (facts.verify.is_some() && entry.verify.is_some()) || (facts.retry.is_some() && entry.retry.is_some());
        if again {
            return Err(format!("`{id}` has been said before"));
        }
        facts.verify = facts.verify.or(entry.verify);
        facts.retry = facts.retry.or(entry.retry);
        self.places.insert(id, place);
        Ok(())
    }

    pub fn facts(&self, operation: &OperationId) -> Facts {
        self.facts.get(operation).copied().unwrap_or_default()
    }

    /// What speaks of operations that the spec does not have.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let known = |id: &OperationId| spec.operations.binary_search_by(|operation| operation.id.cmp(id)).is_ok();
        let unknown = self.places.iter().filter(|(id, _)| !known(id));
        let reason = |id| format!("`{id}` is not in the spec{}", near::operation(spec, id));
        unknown.map(|(id, place)| SpecError::at(Self::FILE, *place, reason(id))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_by_operation() {
        let text = "[[facts]]\noperations = [\"GET /v3/statements\"]\nverify = \"statement-sha1\"\nsource = \"x\"\n";
        let protocol = Protocol::parse("protocol.toml", text).unwrap();
        let id = "GET /v3/statements".parse().unwrap();
        assert_eq!(protocol.facts(&id).verify, Some(Verify::StatementSha1));
        assert_eq!(protocol.facts(&"GET /v3/other".parse().unwrap()), Facts::default());
        let errors = protocol.check(&Spec::default());
        assert_eq!(errors[0].to_string(), "protocol.toml:2:15: `GET /v3/statements` is not in the spec");
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let twice = "[[facts]]\noperations = [\"GET /a\", \"GET /a\"]\nretry = \"refund\"\nsource = \"x\"\n";
        let errors = Protocol::parse("protocol.toml", twice).unwrap_err();
        assert_eq!(errors[0].to_string(), "protocol.toml:2:25: `GET /a` has been said before");
        let empty = "[[facts]]\noperations = [\"GET /a\"]\nsource = \"x\"\n";
        let errors = Protocol::parse("protocol.toml", empty).unwrap_err();
        assert_eq!(errors[0].to_string(), "protocol.toml:2:15: nothing is said of `GET /a`");
    }
}
