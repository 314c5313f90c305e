//! The spec that is mutated: a field of every kind, at every depth, on every side.

use std::path::Path;

use crate::state::State;

/// Loads it from this crate's folder in a checkout.
pub fn load(root: &Path) -> Result<State, Vec<String>> {
    State::load(&root.join("prove/fixture"))
}
