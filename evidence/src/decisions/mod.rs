//! What of the disagreements is decided: corrected on purpose, or declined with a reason.

mod file;
mod judge;
mod touched;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use wechatpay_spec::{Place, Side, Target};

pub use judge::{Judged, Near, State};

use crate::kind::Kind;
use crate::source::Source;

/// What `spec/evidence.toml` and `spec/evidence-*.toml` decline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    entries: Vec<Declined>,
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

/// One place, and the claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub target: Target,
    pub side: Side,
    pub field: String,
    pub says: Value,
    /// Where that is written.
    pub file: Arc<str>,
    pub place: Place,
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

impl Spot {
    /// `spec/evidence.toml:12:3`
    pub fn at(&self) -> String {
        format!("spec/{}:{}", self.file, self.place)
    }
}
