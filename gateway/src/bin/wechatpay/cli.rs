//! The flags.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{conform, doctor, gateway};

#[derive(Parser)]
#[command(name = "wechatpay", version, about = "Develop and test against WeChat Pay APIv3 without a merchant account")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Play WeChat Pay's part on the loopback interface until Ctrl-C, with a status page at `/`
    Gateway(Gateway),
    /// Look at a merchant's set-up, and explain a captured message, an error code or a Request-ID
    Doctor(Box<doctor::Args>),
    /// Hold SDKs against right answers, faults and notifications, and print what each of them makes of them
    Conform(conform::Args),
}

#[derive(clap::Args)]
struct Gateway {
    /// Where it listens; 0 takes a free port
    #[arg(long, default_value_t = gateway::PORT)]
    port: u16,
    /// The folder for its keys, which are known to everyone and protect nothing
    #[arg(long, value_name = "DIR", default_value = gateway::KEYS)]
    keys: PathBuf,
    /// A file that keeps orders, refunds and the like from one run to the next
    #[cfg(feature = "sqlite")]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Where your shop takes notifications: it stands in the snippets and in `gateway.env`
    #[arg(long, value_name = "URL")]
    notify_url: Option<String>,
}

pub(crate) fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Gateway(args) => gateway::run(&settings(args)),
        Command::Doctor(args) => doctor::run(*args),
        Command::Conform(args) => conform::run(&args),
    }
}

fn settings(args: Gateway) -> gateway::Settings {
    #[cfg(feature = "sqlite")]
    let state = args.state;
    #[cfg(not(feature = "sqlite"))]
    let state = None;
    gateway::Settings { port: args.port, keys: args.keys, notify_url: args.notify_url, state }
}
