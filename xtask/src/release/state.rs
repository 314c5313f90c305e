//! What git knows of the checkout that a release is made from.

use std::collections::BTreeSet;
use std::path::Path;

use semver::Version;
use wechatpay_codegen::git;

use super::address;
use crate::published;

/// The branch that releases are made from.
const BRANCH: &str = "main";

pub(super) struct State {
    pub(super) head: String,
    /// The versions that tags name.
    pub(super) tags: BTreeSet<Version>,
    /// The last of them that this checkout comes after.
    pub(super) last: Option<Version>,
    /// Where others find the repository.
    pub(super) address: Option<String>,
    branch: Option<String>,
    changed: Vec<String>,
}

impl State {
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let remote = git::run(root, &["remote", "get-url", "origin"]).ok();
        Ok(Self {
            head: git::commit(root, "HEAD")?,
            tags: published::versions(root)?,
            last: published::last(root)?,
            address: remote.as_deref().and_then(address::for_readers),
            branch: git::run(root, &["symbolic-ref", "--short", "--quiet", "HEAD"]).ok(),
            changed: git::run(root, &["status", "--porcelain"])?.lines().map(str::to_owned).collect(),
        })
    }

    /// Why no release can be made of it.
    pub(super) fn refusals(&self) -> Vec<String> {
        let mut refusals = Vec::new();
        match self.branch.as_deref() {
            Some(BRANCH) => {}
            Some(other) => refusals.push(format!("this is the branch {other}; releases are made from {BRANCH}")),
            None => refusals.push(format!("this is no branch; releases are made from {BRANCH}")),
        }
        if let Some(first) = self.changed.first() {
            refusals.push(format!(
                "{} files are not committed, the first of them: {}",
                self.changed.len(),
                first.trim()
            ));
        }
        refusals
    }
}
