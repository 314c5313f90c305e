//! What may be there once: the name of a type, and a place.

use std::collections::BTreeMap;

use super::entry::SharedType;
use super::place::TypePlace;
use crate::error::Place;

/// All that has been read, each with who has it.
#[derive(Default)]
pub(super) struct Seen {
    names: BTreeMap<String, String>,
    places: BTreeMap<TypePlace, String>,
}

impl Seen {
    /// What a new entry wants, and others have.
    pub(super) fn take(&mut self, entry: &SharedType) -> Vec<(Place, String)> {
        let mut errors = Vec::new();
        let here = |place: &Place| format!("{}:{place}", entry.file);
        let name = entry.full_name();
        // A name that is none has been said.
        for name in names(entry).into_iter().filter(|_| !entry.name.is_empty()) {
            if let Some(other) = self.names.insert(name.clone(), here(&entry.place)) {
                errors.push((
                    entry.place,
                    format!("`{name}` is the name of the type at {other} too; give one of the two another name"),
                ));
            }
        }
        for (place, at) in &entry.places {
            if let Some(other) = self.places.insert(place.clone(), format!("`{name}` ({})", here(at))) {
                errors.push((
                    *at,
                    format!("`{place}` is a place of {other} already, and is one type; keep it in one of the two"),
                ));
            }
        }
        errors
    }
}

/// The name, and that of the builder.
fn names(entry: &SharedType) -> Vec<String> {
    let name = entry.full_name();
    let builder = entry.is_sent().then(|| format!("{name}Builder"));
    std::iter::once(name).chain(builder).collect()
}
