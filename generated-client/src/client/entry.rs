//! One argument of a request: where it goes, its name, and what it is.

use std::borrow::Cow;

use crate::error::Error;
use crate::fields::Sealer;
use crate::wire::{Place, SealedValue, Value};

/// A field with its place and its name.
pub(crate) type Entry = (Place, Name, Value);

/// The name of a field. A text of the program is told in errors; one that was put together may be the value, given in
/// the place of the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name(Cow<'static, str>);

impl Name {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// An error of this field.
    pub(crate) fn error(&self, place: Place, reason: impl Into<String>) -> Error {
        self.error_at(place, "", reason)
    }

    /// An error of something below this field.
    pub(crate) fn error_at(&self, place: Place, path: &str, reason: impl Into<String>) -> Error {
        let name = self.told(match place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Body => "body",
        });
        Error::request(format!("{name}{path}"), reason)
    }

    /// The name, or what stands for one that is not told.
    pub(crate) fn told(&self, otherwise: &'static str) -> &'static str {
        match &self.0 {
            Cow::Borrowed(name) => name,
            Cow::Owned(_) => otherwise,
        }
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for Name {
    fn from(name: T) -> Self {
        Self(name.into())
    }
}

/// What goes to one place.
pub(crate) fn in_place(entries: &[Entry], place: Place) -> impl Iterator<Item = (&Name, &Value)> {
    entries.iter().filter(move |(at, _, _)| *at == place).map(|(_, name, value)| (name, value))
}

/// The value of a field as it goes out.
pub(crate) fn sealed<'v>(
    place: Place,
    name: &Name,
    value: &'v Value,
    sealer: Sealer<'_>,
) -> Result<SealedValue<'v>, Error> {
    sealer.seal(value).map_err(|error| name.error_at(place, error.below(), error.reason()))
}

/// Refuses what has no text of its own, where it stands in a URL or a header.
pub(crate) fn no_text(place: Place, name: &Name, found: impl std::fmt::Display) -> Error {
    name.error(place, format!("{found} has no place in a URL or a header"))
}
