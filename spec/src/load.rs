//! The spec as a folder: every file of it read and checked, or printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Place, SpecError};
use crate::file::{MOVED, is_api, is_webhook, parse_moved, print_moved};
use crate::model::{Operation, Spec, Webhook};

/// The folders that hold nothing but files of the spec.
const FOLDERS: [&str; 2] = ["api", "webhook"];

impl Spec {
    /// Reads `api/**`, `webhook/**` and `moved.json` below `dir`, and reports everything that is wrong with them.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        if !dir.is_dir() {
            return Err(vec![SpecError::of_file(&dir.display().to_string(), "is not a folder")]);
        }
        let mut read = Read::default();
        for folder in FOLDERS {
            read.folder(&dir.join(folder), folder);
        }
        read.file(&dir.join(MOVED), MOVED);
        read.parsed(Self::from_files)
    }

    /// Parses files given by their path below the spec's folder: those of a folder, or of a commit.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Self, Vec<SpecError>> {
        let mut spec = Self::default();
        let mut errors = Vec::new();
        for (file, text) in files {
            if let Err(error) = spec.add_file(file, text) {
                errors.push(error);
            }
        }
        spec.operations.sort_by(|a, b| a.id.cmp(&b.id));
        spec.webhooks.sort_by(|a, b| a.name.cmp(&b.name));
        errors.sort();
        if errors.is_empty() { Ok(spec) } else { Err(errors) }
    }

    fn add_file(&mut self, file: &str, text: &str) -> Result<(), SpecError> {
        if file == MOVED {
            self.moved = parse_moved(file, text)?;
        } else if is_api(file) {
            self.operations.push(Operation::parse(file, text)?);
        } else if is_webhook(file) {
            self.webhooks.push(Webhook::parse(file, text)?);
        } else {
            return Err(SpecError::of_file(file, "no file of the spec is called so"));
        }
        Ok(())
    }

    /// The canonical text of every file, by its path below the spec's folder.
    pub fn files(&self) -> BTreeMap<String, String> {
        let operations = self.operations.iter().map(|operation| (operation.file(), operation.to_json()));
        let webhooks = self.webhooks.iter().map(|webhook| (webhook.file(), webhook.to_json()));
        let mut files: BTreeMap<String, String> = operations.chain(webhooks).collect();
        if !self.moved.is_empty() {
            let sorted: BTreeSet<_> = self.moved.iter().cloned().collect();
            files.insert(MOVED.to_owned(), print_moved(&Vec::from_iter(sorted)));
        }
        files
    }
}

/// The text of a file below `dir`; nothing where there is none.
pub(crate) fn optional(dir: &Path, file: &str) -> Result<Option<String>, SpecError> {
    match fs::read_to_string(dir.join(file)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SpecError::of_file(file, error.to_string())),
    }
}

/// The text files of a folder, and what could not be read.
#[derive(Default)]
pub(crate) struct Read {
    /// By their path below the spec's folder.
    pub(crate) files: BTreeMap<String, String>,
    errors: Vec<SpecError>,
}

impl Read {
    /// Everything below `path`, called `name` below the spec's folder. A folder that is not there is empty.
    pub(crate) fn folder(&mut self, path: &Path, name: &str) {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.fail(name, &error),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.fail(name, &error),
            };
            let below = format!("{name}/{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.folder(&entry.path(), &below),
                Ok(_) => self.file(&entry.path(), &below),
                Err(error) => self.fail(&below, &error),
            }
        }
    }

    pub(crate) fn file(&mut self, path: &Path, name: &str) {
        // To open a pipe would be to wait for its other end.
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return self.errors.push(SpecError::of_file(name, "is no file"));
        }
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.fail(name, &error),
        };
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.files.insert(name.to_owned(), text);
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let place = Place::of_offset(&String::from_utf8_lossy(&error.as_bytes()[..valid]), valid);
                self.errors.push(SpecError::at(name, place, "not UTF-8"));
            }
        }
    }

    /// What the files say, if all of them could be read and parsed.
    pub(crate) fn parsed<T>(
        self,
        parse: impl FnOnce(&BTreeMap<String, String>) -> Result<T, Vec<SpecError>>,
    ) -> Result<T, Vec<SpecError>> {
        let mut errors = self.errors;
        match parse(&self.files) {
            Ok(parsed) if errors.is_empty() => return Ok(parsed),
            Ok(_) => {}
            Err(more) => errors.extend(more),
        }
        errors.sort();
        Err(errors)
    }

    fn fail(&mut self, name: &str, error: &io::Error) {
        self.errors.push(SpecError::of_file(name, error.to_string()));
    }
}
