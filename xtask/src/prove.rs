//! `cargo xtask prove-diff`

use std::io;
use std::process::ExitCode;
use std::time::Instant;

use wechatpay_prove::compile::Compiler;
use wechatpay_prove::judge::judge;
use wechatpay_prove::{fixture, mutate};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// So many mutations; without it every single one
    #[arg(long, value_name = "N", conflicts_with = "sample")]
    mutations: Option<usize>,
    /// Which of them, where there are more; and which two at once, where there are fewer
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// A few of each kind
    #[arg(long)]
    sample: bool,
}

pub fn run(args: &Args) -> ExitCode {
    terminal::verdict(prove(args).map(|wrong| wrong == 0))
}

fn prove(args: &Args) -> io::Result<usize> {
    let start = Instant::now();
    let root = checkout::root().map_err(io::Error::other)?;
    let base = fixture::load(&root).map_err(|errors| io::Error::other(errors.join("\n")))?;
    let count = if args.sample { Some(mutate::SAMPLE) } else { args.mutations };
    let mutants = match count {
        Some(count) => mutate::some(&base, count, args.seed),
        None => mutate::all(&base),
    };
    let report = judge(&Compiler::new(&root)?, &base, mutants)?;
    terminal::print(format_args!("{report}{:.0} s\n", start.elapsed().as_secs_f32()))?;
    Ok(report.wrong().count())
}
