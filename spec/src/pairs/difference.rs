//! Where the two of a pair differ.

use std::fmt;

use super::file::Lacking;
use crate::error::Place;
use crate::model::{Field, OperationId, Type};
use crate::near;

/// Something that one of a pair has and the other has not, or has otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where `pairs.toml` names the notification, or the operation where that alone is at fault.
    pub place: Place,
    /// The notification.
    pub webhook: Option<String>,
    /// The operations that it differs from.
    pub operations: Vec<OperationId>,
    /// The member of the answer that is the object.
    pub at: Option<String>,
    /// The path in the object.
    pub path: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// One lacks the field that the other has.
    Lacks(Lacking, Field),
    /// The types of the notification and of the answer.
    Types([Type; 2]),
    /// One lacks the values that the other has.
    Values(Lacking, Vec<String>),
    /// The answer is not the object.
    Shapeless(String),
}

impl Difference {
    pub(super) fn new(place: Place, webhook: &str, at: Option<&str>, path: String, what: What) -> Self {
        let webhook = Some(webhook.to_owned());
        Self { place, webhook, operations: Vec::new(), at: at.map(str::to_owned), path, what }
    }

    pub(super) fn shapeless(place: Place, id: &OperationId, why: String) -> Self {
        let (operations, path) = (vec![id.clone()], String::new());
        Self { place, webhook: None, operations, at: None, path, what: What::Shapeless(why) }
    }

    /// What differs, in a sentence.
    pub fn news(&self) -> String {
        let operations = list(&self.operations.iter().map(ToString::to_string).collect::<Vec<_>>());
        let (webhook, path) = (self.webhook.as_deref().unwrap_or_default(), &self.path);
        match &self.what {
            What::Lacks(Lacking::Webhook, field) => {
                format!("webhook {webhook} has no `{path}`, and {operations} {}", has(field))
            }
            What::Lacks(Lacking::Operation, field) => {
                format!("webhook {webhook} {}: `{path}`, and none of {operations} does", has(field))
            }
            What::Types([ours, theirs]) => {
                format!("`{path}` is a `{ours}` in webhook {webhook}, and a `{theirs}` in the answer of {operations}")
            }
            What::Values(Lacking::Webhook, values) => {
                format!("`{path}` has the values {} in {operations}, and not in webhook {webhook}", list(values))
            }
            What::Values(Lacking::Operation, values) => {
                format!("`{path}` has the values {} in webhook {webhook}, and in none of {operations}", list(values))
            }
            What::Shapeless(why) => format!("{operations} is no answer that a notification can be laid beside: {why}"),
        }
    }
}

fn list(names: &[String]) -> String {
    near::list(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn has(field: &Field) -> String {
    let label = if field.label.is_empty() { String::new() } else { format!(", {}", field.label) };
    format!("has it (`{}`{label})", field.ty)
}

impl fmt::Display for What {
    /// Short: to tell one from another.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lacks(Lacking::Webhook, field) => write!(f, "webhook lacks {}", field.ty),
            Self::Lacks(Lacking::Operation, _) => f.write_str("operation lacks"),
            Self::Types([ours, theirs]) => write!(f, "{ours} {theirs}"),
            Self::Values(lacking, values) => write!(f, "{lacking:?} {}", values.join(" ")),
            Self::Shapeless(why) => f.write_str(why),
        }
    }
}
