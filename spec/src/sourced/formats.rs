//! `formats.json`: the formats of texts.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde_json::Value;

use super::place::Spot;
use super::table::{Table, Told, keep};
use super::take::{Said, Taken};
use crate::error::{Place, SpecError};
use crate::format::Format;
use crate::load::optional;
use crate::model::{Content, Field, Kind, Spec};
use crate::overrides::{FieldPath, SubjectMut};
use crate::target::Target;

/// The formats of texts, as second sources state them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formats(Table);

/// An example of a page that has not the format that the sources state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    pub place: Option<Place>,
    pub target: Target,
    pub spot: Spot,
    pub format: String,
    pub example: String,
}

impl Formats {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "formats.json";

    /// Reads `formats.json` below `dir`, where there is one.
    pub fn load(dir: &Path) -> Result<Self, SpecError> {
        optional(dir, Self::FILE)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let table = Table::parse(file, text)?;
        for (target, spots) in &table.told {
            for (spot, told) in spots {
                let wrong = |reason: String| {
                    let reason = format!("{target} {spot}: {reason}");
                    match table.place("told", target, spot) {
                        Some(place) => SpecError::at(file, place, reason),
                        None => SpecError::of_file(file, reason),
                    }
                };
                if told.len() != 1 {
                    let formats = told.keys().map(|format| format!("`{format}`")).collect::<Vec<_>>().join(" and ");
                    return Err(wrong(format!("has one format, and not {formats}: decline what is wrong")));
                }
                for name in told.keys() {
                    let format: Format = name.parse().map_err(wrong)?;
                    if format.as_str() != name {
                        return Err(wrong(format!("the format is written `{format}` here")));
                    }
                }
            }
        }
        Ok(Self(table))
    }

    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    pub fn is_empty(&self) -> bool {
        self.0.told.is_empty()
    }

    /// How many fields have a format here.
    pub fn count(&self) -> usize {
        self.0.told.values().map(BTreeMap::len).sum()
    }

    /// Says where a source is to be found.
    pub fn describe(&mut self, source: &str, text: &str) {
        self.0.sources.insert(source.to_owned(), text.to_owned());
    }

    /// Gives the fields of a corrected spec their formats.
    pub fn lay(&self, spec: &mut Spec) {
        for (target, spots) in &self.0.told {
            let Some(mut subject) = SubjectMut::of(spec, target) else { continue };
            for (spot, told) in spots {
                if let Ok(fields) = subject.list(spot.side, &FieldPath::default()) {
                    give(fields, &spot.path, format_of(told));
                }
            }
        }
    }

    /// What is said of fields that the spec does not have, or that can have no format.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let told = self.0.told.iter().flat_map(|(target, spots)| spots.keys().map(move |spot| ("told", target, spot)));
        let odd = self.0.odd.iter().flat_map(|(target, spots)| spots.keys().map(move |spot| ("odd", target, spot)));
        let declined = &self.0.declined;
        let declined =
            declined.iter().flat_map(|(target, spots)| spots.keys().map(move |spot| ("declined", target, spot)));
        let stale = told.chain(odd).chain(declined).filter_map(|(section, target, spot)| {
            let why = match (section, useless(&spot.find(spec, target))) {
                (_, Some(why)) => why,
                ("odd", None) if self.example(spec, target, spot).is_none() => "has no example that is odd",
                _ => return None,
            };
            let reason = format!("{target} {spot}: {why}. Drop the line");
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
        keep(&mut fitted.0.odd, |target, spot| self.example(spec, target, spot).is_some());
        fitted
    }

    /// The examples that have not the format of their field, and that nobody has decided about.
    pub fn odd(&self, spec: &Spec) -> Vec<Odd> {
        let all = self.0.told.iter().flat_map(|(target, spots)| spots.keys().map(move |spot| (target, spot)));
        let is_known =
            |target: &Target, spot: &Spot| self.0.odd.get(target).is_some_and(|spots| spots.contains_key(spot));
        let odd = all.filter(|(target, spot)| !is_known(target, spot)).filter_map(|(target, spot)| {
            let (format, example) = self.example(spec, target, spot)?;
            let place = self.0.place("told", target, spot);
            Some(Odd { place, target: target.clone(), spot: spot.clone(), format: format.to_string(), example })
        });
        odd.collect()
    }

    /// The example of a field that has not its format. A sample that leaves a text empty says nothing.
    fn example(&self, spec: &Spec, target: &Target, spot: &Spot) -> Option<(Format, String)> {
        let format = format_of(self.0.told.get(target)?.get(spot)?)?;
        let fields = spot.find(spec, target);
        let mut examples = fields.iter().filter_map(|field| field.example.as_ref()).flat_map(texts_of);
        let odd = examples.find(|example| !example.is_empty() && !format.fits(example))?;
        Some((format, odd.to_owned()))
    }

    /// Takes over what sources say.
    pub fn take(&self, spec: &Spec, said: impl IntoIterator<Item = Said>) -> Taken<Self> {
        let word = |text: &str| match text.parse::<Format>() {
            Ok(format) => Ok(format.as_str().to_owned()),
            Err(_) => Err(format!("`{text}` is no format of a text")),
        };
        let Taken { taken, left, unknown } = self.0.take(spec, said, word, |field| useless(&[field]));
        Taken { taken: Self(taken), left, unknown }
    }
}

fn format_of(told: &Told) -> Option<Format> {
    told.keys().next().and_then(|name| name.parse().ok())
}

/// Why a format says nothing of these fields.
fn useless(fields: &[&Field]) -> Option<&'static str> {
    if fields.is_empty() {
        return Some("is not in the spec (any more)");
    }
    fields.iter().find_map(|field| match field {
        Field { ty, .. } if ty.kind != Kind::String => Some("is no text"),
        Field { values, .. } if !values.is_empty() => Some("has values of its own"),
        Field { encrypted: Some(_), .. } => Some("is encrypted"),
        Field { content: Content::EncodedJson(_), .. } => Some("holds JSON"),
        _ => None,
    })
}

fn texts_of(example: &Value) -> Vec<&str> {
    match example {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn give(fields: &mut [Field], path: &str, format: Option<Format>) {
    let (name, below) = path.split_once('.').map_or((path, None), |(name, below)| (name, Some(below)));
    for field in fields.iter_mut().filter(|field| field.name == name) {
        let Some(below) = below else {
            field.format = format;
            continue;
        };
        match &mut field.content {
            Content::Leaf => {}
            Content::EncodedJson(list) if list.len() == 1 && list[0].name.is_empty() => {
                if let Content::Fields(fields) = &mut list[0].content {
                    give(fields, below, format);
                }
            }
            Content::Fields(fields) | Content::EncodedJson(fields) => give(fields, below, format),
            Content::Variants(variants) => {
                for variant in variants {
                    give(&mut variant.fields, below, format);
                }
            }
        }
    }
}

impl Odd {
    /// What is odd, in a sentence.
    pub fn news(&self) -> String {
        let Self { target, spot, format, example, .. } = self;
        format!(
            "{target} {spot}: sources say that it is of the format `{format}`, and the page has the example `{example}`"
        )
    }

    /// The lines that decide about it: where they go, and they.
    pub fn pastes(&self) -> [(String, String); 2] {
        let Self { target, spot, format, .. } = self;
        let lines = format!("    \"{target}\": {{\n      \"{spot}\": {{\"{format}\": \"\"}}\n    }}\n");
        [
            ("into `odd`, with a reason, where the example is wrong".to_owned(), lines.clone()),
            ("into `declined`, with a reason, and out of `told`, where the sources are wrong".to_owned(), lines),
        ]
    }
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(f, "{}:{place}: {}", Formats::FILE, self.news())?,
            None => write!(f, "{}: {}", Formats::FILE, self.news())?,
        }
        for (into, lines) in self.pastes() {
            write!(f, "\n{into}:\n{}", lines.trim_end())?;
        }
        Ok(())
    }
}
