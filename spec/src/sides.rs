//! The two folders of a comparison, with the same decisions laid over both.

use std::path::Path;

use crate::corrected::Corrected;
use crate::error::SpecError;
use crate::held::Held;
use crate::model::Spec;
use crate::names::Names;
use crate::overrides::{Overrides, Scope};
use crate::presence::Presence;
use crate::protocol::Protocol;
use crate::sourced::Formats;

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

/// What people decide, each in a file or folder that may be missing.
const DECISIONS: [&str; 4] = ["overrides", "presence.json", Protocol::FILE, Formats::FILE];

impl Sides {
    /// Loads two folders. Where one of them lacks a file of decisions, as one that was written by `--out` does, that
    /// of the other one is taken for both; where both do, that of the `repository`. Names are never borrowed: a folder
    /// without a record is one whose names were made without it.
    pub fn load(old: &Path, new: &Path, repository: &Path) -> Result<Self, Vec<String>> {
        let mut notes = Vec::new();
        let mut from = [[old; DECISIONS.len()], [new; DECISIONS.len()]];
        for (index, name) in DECISIONS.iter().enumerate() {
            let has = |dir: &Path| dir.join(name).exists();
            let lender = match (has(old), has(new)) {
                (true, true) => continue,
                (true, false) => old,
                (false, true) => new,
                (false, false) => repository,
            };
            from[0][index] = lender;
            from[1][index] = lender;
            if has(lender) {
                notes.push(format!("both are read with the decisions of {}", lender.join(name).display()));
            }
        }
        let [of_old, of_new] = from;
        let (old, stated_old) = side(old, of_old, &mut notes)?;
        let (new, stated_new) = side(new, of_new, &mut notes)?;
        Ok(Self { old, new, stated: [stated_old, stated_new], notes })
    }
}

fn side(
    dir: &Path,
    [overrides, presence, protocol, formats]: [&Path; DECISIONS.len()],
    notes: &mut Vec<String>,
) -> Result<(Corrected, Spec), Vec<String>> {
    let shown = |dir: &Path, errors: Vec<SpecError>| -> Vec<String> {
        errors.into_iter().map(|error| format!("{}/{error}", dir.display())).collect()
    };
    let stated = Spec::load(dir).map_err(|errors| shown(dir, errors))?;
    let mut spec = stated.clone();
    let corrections = Overrides::load(overrides).map_err(|errors| shown(overrides, errors))?;
    let is_own = overrides == dir;
    // Decisions that were made for another state of the documentation need not fit this one.
    let scope = if is_own { Scope::Whole } else { Scope::Partial };
    match corrections.apply(&mut spec, scope) {
        Err(errors) if is_own => return Err(shown(overrides, errors)),
        Err(errors) => {
            let (count, first) = (errors.len(), errors[0].to_string());
            notes.push(format!("{count} corrections do not fit {}, and were left out: {first}", dir.display()));
        }
        Ok(_) => {}
    }
    Formats::load(formats).map_err(|error| shown(formats, vec![error]))?.lay(&mut spec);
    let corrected = Corrected {
        spec,
        presence: Presence::load(presence).map_err(|error| shown(presence, vec![error]))?,
        protocol: Protocol::load(protocol).map_err(|errors| shown(protocol, errors))?,
        names: Names::load(dir).map_err(|errors| shown(dir, errors))?,
        held: Held::load(dir).map_err(|errors| shown(dir, errors))?,
    };
    Ok((corrected, stated))
}
