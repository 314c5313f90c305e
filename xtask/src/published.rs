//! What is published: the crates, and the versions that tags name.

use std::collections::BTreeSet;
use std::path::Path;

use semver::Version;
use wechatpay_codegen::git;

/// The crates in the order in which they are published, each with its folder.
pub const PACKAGES: [(&str, &str); 2] = [("wechatpay-client", "generated-client"), ("wechatpay-gateway", "gateway")];

/// The versions that have a tag.
pub fn versions(root: &Path) -> Result<BTreeSet<Version>, String> {
    tagged(root, &["tag", "--list"])
}

/// The last version that the checkout comes after.
pub fn last(root: &Path) -> Result<Option<Version>, String> {
    if git::run(root, &["rev-parse", "--is-shallow-repository"])? == "true" {
        return Err(
            "the clone is shallow: which releases it comes after stands in the history; `git fetch --unshallow --tags`"
                .to_owned(),
        );
    }
    Ok(tagged(root, &["tag", "--list", "--merged", "HEAD"])?.pop_last())
}

/// The tag of a version.
pub fn tag(version: &Version) -> String {
    format!("v{version}")
}

fn tagged(root: &Path, arguments: &[&str]) -> Result<BTreeSet<Version>, String> {
    Ok(git::run(root, arguments)?.lines().filter_map(of_tag).collect())
}

/// The version that a tag names: `v1.2.3`, and nothing that comes before a release or with a build.
fn of_tag(tag: &str) -> Option<Version> {
    let version = Version::parse(tag.strip_prefix('v')?).ok()?;
    (version.pre.is_empty() && version.build.is_empty()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_releases_are_tags_of_one() {
        assert_eq!(of_tag("v0.1.0"), Some(Version::new(0, 1, 0)));
        for tag in ["0.1.0", "v0.1", "v0.1.0-rc.1", "v0.1.0+7", "vx", "latest"] {
            assert_eq!(of_tag(tag), None, "{tag}");
        }
    }
}
