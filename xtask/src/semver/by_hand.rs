//! What has changed in what is written by hand, as cargo-semver-checks judges it.
//!
//! It looks at the client without its products, which [`wechatpay_spec::diff`] judges by rules of their own, and at all of
//! the gateway.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::process::Stdio;

use toml::Table;
use wechatpay_codegen::git;
use wechatpay_spec::diff::Severity;

use crate::published::PACKAGES;
use crate::{cargo, terminal};

/// What is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// No file of what is published is another one.
    Untouched,
    Judged(Severity),
    /// Something is another, and there is nothing here to judge it.
    Unjudged,
}

impl ByHand {
    pub(super) fn since(root: &Path, base: &str) -> Result<Self, String> {
        let folders = PACKAGES.map(|(_, folder)| folder);
        let changed = git::run(root, &[&["diff", "--name-only", base, "--"], &folders[..]].concat())?;
        if changed.is_empty() {
            return Ok(Self::Untouched);
        }
        if !cargo::has("semver-checks") {
            terminal::warn("cargo-semver-checks is missing: `cargo install --locked cargo-semver-checks`");
            return Ok(Self::Unjudged);
        }
        let judged = PACKAGES.map(|package| judge(root, base, package));
        let judged = judged.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(judged.into_iter().max().map_or(Self::Unjudged, Self::Judged))
    }

    /// What is known to be so; a change that nobody has judged is one all the same.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Untouched => None,
            Self::Judged(severity) => Some(severity),
            Self::Unjudged => Some(Severity::DocsOnly),
        }
    }
}

impl fmt::Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Untouched => "no file has changed",
            Self::Judged(Severity::Breaking) => "something breaks, as cargo-semver-checks says above",
            Self::Judged(Severity::Compatible) => "something is new",
            Self::Judged(Severity::DocsOnly) => "nothing that callers see has changed",
            Self::Unjudged => "files have changed, and cargo-semver-checks is not here to say what that means",
        })
    }
}

fn judge(root: &Path, base: &str, (package, folder): (&str, &str)) -> Result<Severity, String> {
    let manifest = format!("{folder}/Cargo.toml");
    let new = std::fs::read_to_string(root.join(&manifest)).map_err(|error| format!("{manifest}: {error}"))?;
    let old = git::run(root, &["show", &format!("{base}:{manifest}")])?;
    let mut command = cargo::command();
    command.current_dir(root).env("CARGO_TERM_COLOR", "never").stderr(Stdio::piped());
    // All that breaks is looked for, whatever the version says.
    command.args(["semver-checks", "--package", package, "--baseline-rev", base, "--release-type", "patch"]);
    command.arg("--only-explicit-features");
    for feature in features(&old)? {
        command.args(["--baseline-features", &feature]);
    }
    for feature in features(&new)? {
        command.args(["--current-features", &feature]);
    }
    let output = command.output().map_err(|error| format!("cargo cannot be run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    match verdict(&said) {
        Some(Severity::DocsOnly) => Ok(Severity::DocsOnly),
        Some(severity) => {
            terminal::warn(said.trim());
            Ok(severity)
        }
        None => Err(format!("cargo-semver-checks has not judged {package}: {}", said.trim())),
    }
}

/// What it sums up; a tool that has failed has said nothing.
fn verdict(said: &str) -> Option<Severity> {
    let summary = said.lines().filter_map(|line| line.trim().strip_prefix("Summary ")).next_back()?;
    if summary.starts_with("no semver update required") {
        Some(Severity::DocsOnly)
    } else if summary.starts_with("semver requires new major version") {
        Some(Severity::Breaking)
    } else if summary.starts_with("semver requires new minor version") {
        Some(Severity::Compatible)
    } else {
        None
    }
}

/// The features that are no product, nor all of them.
fn features(manifest: &str) -> Result<BTreeSet<String>, String> {
    let manifest: Table = manifest.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let features = manifest.get("features").and_then(|item| item.as_table()).cloned().unwrap_or_default();
    let products = features.get("full").and_then(|item| item.as_array()).cloned().unwrap_or_default();
    let is_product = |name: &str| products.iter().any(|product| product.as_str() == Some(name));
    let by_hand =
        |name: &&String| !["default", "full"].contains(&name.as_str()) && (*name == "webhook" || !is_product(name));
    Ok(features.keys().filter(by_hand).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_summed_up_is_understood_and_nothing_else() {
        let said = |summary: &str| {
            verdict(&format!("    Checking a v0.1.0 -> v0.1.0 (assume patch change)\n{summary}\n    Finished [1s] a\n"))
        };
        let breaking = "     Summary semver requires new major version: 1 major and 0 minor checks failed";
        assert_eq!(said(breaking), Some(Severity::Breaking));
        let new = "     Summary semver requires new minor version: 0 major and 1 minor checks failed";
        assert_eq!(said(new), Some(Severity::Compatible));
        assert_eq!(said("     Summary no semver update required"), Some(Severity::DocsOnly));
        for nothing in
            ["", "error: running cargo-doc failed", "     Summary of something else", "no semver update required"]
        {
            assert_eq!(said(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn products_are_left_to_the_diff() {
        let manifest = "[features]\ndefault = [\"pay\", \"tls\"]\ntls = []\nwebhook = []\naxum = []\nfull = [\"webhook\", \"pay\"]\npay = []\n";
        let found: Vec<_> = features(manifest).expect("it is right").into_iter().collect();
        assert_eq!(found, ["axum", "tls", "webhook"]);
        assert!(features("[package]\n").expect("it has none").is_empty());
    }
}
