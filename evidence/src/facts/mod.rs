//! What second sources say, whatever the form of their file: one model.

mod class;
mod field;
mod line;
mod load;
mod operation;
mod sample;

use std::collections::BTreeSet;

use serde_json::Value;
use wechatpay_spec::{Side, Target};

pub use field::{FieldFact, Fields, RequiredFact};

use crate::source::{Origin, Source, Speaker};

/// All facts of some files.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub claims: Vec<Claim>,
    pub samples: Vec<Sample>,
    /// Event types that a source names, be they described or not.
    pub events: Vec<Event>,
    /// Facts about what nothing is compared with, and why.
    pub aside: Vec<Aside>,
    /// Whose facts are there.
    pub given: BTreeSet<Source>,
}

/// The fields of a side as a source describes them: those that it does not name are not there.
#[derive(Clone, Debug)]
pub struct Claim {
    pub target: Target,
    pub side: Side,
    /// Who says so: the classes of a notification are several, and a field names those that have it.
    pub speakers: Vec<Speaker>,
    pub fields: Fields,
    pub flags: Flags,
    /// What the request's other sides hold.
    pub elsewhere: BTreeSet<String>,
    /// One type holds all that a request is made of: on which side a member goes is not always told right.
    pub is_mixed: bool,
    pub origin: Origin,
}

/// What it means where a source does not call a field required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flags {
    /// The field is optional.
    Stated,
    /// Nothing: the source states flags here and there only.
    Partial,
    /// Nothing at all: the source has no flag here.
    Unknown,
    /// A class says `optional` of what may be null.
    Nullable,
}

/// An example.
#[derive(Clone, Debug)]
pub struct Sample {
    pub target: Target,
    pub side: Side,
    pub speaker: Speaker,
    pub json: Value,
    pub origin: Origin,
}

/// The name of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub speaker: Speaker,
    pub origin: Origin,
}

/// A line that is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    pub what: String,
    pub why: &'static str,
    pub origin: Origin,
}
