//! From names to the text of Rust: the last stage, and the only one that knows `syn` and `quote`.
//!
//! One file for each node of the URL tree. Each kind of item has a module of its own.

mod alias;
mod docs;
mod event;
mod example;
mod features;
mod ident;
mod layout;
mod operation;
mod origins;
mod places;
mod required;
mod setter;
mod shared;
mod source;
mod structure;
mod symbol;
mod table;
mod tree;
mod types;
mod webhook;

use origins::Origins;
use rayon::iter::Either;
use rayon::prelude::*;
use source::Source;
use wechatpay_spec::Spec;

use crate::files::Files;
use crate::names::Refusal;
use crate::names::model::Crate;

pub use features::{leave_out_gone, refuse_gone};
pub use layout::unparse;

/// The manifest of the client.
pub const MANIFEST: &str = "generated-client/Cargo.toml";

/// Emits every generated file of the client. `manifest` is its `Cargo.toml` as it stands.
pub fn emit(spec: &Spec, named: &Crate<'_>, manifest: &str) -> Result<Files, Vec<Refusal>> {
    Plan::of(spec, named, manifest)?.emit()
}

/// Every file to be, each of which has a place.
pub struct Plan<'n> {
    sources: Vec<Source<'n>>,
    manifest: String,
    origins: Origins,
}

impl<'n> Plan<'n> {
    pub fn of(spec: &Spec, named: &'n Crate<'_>, manifest: &str) -> Result<Self, Vec<Refusal>> {
        let origins = Origins::of(spec);
        let manifest = features::write(manifest, &origins.of_products(&named.features));
        let mut sources = tree::sources(named);
        sources.push(required::source(named));
        sources.push(table::source(named));
        sources.extend(event::source(named));
        let refused = places::refusals(&origins.places(&sources));
        match manifest {
            Ok(manifest) if refused.is_empty() => Ok(Self { sources, manifest, origins }),
            manifest => Err(manifest.err().into_iter().flatten().chain(refused).collect()),
        }
    }

    pub fn emit(self) -> Result<Files, Vec<Refusal>> {
        let Self { sources, manifest, origins } = self;
        let refuse = |source: &Source<'_>, reason| Refusal::Client { parties: vec![origins.of_source(source)], reason };
        let format = |source: &Source<'_>| source.format().map_err(|reason| refuse(source, reason));
        let (refused, files): (Vec<_>, Vec<_>) = sources.par_iter().map(format).partition_map(Either::from);
        if !refused.is_empty() {
            return Err(refused);
        }
        let mut files: Files = files.into_iter().collect();
        files.insert(MANIFEST.to_owned(), manifest);
        Ok(files)
    }
}
