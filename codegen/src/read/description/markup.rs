//! One spelling of what a page can write in several ways.

use std::borrow::Cow;
use std::ops::Range;

use super::value::BREAK;

/// Line breaks, list items, code, bold print and escaped bars.
const SPELLINGS: [(&str, &str); 16] = [
    ("<br>", BREAK),
    ("<br />", BREAK),
    ("<ul>", BREAK),
    ("</ul>", BREAK),
    ("<ol>", BREAK),
    ("</ol>", BREAK),
    ("<li>", BREAK),
    ("</li>", BREAK),
    ("<p>", BREAK),
    ("</p>", BREAK),
    ("<code>", "`"),
    ("</code>", "`"),
    ("｀", "`"),
    ("&#124;", "|"),
    ("&vert;", "|"),
    ("**", ""),
];

/// Writes everything in one way.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&', '*', '｀']) || !SPELLINGS.iter().any(|(other, _)| text.contains(other)) {
        return code(Cow::Borrowed(text));
    }
    code(Cow::Owned(SPELLINGS.iter().fold(text.to_owned(), |text, (other, one)| text.replace(other, one))))
}

/// ``` ``A`` ```: as many backticks close a piece of code as have opened it. One is enough, where none is inside.
fn code(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("``") {
        return text;
    }
    let runs = runs(&text);
    let mut plain = String::with_capacity(text.len());
    let (mut from, mut next) = (0, 0);
    while let Some(open) = runs.get(next) {
        next += 1;
        if open.len() < 2 {
            // What it opens ends at the next one, and holds no other.
            next += usize::from(runs.get(next).is_some_and(|close| close.len() == 1));
            continue;
        }
        let Some(close) = runs.get(next).filter(|close| close.len() == open.len()) else { continue };
        let inside = text[open.end..close.start].trim();
        if !inside.is_empty() && !inside.contains(['|', '｜']) {
            plain.push_str(&text[from..open.start]);
            plain.extend(["`", inside, "`"]);
            from = close.end;
            next += 1;
        }
    }
    plain.push_str(&text[from..]);
    Cow::Owned(plain)
}

/// Where backticks stand in a row.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}
