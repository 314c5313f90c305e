//! Who says something, and where it is written.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A source by its short name. Two of them are independent of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The `OpenAPI` description by the documentation's maintainer.
    Openapi,
    /// The official samples: their types and their examples.
    Skills,
    /// Typed classes, by language.
    Csharp,
    Go,
    Java,
    /// An example of what was really sent.
    Sample,
}

impl Source {
    pub const ALL: [Self; 6] = [Self::Openapi, Self::Skills, Self::Csharp, Self::Go, Self::Java, Self::Sample];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Openapi => "openapi",
            Self::Skills => "skills",
            Self::Csharp => "csharp",
            Self::Go => "go",
            Self::Java => "java",
            Self::Sample => "sample",
        }
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|source| source.as_str() == text);
        known
            .ok_or_else(|| format!("`{text}` is not a source: it is one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One voice of a source: `csharp:RefundResource(direct)`, `sample(combined)`, `openapi`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speaker {
    pub source: Source,
    /// The class.
    pub name: Option<String>,
    /// Which form of a notification it speaks of.
    pub form: Option<String>,
}

impl Speaker {
    pub fn of(source: Source) -> Self {
        Self { source, name: None, form: None }
    }
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source.as_str())?;
        self.name.as_ref().map_or(Ok(()), |name| write!(f, ":{name}"))?;
        self.form.as_ref().map_or(Ok(()), |form| write!(f, "({form})"))
    }
}

/// The line of a fact file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub file: Arc<str>,
    pub line: usize,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
