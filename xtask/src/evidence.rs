//! `cargo xtask evidence`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use wechatpay_codegen::refresh::worksheet::Decision;
use wechatpay_evidence::compare::{Comparison, compare};
use wechatpay_evidence::decisions::{Decisions, Judged};
use wechatpay_evidence::facts::Facts;
use wechatpay_evidence::report::{self, Open};
use wechatpay_spec::{Corrected, Overrides, SpecError};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// Fact files, as evidence/README.md describes them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The counts alone
    #[arg(long, conflicts_with_all = ["format", "decided"])]
    sum: bool,
    /// List what is decided too, each with where and why
    #[arg(long)]
    decided: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    /// A line of JSON for each disagreement
    Json,
}

pub fn run(args: &Args) -> ExitCode {
    let judged = checkout::root().map_err(|error| vec![error]).and_then(|root| judged(&root, &args.files));
    match judged {
        Ok((judged, Comparison { in_no_page, aside, .. })) => {
            let text = match args.format {
                _ if args.sum => report::to_sums(&judged, &in_no_page, &aside),
                Format::Text => report::to_text(&judged, &in_no_page, &aside, args.decided),
                Format::Json => report::to_json(&judged, args.decided),
            };
            if let Err(error) = terminal::print(text) {
                return fail(&[error.to_string()]);
            }
            if !judged.stale.is_empty() {
                return fail(&named("spec/", &judged.stale));
            }
            if judged.is_decided() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(errors) => fail(&errors),
    }
}

/// The disagreements of the checkout's spec with some facts, less what is decided.
fn judged(root: &Path, files: &[PathBuf]) -> Result<(Judged, Comparison), Vec<String>> {
    let spec = root.join("spec");
    let of_spec = |errors: Vec<SpecError>| named("spec/", &errors);
    let corrected = Corrected::load(&spec).map_err(of_spec)?;
    let overrides = Overrides::load(&spec).map_err(of_spec)?;
    let facts = Facts::load(files).map_err(|errors| named("", &errors))?;
    let decisions = Decisions::load(&spec, &corrected.spec).map_err(of_spec)?;
    let compared = compare(&corrected, &facts);
    Ok((decisions.judge(&compared, &overrides, &facts), compared))
}

/// What second sources leave to a person: what they say otherwise than the spec, and decisions that fit no more.
pub fn to_decide(root: &Path, files: &[PathBuf]) -> Vec<Decision> {
    let misfit = |error: String| {
        let (place, what) = error.split_once(": ").unwrap_or(("spec", &error));
        Decision { place: place.to_owned(), what: what.to_owned(), paste: Vec::new() }
    };
    match judged(root, files) {
        Ok((judged, _)) => {
            let stale = named("spec/", &judged.stale).into_iter().map(misfit);
            report::open(&judged).into_iter().map(decision).chain(stale).collect()
        }
        Err(errors) => errors.into_iter().map(misfit).collect(),
    }
}

fn decision(open: Open) -> Decision {
    let Open { title, lines, correction, decline } = open;
    let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
    let correction = correction.map(|lines| (Open::CORRECT.to_owned(), lines));
    Decision {
        place: "spec".to_owned(),
        what: format!("second sources say otherwise: {title}\n\n{}", lines.join("\n")),
        paste: correction.into_iter().chain([(Open::decline_in(), decline)]).collect(),
    }
}

fn named(folder: &str, errors: &[SpecError]) -> Vec<String> {
    errors.iter().map(|error| format!("{folder}{error}")).collect()
}

fn fail(errors: &[String]) -> ExitCode {
    for error in errors {
        terminal::warn(format_args!("error: {error}"));
    }
    ExitCode::from(2)
}
