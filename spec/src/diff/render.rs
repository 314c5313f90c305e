//! A comparison as a person reads it in a terminal or a pull request, and as a program reads it.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Change, Counts, Diff, Entry, Rule, Severity, Step};
use crate::target::Target;

impl Diff {
    /// For a terminal.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let _ = writeln!(out, "{}", entry.target);
            for change in &entry.changes {
                let _ = writeln!(out, "  {:10}  {}", change.rule.severity().as_str(), change.words(ToOwned::to_owned));
            }
            out.push('\n');
        }
        out.push_str(&self.summary());
        out
    }

    /// For a pull request: what breaks first, the documentation's own changes folded away.
    pub fn to_markdown(&self) -> String {
        let mut out = format!("## Changes of the API\n\n{}", self.summary());
        for severity in Severity::ALL {
            let entries: Vec<(&Entry, Vec<&Change>)> = self.of_severity(severity).collect();
            if entries.is_empty() {
                continue;
            }
            let count: usize = entries.iter().map(|(_, changes)| changes.len()).sum();
            let title = format!("{} ({count})", severity.title());
            let folded = severity == Severity::DocsOnly;
            let (open, close) = if folded { ("<details>\n<summary>", "</summary>") } else { ("### ", "") };
            let _ = write!(out, "\n{open}{title}{close}\n\n");
            for (entry, changes) in entries {
                let _ = writeln!(out, "- {}", code(&entry.target.to_string()));
                for change in changes {
                    let _ = writeln!(out, "  - {}", change.words(code));
                }
            }
            out.push_str(if folded { "\n</details>\n" } else { "" });
        }
        out
    }

    /// For a program.
    pub fn to_json(&self) -> String {
        let worst = self.worst();
        let changes = self.changes().map(|(target, change)| ChangeJson::of(target, change)).collect();
        let report = Report {
            summary: self.counts(),
            version_step: StepsJson { before_1_0: Step::before_one(worst), from_1_0: Step::from_one(worst) },
            changes,
        };
        let text = serde_json::to_string_pretty(&report).unwrap_or_default();
        format!("{text}\n")
    }

    /// The counts, and the step that a version must take.
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "Nothing has changed.\n".to_owned();
        }
        let Counts { breaking, compatible, docs_only, operations, webhooks } = self.counts();
        let (before, from) = (Step::before_one(self.worst()), Step::from_one(self.worst()));
        format!(
            "Changes: {breaking} breaking, {compatible} compatible, {docs_only} docs only.\n\
             Touched: {operations} of the operations, {webhooks} of the webhooks.\nThe version takes a {} step below 1.0, a {} step from 1.0 on.\n",
            before.as_str(),
            from.as_str()
        )
    }

    fn of_severity(&self, severity: Severity) -> impl Iterator<Item = (&Entry, Vec<&Change>)> {
        self.entries.iter().filter_map(move |entry| {
            let changes: Vec<_> = entry.changes.iter().filter(|change| change.rule.severity() == severity).collect();
            (!changes.is_empty()).then_some((entry, changes))
        })
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

impl Change {
    /// The place, what has happened there, before and after.
    fn words(&self, quote: impl Fn(&str) -> String) -> String {
        let place = if self.place.is_empty() { String::new() } else { format!("{}: ", quote(&self.place)) };
        let values = match (&self.before, &self.after) {
            (Some(before), Some(after)) => format!(": {} → {}", quote(before), quote(after)),
            (Some(value), None) | (None, Some(value)) => format!(": {}", quote(value)),
            (None, None) => String::new(),
        };
        format!("{place}{}{values}", self.rule.meaning())
    }
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

#[derive(Serialize)]
struct Report<'a> {
    summary: Counts,
    version_step: StepsJson,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct StepsJson {
    before_1_0: Step,
    from_1_0: Step,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    target: String,
    severity: Severity,
    change: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    place: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
}

impl<'a> ChangeJson<'a> {
    fn of(target: &Target, change: &'a Change) -> Self {
        let Change { rule, place, before, after } = change;
        Self {
            target: target.to_string(),
            severity: rule.severity(),
            change: Rule::code(*rule),
            place,
            before: before.as_deref(),
            after: after.as_deref(),
        }
    }
}
