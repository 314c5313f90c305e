//! Markdown as a list of blocks, each with its place in the page.

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag};

use crate::page::{Page, Span};

#[derive(Debug, PartialEq)]
pub enum Block {
    FrontMatter(Span),
    /// A heading, with the id that `{#id}` gives it.
    Heading {
        span: Span,
        id: Option<String>,
    },
    Paragraph {
        span: Span,
        links: Vec<Link>,
    },
    /// A table: its head row, and its other rows.
    Table {
        span: Span,
        head: Span,
        rows: Vec<Span>,
    },
    Code {
        span: Span,
        fenced: bool,
    },
    Html(Span),
    /// A line that seems to hold a class, and is no note.
    Class {
        span: Span,
    },
    /// Where lines start that look like rows, one below the other, and are in no table.
    Rows {
        rows: Vec<usize>,
        within: Within,
    },
}

/// Where rows can stand outside of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Text,
    Code,
    Comment,
    /// A comment that is never closed.
    OpenComment,
}

impl Block {
    pub fn start(&self) -> usize {
        match self {
            Self::FrontMatter(span)
            | Self::Html(span)
            | Self::Code { span, .. }
            | Self::Class { span }
            | Self::Heading { span, .. }
            | Self::Paragraph { span, .. }
            | Self::Table { span, .. } => span.start,
            Self::Rows { rows, .. } => rows.first().copied().unwrap_or_default(),
        }
    }
}

#[derive(Debug, PartialEq)]
pub struct Link {
    pub target: String,
    pub at: usize,
}

/// Reads the blocks of a page. Blocks inside of quotes and lists count like others.
pub fn blocks(page: &Page) -> Vec<Block> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut blocks = Vec::new();
    for (event, span) in Parser::new_ext(&page.text, options).into_offset_iter() {
        if let Event::Start(tag) = event {
            open(tag, span, &mut blocks);
        }
    }
    blocks
}

fn open(tag: Tag<'_>, span: Span, blocks: &mut Vec<Block>) {
    match tag {
        Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => blocks.push(Block::FrontMatter(span)),
        Tag::Heading { id, .. } => blocks.push(Block::Heading { span, id: id.map(|id| id.to_string()) }),
        Tag::Paragraph => blocks.push(Block::Paragraph { span, links: Vec::new() }),
        Tag::CodeBlock(kind) => {
            blocks.push(Block::Code { span, fenced: matches!(kind, CodeBlockKind::Fenced(_)) });
        }
        Tag::HtmlBlock => blocks.push(Block::Html(span)),
        Tag::Table(_) => blocks.push(Block::Table { head: span.start..span.start, span, rows: Vec::new() }),
        Tag::Link { dest_url, .. } => {
            if let Some(Block::Paragraph { links, .. }) = blocks.last_mut() {
                links.push(Link { target: dest_url.to_string(), at: span.start });
            }
        }
        Tag::TableHead => {
            if let Some(Block::Table { head, .. }) = blocks.last_mut() {
                *head = span;
            }
        }
        Tag::TableRow => {
            if let Some(Block::Table { rows, .. }) = blocks.last_mut() {
                rows.push(span);
            }
        }
        _ => {}
    }
}
