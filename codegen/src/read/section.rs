//! What a page says of one operation, whatever form it came in.

use wechatpay_spec::{Method, Status};

use super::row::Line;
use super::sample::Snippet;
use crate::diagnostic::Span;

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
    /// Whether rows carry attributes. A copy of a rendered page lost them.
    pub copied: bool,
}

impl Section<'_> {
    pub fn new(title: String, span: Span, anchor: Option<Method>) -> Self {
        Self {
            title,
            span,
            anchor,
            status: Status::Current,
            docs: Vec::new(),
            request: None,
            response: None,
            snippets: Vec::new(),
            copied: false,
        }
    }
}

#[derive(Debug)]
pub struct Table {
    pub heading: Heading,
    pub span: Span,
    pub lines: Vec<Line>,
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

    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|heading| heading.words() == text)
    }
}
