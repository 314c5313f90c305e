//! For a pull request: the verdict first, then what breaks, the rest folded away; never longer than GitHub takes.

use std::fmt::Write as _;

use super::super::{Change, Counts, Diff, Entry, Severity, Step};
use super::sums::Told;
use super::{Words, code};

/// What GitHub takes for a comment or a description, in characters.
const LIMIT: usize = 65_536;
/// Kept back for what closes the text.
const RESERVE: usize = 400;
/// From how many lines on a part is folded, be it never so grave.
const LONG: usize = 60;

impl Diff {
    /// Kinds of change that come by the hundred are summed up, unless `all` are wanted.
    pub fn to_markdown(&self, all: bool) -> String {
        let mut page = Page::default();
        page.push(&format!("## Changes of the API\n\n{}", self.verdict()));
        if self.is_empty() {
            return page.text;
        }
        page.push(&self.table());
        let told = Told::of(self, all);
        for severity in Severity::ALL {
            section(&mut page, &told, severity);
        }
        page.finish()
    }

    fn verdict(&self) -> String {
        let (before, from) = (Step::before_one(self.worst()), Step::from_one(self.worst()));
        let what = match self.worst() {
            None => return "Nothing has changed.\n".to_owned(),
            Some(Severity::Breaking) => "**Breaks callers.**",
            Some(Severity::Compatible) => "**Breaks no caller.**",
            Some(Severity::DocsOnly) => "**Changes documentation only.**",
        };
        format!(
            "{what} The version takes a **{}** step below 1.0, a **{}** step from 1.0 on.\n",
            before.as_str(),
            from.as_str()
        )
    }

    fn table(&self) -> String {
        let Counts { breaking, compatible, docs_only, operations, webhooks } = self.counts();
        format!(
            "\n| breaking | compatible | docs only | operations touched | webhooks touched |\n\
             | ---: | ---: | ---: | ---: | ---: |\n\
             | {breaking} | {compatible} | {docs_only} | {operations} | {webhooks} |\n"
        )
    }
}

/// A text that knows how long it may become.
#[derive(Default)]
struct Page {
    text: String,
    length: usize,
    /// Changes that found no room.
    cut: usize,
}

impl Page {
    /// Adds a text as a whole, or not at all.
    fn push(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let fits = self.cut == 0 && self.length + length + RESERVE <= LIMIT;
        if fits {
            self.text.push_str(text);
            self.length += length;
        }
        fits
    }

    fn finish(mut self) -> String {
        if self.cut > 0 {
            let _ = write!(
                self.text,
                "\n{} more changes are not shown: this text is as long as GitHub takes. `cargo xtask diff --all` lists them.\n",
                self.cut
            );
        }
        self.text
    }
}

fn section(page: &mut Page, told: &Told<'_>, severity: Severity) {
    let entries: Vec<(&Entry, Vec<&Change>)> = told.of_severity(severity).collect();
    let sums: Vec<_> = told.sums.iter().filter(|sum| sum.rule.severity() == severity).collect();
    let single: usize = entries.iter().map(|(_, changes)| changes.len()).sum();
    let count = single + sums.iter().map(|sum| sum.count).sum::<usize>();
    if count == 0 {
        return;
    }
    let folded = severity == Severity::DocsOnly || single > LONG;
    let title = format!("{} ({count})", severity.title());
    let head = if folded {
        format!("\n<details>\n<summary><b>{title}</b></summary>\n\n")
    } else {
        format!("\n### {title}\n\n")
    };
    if !page.push(&head) {
        page.cut += count;
        return;
    }
    for sum in sums {
        if !page.push(&format!("- {}\n", sum.words(code))) {
            page.cut += sum.count;
        }
    }
    for (entry, changes) in entries {
        let mut block = format!("- {}\n", code(&entry.target.to_string()));
        for change in &changes {
            let _ = writeln!(block, "  - {}", Words(entry, change, code));
        }
        if !page.push(&block) {
            page.cut += changes.len();
        }
    }
    // What was opened is closed, for which room has been kept.
    page.text.push_str(if folded { "\n</details>\n" } else { "" });
    page.length += if folded { "\n</details>\n".len() } else { 0 };
}
