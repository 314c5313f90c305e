//! For a terminal.

use std::fmt::Write as _;

use super::super::Diff;
use super::sums::Told;
use super::{Words, plain};

impl Diff {
    /// Everything by operation; kinds of change that come by the hundred are summed up, unless `all` are wanted.
    pub fn to_text(&self, all: bool) -> String {
        let mut out = String::new();
        let told = Told::of(self, all);
        for (entry, changes) in told.entries() {
            let _ = writeln!(out, "{}", entry.target);
            for change in changes {
                let _ = writeln!(out, "  {:10}  {}", change.rule.severity().as_str(), Words(entry, change, plain));
            }
            out.push('\n');
        }
        for sum in &told.sums {
            let _ = writeln!(out, "{:10}  {}", sum.rule.severity().as_str(), sum.words(plain));
        }
        out.push_str(if told.sums.is_empty() { "" } else { "\n" });
        out.push_str(&self.summary());
        out
    }
}
