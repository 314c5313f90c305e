//! The front matter of a page: single-line scalars, of which two matter.

use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// What is kept of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub title: String,
    /// Where a page sends its readers: `content: 0;url=/openapi/…` of a refresh.
    pub refresh: Option<String>,
}

impl FrontMatter {
    /// Reads it; it starts at `at` in its page.
    pub fn parse(text: &str, at: usize, diagnostics: &mut Diagnostics) -> Self {
        let mut front = Self::default();
        let mut start = at;
        for line in text.split_inclusive('\n') {
            let place = start..start + line.trim_end().len();
            start += line.len();
            if let Some(title) = line.strip_prefix("title:") {
                scalar(title, place, diagnostics).clone_into(&mut front.title);
            } else if let Some(content) = line.trim_start().strip_prefix("content:") {
                let url = scalar(content, place, diagnostics).split_once("url=").map(|(_, url)| url.trim());
                front.refresh = url.map(decode).or(front.refresh);
            }
        }
        front
    }
}

/// A plain or quoted scalar on one line: all that the pages use of YAML.
fn scalar<'t>(text: &'t str, place: Span, diagnostics: &mut Diagnostics) -> &'t str {
    let text = text.trim();
    let is_quoted = text.starts_with(['"', '\'']);
    let plain = unquote(text);
    let is_more = text.starts_with(['>', '|', '&', '*', '!', '[', '{']) || plain.contains(" #");
    if is_more && !is_quoted || is_quoted && (plain.len() == text.len() || plain.contains('\\')) {
        diagnostics.report(Code::BadFrontMatter, place, "this is more of YAML than is read");
    }
    plain
}

/// The braces of a placeholder are escaped in a URL.
pub fn decode(url: &str) -> String {
    percent_encoding::percent_decode_str(url).decode_utf8_lossy().into_owned()
}

fn unquote(text: &str) -> &str {
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    quoted.unwrap_or(text)
}
