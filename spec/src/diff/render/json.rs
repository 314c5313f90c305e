//! For a program.

use serde::Serialize;

use super::super::{Change, Counts, Diff, Entry, Rule, Severity, Step};
use super::Places;

impl Diff {
    /// Every change, with its line in the files of the new spec where they are given.
    pub fn to_json(&self, places: &Places) -> String {
        let worst = self.worst();
        let entries = self.entries.iter();
        let changes =
            entries.flat_map(|entry| entry.changes.iter().map(|change| ChangeJson::of(entry, change, places)));
        let report = Report {
            summary: self.counts(),
            version_step: StepsJson { before_1_0: Step::before_one(worst), from_1_0: Step::from_one(worst) },
            changes: changes.collect(),
        };
        let text = serde_json::to_string_pretty(&report).unwrap_or_default();
        format!("{text}\n")
    }
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
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<&'a str>,
    severity: Severity,
    change: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    place: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    probably: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

impl<'a> ChangeJson<'a> {
    fn of(entry: &'a Entry, change: &'a Change, places: &Places) -> Self {
        let (file, line) = places.of(&entry.target, &change.place).unzip();
        let rust = entry.rust.as_ref();
        Self {
            target: entry.target.to_string(),
            title: &entry.title,
            rust: rust.map(|(path, _)| path.as_str()),
            feature: rust.and_then(|(_, feature)| feature.as_deref()),
            severity: change.rule.severity(),
            change: Rule::code(change.rule),
            place: &change.place,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
            label: &change.label,
            probably: change.probably.as_deref(),
            file,
            line,
        }
    }
}
