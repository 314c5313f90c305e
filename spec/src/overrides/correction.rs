//! What one correction says.

use super::attribute::Attribute;
use super::path::FieldPath;
use crate::choice::Choice;
use crate::error::Place;
use crate::model::Field;
use crate::target::{Side, Target};

/// One correction, for all operations that share the mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// The file that it stands in.
    pub file: String,
    /// How the file names the targets.
    pub form: TargetKey,
    /// What it corrects, and where the file says so.
    pub targets: Vec<(Target, Place)>,
    /// What it corrects as soon as its page is there.
    pub pending: Vec<(Target, Place)>,
    /// Siblings that it leaves as they are, each for a reason.
    pub declined: Vec<Declined>,
    pub side: Side,
    /// The field, or for an addition and a choice the parent; empty for the side itself.
    pub field: FieldPath,
    pub action: Action,
    pub reason: String,
    pub evidence: Vec<String>,
}

/// `target = "…"` or `targets = ["…"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKey {
    Target,
    Targets,
}

/// A sibling that looks like the mistake and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    pub target: Target,
    /// The side and the field there; those of the correction where the file names none.
    pub side: Side,
    pub field: FieldPath,
    pub reason: String,
    /// Where the file says so.
    pub place: Place,
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
    /// Makes fields optional, of which a request needs one.
    OneOf(Choice),
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
