//! What has never fitted is no remnant of a state of the documentation that is gone, but a mistake of whoever wrote it.
//! It may be a letter away from what was meant, and is never dropped.

use std::collections::BTreeSet;

use wechatpay_spec::{Place, Spec, SpecError};

use crate::decisions::Decisions;

/// What does not even fit the committed spec, by its place below `spec/`.
#[derive(Debug)]
pub struct Mistakes {
    places: BTreeSet<(String, Place)>,
    /// The committed spec as far as the corrections fit it.
    pub corrected: Spec,
}

impl Mistakes {
    pub fn of(decisions: &Decisions, committed: &Spec) -> Self {
        let (corrected, errors) = decisions.misses(committed);
        let places = errors.into_iter().filter_map(|error| Some((error.file, error.place?))).collect();
        Self { places, corrected }
    }

    pub fn are_at(&self, file: &str, place: Place) -> bool {
        self.places.contains(&(file.to_owned(), place))
    }

    /// Whether what is wrong now was right before.
    pub fn are_not(&self, error: &SpecError) -> bool {
        error.place.is_none_or(|place| !self.are_at(&error.file, place))
    }
}
