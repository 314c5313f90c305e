//! cargo-semver-checks: how it is asked, and what it says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use wechatpay_spec::diff::Severity;

use crate::cargo;

/// The crate in one of its states.
pub(super) struct Side {
    /// Where its manifest lies.
    pub(super) folder: PathBuf,
    pub(super) features: BTreeSet<String>,
}

/// What it says of the way from one state to the other.
pub(super) struct Said {
    pub(super) severity: Severity,
    /// What it has found, in its own words; they are many lines for each.
    pub(super) findings: String,
}

pub(super) fn is_here() -> bool {
    cargo::has("semver-checks")
}

/// Whether callers of `old` can go on with `new`.
pub(super) fn ask(root: &Path, package: &str, old: &Side, new: &Side) -> Result<Said, String> {
    let mut command = cargo::command();
    // The state of the release lies in a place of its own, where nothing is built yet.
    command.current_dir(root).env("CARGO_TERM_COLOR", "never").env("CARGO_TARGET_DIR", cargo::target(root));
    // All that breaks is looked for, whatever the version says.
    command.args(["semver-checks", "--package", package, "--release-type", "patch", "--only-explicit-features"]);
    command.arg("--manifest-path").arg(new.folder.join("Cargo.toml")).arg("--baseline-root").arg(&old.folder);
    for (flag, side) in [("--baseline-features", old), ("--current-features", new)] {
        command.args(side.features.iter().flat_map(|feature| [flag, feature]));
    }
    let output = command.output().map_err(|error| format!("cargo cannot be run: {error}"))?;
    // What it finds goes to one side, and what it does and sums up to the other.
    let (findings, progress) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    match verdict(&progress) {
        Some(severity) if output.status.success() == (severity == Severity::DocsOnly) => {
            Ok(Said { severity, findings: findings.trim().to_owned() })
        }
        _ => Err(format!("cargo-semver-checks has not judged {package}: {}{}", findings.trim(), progress.trim())),
    }
}

/// What it sums up; a tool that has failed has said nothing.
fn verdict(progress: &str) -> Option<Severity> {
    let summary = progress.lines().filter_map(|line| line.trim().strip_prefix("Summary ")).next_back()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As version 0.51.0 has said it when a function was taken away, and when none was.
    #[test]
    fn what_is_summed_up_is_understood_and_nothing_else() {
        let breaking = "    Building wechatpay-client v0.1.0 (baseline)\n       Built [   4.973s] (baseline)\n    \
                        Checking wechatpay-client v0.1.0 -> v0.1.0 (assume patch change)\n     \
                        Checked [   0.930s] 229 checks: 228 pass, 1 fail, 0 warn, 31 skip\n\n     \
                        Summary semver requires new major version: 1 major and 0 minor checks failed\n    \
                        Finished [  14.817s] wechatpay-client\n";
        assert_eq!(verdict(breaking), Some(Severity::Breaking));
        let new = breaking.replace("major version: 1 major and 0 minor", "minor version: 0 major and 1 minor");
        assert_eq!(verdict(&new), Some(Severity::Compatible));
        let same = "     Checked [   0.922s] 229 checks: 229 pass, 31 skip\n     Summary no semver update required\n    \
                    Finished [  14.822s] wechatpay-client\n";
        assert_eq!(verdict(same), Some(Severity::DocsOnly));
        for nothing in [
            "",
            "error: running cargo-doc on crate 'wechatpay-client' failed",
            "     Summary required witness validation failed: encountered 1 required witness error",
            "no semver update required",
        ] {
            assert_eq!(verdict(nothing), None, "{nothing}");
        }
    }
}
