//! `cargo xtask formats` and `cargo xtask schemas`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wechatpay_evidence::facts::{Claim, Facts, FieldFact};
use wechatpay_spec::sourced::{Said, Spot, Taken};
use wechatpay_spec::{Corrected, Formats, Schemas, SpecError};

use crate::generate::refuse;
use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// Fact files, as evidence/README.md describes them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What a source is: its repository, the state of it, its licence. Once said, it stays
    #[arg(long, value_name = "NAME=TEXT", value_parser = described)]
    source: Vec<(String, String)>,
}

fn described(text: &str) -> Result<(String, String), String> {
    let (name, text) = text.split_once('=').ok_or("a source is described as `name=text`")?;
    Ok((name.to_owned(), text.to_owned()))
}

/// Takes over the formats of texts.
pub fn formats(args: &Args) -> ExitCode {
    end(
        args,
        |fact| fact.format.as_slice(),
        |spec, corrected, said| {
            let mut known = Formats::load(spec).map_err(|error| vec![error])?;
            args.source.iter().for_each(|(name, text)| known.describe(name, text));
            let Taken { taken, left, unknown } = known.take(&corrected.spec, said);
            Ok(Outcome { file: Formats::FILE, count: taken.count(), text: taken.to_json(), left, unknown })
        },
    )
}

/// Takes over the names of types.
pub fn schemas(args: &Args) -> ExitCode {
    end(
        args,
        |fact| fact.schema.as_slice(),
        |spec, corrected, said| {
            let mut known = Schemas::load(spec).map_err(|error| vec![error])?;
            args.source.iter().for_each(|(name, text)| known.describe(name, text));
            let Taken { taken, left, unknown } = known.take(&corrected.spec, said);
            Ok(Outcome { file: Schemas::FILE, count: taken.count(), text: taken.to_json(), left, unknown })
        },
    )
}

struct Outcome {
    file: &'static str,
    count: usize,
    text: String,
    left: BTreeMap<String, usize>,
    unknown: Vec<String>,
}

type Take<'a> = &'a dyn Fn(&Path, &Corrected, Vec<Said>) -> Result<Outcome, Vec<SpecError>>;

/// What a source says of a field, of the kind that is taken over.
type What = fn(&FieldFact) -> &[String];

fn end(
    args: &Args,
    what: What,
    take: impl Fn(&Path, &Corrected, Vec<Said>) -> Result<Outcome, Vec<SpecError>>,
) -> ExitCode {
    match taken(args, what, &take) {
        Ok(report) => terminal::print(report).map_or_else(|error| refuse(&error.to_string()), |()| ExitCode::SUCCESS),
        Err(errors) => errors.iter().fold(ExitCode::FAILURE, |_, error| refuse(error)),
    }
}

fn taken(args: &Args, what: What, take: Take<'_>) -> Result<String, Vec<String>> {
    let spec = checkout::root().map_err(|error| vec![error])?.join("spec");
    let of_spec = |errors: Vec<SpecError>| errors.iter().map(|error| format!("spec/{error}")).collect::<Vec<_>>();
    let facts =
        Facts::load(&args.files).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let corrected = Corrected::load(&spec).map_err(of_spec)?;
    let said = facts.claims.iter().flat_map(|claim| said(claim, what)).collect();
    let Outcome { file, count, text, left, unknown } = take(&spec, &corrected, said).map_err(of_spec)?;
    if !unknown.is_empty() {
        let flags = unknown.iter().map(|name| format!("`--source {name}=…`")).collect::<Vec<_>>().join(", ");
        return Err(vec![format!(
            "say where the sources are to be found, in which state, and under which licence: {flags}"
        )]);
    }
    fs::write(spec.join(file), text).map_err(|error| vec![format!("spec/{file}: {error}")])?;
    let left = left.into_iter().map(|(why, count)| format!("left, {count}: {why}\n"));
    Ok(format!("spec/{file}: {count} fields\n{}run `cargo xtask generate`\n", left.collect::<String>()))
}

/// What one claim says, by each source that speaks of the field.
fn said(claim: &Claim, what: What) -> Vec<Said> {
    let mut said = Vec::new();
    for (path, fact) in &claim.fields.0 {
        let speaks = |index: &usize| fact.within.as_ref().is_none_or(|within| within.contains(index));
        let speakers = (0..claim.speakers.len()).filter(speaks).map(|index| &claim.speakers[index]);
        let all = speakers.flat_map(|speaker| what(fact).iter().map(move |what| (speaker, what)));
        said.extend(all.map(|(speaker, what)| Said {
            target: claim.target.clone(),
            spot: Spot { side: claim.side, path: path.clone() },
            what: what.clone(),
            source: speaker.source.to_string(),
        }));
    }
    said
}
