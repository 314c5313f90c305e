//! The program `wechatpay`: a gateway to develop a shop against, a doctor for a merchant's set-up, and a kit that
//! SDKs are held against.

#[cfg(feature = "program")]
mod cli;
#[cfg(feature = "program")]
mod conform;
#[cfg(feature = "program")]
mod doctor;
mod gateway;
mod snippets;

use std::process::ExitCode;

#[cfg(feature = "program")]
fn main() -> ExitCode {
    cli::run()
}

/// Without the feature there are no flags, and nobody who tests with the library pays for them.
#[cfg(not(feature = "program"))]
fn main() -> ExitCode {
    if std::env::args().nth(1).is_some() {
        eprintln!("this build has no flags and runs a gateway alone: build it with `--features program`");
        return ExitCode::from(2);
    }
    gateway::run(&gateway::Settings::default())
}
