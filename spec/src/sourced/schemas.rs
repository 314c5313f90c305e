//! `schemas.json`: the names that second sources give the types of fields. What is proposed as one type is named by them.

use std::collections::BTreeMap;
use std::path::Path;

use super::place::Spot;
use super::table::{Table, Told};
use super::take::{Said, Taken};
use crate::error::SpecError;
use crate::load::optional;
use crate::model::{Content, Field, Kind, Spec};
use crate::target::Target;
use crate::text::check_seen;

/// The names of types, as second sources have them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemas(Table);

impl Schemas {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "schemas.json";

    /// Reads `schemas.json` below `dir`, where there is one.
    pub fn load(dir: &Path) -> Result<Self, SpecError> {
        optional(dir, Self::FILE)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let table = Table::parse(file, text)?;
        let odd = table.odd.keys().next().map(|target| format!("{target}: no example speaks against a name"));
        let names = table.told.values().flat_map(BTreeMap::values).flat_map(BTreeMap::keys);
        let unseen = names.map(|name| named(name)).find_map(Result::err);
        match odd.or(unseen) {
            Some(reason) => Err(SpecError::of_file(file, reason)),
            None => Ok(Self(table)),
        }
    }

    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    pub fn is_empty(&self) -> bool {
        self.0.told.is_empty()
    }

    /// How many fields have a named type here.
    pub fn count(&self) -> usize {
        self.0.told.values().map(BTreeMap::len).sum()
    }

    /// Says where a source is to be found.
    pub fn describe(&mut self, source: &str, text: &str) {
        self.0.sources.insert(source.to_owned(), text.to_owned());
    }

    /// The names of the type of a field, each with the sources that call it so.
    pub fn names(&self, target: &Target, spot: &Spot) -> Option<&Told> {
        self.0.told.get(target)?.get(spot)
    }

    /// What is said of fields that the spec does not have, or that have no type of their own.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let told = self.0.told.iter().flat_map(|(target, spots)| spots.keys().map(move |spot| ("told", target, spot)));
        let declined = &self.0.declined;
        let declined =
            declined.iter().flat_map(|(target, spots)| spots.keys().map(move |spot| ("declined", target, spot)));
        let stale = told.chain(declined).filter_map(|(section, target, spot)| {
            let reason = format!("{target} {spot}: {}. Drop the line", useless(&spot.find(spec, target))?);
            Some(match self.0.place(section, target, spot) {
                Some(place) => SpecError::at(Self::FILE, place, reason),
                None => SpecError::of_file(Self::FILE, reason),
            })
        });
        stale.collect()
    }

    /// Without what [`check`](Self::check) finds.
    #[must_use]
    pub fn fitted(&self, spec: &Spec) -> Self {
        let mut fitted = self.clone();
        fitted.0.keep(|target, spot| useless(&spot.find(spec, target)).is_none());
        fitted
    }

    /// Takes over what sources say.
    pub fn take(&self, spec: &Spec, said: impl IntoIterator<Item = Said>) -> Taken<Self> {
        let Taken { taken, left, unknown } = self.0.take(spec, said, named, |field| useless(&[field]));
        Taken { taken: Self(taken), left, unknown }
    }
}

fn named(name: &str) -> Result<String, String> {
    check_seen("the name of a type", name)?;
    if name.trim().is_empty() { Err("a type has no name".to_owned()) } else { Ok(name.to_owned()) }
}

/// Why these fields have no type that could have a name.
fn useless(fields: &[&Field]) -> Option<&'static str> {
    if fields.is_empty() {
        return Some("is not in the spec (any more)");
    }
    let has_type = |field: &&&Field| {
        let is_enum = field.ty.kind == Kind::String && !field.values.is_empty();
        field.ty.kind == Kind::Object || is_enum || matches!(field.content, Content::EncodedJson(_))
    };
    let all = fields.iter().filter(has_type).count() == fields.len();
    (!all).then_some("is neither an object nor an enum")
}
