//! What a search for siblings finds.

use std::fmt;

use crate::error::{Place, SpecError};
use crate::overrides::path::FieldPath;
use crate::target::{Side, Target};

/// What is to be said of the siblings of all corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Siblings {
    /// Corrections with siblings that nobody has decided about, in the order of the files.
    pub undecided: Vec<Undecided>,
    /// Declined ones that are no siblings any more.
    pub stale: Vec<SpecError>,
}

/// A correction, and the siblings that it neither covers nor declines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The file of the correction, and where it names its first target.
    pub file: String,
    pub place: Place,
    pub side: Side,
    pub field: FieldPath,
    /// What the siblings and the targets have in common.
    pub alike: String,
    pub siblings: Vec<Sibling>,
    /// The lines that cover all of them, and where they go.
    pub cover: Vec<Paste>,
    /// The lines that decline all of them, without the reasons.
    pub decline: Paste,
}

/// A field that looks like the mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sibling {
    pub target: Target,
    pub side: Side,
    pub field: FieldPath,
}

/// Lines for a file of corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// Where they go.
    pub into: &'static str,
    pub lines: String,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.field.0.is_empty() { "" } else { " " };
        let (file, place, side, field) = (&self.file, self.place, self.side, &self.field);
        writeln!(f, "{file}:{place}: the correction of `{side}{space}{field}` leaves siblings alone: {}", self.alike)?;
        for Paste { into, lines } in &self.cover {
            writeln!(f, "{into}, where a page has the same mistake:\n{lines}")?;
        }
        write!(f, "{}, with a reason, where it has not:\n{}", self.decline.into, self.decline.lines)
    }
}
