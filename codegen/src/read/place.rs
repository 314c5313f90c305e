//! Where the row of a field stands, for who has the field and not the row.

use super::section::Heading;
use crate::page::{Page, Span};

/// Where the path of a field starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// On the top level of the request table.
    Request,
    /// Below a part of the request.
    Part(&'static str),
    /// On the top level of the table of the answer.
    Response,
    /// Below whatever row.
    Below,
}

/// Where the section starts that a `source` names: `openapi/v3/x.md#post`.
pub fn section(page: &Page, source: &str) -> usize {
    let anchor = source.rsplit_once('#').map(|(_, anchor)| format!("{{#{anchor}}}"));
    anchor.and_then(|anchor| page.text.find(&anchor)).map_or(0, |at| page.line_at(at).start)
}

/// The row of a field; its section, where the row is not found: a copy has lost its indents.
pub fn row(page: &Page, source: &str, start: Start, path: &[&str]) -> Span {
    let from = section(page, source);
    let mut at = from;
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut heading = None;
    for line in page.text[from..].split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        let Some(cell) = line.trim_start().strip_prefix('|') else { continue };
        let (name, attributes) = cell.split('|').next().and_then(|cell| cell.split_once('{')).unwrap_or((cell, ""));
        let name = name.split('|').next().unwrap_or_default().trim();
        if let Some(found) = Heading::of(name) {
            heading = Some(found);
            open.clear();
            continue;
        }
        let digits = attributes.split_once("data-indent=").map(|(_, indent)| indent);
        let digits = digits.and_then(|indent| indent.split(|c: char| !c.is_ascii_digit()).next());
        let indent: usize = digits.and_then(|digits| digits.parse().ok()).unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        while open.pop_if(|(depth, _)| *depth >= indent).is_some() {}
        open.push((indent, name));
        let names = || open.iter().map(|(_, name)| *name);
        let is_request = heading == Some(Heading::Request);
        let found = match start {
            Start::Request => is_request && names().eq(path.iter().copied()),
            Start::Part(part) => is_request && names().eq(std::iter::once(part).chain(path.iter().copied())),
            Start::Response => !is_request && names().eq(path.iter().copied()),
            Start::Below => names().rev().zip(path.iter().rev()).filter(|(a, b)| a == *b).count() == path.len(),
        };
        if found {
            return place;
        }
    }
    page.line_at(from)
}
