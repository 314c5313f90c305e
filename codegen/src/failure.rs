//! Why nothing was generated.

use std::fmt;
use std::io;

use wechatpay_spec::SpecError;

use crate::diagnostic::Diagnostic;

#[derive(Debug)]
pub enum Failure {
    Io(io::Error),
    /// What was given is not what it was taken for.
    Refused(String),
    /// What is wrong with the files below `spec/`, those that people write and those that were generated before.
    Spec(Vec<SpecError>),
    /// What was found in the pages, and in what was decided for them.
    Found(Findings),
}

/// All that keeps a run from writing, of every stage that could be reached: for a page that cannot be read, the
/// committed spec stands in.
#[derive(Debug, Default)]
pub struct Findings {
    /// All that was said of the pages and is not accepted, warnings too.
    pub diagnostics: Vec<Diagnostic>,
    /// What was accepted and no longer occurs, corrections that do not fit, and what is wrong after them.
    pub decisions: Vec<SpecError>,
    /// Whether some of it was right for the committed spec, so that it can be dropped.
    pub stale: bool,
    /// What cannot be said in Rust.
    pub refused: Vec<String>,
}

impl Findings {
    /// How many errors lie in the pages.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
    }

    pub fn is_empty(&self) -> bool {
        self.errors() == 0 && self.decisions.is_empty() && self.refused.is_empty()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Refused(reason) => f.write_str(reason),
            Self::Spec(errors) => write!(f, "{} in the files of `spec/`", count(errors.len())),
            Self::Found(findings) => {
                let parts = [
                    (findings.errors(), "in the pages"),
                    (findings.decisions.len(), "in what was decided for them"),
                    (findings.refused.len(), "in what was to be emitted"),
                ];
                let parts = parts.iter().filter(|(errors, _)| *errors > 0);
                let parts: Vec<String> = parts.map(|(errors, place)| format!("{} {place}", count(*errors))).collect();
                f.write_str(&parts.join(", "))
            }
        }
    }
}

fn count(errors: usize) -> String {
    if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
