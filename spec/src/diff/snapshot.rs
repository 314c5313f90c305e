//! What is compared.

use std::collections::BTreeMap;

use crate::model::{Operation, Spec};
use crate::presence::Presence;

/// One of the two sides of a comparison: a corrected spec, and what is needed to see it as a caller does.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    pub spec: &'a Spec,
    /// Decides which fields of an answer are `T` and which are `Option<T>`.
    pub presence: &'a Presence,
    /// The names that the emitter gives to the types of an operation, by the field's place as a change prints it
    /// (`response amount`). Without it no rename is seen.
    pub type_names: Option<&'a dyn Fn(&Operation) -> TypeNames>,
}

/// Names of types, by the places of their fields.
pub type TypeNames = BTreeMap<String, String>;
