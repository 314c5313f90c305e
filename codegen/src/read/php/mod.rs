//! The PHP of the code samples: one chain on `$instance`, called with one array literal.
//!
//! Written by hand, because a whole PHP grammar would be thirty times this folder, and a sample is glued to whatever a
//! copied page puts behind it: only a parser that stops where its chain ends can read that.

mod call;
mod cursor;
mod parser;
#[cfg(test)]
mod tests;
mod value;

pub use call::{Call, Link, Result};
use parser::Parser;
pub use value::Php;

/// The variable that every sample calls.
pub const INSTANCE: &str = "$instance";

/// Parses every chain on `$instance` in a text that starts at `at` in its page.
pub fn calls(text: &str, at: usize) -> Vec<Result<Call>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = instance(text, from) {
        if in_comment(text, start) {
            from = start + INSTANCE.len();
            continue;
        }
        let behind = start + INSTANCE.len();
        let mut parser = Parser::new(text, behind, at);
        found.push(parser.call(start));
        from = parser.position().max(behind);
    }
    found
}

/// Whether a line of comment has begun before `at`.
fn in_comment(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default().trim_start();
    let opens = |openings: &[&str]| openings.iter().any(|opening| line.starts_with(opening));
    opens(&["//", "#"]) || opens(&["*", "/*"]) && !line.contains("*/")
}

/// Where the variable comes next: it, and none whose name only starts like it.
pub fn instance(text: &str, from: usize) -> Option<usize> {
    let ends = |at: &usize| !text[at + INSTANCE.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text[from..].match_indices(INSTANCE).map(|(at, _)| from + at).find(ends)
}
