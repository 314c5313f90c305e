//! `cargo xtask test`

use std::process::{Command, ExitCode};

/// Every run of the tests: all crates, then the client on its other backend, end to end, and by itself without the
/// features that the end-to-end tests turn on.
const RUNS: [&[&str]; 3] = [
    &["test", "--workspace"],
    &["test", "--package", "wechatpay-tests", "--no-default-features", "--features", "rustcrypto"],
    &["test", "--package", "wechatpay-client", "--lib", "--no-default-features", "--features", "rustcrypto"],
];

pub fn run() -> ExitCode {
    for arguments in RUNS {
        eprintln!("cargo {}", arguments.join(" "));
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let status = Command::new(cargo).current_dir(crate::root()).args(arguments).status();
        match status {
            Ok(status) if status.success() => {}
            Ok(_) => return ExitCode::FAILURE,
            Err(error) => {
                eprintln!("error: cargo cannot be run: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
