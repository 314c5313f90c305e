//! `wechatpay conform`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use wechatpay_gateway::conform::{self, Finding, Patience, Report};

#[derive(clap::Args)]
#[command(
    after_help = "Exit code: 0 nothing speaks against an SDK, 1 something does, 2 an adapter cannot be used.\n\nThe lines \
    that an adapter reads and writes are described in gateway/conform/PROTOCOL.md."
)]
pub(crate) struct Args {
    /// What starts the adapter of an SDK; once for each SDK
    #[arg(long, value_name = "COMMAND", required = true)]
    sdk: Vec<String>,
    /// Write the matrix as a page
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Only scenarios with this in their name
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// How many seconds an SDK is told that one exchange may take
    #[arg(long, value_name = "SECONDS", default_value_t = 3)]
    timeout: u64,
    /// After how many seconds an SDK is taken to hang
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    patience: u64,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match reports(args) {
        Ok(reports) => {
            print!("{}", conform::text(&reports));
            if let Some(path) = &args.markdown
                && let Err(error) = std::fs::write(path, conform::markdown(&reports))
            {
                eprintln!("error: {} cannot be written: {error}", path.display());
                return ExitCode::from(2);
            }
            ExitCode::from(u8::from(reports.iter().any(|report| report.faults().next().is_some())))
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn reports(args: &Args) -> Result<Vec<Report>, conform::AdapterError> {
    let patience = Patience { exchange: Duration::from_secs(args.timeout), task: Duration::from_secs(args.patience) };
    let wanted = |scenario: &conform::Scenario| args.only.as_ref().is_none_or(|text| scenario.name.contains(text));
    let seen = |finding: &Finding| eprint!("{}", if finding.verdict.is_fault() { "!" } else { "." });
    let one = |command: &String| {
        let report = conform::run_some(command, patience, wanted, seen);
        eprintln!();
        report
    };
    args.sdk.iter().map(one).collect()
}
