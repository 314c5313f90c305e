//! Annotations of a workflow of GitHub: each change at its line of the new spec.

use std::fmt::Write as _;

use super::super::{Diff, Severity};
use super::{Places, Words, plain};

impl Diff {
    /// What breaks is an error, what else a caller sees is a warning. The documentation's own changes are notices, and
    /// are left out unless `all` are wanted: GitHub shows ten annotations of a kind.
    pub fn to_github(&self, places: &Places, all: bool) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            for change in &entry.changes {
                let level = match change.rule.severity() {
                    Severity::Breaking => "error",
                    Severity::Compatible => "warning",
                    Severity::DocsOnly if all => "notice",
                    Severity::DocsOnly => continue,
                };
                let place = places.of(&entry.target, &change.place);
                let place = place.map(|(file, line)| format!("file={},line={line},", property(&file)));
                let title = format!("{}: {}", change.rule.code(), entry.target);
                let words = Words(entry, change, plain).to_string();
                let (place, title) = (place.unwrap_or_default(), property(&title));
                let _ = writeln!(out, "::{level} {place}title={title}::{}", data(&words));
            }
        }
        out
    }
}

/// A text that ends no line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text that ends no property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the toolkit of GitHub's own actions escapes them.
    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(data("a%b\r\nc:d,e"), "a%25b%0D%0Ac:d,e");
        assert_eq!(property("a%b\r\nc:d,e"), "a%25b%0D%0Ac%3Ad%2Ce");
    }
}
