//! Which revision of the documentation the spec was read from.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use crate::error::SpecError;

/// What `source.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The documentation's repository.
    pub repository: String,
    /// The commit, or another name by which this state of it is found again.
    pub revision: String,
}

impl Source {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "source.toml";

    /// The documentation's repository, where no other is recorded.
    pub const UPSTREAM: &'static str = "https://github.com/wechatpay-im/website";

    /// Reads `source.toml` below `dir`; there is none where the spec was read from pages of its own only.
    pub fn load(dir: &Path) -> Result<Option<Self>, SpecError> {
        match fs::read_to_string(dir.join(Self::FILE)) {
            Ok(text) => Self::parse(Self::FILE, &text).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SpecError::of_file(Self::FILE, error.to_string())),
        }
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let source: Self = toml::from_str(text).map_err(|error| SpecError::of_toml(file, text, &error))?;
        if source.revision.trim().is_empty() {
            return Err(SpecError::of_file(file, "the revision is empty"));
        }
        Ok(source)
    }

    /// The text of the file.
    pub fn to_toml(&self) -> String {
        let keys = [("repository", &self.repository), ("revision", &self.revision)];
        let lines = keys.map(|(key, value)| format!("{key} = {}\n", toml::Value::from(value.as_str())));
        format!("# The state of the documentation that the spec was read from.\n{}", lines.concat())
    }
}
