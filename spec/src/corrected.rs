//! What the emitter and a comparison start from: the spec with its corrections, and what is known beside it.

use std::path::Path;

use crate::error::SpecError;
use crate::held::Held;
use crate::model::Spec;
use crate::names::Names;
use crate::overrides::{Overrides, Scope};
use crate::pairs::Pairs;
use crate::presence::Presence;
use crate::products::Products;
use crate::protocol::Protocol;
use crate::sourced::Formats;
use crate::types::Types;

/// A spec as it is right, not as the documentation has it.
#[derive(Clone, Debug, Default)]
pub struct Corrected {
    pub spec: Spec,
    pub presence: Presence,
    pub protocol: Protocol,
    /// The queries that answer with what notifications hold.
    pub pairs: Pairs,
    /// What is one type, wherever it stands.
    pub types: Types,
    /// What products and their operations are called.
    pub products: Products,
    /// The names that are published.
    pub names: Names,
    /// The pages that could not be read.
    pub held: Held,
}

impl Corrected {
    /// Loads what a folder holds: the spec, and, where it has them, its corrections and what lies beside it.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let mut spec = Spec::load(dir)?;
        Overrides::load(dir)?.apply(&mut spec, Scope::Whole)?;
        Formats::load(dir).map_err(|error| vec![error])?.lay(&mut spec);
        let presence = Presence::load(dir).map_err(|error| vec![error])?;
        Ok(Self {
            spec,
            presence,
            protocol: Protocol::load(dir)?,
            pairs: Pairs::load(dir)?,
            types: Types::load(dir)?,
            products: Products::load(dir)?,
            names: Names::load(dir)?,
            held: Held::load(dir)?,
        })
    }
}
