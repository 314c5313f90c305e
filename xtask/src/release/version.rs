//! Which version comes next.

use semver::Version;
use wechatpay_spec::diff::{Severity, Step};

/// The step that a change takes from a version.
pub(super) fn step(from: &Version, worst: Severity) -> Step {
    if from.major == 0 { Step::before_one(Some(worst)) } else { Step::from_one(Some(worst)) }
}

/// The version that a step leads to.
pub(super) fn next(from: &Version, step: Step) -> Version {
    let Version { major, minor, patch, .. } = *from;
    match step {
        Step::None => Version::new(major, minor, patch),
        Step::Patch => Version::new(major, minor, patch + 1),
        Step::Minor => Version::new(major, minor + 1, 0),
        Step::Major => Version::new(major + 1, 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_takes_the_step_that_cargo_takes_for_breaking() {
        let led = |from: &str, worst| {
            let from = Version::parse(from).expect("a version");
            next(&from, step(&from, worst)).to_string()
        };
        for (from, docs_only, compatible, breaking) in [
            ("0.1.0", "0.1.1", "0.1.1", "0.2.0"),
            ("0.9.7", "0.9.8", "0.9.8", "0.10.0"),
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
        ] {
            assert_eq!(led(from, Severity::DocsOnly), docs_only);
            assert_eq!(led(from, Severity::Compatible), compatible);
            assert_eq!(led(from, Severity::Breaking), breaking);
        }
    }
}
