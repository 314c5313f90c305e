//! The source form: `VitePress` markdown, its tables with attributes.

use wechatpay_spec::{Method, Status};

use super::Page;
use super::attributes;
use super::blocks::{Block, blocks};
use super::front_matter::FrontMatter;
use super::row;
use super::sample::Snippet;
use super::section::{Heading, Section, Table};
use crate::diagnostic::{Code, Diagnostics, Span};

/// Reads the sections of a page, and its front matter.
pub fn read<'p>(page: &'p Page, diagnostics: &mut Diagnostics) -> (FrontMatter, Vec<Section<'p>>) {
    let mut reader = Reader { page, front: FrontMatter::default(), sections: Vec::new(), table: None, linkless: None };
    for block in blocks(page) {
        reader.block(block, diagnostics);
    }
    reader.close_table(diagnostics);
    reader.close_admonition(diagnostics);
    (reader.front, reader.sections)
}

struct Reader<'p> {
    page: &'p Page,
    front: FrontMatter,
    sections: Vec<Section<'p>>,
    /// A table that still waits for its marker.
    table: Option<Table>,
    /// A note that a newer operation exists, which still waits for its link.
    linkless: Option<Span>,
}

impl Reader<'_> {
    fn block(&mut self, block: Block, diagnostics: &mut Diagnostics) {
        match block {
            Block::FrontMatter(span) => self.front = FrontMatter::parse(&self.page.text[span]),
            Block::Heading { span, id } => {
                self.close_table(diagnostics);
                self.close_admonition(diagnostics);
                self.heading(span, id.as_deref(), diagnostics);
            }
            Block::Paragraph { span, links } => self.paragraph(&span, &links, diagnostics),
            Block::Code(span) => {
                if let Some(section) = self.sections.last_mut() {
                    section.snippets.push(Snippet { text: &self.page.text[span.clone()], at: span.start });
                }
            }
            Block::Table { span, head, rows } => {
                self.close_table(diagnostics);
                self.close_admonition(diagnostics);
                self.table(span, &head, &rows, diagnostics);
            }
        }
    }

    fn heading(&mut self, span: Span, id: Option<&str>, diagnostics: &mut Diagnostics) {
        let Some(method) = id.and_then(|id| Method::ALL.into_iter().find(|method| method.lower() == id)) else {
            return;
        };
        let span = self.page.line_at(span.start);
        if self.sections.iter().any(|section| section.anchor == Some(method)) {
            diagnostics.report(
                Code::DuplicateAnchor,
                span.clone(),
                format!("`{{#{}}}` was there before", method.lower()),
            );
        }
        let title = self.title(&span);
        self.sections.push(Section::new(title, span, Some(method)));
    }

    /// The words of a heading, with the title of the front matter in place.
    fn title(&self, span: &Span) -> String {
        let line = self.page.text[span.clone()].trim_start_matches('#');
        let words = line.rsplit_once("{#").map_or(line, |(words, _)| words);
        words.replace("{{ $frontmatter.title }}", &self.front.title).trim().to_owned()
    }

    fn paragraph(&mut self, span: &Span, links: &[String], diagnostics: &mut Diagnostics) {
        let text = self.page.text[span.clone()].trim();
        if let Some(inside) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            return self.marker(inside, span.start + 1, diagnostics);
        }
        self.close_table(diagnostics);
        let Some(section) = self.sections.last_mut() else { return };
        if text.starts_with("参阅") {
            section.docs.extend(links.iter().cloned());
            return;
        }
        if text.starts_with(":::") {
            self.admonition(text, span, diagnostics);
        }
        self.link(links);
    }

    fn admonition(&mut self, text: &str, span: &Span, diagnostics: &mut Diagnostics) {
        let first = text.lines().next().unwrap_or_default();
        let Some((_, inside)) = first.rsplit_once('{').filter(|_| first.trim_end().ends_with('}')) else { return };
        let classes = inside.trim_end().trim_end_matches('}').split_whitespace();
        for class in classes.filter_map(|word| word.strip_prefix(".im-")) {
            match class {
                "deprecated" => self.set_status(Status::Deprecated),
                "redesigned" => self.linkless = Some(span.start..span.start + first.len()),
                known if CLASSES_WITHOUT_MEANING.contains(&known) => {}
                unknown => {
                    let place = span.start..span.start + first.len();
                    diagnostics.report(Code::UnknownClass, place, format!("the class `.im-{unknown}` is not known"));
                }
            }
        }
    }

    fn set_status(&mut self, status: Status) {
        if let Some(section) = self.sections.last_mut() {
            section.status = status;
        }
    }

    /// The first link to an operation behind the note that there is a newer one.
    fn link(&mut self, links: &[String]) {
        let target = links.iter().find(|link| link.starts_with("/openapi/"));
        if let (true, Some(by)) = (self.linkless.is_some(), target) {
            self.linkless = None;
            self.set_status(Status::Superseded { by: by.clone() });
        }
    }

    fn close_admonition(&mut self, diagnostics: &mut Diagnostics) {
        if let Some(span) = self.linkless.take() {
            diagnostics.report(Code::SupersededWithoutLink, span, "the note on a newer operation links none");
        }
    }

    fn table(&mut self, span: Span, head: &Span, rows: &[Span], diagnostics: &mut Diagnostics) {
        let head = self.page.line_at(head.start);
        let cells = row::cells(&self.page.text[head.clone()], head.start);
        let words = cells.first().map_or("", |cell| cell.text.trim());
        let Some(heading) = Heading::of(words) else {
            // Other tables explain; they are not ours, unless a marker says so.
            self.table = None;
            return;
        };
        let mut table = Table { heading, span: span.start..head.end, lines: Vec::new() };
        let mut marker = None;
        for row in rows {
            let line = self.page.line_at(row.start);
            let source = &self.page.text[line.clone()];
            match source.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
                Some(inside) => marker = Some((inside, line.start + 1)),
                None => table.lines.extend(row::read(source, line.start, diagnostics)),
            }
        }
        self.table = Some(table);
        if let Some((inside, at)) = marker {
            self.marker(inside, at, diagnostics);
        }
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
            diagnostics.report(Code::UnknownHeader, place, "the marker follows no table that is headed as one");
            return;
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

    fn place(&mut self, table: Table, diagnostics: &mut Diagnostics) {
        if self.sections.is_empty() {
            let message = "the table stands below no heading that names a method";
            diagnostics.report(Code::MissingAnchor, table.span.clone(), message);
            let section = Section::new(self.front.title.clone(), table.span.clone(), None);
            self.sections.push(section);
        }
        let Some(section) = self.sections.last_mut() else { return };
        let slot = match table.heading {
            Heading::Request => &mut section.request,
            Heading::Response | Heading::Acknowledgement => &mut section.response,
        };
        match slot {
            Some(first) => {
                let message = format!("a second table headed `{}`", table.heading.words());
                let first = first.span.clone();
                diagnostics.report(Code::DuplicateTable, table.span, message).with_other(first, "the first one");
            }
            None => *slot = Some(table),
        }
    }
}

/// Notes for the human reader: who may use an operation, where its URL comes from, what is odd about it.
const CLASSES_WITHOUT_MEANING: [&str; 7] =
    ["need-accessment", "important", "specific", "parsed", "need-tbt", "confusing", "special"];
