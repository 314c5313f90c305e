//! All corrections, read from their folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::correction::Override;
use super::file;
use crate::error::SpecError;
use crate::load::Read;

const FOLDER: &str = "overrides";

/// All corrections, in the order of their files and of their lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    entries: Vec<Override>,
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
