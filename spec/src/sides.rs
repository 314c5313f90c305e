//! The two folders of a comparison, and the decisions that are laid over them.

use std::path::Path;

use crate::corrected::Corrected;
use crate::error::SpecError;
use crate::held::Held;
use crate::inventory;
use crate::model::Spec;
use crate::names::Names;
use crate::overrides::{Overrides, Scope};
use crate::pairs::Pairs;
use crate::presence::Presence;
use crate::products::Products;
use crate::protocol::Protocol;
use crate::sourced::Formats;
use crate::types::Types;

/// What is compared, and what is to be said of how it came about.
#[derive(Debug)]
pub struct Sides {
    pub old: Corrected,
    pub new: Corrected,
    /// The two specs as their files state them, so that a change can be found in them.
    pub stated: [Spec; 2],
    /// Whose decisions were taken, and what of them does not fit.
    pub notes: Vec<String>,
}

impl Sides {
    /// Loads two folders, each with its own decisions: what one of them lacks has no effect on it.
    pub fn load(old: &Path, new: &Path) -> Result<Self, Vec<String>> {
        Self::with([old, new], [old, new], Vec::new())
    }

    /// Loads two folders of which one may have been written by `--out`, without any decision: those of the other one are
    /// taken for it, and where neither has any, those of the `repository`. Names are never borrowed: a folder without a
    /// record is one whose names were made without it.
    pub fn lent(old: &Path, new: &Path, repository: &Path) -> Result<Self, Vec<String>> {
        let lender = match (inventory::is_bare(old), inventory::is_bare(new)) {
            (false, false) => return Self::load(old, new),
            (false, true) => old,
            (true, false) => new,
            (true, true) => repository,
        };
        let lends = !inventory::is_bare(lender);
        let note = lends.then(|| format!("both are read with the decisions of {}", lender.display()));
        Self::with([old, new], [lender; 2], note.into_iter().collect())
    }

    fn with([old, new]: [&Path; 2], [of_old, of_new]: [&Path; 2], mut notes: Vec<String>) -> Result<Self, Vec<String>> {
        let (old, stated_old) = side(old, of_old, &mut notes)?;
        let (new, stated_new) = side(new, of_new, &mut notes)?;
        Ok(Self { old, new, stated: [stated_old, stated_new], notes })
    }
}

/// A folder with the decisions of another one, or of its own.
fn side(dir: &Path, decisions: &Path, notes: &mut Vec<String>) -> Result<(Corrected, Spec), Vec<String>> {
    let shown = |dir: &Path, errors: Vec<SpecError>| -> Vec<String> {
        errors.into_iter().map(|error| format!("{}/{error}", dir.display())).collect()
    };
    let stated = Spec::load(dir).map_err(|errors| shown(dir, errors))?;
    let mut spec = stated.clone();
    let corrections = Overrides::load(decisions).map_err(|errors| shown(decisions, errors))?;
    let is_own = decisions == dir;
    // Decisions that were made for another state of the documentation need not fit this one.
    let scope = if is_own { Scope::Whole } else { Scope::Partial };
    let (_, misfits) = corrections.fit(&mut spec, scope);
    // A target that is gone changes nothing on this side; the checks ask for it.
    let is_wrong = is_own && misfits.iter().any(|misfit| !misfit.is_absent());
    let errors: Vec<SpecError> = misfits.into_iter().map(SpecError::from).collect();
    if is_wrong {
        return Err(shown(decisions, errors));
    }
    if let Some(first) = errors.first() {
        let count = errors.len();
        notes.push(format!("{count} corrections do not fit {}, and were left out: {first}", dir.display()));
    }
    Formats::load(decisions).map_err(|error| shown(decisions, vec![error]))?.lay(&mut spec);
    let corrected = Corrected {
        spec,
        presence: Presence::load(decisions).map_err(|error| shown(decisions, vec![error]))?,
        protocol: Protocol::load(decisions).map_err(|errors| shown(decisions, errors))?,
        pairs: Pairs::load(decisions).map_err(|errors| shown(decisions, errors))?,
        types: Types::load(decisions).map_err(|errors| shown(decisions, errors))?,
        products: Products::load(decisions).map_err(|errors| shown(decisions, errors))?,
        names: Names::load(dir).map_err(|errors| shown(dir, errors))?,
        held: Held::load(dir).map_err(|errors| shown(dir, errors))?,
    };
    Ok((corrected, stated))
}
