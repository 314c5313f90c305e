//! Cargo, the one that has started this program.

use std::env;
use std::process::{Command, Stdio};

pub fn command() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether it has a command that is installed by itself.
pub fn has(subcommand: &str) -> bool {
    let version = command().args([subcommand, "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
