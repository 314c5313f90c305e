//! Diagnostics that are accepted: a page's own slips, which are known and do no harm, with the reason for each.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::load::optional;

const FILE: &str = "allow.toml";

/// What `allow.toml` accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    entries: Vec<Allowed>,
}

/// Diagnostics of one code on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Where the list says so.
    pub place: Place,
    pub code: String,
    pub page: String,
    /// A text that the diagnostic, or the line it shows, must hold.
    pub text: Option<String>,
    /// How many of them there are.
    pub count: usize,
    pub reason: String,
}

/// What the list looks at in a diagnostic.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'a> {
    pub code: &'a str,
    pub page: &'a str,
    /// The message, the field or the line: all that an entry's text may name.
    pub text: &'a str,
}

/// The diagnostics after the list has been laid over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filtered<D> {
    /// Those that nothing accepts, in their order.
    pub left: Vec<D>,
    /// How many were accepted.
    pub allowed: usize,
    pub unused: Vec<Unused>,
}

/// An entry that accepts more than there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Which one of the list.
    pub entry: usize,
    /// How many it would still accept.
    pub open: usize,
    pub error: SpecError,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    allow: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: Spanned<String>,
    page: String,
    text: Option<String>,
    #[serde(default = "one")]
    count: usize,
    reason: String,
}

fn one() -> usize {
    1
}

impl AllowList {
    /// What stands for the reason of an entry that a machine has written, until a person has filled it in.
    pub const TO_FILL_IN: &'static str = "TODO: why it does no harm";

    /// The entries whose reason is still to be filled in.
    pub fn unfinished(&self) -> Vec<SpecError> {
        let unfinished = self.entries.iter().filter(|entry| entry.reason.trim_start().starts_with("TODO"));
        let reason = |entry: &Allowed| format!("the reason why `{}` is accepted is still to be filled in", entry.code);
        unfinished.map(|entry| SpecError::at(FILE, entry.place, reason(entry))).collect()
    }

    /// Reads `allow.toml` below `dir`; without it nothing is accepted.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let text = optional(dir, FILE).map_err(|error| vec![error])?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
        let mut entries: Vec<Allowed> = Vec::new();
        let mut errors = Vec::new();
        for entry in parsed.allow {
            let entry = entry.allowed(text);
            match entry.problem(&entries) {
                Some(reason) => errors.push(SpecError::at(file, entry.place, reason)),
                None => entries.push(entry),
            }
        }
        if errors.is_empty() { Ok(Self { entries }) } else { Err(errors) }
    }

    pub fn entries(&self) -> &[Allowed] {
        &self.entries
    }

    /// Takes out what is accepted, each entry as often as it says, and finds the entries that have become stale: those
    /// for the pages that were `read`.
    pub fn filter<D>(
        &self,
        diagnostics: Vec<D>,
        read: impl Fn(&str) -> bool,
        occurrence: impl for<'a> Fn(&'a D) -> Occurrence<'a>,
    ) -> Filtered<D> {
        let mut open: Vec<usize> = self.entries.iter().map(|entry| entry.count).collect();
        let total = diagnostics.len();
        let mut left = diagnostics;
        left.retain(|diagnostic| {
            let seen = occurrence(diagnostic);
            let takers = self.entries.iter().zip(&mut open).filter(|(entry, open)| **open > 0 && entry.accepts(seen));
            // An entry that names a text first: one without would take what only the other can leave unused.
            let taker = takers.min_by_key(|(entry, _)| entry.text.is_none());
            taker.map(|(_, open)| *open -= 1).is_none()
        });
        let entries = self.entries.iter().zip(open).enumerate();
        let stale = entries.filter(|(_, (entry, open))| *open > 0 && read(&entry.page));
        let unused = stale.map(|(index, (entry, open))| Unused { entry: index, open, error: entry.unused(open) });
        Filtered { allowed: total - left.len(), unused: unused.collect(), left }
    }
}

impl Entry {
    fn allowed(self, text: &str) -> Allowed {
        Allowed {
            place: Place::of_offset(text, self.code.span().start),
            code: self.code.into_inner(),
            page: self.page,
            text: self.text,
            count: self.count,
            reason: self.reason,
        }
    }
}

impl Allowed {
    fn accepts(&self, seen: Occurrence<'_>) -> bool {
        let text = self.text.as_ref().is_none_or(|text| seen.text.contains(text.as_str()));
        self.code == seen.code && self.page == seen.page && text
    }

    fn problem(&self, before: &[Self]) -> Option<&'static str> {
        let same = |other: &Self| (&other.code, &other.page, &other.text) == (&self.code, &self.page, &self.text);
        if self.reason.trim().is_empty() {
            Some("states no reason")
        } else if self.count == 0 {
            Some("accepts nothing: the count is 0")
        } else if before.iter().any(same) {
            Some("comes twice: one entry with a `count` says the same")
        } else {
            None
        }
    }

    fn unused(&self, open: usize) -> SpecError {
        let found = self.count - open;
        let text = self.text.as_ref().map(|text| format!(" with `{text}`")).unwrap_or_default();
        let reason = format!("accepts {} `{}` in {}{text}, found {found}", self.count, self.code, self.page);
        SpecError::at(FILE, self.place, reason)
    }
}
