//! What is found.

use std::fmt;

use serde_json::{Value, json};

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is as it should be.
    #[default]
    Ok,
    /// It works, or may, and should be seen to.
    Warning,
    /// It does not work.
    Error,
}

impl Level {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one look has found, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, such as `certificate`.
    pub check: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub found: String,
    /// What to do, where there is something to do.
    pub remedy: Option<String>,
    /// Longer texts by their names, such as the one that was expected to be signed.
    pub details: Vec<(&'static str, String)>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, found: found.into(), remedy: None, details: Vec::new() }
    }

    pub(super) fn warning(check: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Warning, remedy: Some(remedy.into()), ..Self::ok(check, found) }
    }

    pub(super) fn error(check: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Error, remedy: Some(remedy.into()), ..Self::ok(check, found) }
    }

    pub(super) fn detail(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.details.push((name, text.into()));
        self
    }
}

/// A line, what to do below it, and longer texts behind bars.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8} {:<21} {}", self.level, self.check, plain(&self.found))?;
        if let Some(remedy) = &self.remedy {
            write!(f, "\n{:>31}{}", "→ ", plain(remedy))?;
        }
        for (name, text) in &self.details {
            write!(f, "\n{:>31}{name}:", "")?;
            for line in text.split('\n') {
                write!(f, "\n{:>31}| {}", "", plain(line))?;
            }
        }
        Ok(())
    }
}

/// A text without what would move the cursor of a terminal or forge a line.
fn plain(text: &str) -> String {
    let shown = |char: char| match char {
        '"' | '\'' | '\\' | '\u{3000}' => char.to_string(),
        char => char.escape_debug().to_string(),
    };
    text.chars().map(shown).collect()
}

/// All that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub(super) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// What was found, in the order in which it was looked at.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// And what another one has found.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// The same, with what was looked at under other names.
    pub(super) fn renamed(mut self, name: impl Fn(&'static str) -> &'static str) -> Self {
        for finding in &mut self.findings {
            finding.check = name(finding.check);
        }
        self
    }

    /// The worst of it.
    pub fn level(&self) -> Level {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or_default()
    }

    /// The same for programs.
    pub fn to_json(&self) -> Value {
        let findings: Vec<Value> = self.findings.iter().map(Finding::to_json).collect();
        json!({"level": self.level().as_str(), "findings": findings})
    }
}

impl Finding {
    fn to_json(&self) -> Value {
        let mut value = json!({"check": self.check, "level": self.level.as_str(), "found": self.found});
        if let Some(remedy) = &self.remedy {
            value["remedy"] = json!(remedy);
        }
        for (name, text) in &self.details {
            value["details"][name] = json!(text);
        }
        value
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}
