//! Copies of a rendered page: a table without attributes, or the bare text of a browser.
//!
//! Both lost the attributes, so what is required is unknown and what is nested in what has to be taken from the sample.
//! The line ends around the samples are lost too, so the parts are found by the words of the table headings.

use wechatpay_spec::{Required, Type};

use super::Page;
use super::description;
use super::php;
use super::row::{self, Line, Row, cells};
use super::sample::Snippet;
use super::section::{Heading, Section, Table};
use crate::diagnostic::{Code, Diagnostics, Span};

/// How the columns of a row are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// `| appid | string | 商户AppID |`
    Barred,
    /// `appidstring商户AppID`
    RunTogether,
}

impl Columns {
    /// The line that opens a table of this form.
    fn heading(self, heading: Heading) -> Vec<String> {
        let words = heading.words();
        match self {
            Self::Barred => vec![format!("| {words} |"), format!("|{words}|")],
            Self::RunTogether => vec![format!("{words}类型描述")],
        }
    }

    /// The form of a page, if it is a copy: it has a table, and nothing that only the source has.
    pub fn of(page: &Page) -> Option<Self> {
        let source = ["\n```", "{.im-table", "{#"].iter().any(|mark| page.text.contains(mark));
        if source || page.text.starts_with("---\n") {
            return None;
        }
        [Self::Barred, Self::RunTogether].into_iter().find(|columns| columns.find(page, Heading::Request).is_some())
    }

    /// Where a table's heading starts.
    fn find(self, page: &Page, heading: Heading) -> Option<usize> {
        self.heading(heading).iter().filter_map(|words| page.text.find(words)).min()
    }
}

/// Reads the one operation of a copied page.
pub fn read<'p>(page: &'p Page, columns: Columns, diagnostics: &mut Diagnostics) -> Option<Section<'p>> {
    let request = columns.find(page, Heading::Request)?;
    let response = columns.find(page, Heading::Response).filter(|response| *response > request);
    let code = request + page.text[request..].find("$instance").unwrap_or(page.text.len() - request);
    let end = response.unwrap_or(page.text.len()).max(code);
    let first = page.line_at(request);
    let (title, span) = title(page, request).unwrap_or((String::new(), first));

    let mut section = Section::new(title, span, None);
    section.copied = true;
    section.snippets.push(Snippet { text: &page.text[code..end], at: code });
    let known = sample_keys(&section.snippets[0]);
    let mut reader = Reader { page, columns, known: &known };
    section.request = Some(reader.table(Heading::Request, request..code.min(end), diagnostics));
    if let Some(response) = response {
        reader.known = &[];
        section.response = Some(reader.table(Heading::Response, response..page.text.len(), diagnostics));
    }
    let place = page.line_at(request);
    diagnostics.report(Code::FlagsUnknown, place, "this table does not say which fields are required");
    Some(section)
}

/// The first line that is not a link of the site's frame.
fn title(page: &Page, end: usize) -> Option<(String, Span)> {
    let mut start = 0;
    for line in page.text[..end].split_inclusive('\n') {
        let span = start..start + line.trim_end().len();
        start += line.len();
        let words = line.trim();
        if !words.is_empty() && words != "Skip to content" {
            return Some((words.to_owned(), span));
        }
    }
    None
}

/// Every key of the first sample that parses: the names that rows can have.
fn sample_keys(snippet: &Snippet<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(Ok(call)) = php::calls(snippet.text, snippet.at).into_iter().next() {
        collect(&call.arguments, &mut keys);
    }
    keys
}

fn collect(value: &php::Php, keys: &mut Vec<String>) {
    match value {
        php::Php::Map(entries) => {
            for (key, value) in entries {
                keys.push(key.clone());
                collect(value, keys);
            }
        }
        php::Php::List(items) => items.iter().for_each(|item| collect(item, keys)),
        php::Php::Encoded(inner) => collect(inner, keys),
        _ => {}
    }
}

struct Reader<'p, 'k> {
    page: &'p Page,
    columns: Columns,
    known: &'k [String],
}

impl Reader<'_, '_> {
    fn table(&mut self, heading: Heading, span: Span, diagnostics: &mut Diagnostics) -> Table {
        let mut table = Table { heading, span: self.page.line_at(span.start), lines: Vec::new() };
        let mut start = span.start;
        for (number, line) in self.page.text[span].split_inclusive('\n').enumerate() {
            let at = start;
            start += line.len();
            let text = line.trim();
            let delimiter = text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
            if number == 0 || delimiter || text == "php" {
                continue;
            }
            if text.starts_with("参阅") {
                break;
            }
            self.line(text, at + line.len() - line.trim_start().len(), &mut table.lines, diagnostics);
        }
        table
    }

    fn line(&self, text: &str, at: usize, lines: &mut Vec<Line>, diagnostics: &mut Diagnostics) {
        let span = at..at + text.len();
        if let Some(statement) = statement(text) {
            lines.push(Line::Statement { text: statement, span });
            return;
        }
        match self.columns {
            Columns::Barred => lines.extend(barred(text, at, diagnostics).map(Line::Field)),
            Columns::RunTogether => {
                if !continues(text, lines, diagnostics) {
                    lines.extend(self.run_together(text, at, diagnostics).map(Line::Field));
                }
            }
        }
    }

    /// `appidstring商户AppID`: the type is the word in the middle.
    fn run_together(&self, text: &str, at: usize, diagnostics: &mut Diagnostics) -> Option<Row> {
        let span = at..at + text.len();
        let splits = splits(text);
        let known: Vec<_> = splits.iter().filter(|split| self.known.iter().any(|key| key == split.name)).collect();
        let split = match (known.as_slice(), splits.as_slice()) {
            ([split], _) => *split,
            ([], [split]) => split,
            _ => {
                let message = format!("cannot tell name, type and description apart in `{text}`");
                diagnostics.report(Code::RowUnreadable, span, message);
                return None;
            }
        };
        Some(copied_row(split.name.to_owned(), split.ty, split.description, span, diagnostics))
    }
}

/// What a lone cell says in place of fields, with or without its bars.
fn statement(text: &str) -> Option<String> {
    let words = text.trim_matches(['|', ' ']);
    ["空字符串", "文件流"].iter().any(|start| words.starts_with(start)).then(|| words.to_owned())
}

fn barred(text: &str, at: usize, diagnostics: &mut Diagnostics) -> Option<Row> {
    let span = at..at + text.len();
    let cells = cells(text, at);
    let [name, ty, description @ ..] = cells.as_slice() else {
        diagnostics.report(Code::MissingCell, span, "the row has a single cell");
        return None;
    };
    let name = row::name(name.text.trim(), &span, diagnostics)?;
    let word = ty.text.trim();
    let Some(ty) = word.parse().ok().filter(|ty| row::is_documented(*ty)) else {
        diagnostics.report(Code::UnknownType, span, format!("`{word}` is not a type"));
        return None;
    };
    let description: Vec<&str> = description.iter().map(|cell| cell.text.trim()).collect();
    Some(copied_row(name, ty, &description.join(" | "), span, diagnostics))
}

fn copied_row(name: String, ty: Type, text: &str, span: Span, diagnostics: &mut Diagnostics) -> Row {
    Row {
        name,
        indent: None,
        required: Required::Unknown,
        ty,
        encrypted: None,
        encoded: false,
        description: description::read(text, &span, diagnostics),
        raw_description: text.to_owned(),
        span,
    }
}

/// Whether a line goes on with the description above it: the enum of a field stands on a line of its own.
fn continues(text: &str, lines: &mut [Line], diagnostics: &mut Diagnostics) -> bool {
    let Some(Line::Field(row)) = lines.last_mut() else { return false };
    if !text.contains("枚举值") || text.chars().next().is_none_or(|c| !c.is_ascii_alphanumeric()) {
        return false;
    }
    let read = description::read(text, &row.span, diagnostics);
    if read.values.is_empty() || !read.label.is_empty() {
        return false;
    }
    row.description.values = read.values;
    true
}

struct Split<'t> {
    name: &'t str,
    ty: Type,
    description: &'t str,
}

/// Every way to read a line as name, type and description.
fn splits(text: &str) -> Vec<Split<'_>> {
    const WORDS: [&str; 5] = ["string", "object", "integer", "number", "boolean"];
    let mut splits = Vec::new();
    for (at, _) in text.char_indices().skip(1) {
        let (name, rest) = text.split_at(at);
        let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) else { continue };
        let list = rest[word.len()..].starts_with("[]");
        let (ty, description) = rest.split_at(word.len() + if list { 2 } else { 0 });
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        // `serialnumberstring…`: a type does not follow a type, and a name does not end in a joint.
        let is_whole = !name.ends_with(['_', '-']) && !WORDS.iter().any(|word| description.starts_with(word));
        if let (true, true, Ok(ty)) = (is_name, is_whole, ty.parse()) {
            splits.push(Split { name, ty, description });
        }
    }
    splits
}
