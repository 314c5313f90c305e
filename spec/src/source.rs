//! Which state of the documentation the spec was read from.

use std::path::Path;

use serde::Deserialize;

use crate::error::SpecError;
use crate::load::optional;

/// What `source.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The documentation's repository.
    pub repository: String,
    /// The commit, or another name by which this state of it is found again. Only where the spec holds all of its pages
    /// as they are there.
    pub revision: Option<String>,
    /// The last revision that the spec held or followed, where it holds some pages otherwise: pages that are held, parts
    /// that were taken over.
    pub based_on: Option<String>,
    /// The digest of the pages that were read last.
    pub digest: String,
}

impl Source {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "source.toml";

    /// The documentation's repository, where no other is recorded.
    pub const UPSTREAM: &'static str = "https://github.com/wechatpay-im/website";

    /// Reads `source.toml` below `dir`; there is none where the spec was read from pages of its own only.
    pub fn load(dir: &Path) -> Result<Option<Self>, SpecError> {
        optional(dir, Self::FILE)?.map(|text| Self::parse(Self::FILE, &text)).transpose()
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let source: Self = toml::from_str(text).map_err(|error| SpecError::of_toml(file, text, &error))?;
        let named = source.revision.iter().chain(&source.based_on);
        if named.chain([&source.digest]).any(|name| name.trim().is_empty()) {
            return Err(SpecError::of_file(file, "a revision or the digest is empty"));
        }
        if source.revision.is_some() && source.based_on.is_some() {
            return Err(SpecError::of_file(file, "a spec that holds a revision is not based on another one"));
        }
        Ok(source)
    }

    /// The revision that the spec is nearest to.
    pub fn nearest(&self) -> Option<&str> {
        self.revision.as_deref().or(self.based_on.as_deref())
    }

    /// The text of the file.
    pub fn to_toml(&self) -> String {
        let keys = [
            ("repository", Some(&self.repository)),
            ("revision", self.revision.as_ref()),
            ("based_on", self.based_on.as_ref()),
            ("digest", Some(&self.digest)),
        ];
        let known = keys.into_iter().filter_map(|(key, value)| value.map(|value| (key, value)));
        let lines = known.map(|(key, value)| format!("{key} = {}\n", toml::Value::from(value.as_str())));
        format!("# The state of the documentation that the spec was read from.\n{}", lines.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_digest_and_one_revision_at_most() {
        let text = "repository = \"r\"\nbased_on = \"b\"\ndigest = \"sha256:0\"\n";
        let source = Source::parse("source.toml", text).unwrap();
        assert_eq!(source.nearest(), Some("b"));
        assert!(source.to_toml().ends_with(text));
        let reason = |text: &str| Source::parse("source.toml", text).unwrap_err().reason;
        assert!(reason(&format!("{text}revision = \"c\"\n")).contains("not based on another one"));
        assert!(reason("repository = \"r\"\nrevision = \"c\"\n").contains("digest"));
        assert!(reason(&text.replace("sha256:0", " ")).contains("is empty"));
    }
}
