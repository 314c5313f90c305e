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
    // How far the text has been searched for lines, and where the comment ends that opens the last one.
    let mut searched = 0;
    let mut comment = commented(text);
    while let Some(start) = instance(text, from) {
        if let Some(newline) = text[searched..start].rfind('\n') {
            let line = searched + newline + 1;
            comment = line + commented(&text[line..]);
        }
        searched = start;
        from = start + INSTANCE.len();
        if start >= comment {
            let mut parser = Parser::new(text, from, at);
            found.push(parser.call(start));
            from = parser.position().max(from);
        }
    }
    found
}

/// How much of the first line of a text is the comment that opens it.
fn commented(text: &str) -> usize {
    let line = text.lines().next().unwrap_or_default();
    let code = line.trim_start();
    let opens = |openings: &[&str]| openings.iter().any(|opening| code.starts_with(opening));
    if opens(&["*", "/*"]) {
        return line.find("*/").unwrap_or(line.len());
    }
    if opens(&["//", "#"]) { line.len() } else { 0 }
}

/// Where the variable comes next: it, and none whose name only starts like it.
pub fn instance(text: &str, from: usize) -> Option<usize> {
    let ends = |at: &usize| !text[at + INSTANCE.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text[from..].match_indices(INSTANCE).map(|(at, _)| from + at).find(ends)
}
