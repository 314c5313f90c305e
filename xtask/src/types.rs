//! `cargo xtask types`

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use wechatpay_codegen::names::Refusal;
use wechatpay_codegen::propose::{self, Proposals, Wanted};
use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{Corrected, Schemas, SpecError};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// Only what agrees in everything
    #[arg(long)]
    exact: bool,
    /// Only so many, the most worth first
    #[arg(long, value_name = "COUNT")]
    top: Option<usize>,
    /// Only what has so many places, or what `--saves` lets through
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    places: usize,
    /// Only what saves so many fields and values, or what `--places` lets through
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    saves: usize,
    /// Add what is proposed to spec/types/
    #[arg(long)]
    write: bool,
    /// The counts alone
    #[arg(long, conflicts_with = "write")]
    sum: bool,
    /// Show what is like one place (`GET /v3/… response amount`), and in what it differs
    #[arg(long, value_name = "PLACE", conflicts_with_all = ["exact", "top", "write", "sum"])]
    of: Option<TypePlace>,
}

pub fn run(args: &Args) -> ExitCode {
    let done = checkout::root().map_err(|error| vec![error]).and_then(|root| types(args, &root.join("spec")));
    match done.and_then(|text| terminal::print(text).map_err(|error| vec![error.to_string()])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(errors) => {
            for error in &errors {
                terminal::warn(format_args!("error: {error}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn types(args: &Args, spec: &Path) -> Result<String, Vec<String>> {
    let of_spec = |errors: Vec<SpecError>| errors.iter().map(|error| format!("spec/{error}")).collect::<Vec<_>>();
    let corrected = Corrected::load(spec).map_err(of_spec)?;
    if let Some(place) = &args.of {
        let like = propose::like(&corrected, place).map_err(refused)?;
        return like.ok_or_else(|| vec![format!("`{place}` is no place of a type")]);
    }
    let schemas = Schemas::load(spec).map_err(|error| of_spec(vec![error]))?;
    let &Args { exact, top, places, saves, .. } = args;
    let proposals = propose::propose(&corrected, &schemas, Wanted { exact, top, places, saves }).map_err(refused)?;
    let summary = format!("# {}\n", proposals.summary());
    if args.sum {
        return Ok(summary);
    }
    if args.write {
        return write(spec, &proposals).map(|said| said + &summary).map_err(|error| vec![error]);
    }
    Ok(proposals.to_toml() + &summary)
}

fn refused(refusals: Vec<Refusal>) -> Vec<String> {
    refusals.into_iter().map(|refusal| refusal.to_string()).collect()
}

/// Adds the entries to the files of their modules.
fn write(spec: &Path, proposals: &Proposals) -> Result<String, String> {
    let mut said = Vec::new();
    for (file, more) in proposals.files() {
        let path = spec.join(&file);
        let told = |error: std::io::Error| format!("spec/{file}: {error}");
        let known = if path.exists() { fs::read_to_string(&path).map_err(told)? } else { String::new() };
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(told)?;
        fs::write(&path, (known + &more).trim_start()).map_err(told)?;
        said.push(format!("spec/{file}: {} more\n", more.matches("[[type]]").count()));
    }
    Ok(said.concat() + "run `cargo xtask generate`\n")
}
