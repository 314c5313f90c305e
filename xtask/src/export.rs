//! `cargo xtask export`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use wechatpay_codegen::{openapi, share};
use wechatpay_spec::{Corrected, Source, SpecError};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// A document of OpenAPI 3.1, for clients in other languages
    Openapi(Openapi),
}

#[derive(clap::Args)]
struct Openapi {
    /// The file to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing; fail where FILE is not what would be written
    #[arg(long, requires = "out")]
    check: bool,
    /// The folder of a spec; without it, that of the checkout
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The version that the document says it has
    #[arg(long, default_value = env!("CARGO_PKG_VERSION"))]
    release: String,
}

pub fn run(args: &Args) -> ExitCode {
    let What::Openapi(args) = &args.what;
    match openapi(args).and_then(|text| put(args, text).map_err(|error| vec![error])) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            terminal::warn("error: the file is out of date; run it without `--check`");
            ExitCode::FAILURE
        }
        Err(errors) => {
            for error in &errors {
                terminal::warn(format_args!("error: {error}"));
            }
            ExitCode::from(2)
        }
    }
}

fn openapi(args: &Openapi) -> Result<String, Vec<String>> {
    let spec = match &args.spec {
        Some(spec) => spec.clone(),
        None => checkout::root().map_err(|error| vec![error])?.join("spec"),
    };
    let shown = |errors: Vec<SpecError>| -> Vec<String> {
        errors.iter().map(|error| format!("{}/{error}", spec.display())).collect()
    };
    let corrected = Corrected::load(&spec).map_err(shown)?;
    let source = Source::load(&spec).map_err(|error| shown(vec![error]))?;
    let named =
        share::name(&corrected).map_err(|refused| refused.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let origin = openapi::Origin { version: &args.release, source: source.as_ref() };
    Ok(openapi::export(&corrected, &named, &origin))
}

/// Whether the file is, or has become, what it should be.
fn put(args: &Openapi, text: String) -> Result<bool, String> {
    let Some(file) = &args.out else { return terminal::print(text).map(|()| true).map_err(|error| error.to_string()) };
    if args.check {
        return Ok(fs::read_to_string(file).is_ok_and(|known| known == text));
    }
    fs::write(file, text).map(|()| true).map_err(|error| format!("{}: {error}", file.display()))
}
