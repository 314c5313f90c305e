//! The source form: `VitePress` markdown, its tables with attributes.

mod blocks;
mod components;
mod front_matter;
mod loose;
mod moved;
mod notes;
mod shown;

use blocks::{Block, Link, Within, blocks};
use front_matter::FrontMatter;
use notes::Class;
use wechatpay_spec::{Method, Status, Type, unseen};

use super::content::Content;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::{Page, Span};
use crate::read::attributes;
use crate::read::cells::cells;
use crate::read::links;
use crate::read::retired;
use crate::read::row;
use crate::read::sample::Snippet;
use crate::read::section::{Heading, Section, Table};

pub fn read<'p>(page: &'p Page, diagnostics: &mut Diagnostics) -> Content<'p> {
    let mut reader = Reader {
        page,
        front: FrontMatter::default(),
        sections: Vec::new(),
        table: None,
        foreign: 0,
        linkless: None,
        elsewhere: None,
        newer: None,
        stray: 0,
    };
    refuse_includes(page, diagnostics);
    let mut blocks = blocks(page);
    loose::add_rows(page, &mut blocks);
    notes::add_classes(page, &mut blocks);
    components::refuse(page, &blocks, diagnostics);
    let prose = shown::runs(page, &blocks);
    for block in blocks {
        reader.block(block, diagnostics);
    }
    reader.close_table(diagnostics);
    reader.close_admonition(diagnostics);
    retired::check(page, &prose, &reader.sections, diagnostics);
    let moved = moved::read(page, reader.front, reader.sections.is_empty(), diagnostics);
    Content { moved, sections: reader.sections, stray: reader.stray }
}

fn refuse_includes(page: &Page, diagnostics: &mut Diagnostics) {
    let mut ends = page.text.match_indices("-->").map(|(at, close)| at + close.len()).peekable();
    for (at, comment) in page.text.match_indices("<!--") {
        let inside = at + comment.len();
        while ends.next_if(|end| *end < inside).is_some() {}
        if page.text[inside..].trim_start().starts_with("@include:") {
            let end = ends.peek().copied().unwrap_or(inside);
            diagnostics.report(Code::IncludeUnread, at..end, "what the page includes is not read");
        }
    }
}

struct Reader<'p> {
    page: &'p Page,
    front: FrontMatter,
    sections: Vec<Section<'p>>,
    /// A table that still waits for its marker.
    table: Option<Table>,
    /// How many rows the table has that stands last, if it is not headed as one of ours.
    foreign: usize,
    /// A note that a newer operation exists, which still waits for its link.
    linkless: Option<Span>,
    /// Where its first link leads, if that is not to an operation.
    elsewhere: Option<String>,
    /// Where the first link to a newer operation led in the note that is still open.
    newer: Option<String>,
    /// How many rows of the page are in no section.
    stray: usize,
}

impl Reader<'_> {
    fn block(&mut self, block: Block, diagnostics: &mut Diagnostics) {
        match block {
            Block::FrontMatter(span) => {
                self.front = FrontMatter::parse(&self.page.text[span.clone()], span.start, diagnostics);
            }
            Block::Heading { span, id } => {
                self.close_table(diagnostics);
                self.close_admonition(diagnostics);
                self.heading(span, id.as_deref(), diagnostics);
            }
            Block::Paragraph { span, links } => self.paragraph(span, &links, diagnostics),
            Block::Code { span, .. } => {
                if let Some(section) = self.sections.last_mut() {
                    section.snippets.push(Snippet { text: &self.page.text[span.clone()], at: span.start });
                }
            }
            Block::Class { span } => notes::refuse(&self.page.text[span.clone()], &span, diagnostics),
            Block::Html(span) => self.html(span, diagnostics),
            Block::Rows { rows, within } => self.rows(&rows, within, diagnostics),
            Block::Table { span, head, rows } => {
                self.close_table(diagnostics);
                self.close_admonition(diagnostics);
                self.table(span, &head, &rows, diagnostics);
            }
        }
    }

    fn heading(&mut self, span: Span, id: Option<&str>, diagnostics: &mut Diagnostics) {
        let named = |method: &Method| id.is_some_and(|id| id.eq_ignore_ascii_case(method.lower()));
        let Some(method) = Method::ALL.into_iter().find(named) else { return };
        let span = self.page.line_at(span.start);
        if let Some(first) = self.sections.iter().find(|section| section.anchor == Some(method)) {
            let message = format!("a second operation with the anchor `{{#{}}}`", method.lower());
            diagnostics
                .report(Code::DuplicateAnchor, span.clone(), message)
                .with_other(first.span.clone(), "the first");
        }
        let title = plain(&self.title(&span), &span, diagnostics);
        if title.is_empty() {
            diagnostics.report(Code::MissingTitle, span.clone(), "the operation has no title");
        }
        self.sections.push(Section::new(&title, span, Some(method)));
    }

    /// The words of a heading, with the title of the front matter in place.
    fn title(&self, span: &Span) -> String {
        let line = self.page.text[span.clone()].trim_start_matches('#');
        let words = line.rsplit_once('{').map_or(line, |(words, _)| words);
        match words.split_once("{{").zip(words.split_once("}}")) {
            Some(((before, inside), (_, after))) if inside.trim_start().starts_with("$frontmatter.title") => {
                format!("{before}{}{after}", self.front.title).trim().to_owned()
            }
            _ => words.trim().to_owned(),
        }
    }

    /// A paragraph can open with the marker of the table above it, and have the links glued to its end.
    fn paragraph(&mut self, span: Span, links: &[Link], diagnostics: &mut Diagnostics) {
        let text = &self.page.text[span.clone()];
        let first = text.lines().next().unwrap_or_default();
        if loose::is_row(first) {
            return;
        }
        if let Some((inside, at)) = braced(first, span.start) {
            self.marker(inside, at, diagnostics);
        }
        self.close_table(diagnostics);
        let mut docs_at = None;
        let mut start = span.start;
        for line in text.split_inclusive('\n') {
            if line.trim_start().starts_with(":::") {
                self.note(line, start, diagnostics);
            } else if line.trim_start().starts_with("参阅") {
                docs_at = docs_at.or(Some(start));
            }
            start += line.len();
        }
        let (docs, notes): (Vec<&Link>, Vec<&Link>) =
            links.iter().partition(|link| docs_at.is_some_and(|at| link.at >= at));
        self.link(&notes, diagnostics);
        if text.lines().any(|line| line.trim().len() > 2 && line.trim().chars().all(|c| c == ':')) {
            self.newer = None;
        }
        // Markdown knows no link whose target holds what no target can hold.
        let meant = docs_at.map_or(0, |at| text[at - span.start..].matches("](").count());
        if let Some(at) = docs_at.filter(|_| meant > docs.len()) {
            diagnostics.report(Code::BadLink, self.page.line_at(at), "a link cannot be read");
        }
        if let Some(section) = self.sections.last_mut() {
            for link in docs {
                links::keep(link.target.clone(), self.page.line_at(link.at), &mut section.docs, diagnostics);
            }
        }
    }

    /// A line that opens or closes a note.
    fn note(&mut self, line: &str, at: usize, diagnostics: &mut Diagnostics) {
        let place = at..at + line.trim_end().len();
        for class in notes::classes(line, &place, diagnostics) {
            match class {
                Class::Deprecated => self.set_status(Status::Deprecated, &place, diagnostics),
                Class::Redesigned => self.linkless = Some(place.clone()),
                Class::WithoutMeaning => {}
            }
        }
    }

    /// A link to the newer operation says more than that this one is offline; the spec has a place for one of them.
    fn set_status(&mut self, status: Status, place: &Span, diagnostics: &mut Diagnostics) {
        let Some(section) = self.sections.last_mut() else {
            let message = "the note stands above every operation of the page";
            diagnostics.report(Code::UnknownClass, place.clone(), message);
            return;
        };
        let lost = match (&section.status, &status) {
            (Status::Superseded { by }, Status::Superseded { by: other }) if by != other => other.clone(),
            (Status::Superseded { .. }, Status::Deprecated) | (Status::Deprecated, Status::Superseded { .. }) => {
                ".im-deprecated".to_owned()
            }
            _ => {
                section.status = status;
                return;
            }
        };
        if section.status == Status::Deprecated {
            section.status = status;
        }
        lose_status(&lost, place, diagnostics);
    }

    /// The first link to an operation behind the note that there is a newer one.
    fn link(&mut self, links: &[&Link], diagnostics: &mut Diagnostics) {
        let mut newer = links.iter().filter(|link| link.target.starts_with("/openapi/")).peekable();
        if newer.peek().is_none() {
            let first = links.first().filter(|_| self.linkless.is_some() && self.elsewhere.is_none());
            self.elsewhere = first.map(|link| link.target.clone()).or(self.elsewhere.take());
        }
        for link in newer {
            if let Some(place) = self.linkless.take() {
                self.set_status(Status::Superseded { by: link.target.clone() }, &place, diagnostics);
                self.newer = Some(link.target.clone());
            } else if self.newer.as_ref().is_some_and(|first| *first != link.target) {
                lose_status(&link.target, &self.page.line_at(link.at), diagnostics);
            }
        }
    }

    fn close_admonition(&mut self, diagnostics: &mut Diagnostics) {
        let elsewhere = self.elsewhere.take();
        self.newer = None;
        if let Some(span) = self.linkless.take() {
            let message = match elsewhere {
                Some(link) => format!(
                    "the note on a newer operation links `{}`, which is no page of the documentation",
                    unseen::shown(&link)
                ),
                None => "the note on a newer operation links none".to_owned(),
            };
            diagnostics.report(Code::SupersededWithoutLink, span, message);
        }
    }

    /// Rows that stand in no table. Those behind a table that has no marker yet are still its own.
    fn rows(&mut self, rows: &[usize], within: Within, diagnostics: &mut Diagnostics) {
        let ([first, ..], [.., last]) = (rows, rows) else { return };
        let place = *first..self.page.line_at(*last).end;
        let own = self.table.as_mut().filter(|_| within == Within::Text);
        let (code, message) = match within {
            Within::Text if own.is_some() => (Code::RowsCutOff, "rows apart from their table"),
            Within::Text => (Code::RowsCutOff, "rows that belong to no table"),
            Within::Code => (Code::RowsCutOff, "rows in a block of code, which may not be closed above them"),
            Within::OpenComment => (Code::RowsCutOff, "rows in a comment that is not closed"),
            Within::Comment => (Code::RowsCommented, "rows in a comment are not read"),
        };
        let strays = if let Some(table) = own {
            for &at in rows {
                table.add(row::read(&self.page.text[self.page.line_at(at)], at, diagnostics));
            }
            0
        } else {
            rows.len()
        };
        self.refuse(strays, code, place, message, diagnostics);
    }

    /// A table that is written in tags: it explains, unless a cell holds a type.
    fn html(&mut self, span: Span, diagnostics: &mut Diagnostics) {
        let text = &self.page.text[span.clone()];
        let rows = text.matches("<tr").count();
        if rows == 0 || text.starts_with("<!--") {
            return;
        }
        let place = span.start..self.page.line_at(span.start).end;
        if text.split(['<', '>']).any(|words| words.trim().parse::<Type>().is_ok()) {
            self.refuse(rows, Code::RowsCutOff, place, "rows in a table of tags", diagnostics);
        } else {
            diagnostics.report(Code::ForeignTable, place, "a table of tags is not read");
        }
    }

    fn table(&mut self, span: Span, head: &Span, rows: &[Span], diagnostics: &mut Diagnostics) {
        let head = self.line_from(head.start);
        let cells = cells(&self.page.text[head.clone()], head.start);
        let words: Vec<&str> = cells.iter().map(loose::words).collect();
        let Some(heading) = Heading::of(words.first().copied().unwrap_or_default()) else {
            // Other tables explain; they are not ours, unless a marker says so.
            self.foreign = rows.len();
            if let Some(section) = self.sections.last() {
                let message = format!("a table that is not read stands in `{}`", section.title);
                diagnostics.report(Code::ForeignTable, head, message);
            }
            return;
        };
        if words[1..] != Heading::COLUMNS {
            let message = format!("a table is headed `{}`", unseen::shown(&words.join(" | ")));
            diagnostics.report(Code::UnknownColumns, head.clone(), message);
        }
        let mut table = Table::new(heading, span.start..head.end);
        let mut marker = None;
        for row in rows {
            let line = self.line_from(row.start);
            let source = &self.page.text[line.clone()];
            match braced(source, line.start) {
                Some(braced) => marker = Some(braced),
                None => table.add(row::read(source, line.start, diagnostics)),
            }
        }
        self.table = Some(table);
        if let Some((inside, at)) = marker {
            self.marker(inside, at, diagnostics);
        }
    }

    /// A row: what is before it on its line belongs to the quote or the list that it stands in.
    fn line_from(&self, start: usize) -> Span {
        start..self.page.line_at(start).end
    }

    /// `{.im-table #request}`: says what the table above it is.
    fn marker(&mut self, inside: &str, at: usize, diagnostics: &mut Diagnostics) {
        let attributes = attributes::parse(inside, at, diagnostics);
        let has = |key: &str| attributes.iter().any(|attribute| attribute.key == key);
        let (request, response) = (has("#request"), has("#response"));
        if !request && !response {
            return;
        }
        let place = at - 1..at + inside.len() + 1;
        let Some(table) = self.table.take() else {
            let message = "the marker follows no table that is headed as one";
            let foreign = std::mem::take(&mut self.foreign);
            return self.refuse(foreign, Code::UnknownHeader, place, message, diagnostics);
        };
        if request != (table.heading == Heading::Request) {
            let message = format!("the table above is headed `{}`", table.heading.words());
            diagnostics.report(Code::UnknownHeader, place, message);
        }
        self.place(table, diagnostics);
    }

    /// A table that has not been followed by its marker is reported, and read by its heading.
    fn close_table(&mut self, diagnostics: &mut Diagnostics) {
        if let Some(table) = self.table.take() {
            let message = format!("the table headed `{}` is not followed by its marker", table.heading.words());
            diagnostics.report(Code::TableWithoutMarker, table.span.clone(), message);
            self.place(table, diagnostics);
        }
    }

    /// Counts rows of the page that are read by no table.
    fn refuse(&mut self, rows: usize, code: Code, place: Span, message: &str, diagnostics: &mut Diagnostics) {
        diagnostics.report(code, place, message).refuse(rows);
        self.stray += rows;
    }

    fn place(&mut self, table: Table, diagnostics: &mut Diagnostics) {
        if self.sections.is_empty() {
            let message = "the table stands below no heading that names a method";
            diagnostics.report(Code::MissingAnchor, table.span.clone(), message);
            self.sections.push(Section::new(&self.front.title, table.span.clone(), None));
        }
        if let Some(section) = self.sections.last_mut() {
            section.place(table, diagnostics);
        }
    }
}

/// Says what a note states of an operation besides the status that is kept.
fn lose_status(lost: &str, place: &Span, diagnostics: &mut Diagnostics) {
    let message = format!("an operation has one status, and `{}` is not kept", unseen::shown(lost));
    diagnostics.report(Code::StatusUnread, place.clone(), message).with_help(
        "an operation is current, or offline (`{.im-deprecated}`), or there is one newer operation \
         (`{.im-redesigned}` and a link); of several links the first is kept, and of a class and a link the link",
    );
}

/// A title without the tags in it: they are no words, and would be shown as they are.
fn plain(title: &str, place: &Span, diagnostics: &mut Diagnostics) -> String {
    let mut words = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        let is_tag =
            |at: &usize| tag[*at..].starts_with('>') && tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let close = tag.find(['<', '>']).filter(is_tag);
        let Some(close) = close else {
            words.push('<');
            rest = tag;
            continue;
        };
        let message = format!("the tag `<{}>` of the title is not kept", &tag[..close]);
        diagnostics.report(Code::TagInTitle, place.clone(), message);
        rest = &tag[close + 1..];
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between the braces of a line that holds nothing else, and where that starts.
fn braced(line: &str, at: usize) -> Option<(&str, usize)> {
    let inside = line.trim().strip_prefix('{')?.strip_suffix('}')?;
    Some((inside, at + line.find('{')? + 1))
}
