//! Which state of the documentation the spec was read from.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::load::optional;

/// What `source.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The documentation's repository.
    pub repository: String,
    /// The commit. Only where the spec holds all of its pages as they are there.
    pub revision: Option<String>,
    /// The last revision that the spec held or followed, where it holds some pages otherwise: pages that are held, parts
    /// that were taken over.
    pub based_on: Option<String>,
    /// The digest of the pages that were read last.
    pub digest: String,
    /// Pages that were read and of which the spec has nothing: there are such pages all the same.
    pub empty: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    repository: Spanned<String>,
    revision: Option<Spanned<String>>,
    based_on: Option<Spanned<String>>,
    digest: Spanned<String>,
    #[serde(default)]
    empty: BTreeSet<String>,
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
        let parsed: File = toml::from_str(text).map_err(|error| SpecError::of_toml(file, text, &error))?;
        let wrong = |value: &Spanned<String>, what: &str| {
            let place = Place::of_offset(text, value.span().start);
            Err(SpecError::at(file, place, format!("`{}` is no {what}", value.get_ref().escape_debug())))
        };
        if !is_address(parsed.repository.get_ref()) {
            return wrong(&parsed.repository, "address of a repository: `https://…`");
        }
        let mut named = parsed.revision.iter().chain(&parsed.based_on);
        if let Some(odd) = named.find(|name| !Self::is_commit(name.get_ref())) {
            return wrong(
                odd,
                "full name of a commit: write it in full, or drop the line (the digest names the state)",
            );
        }
        if !Self::is_digest(parsed.digest.get_ref()) {
            return wrong(&parsed.digest, "digest: `sha256:` and 64 digits");
        }
        if parsed.revision.is_some() && parsed.based_on.is_some() {
            return Err(SpecError::of_file(file, "a spec that holds a revision is not based on another one"));
        }
        Ok(Self {
            repository: parsed.repository.into_inner(),
            revision: parsed.revision.map(Spanned::into_inner),
            based_on: parsed.based_on.map(Spanned::into_inner),
            digest: parsed.digest.into_inner(),
            empty: parsed.empty,
        })
    }

    /// Whether a text is the full name of a commit.
    pub fn is_commit(name: &str) -> bool {
        matches!(name.len(), 40 | 64) && is_hex(name)
    }

    /// Whether a text is the digest of pages.
    pub fn is_digest(digest: &str) -> bool {
        digest.strip_prefix("sha256:").is_some_and(|digits| digits.len() == 64 && is_hex(digits))
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
        let pages: Vec<String> = self.empty.iter().map(|page| toml::Value::from(page.as_str()).to_string()).collect();
        let empty = if pages.is_empty() { String::new() } else { format!("empty = [{}]\n", pages.join(", ")) };
        format!("# The state of the documentation that the spec was read from.\n{}{empty}", lines.collect::<String>())
    }
}

/// What git fetches without being told more. Where it is a file, or runs a command, it is told by hand.
fn is_address(repository: &str) -> bool {
    let rest = repository.strip_prefix("https://").unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    !host.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '\\' | '`'))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_digest_and_one_revision_at_most() {
        let (commit, digest) = ("0f".repeat(20), format!("sha256:{}", "0a".repeat(32)));
        let text = format!(
            "repository = \"https://a.b/c\"\nbased_on = \"{commit}\"\ndigest = \"{digest}\"\nempty = [\"a.md\"]\n"
        );
        let source = Source::parse("source.toml", &text).unwrap();
        assert_eq!(source.nearest(), Some(commit.as_str()));
        assert!(source.to_toml().ends_with(&text));
        let reason = |text: &str| Source::parse("source.toml", text).unwrap_err().to_string();
        assert!(reason(&format!("{text}revision = \"{commit}\"\n")).contains("not based on another one"));
        assert!(reason("repository = \"https://a.b/c\"\n").contains("digest"));
        let odd = |from: &str, to: &str| reason(&text.replace(from, to));
        assert_eq!(odd(&digest, " "), "source.toml:3:10: ` ` is no digest: `sha256:` and 64 digits");
        assert_eq!(odd(&digest, "sha256:00"), "source.toml:3:10: `sha256:00` is no digest: `sha256:` and 64 digits");
        for name in ["main", "0f0f0f0f", "", "-f", &"0F".repeat(20)] {
            assert_eq!(
                odd(&commit, name),
                format!(
                    "source.toml:2:12: `{name}` is no full name of a commit: write it in full, or drop the line (the digest names the state)"
                )
            );
        }
        for repository in
            ["", "ext::sh -c touch%20x", "/tmp/x", "file:///x", "http://a.b/c", "https://", "https:///c", "https://a b"]
        {
            let place = "source.toml:1:14";
            assert_eq!(
                odd("https://a.b/c", repository),
                format!("{place}: `{repository}` is no address of a repository: `https://…`")
            );
        }
    }
}
