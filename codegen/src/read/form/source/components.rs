//! Components of the site: tags that are no HTML, and show what does not stand in the page.

use super::blocks::Block;
use super::shown;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::{Page, Span};

/// Those that show nothing of their own: a word beside a title, and the sign of a link.
const KNOWN: [&str; 2] = ["Badge", "OutboundLink"];

/// Refuses every other component: it may show fields.
pub fn refuse(page: &Page, blocks: &[Block], diagnostics: &mut Diagnostics) {
    for line in shown::lines(page, blocks) {
        for (name, place) in components(&page.text[line.clone()], line.start) {
            let message = format!("what the component `<{name}>` shows is not read");
            let help = "put the rows that it shows into a table of the page; one that shows none is accepted";
            diagnostics.report(Code::IncludeUnread, place, message).with_help(help);
        }
    }
}

/// The components that a line opens. Code is none, and neither is `List<String>`.
fn components(line: &str, at: usize) -> impl Iterator<Item = (&str, Span)> {
    let mut end = 0;
    let mut in_code = false;
    line.match_indices('<').filter_map(move |(open, _)| {
        in_code ^= line[end..open].matches('`').count() % 2 == 1;
        end = open;
        let tag = &line[open + 1..];
        let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len())];
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase())
            || name.starts_with(|c: char| c.is_ascii_lowercase()) && name.contains('-');
        let opens = name.len() == tag.len() || tag[name.len()..].starts_with([' ', '\t', '/', '>']);
        let apart = !line[..open].ends_with(|c: char| c.is_ascii_alphanumeric());
        let counts = is_component && opens && apart && !in_code && !KNOWN.contains(&name);
        counts.then(|| (name, at + open..at + open + 1 + name.len()))
    })
}
