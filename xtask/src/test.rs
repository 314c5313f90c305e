//! `cargo xtask test`

use std::path::Path;
use std::process::ExitCode;

use crate::{cargo, checkout, terminal};

/// Every run of the tests: all crates, then the client on its other backend, end to end, and by itself without the
/// features that the end-to-end tests turn on; with what another crate may turn on in a library that both use; and the
/// program of the gateway, which its library's users do not pay for. The types of all operations know no backend: once is
/// enough for them here, and the weekly checks do it again.
const RUNS: [&[&str]; 5] = [
    &["test", "--workspace"],
    &["test", "--package", "wechatpay-tests", "--no-default-features", "--features", "rustcrypto"],
    &["test", "--package", "wechatpay-client", "--lib", "--no-default-features", "--features", "rustcrypto,webhook"],
    &["test", "--package", "wechatpay-client", "--lib", "--features", "serde_json/arbitrary_precision"],
    &["test", "--package", "wechatpay-gateway", "--features", "client,program,sqlite"],
];

pub fn run() -> ExitCode {
    let run_all = checkout::root().and_then(|root| RUNS.iter().try_for_each(|arguments| run_cargo(&root, arguments)));
    match run_all {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::warn(format_args!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run_cargo(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let line = format!("cargo {}", arguments.join(" "));
    terminal::warn(&line);
    match cargo::command().current_dir(root).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("`{line}` has failed")),
        Err(error) => Err(format!("cargo cannot be run: {error}")),
    }
}
