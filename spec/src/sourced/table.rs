//! The file of what sources say: its canonical text, strictly parsed, a line for each field.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::Deserialize;

use super::place::Spot;
use crate::error::{Place, SpecError};
use crate::file::{Object, canonical, parse_json, texts};
use crate::target::Target;

/// By operation or notification, by field.
pub type By<T> = BTreeMap<Target, BTreeMap<Spot, T>>;

/// What is said of a field, each with the sources that say so.
pub type Told = BTreeMap<String, BTreeSet<String>>;

/// What is decided about what is said, each with the reason.
pub(super) type Reasons = By<BTreeMap<String, String>>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Where each source is to be found: its repository, its state and its licence.
    pub(super) sources: BTreeMap<String, String>,
    pub(super) told: By<Told>,
    /// What is not taken from the sources.
    pub(super) declined: Reasons,
    /// What stands although something speaks against it.
    pub(super) odd: Reasons,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: BTreeMap<String, String>,
    told: Raw<Vec<String>>,
    #[serde(default)]
    declined: Raw<String>,
    #[serde(default)]
    odd: Raw<String>,
}

type Raw<T> = BTreeMap<String, BTreeMap<String, BTreeMap<String, T>>>;

impl Table {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let parsed: File = parse_json(file, text)?;
        let lost = |key: &str, reason: String| match line_with(text, key) {
            Some(place) => SpecError::at(file, place, reason),
            None => SpecError::of_file(file, reason),
        };
        let set = |sources: Vec<String>| sources.into_iter().collect();
        let table = Self {
            sources: parsed.sources,
            told: typed(parsed.told, set).map_err(|(key, reason)| lost(&key, reason))?,
            declined: typed(parsed.declined, |reason| reason).map_err(|(key, reason)| lost(&key, reason))?,
            odd: typed(parsed.odd, |reason| reason).map_err(|(key, reason)| lost(&key, reason))?,
        };
        canonical(file, text, &table.to_json())?;
        table.check_sources().map_err(|(name, reason)| lost(&name, reason))?;
        table.check_reasons().map_err(|reason| SpecError::of_file(file, reason))?;
        Ok(table)
    }

    pub(super) fn to_json(&self) -> String {
        let mut out = String::new();
        let mut top = Object::lines(&mut out, 2);
        let mut sources = Object::lines(top.key("sources"), 4);
        self.sources.iter().for_each(|(name, text)| sources.text(name, text));
        sources.close();
        print(top.key("told"), &self.told, |line, value, sources| texts(line.key(value), sources));
        for (name, reasons) in [("declined", &self.declined), ("odd", &self.odd)] {
            if !reasons.is_empty() {
                print(top.key(name), reasons, |line, value, reason| line.text(value, reason));
            }
        }
        top.close_file();
        out
    }

    /// Every source is named, and has said something.
    fn check_sources(&self) -> Result<(), (String, String)> {
        let heard = self.heard();
        if let Some(name) = heard.iter().find(|name| !self.sources.contains_key(**name)) {
            return Err(((*name).to_owned(), format!("`sources` does not say what `{name}` is")));
        }
        match self.sources.iter().find(|(name, text)| !heard.contains(name.as_str()) || text.trim().is_empty()) {
            Some((name, _)) => Err((name.clone(), format!("`{name}` says nothing here, or nothing is said of it"))),
            None => Ok(()),
        }
    }

    /// The sources that say something.
    pub(super) fn heard(&self) -> BTreeSet<&str> {
        let told = self.told.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values);
        told.flatten().map(String::as_str).collect()
    }

    fn check_reasons(&self) -> Result<(), String> {
        let mut all = self.declined.iter().chain(&self.odd).flat_map(|(target, spots)| {
            spots.iter().flat_map(move |(spot, reasons)| reasons.values().map(move |reason| (target, spot, reason)))
        });
        match all.find(|(.., reason)| reason.trim().is_empty()) {
            Some((target, spot, _)) => Err(format!("{target} {spot}: is decided without a reason")),
            None => Ok(()),
        }
    }

    /// Drops the lines of fields that do not stay, and the sources that say nothing then.
    pub(super) fn keep(&mut self, stays: impl Fn(&Target, &Spot) -> bool) {
        keep(&mut self.told, &stays);
        keep(&mut self.declined, &stays);
        keep(&mut self.odd, &stays);
        let heard: Vec<String> = self.heard().into_iter().map(str::to_owned).collect();
        self.sources.retain(|name, _| heard.contains(name));
    }

    /// Where a field stands in the canonical text of a section.
    pub(super) fn place(&self, section: &str, target: &Target, spot: &Spot) -> Option<Place> {
        let text = self.to_json();
        let lines: Vec<&str> = text.lines().collect();
        let mut from = 0;
        for key in [format!("  \"{section}\":"), format!("    \"{target}\":"), format!("      \"{spot}\":")] {
            from += lines[from..].iter().position(|line| line.starts_with(&key))?;
        }
        Some(Place { line: from + 1, column: 7 })
    }
}

pub(super) fn keep<T>(by: &mut By<T>, stays: impl Fn(&Target, &Spot) -> bool) {
    for (target, spots) in by.iter_mut() {
        spots.retain(|spot, _| stays(target, spot));
    }
    by.retain(|_, spots| !spots.is_empty());
}

/// The names of a section, understood; or the one that says nothing, and why.
fn typed<T, U>(raw: Raw<T>, value: impl Fn(T) -> U) -> Result<By<BTreeMap<String, U>>, (String, String)> {
    let mut typed = By::new();
    for (target, spots) in raw {
        let mut all = BTreeMap::new();
        for (spot, values) in spots {
            let values = values.into_iter().map(|(name, told)| (name, value(told))).collect();
            all.insert(key(&spot)?, values);
        }
        typed.insert(key(&target)?, all);
    }
    Ok(typed)
}

fn key<K: FromStr<Err = String>>(text: &str) -> Result<K, (String, String)> {
    text.parse().map_err(|reason| (text.to_owned(), reason))
}

/// The first line that has a key or a value of this name.
fn line_with(text: &str, name: &str) -> Option<Place> {
    let quoted = format!("\"{name}\"");
    let (index, column) = text.lines().enumerate().find_map(|(index, line)| Some((index, line.find(&quoted)?)))?;
    Some(Place { line: index + 1, column: column + 1 })
}

fn print<T>(out: &mut String, by: &By<BTreeMap<String, T>>, mut value: impl FnMut(&mut Object<'_>, &str, &T)) {
    let mut targets = Object::lines(out, 4);
    for (target, spots) in by {
        let mut lines = Object::lines(targets.key(&target.to_string()), 6);
        for (spot, values) in spots {
            let mut line = Object::line(lines.key(&spot.to_string()));
            for (name, told) in values {
                value(&mut line, name, told);
            }
            line.close();
        }
        lines.close();
    }
    targets.close();
}
