//! Corrections of the documentation: data, decided by people, beside the spec that machines write.
//!
//! Each names its target, the value that it expects to find, the value to set, the reason and the evidence. One that
//! finds another value than it expects, or changes nothing, is an error: the documentation has been fixed.

mod apply;
mod attribute;
mod file;
mod find;
mod path;

use std::collections::BTreeMap;
use std::path::Path;

pub use apply::{Applied, Scope};
pub use attribute::Attribute;
pub use path::{FieldPath, Step};

use crate::error::{Place, SpecError};
use crate::load::Read;
use crate::model::Field;
use crate::target::{Side, Target};

const FOLDER: &str = "overrides";

/// All corrections, in the order of their files and of their lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    entries: Vec<Override>,
}

/// One correction, for all operations that share the mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// The file that it stands in.
    pub file: String,
    /// What it corrects, and where the file says so.
    pub targets: Vec<(Target, Place)>,
    pub side: Side,
    /// The field, or for an addition its parent; empty for the side itself.
    pub field: FieldPath,
    pub action: Action,
    pub reason: String,
    pub evidence: Vec<String>,
}

/// What a correction does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Gives attributes other values.
    Set(Vec<Change>),
    /// Adds and removes single values of an enum.
    Values {
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// Adds fields, whole trees of them, behind the sibling `after` or at the end.
    Add {
        fields: Vec<Field>,
        after: Option<String>,
    },
    /// Removes a field that looks as expected.
    Remove {
        expect: Vec<Attribute>,
    },
    Rename(String),
    /// Gives a field another parent, in its own side or in another one.
    Move {
        side: Side,
        to: FieldPath,
        after: Option<String>,
    },
}

/// An attribute's value as the documentation states it, and as it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub expect: Attribute,
    pub set: Attribute,
}

impl Overrides {
    /// Reads `overrides/*.toml` below `dir`; notes (`*.md`) may lie beside them.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let mut read = Read::default();
        read.folder(&dir.join(FOLDER), FOLDER);
        read.files.retain(|file, _| !has_extension(file, "md"));
        read.parsed(Self::from_files)
    }

    /// Parses files given by their names.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Self, Vec<SpecError>> {
        let mut entries = Vec::new();
        let mut errors = Vec::new();
        for (file, text) in files {
            if !has_extension(file, "toml") {
                errors.push(SpecError::of_file(file, "an override stands in a `.toml` file"));
                continue;
            }
            match file::parse(file, text) {
                Ok(parsed) => entries.extend(parsed),
                Err(more) => errors.extend(more),
            }
        }
        errors.sort();
        if errors.is_empty() { Ok(Self { entries }) } else { Err(errors) }
    }

    pub fn entries(&self) -> &[Override] {
        &self.entries
    }
}

fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found == extension)
}
