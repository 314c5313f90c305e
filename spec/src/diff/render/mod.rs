//! A comparison as a person reads it in a terminal or a pull request, and as a program reads it.

mod github;
mod json;
mod markdown;
mod places;
mod sums;
mod text;

use std::fmt;

pub use places::Places;

use super::{Change, Counts, Diff, Entry, Rule, Severity, Step};

impl Diff {
    /// The counts, and the step that a version must take.
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "Nothing has changed.\n".to_owned();
        }
        let Counts { breaking, compatible, docs_only, operations, webhooks } = self.counts();
        format!(
            "Changes: {breaking} breaking, {compatible} compatible, {docs_only} docs only.\n\
             Touched: {operations} of the operations, {webhooks} of the webhooks.\n{}\n",
            self.step()
        )
    }

    fn step(&self) -> String {
        let (before, from) = (Step::before_one(self.worst()), Step::from_one(self.worst()));
        format!("The version takes a {} step below 1.0, a {} step from 1.0 on.", before.as_str(), from.as_str())
    }
}

impl Severity {
    fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Compatible => "Compatible",
            Self::DocsOnly => "Documentation only",
        }
    }
}

/// How a text is marked as code.
type Quote = fn(&str) -> String;

/// Text as it is, in one line.
fn plain(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { text.replace(['\r', '\n'], " ") }
}

/// Text that is no markdown, whatever it holds.
fn code(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let text = text.replace(['\r', '\n'], " ");
    let runs = text.split(|letter| letter != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// The place, what has happened there, before and after.
struct Words<'a>(&'a Entry, &'a Change, Quote);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(entry, change, quote) = self;
        if !change.place.is_empty() {
            write!(f, "{}: ", quote(&change.place))?;
        }
        f.write_str(change.rule.meaning())?;
        match (&change.before, &change.after) {
            (Some(before), Some(after)) => write!(f, ": {} → {}", quote(before), quote(after))?,
            (Some(value), None) | (None, Some(value)) => write!(f, ": {}", quote(value))?,
            (None, None) => {}
        }
        if !change.label.is_empty() {
            write!(f, " ({})", quote(&change.label))?;
        }
        if let Some(probably) = &change.probably {
            write!(f, "; probably {probably}")?;
        }
        // What is new is told with how to get at it.
        if matches!(change.rule, Rule::OperationAdded | Rule::OperationRemoved | Rule::OperationMoved) {
            if !entry.title.is_empty() {
                write!(f, ": {}", quote(&entry.title))?;
            }
            if let Some((path, feature)) = &entry.rust {
                let feature = feature.as_ref().map(|feature| format!(", feature {}", quote(feature)));
                write!(f, ", {}{}", quote(path), feature.unwrap_or_default())?;
            }
        }
        Ok(())
    }
}
