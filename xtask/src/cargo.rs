//! Cargo, the one that has started this program.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub fn command() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether it has a command that is installed by itself.
pub fn has(subcommand: &str) -> bool {
    let version = command().args([subcommand, "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Where it builds.
pub fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |target| root.join(target))
}
