//! What of the disagreements is decided: corrected on purpose, or declined with a reason.

mod file;
mod judge;
mod touched;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use wechatpay_spec::{Place, Side, SpecError, Target};

pub use judge::{Judged, MarkState, Near, State};

use crate::compare::Mark;
use crate::kind::Kind;
use crate::source::Source;

/// What `spec/evidence.toml` and `spec/evidence-*.toml` decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    entries: Vec<Declined>,
    sole: Vec<Sole>,
}

/// Claims that the spec does not follow, for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Declined {
    pub kind: Kind,
    /// Who says so: all of them together, or some.
    pub sources: BTreeSet<Source>,
    pub reason: String,
    pub spots: Vec<Spot>,
}

/// Marks of encryption that stand although no second source confirms them, for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Sole {
    pub reason: String,
    /// Each with where that is written.
    pub marks: Vec<(Mark, Written)>,
}

/// A line of a file below the spec's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    pub file: Arc<str>,
    pub place: Place,
}

/// One place, and the claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub target: Target,
    pub side: Side,
    pub field: String,
    pub says: Value,
    pub written: Written,
}

impl Decisions {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "evidence.toml";
    /// Where it has grown long, there may be several: `evidence-pay.toml`.
    const PART: &'static str = "evidence-";

    pub fn entries(&self) -> &[Declined] {
        &self.entries
    }
}

/// A claim in the form in which claims are compared: the order of a list says nothing.
fn canonical(says: &Value) -> Value {
    match says {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(canonical).collect();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), canonical(value))).collect())
        }
        _ => says.clone(),
    }
}

impl Written {
    fn error(&self, reason: String) -> SpecError {
        SpecError { file: self.file.to_string(), place: Some(self.place), reason }
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "spec/{}:{}", self.file, self.place)
    }
}
