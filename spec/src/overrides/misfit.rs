//! Why a correction does not fit what it points at, and what there is to do.

use std::fmt;

use super::attribute::Attribute;
use super::path::FieldPath;
use super::sibling::Paste;
use crate::error::{Place, SpecError};
use crate::model::Spec;
use crate::near;
use crate::target::{Side, Target};

/// A correction that does not fit one of its targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The file of the correction, and where it names the target.
    pub file: String,
    pub place: Place,
    pub target: Target,
    pub side: Side,
    pub field: FieldPath,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no such target; some that are called much alike.
    NoTarget { near: Vec<String> },
    /// The documentation says by itself what the correction makes of it.
    Fixed(String),
    /// What the correction takes away is not there: the documentation has been fixed, or the name is not right.
    Gone(String),
    /// The path leads to nothing.
    Lost(String),
    /// The field looks otherwise than expected.
    Differs(String),
    /// Another correction, named by its place, has done it already.
    Repeated { what: String, by: String },
    /// Another correction has changed what this one expects.
    Overtaken { what: String, by: String },
    /// The field is there at its old place, where it looks like this, and at its new one.
    Both { what: String, old: Vec<Attribute> },
    /// What would come out makes no sense.
    Nonsense(String),
}

impl Misfit {
    /// Whether nothing is left to correct, so that the target can go without anyone's decision if there was something
    /// before.
    pub fn is_stale(&self) -> bool {
        matches!(self.why, Why::NoTarget { .. } | Why::Fixed(_) | Why::Gone(_))
    }

    /// The correction that takes away what is too much, where that is what may be meant, and where it goes.
    pub fn paste(&self) -> Option<Paste> {
        let Why::Both { old, .. } = &self.why else { return None };
        let Self { target, side, field, .. } = self;
        let expect = old.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let lines = format!(
            "[[override]]\ntarget = \"{target}\"\nside = \"{side}\"\nfield = \"{field}\"\nremove = true\n\
             expect = {{ {expect} }}\nreason = \"\"\nevidence = []\n"
        );
        let into =
            "in place of that target, where the page states one field twice; where it states two, only drop the target";
        Some(Paste { into, lines })
    }

    /// Whether there is no such target.
    pub fn is_absent(&self) -> bool {
        matches!(self.why, Why::NoTarget { .. })
    }
}

impl Why {
    pub(super) fn no_target(spec: &Spec, target: &Target) -> Self {
        let known: Vec<String> = match target {
            Target::Operation(_) => spec.operations.iter().map(|operation| operation.id.to_string()).collect(),
            Target::Webhook(_) => spec.webhooks.iter().map(|webhook| format!("webhook {}", webhook.name)).collect(),
        };
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let near = near::alike(&target.to_string(), &known);
        Self::NoTarget { near: near.into_iter().map(str::to_owned).collect() }
    }
}

impl From<String> for Why {
    fn from(lost: String) -> Self {
        Self::Lost(lost)
    }
}

impl From<Misfit> for SpecError {
    fn from(misfit: Misfit) -> Self {
        Self::at(&misfit.file, misfit.place, misfit.to_string())
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.field.0.is_empty() { "" } else { " " };
        write!(f, "{} {}{space}{}: {}", self.target, self.side, self.field, self.why)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTarget { near } => write!(
                f,
                "is not in the spec{}. Mend the name; name it under `pending` if its page is still to come; drop it if \
                 its page is gone",
                near::also("; near it:", near)
            ),
            Self::Fixed(what) => write!(f, "{what}: the documentation has been fixed. Drop the target"),
            Self::Gone(what) => write!(f, "{what}. Mend the name; drop the target if the documentation has been fixed"),
            Self::Repeated { what, by } => write!(f, "{what}, as already corrected by {by}. Drop one of the two"),
            Self::Overtaken { what, by } => write!(f, "{what}, since it is corrected by {by}. Make one of the two"),
            Self::Lost(what) => write!(f, "{what}. Mend the path, or drop the target if its page has lost the field"),
            Self::Differs(what) | Self::Both { what, .. } => {
                write!(f, "{what}. Look at the page: expect what it says now, or drop the target")
            }
            Self::Nonsense(what) => write!(f, "{what}. Mend what the correction makes of it"),
        }
    }
}
