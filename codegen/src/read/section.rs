//! What a page says of one operation, whatever form it came in.

use wechatpay_spec::{Method, Status};

use super::glyphs;
use super::row::Line;
use super::sample::Snippet;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// One operation of a page, its tables read but nothing nested yet.
#[derive(Debug)]
pub struct Section<'p> {
    pub title: String,
    /// The heading, or the first line: what is pointed at when something is missing as a whole.
    pub span: Span,
    /// The method that the heading names; a copied page has none.
    pub anchor: Option<Method>,
    pub status: Status,
    pub docs: Vec<String>,
    pub request: Option<Table>,
    pub response: Option<Table>,
    pub snippets: Vec<Snippet<'p>>,
    /// The rows of all its tables, of those too that could not be read.
    pub rows: usize,
}

impl Section<'_> {
    pub fn new(title: &str, span: Span, anchor: Option<Method>) -> Self {
        Self {
            title: glyphs::plain(title).into_owned(),
            span,
            anchor,
            status: Status::Current,
            docs: Vec::new(),
            request: None,
            response: None,
            snippets: Vec::new(),
            rows: 0,
        }
    }

    /// Puts a table where its heading says.
    pub fn place(&mut self, table: Table, diagnostics: &mut Diagnostics) {
        self.rows += table.rows;
        let slot = match table.heading {
            Heading::Request => &mut self.request,
            Heading::Response | Heading::Acknowledgement => &mut self.response,
        };
        let Some(first) = slot else {
            *slot = Some(table);
            return;
        };
        let message = format!("a second table headed `{}`", table.heading.words());
        let diagnostic = diagnostics.report(Code::DuplicateTable, table.span, message);
        diagnostic.with_other(first.span.clone(), "the first one").refuse(table.lines.len());
    }

    /// What could be read of its tables.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        [&self.request, &self.response].into_iter().flatten().flat_map(|table| &table.lines)
    }

    pub fn separators(&self) -> usize {
        self.lines().filter(|line| matches!(line, Line::Separator(_))).count()
    }
}

#[derive(Debug)]
pub struct Table {
    pub heading: Heading,
    pub span: Span,
    /// How many rows it has, of which `lines` could be read.
    pub rows: usize,
    pub lines: Vec<Line>,
}

impl Table {
    pub fn new(heading: Heading, span: Span) -> Self {
        Self { heading, span, rows: 0, lines: Vec::new() }
    }

    /// Adds a row. One that could not be read has been refused.
    pub fn add(&mut self, line: Option<Line>) {
        self.rows += 1;
        self.lines.extend(line);
    }

    pub fn statements(&self) -> impl Iterator<Item = (&str, &Span)> {
        self.lines.iter().filter_map(|line| match line {
            Line::Statement { text, span } => Some((text.as_str(), span)),
            Line::Field(_) | Line::Separator(_) => None,
        })
    }

    /// Says of every statement that there is no place for one in this table.
    pub fn refuse_statements(&self, diagnostics: &mut Diagnostics) {
        for (text, span) in self.statements() {
            let message = format!("`{text}` says nothing in a table headed `{}`", self.heading.words());
            diagnostics.report(Code::UnknownRow, span.clone(), message).refuse(1);
        }
    }
}

/// What a table is, by the words over its first column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// `请求参数`: what a request, or a notification, holds.
    Request,
    /// `返回字典`: what the answer to a request holds.
    Response,
    /// `应答规范`: what a notification is to be answered with.
    Acknowledgement,
}

impl Heading {
    pub const ALL: [Self; 3] = [Self::Request, Self::Response, Self::Acknowledgement];

    pub fn words(self) -> &'static str {
        match self {
            Self::Request => "请求参数",
            Self::Response => "返回字典",
            Self::Acknowledgement => "应答规范",
        }
    }

    /// The words over the columns behind the first.
    pub const COLUMNS: [&str; 2] = ["类型", "描述"];

    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|heading| heading.words() == text)
    }
}
