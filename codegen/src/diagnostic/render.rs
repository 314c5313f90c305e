//! Diagnostics as a person reads them.
//!
//! annotate-snippets draws them: it is what cargo and rustc print with, so its look is what users of Rust know; it
//! measures wide characters right, and needs no derive on our types.

use std::borrow::Cow;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use wechatpay_spec::unseen;

use super::code::Severity;
use super::report::Diagnostic;
use crate::page::{Page, Span};

/// Colours or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Colour,
}

/// Renders one diagnostic: code, message, `file:line:column`, the source line with a caret, help.
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = one_line(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.code.as_str());
    let mut group = place(Group::with_title(title), &diagnostic.page, &diagnostic.span, None);
    if let Some((page, span, label)) = &diagnostic.other {
        group = place(group, page, span, Some(label));
    }
    let help = Level::HELP.message(one_line(diagnostic.help()));
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    renderer.render(&[group.element(help)])
}

/// A line that is longer than this is not shown: nobody reads it, and there may be a diagnostic for each of its words.
const LONGEST: usize = 5_000;

/// Adds a place to what is said of it.
fn place<'a>(group: Group<'a>, page: &'a Page, span: &Span, label: Option<&'a str>) -> Group<'a> {
    if page.line_at(span.start).len() <= LONGEST {
        return group.element(snippet(page, span, label));
    }
    let (line, column) = page.position(span.start);
    group.element(Origin::path(&page.path).line(line).char_column(column))
}

/// The line of a place, with the place underlined. Only that line is handed over: pages are long.
fn snippet<'a>(page: &'a Page, span: &Span, label: Option<&'a str>) -> Snippet<'a, Annotation<'a>> {
    let line = page.line_at(span.start);
    let end = span.end.clamp(span.start, line.end);
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let annotation = kind.span(span.start - line.start..end - line.start).label(label);
    let number = page.position(line.start).0;
    Snippet::source(seen(&page.text[line])).line_start(number).path(&page.path).annotation(annotation)
}

/// What a page brings into a message neither breaks the line nor steers the terminal.
fn one_line(text: &str) -> String {
    text.replace(unseen::is_unseen, " ")
}

/// A line with a stand-in for each character that one does not see, as long as it is: places stay as they are.
fn seen(line: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| c != '\t' && unseen::is_unseen(c);
    if !line.contains(is_unseen) {
        return Cow::Borrowed(line);
    }
    let stand_in = |c: char| match c.len_utf8() {
        _ if !is_unseen(c) => c,
        1 => '?',
        2 => '·',
        3 => '\u{fffd}',
        _ => '🛇',
    };
    line.chars().map(stand_in).collect()
}
