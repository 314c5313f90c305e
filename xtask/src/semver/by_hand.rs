//! What has changed in what is written by hand, as cargo-semver-checks judges it.
//!
//! It looks at the client without its products, which [`wechatpay_spec::diff`] judges by rules of their own, and at all of
//! the gateway.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use toml::Table;
use wechatpay_codegen::git;
use wechatpay_spec::diff::Severity;

use super::tool::{self, Side};
use crate::published::PACKAGES;
use crate::terminal;

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
        if !tool::is_here() {
            terminal::warn("cargo-semver-checks is missing: `cargo install --locked cargo-semver-checks`");
            return Ok(Self::Unjudged);
        }
        let released = git::unpack(root, base, ".")?;
        let judged = PACKAGES.map(|package| judge(root, released.path(), package));
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
            Self::Judged(Severity::Breaking) => "something breaks, as cargo-semver-checks sees it",
            Self::Judged(Severity::Compatible) => "something is new, as cargo-semver-checks sees it",
            Self::Judged(Severity::DocsOnly) => "cargo-semver-checks sees nothing that is gone, another or new",
            Self::Unjudged => "files have changed, and cargo-semver-checks is not here to say what that means",
        })
    }
}

fn judge(root: &Path, released: &Path, (package, folder): (&str, &str)) -> Result<Severity, String> {
    let side = |root: &Path| {
        let folder = root.join(folder);
        let manifest = fs::read_to_string(folder.join("Cargo.toml"));
        let manifest = manifest.map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok::<_, String>(Side { features: features(&manifest)?, folder })
    };
    let (old, new) = (side(released)?, side(root)?);
    let there = tool::ask(root, package, &old, &new)?;
    if there.severity == Severity::Breaking {
        terminal::warn(format_args!("{package} breaks its callers:\n{}\n", there.findings));
        return Ok(Severity::Breaking);
    }
    // It looks for what is gone. What is new is what would be gone on the way back.
    let back = tool::ask(root, package, &new, &old)?;
    if back.severity > Severity::DocsOnly {
        terminal::warn(format_args!(
            "{package} has something new: it is what would break on the way back.\n{}\n",
            back.findings
        ));
    }
    Ok(there.severity.max(back.severity.min(Severity::Compatible)))
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
    fn products_are_left_to_the_diff() {
        let manifest = "[features]\ndefault = [\"pay\", \"tls\"]\ntls = []\nwebhook = []\naxum = []\nfull = [\"webhook\", \"pay\"]\npay = []\n";
        let found: Vec<_> = features(manifest).expect("it is right").into_iter().collect();
        assert_eq!(found, ["axum", "tls", "webhook"]);
        assert!(features("[package]\n").expect("it has none").is_empty());
    }
}
