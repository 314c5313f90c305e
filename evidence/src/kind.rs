//! What two descriptions of one field can disagree about.

use std::fmt;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Whether a value is encrypted.
    Encrypted,
    /// The spec lacks the field.
    MissingField,
    /// The source lacks the field.
    ExtraField,
    Enum,
    Type,
    /// Whether there is one or a list of them.
    List,
    Required,
}

impl Kind {
    pub const ALL: [Self; 7] =
        [Self::Encrypted, Self::MissingField, Self::ExtraField, Self::Enum, Self::Type, Self::List, Self::Required];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::MissingField => "missing-field",
            Self::ExtraField => "extra-field",
            Self::Enum => "enum",
            Self::Type => "type",
            Self::List => "list",
            Self::Required => "required",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is not a kind: it is one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
