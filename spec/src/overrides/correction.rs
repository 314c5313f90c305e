//! What one correction says.

use super::attribute::Attribute;
use super::path::FieldPath;
use crate::error::Place;
use crate::model::Field;
use crate::target::{Side, Target};

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
