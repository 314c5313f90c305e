//! `cargo xtask changelog`

use std::fs;
use std::process::ExitCode;

use wechatpay_codegen::changelog::{history, render};

use crate::{checkout, terminal};

pub const FILE: &str = "CHANGELOG.md";

#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; fail where the file is out of date
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> ExitCode {
    let written = write(args);
    if matches!(written, Ok(false)) {
        terminal::warn(format_args!("error: {FILE} is out of date; run `cargo xtask changelog`"));
    }
    terminal::verdict(written)
}

fn write(args: &Args) -> Result<bool, String> {
    let root = checkout::root()?;
    let file = root.join(FILE);
    let known = fs::read_to_string(&file).unwrap_or_default();
    let text = render(&known, &history::entries(&root)?);
    if args.check {
        return Ok(known == text);
    }
    fs::write(&file, text).map(|()| true).map_err(|error| format!("{}: {error}", file.display()))
}
