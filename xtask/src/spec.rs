//! `cargo xtask spec`

use std::process::ExitCode;

use wechatpay_spec::{Corrected, Spec, SpecError};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// An operation (`POST /v3/…`, or the path alone where one method has it) or "webhook NAME"; without one, all of them
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// As it is after the corrections, and not as the documentation states it
    #[arg(long)]
    corrected: bool,
}

pub fn run(args: &Args) -> ExitCode {
    let shown = show(args).and_then(|text| terminal::print(text).map_err(|error| vec![error.to_string()]));
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(errors) => {
            for error in &errors {
                terminal::warn(format_args!("error: {error}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn show(args: &Args) -> Result<String, Vec<String>> {
    let dir = checkout::root().map_err(|error| vec![error])?.join("spec");
    let named = |errors: Vec<SpecError>| errors.iter().map(|error| format!("spec/{error}")).collect::<Vec<_>>();
    let spec = if args.corrected { Corrected::load(&dir).map(|corrected| corrected.spec) } else { Spec::load(&dir) };
    let spec = spec.map_err(named)?;
    match args.name.as_slice() {
        [] => Ok(spec.show_all()),
        words => spec.show(&words.join(" ")).map_err(|unknown| vec![unknown.to_string()]),
    }
}
