//! One spelling of what a page can write in several ways.

use std::borrow::Cow;

use super::value::BREAK;

/// Line breaks, list items, code, bold print and escaped bars.
const SPELLINGS: [(&str, &str); 15] = [
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
    ("&#124;", "|"),
    ("&vert;", "|"),
    ("**", ""),
];

/// Writes everything in one way.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&', '*']) || !SPELLINGS.iter().any(|(other, _)| text.contains(other)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(SPELLINGS.iter().fold(text.to_owned(), |text, (other, one)| text.replace(other, one)))
}
