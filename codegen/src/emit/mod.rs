//! From names to the text of Rust: the last stage, and the only one that knows `syn` and `quote`.
//!
//! One file for each node of the URL tree. Each kind of item has a module of its own.

mod builder;
mod docs;
mod features;
mod ident;
mod operation;
mod origins;
mod places;
mod source;
mod structure;
mod symbol;
mod table;
mod tree;
mod types;
mod webhook;

use origins::Origins;
use rayon::prelude::*;
use source::Source;
use wechatpay_spec::Spec;

use crate::files::Files;
use crate::names::model::Crate;

pub use features::{leave_out_gone, refuse_gone};

/// The manifest of the client.
pub const MANIFEST: &str = "generated-client/Cargo.toml";

/// Emits every generated file of the client. `manifest` is its `Cargo.toml` as it stands.
pub fn emit(spec: &Spec, named: &Crate<'_>, manifest: &str) -> Result<Files, Vec<String>> {
    let origins = Origins::of(spec);
    let manifest = features::write(manifest, &origins.of_products(&named.features));
    let mut sources = tree::sources(named);
    sources.push(table::source(named));
    let refused = places::refusals(&origins.places(&sources));
    let manifest = match manifest {
        Ok(manifest) if refused.is_empty() => manifest,
        manifest => return Err(manifest.err().into_iter().flatten().chain(refused).collect()),
    };
    let files: Result<Files, String> = sources.into_par_iter().map(Source::format).collect();
    let mut files = files.map_err(|error| vec![error])?;
    files.insert(MANIFEST.to_owned(), manifest);
    Ok(files)
}
