//! What the emitter and a comparison start from: the spec with its corrections, and what is known of its answers.

use std::path::Path;

use crate::error::SpecError;
use crate::model::Spec;
use crate::overrides::{Overrides, Scope};
use crate::presence::Presence;

/// A spec as it is right, not as the documentation has it.
#[derive(Clone, Debug, Default)]
pub struct Corrected {
    pub spec: Spec,
    pub presence: Presence,
}

impl Corrected {
    /// Loads what a folder holds: the spec, and, where it has them, its corrections and its presence data.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let mut spec = Spec::load(dir)?;
        Overrides::load(dir)?.apply(&mut spec, Scope::Whole)?;
        let presence = Presence::load(dir).map_err(|error| vec![error])?;
        Ok(Self { spec, presence })
    }
}
