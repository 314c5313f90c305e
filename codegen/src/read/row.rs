//! One row of a table: its cells and what their attributes mean.

use wechatpay_spec::{Encrypted, Required, Type};

use super::attributes::{self, Attribute};
use super::description::{self, Description};
use crate::diagnostic::{Code, Diagnostics, Span};

/// What a line of a table is.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Field(Row),
    /// `{colspan=3 .im-table-line}`: what follows is the content of the string above, or an alternative.
    Separator(Span),
    /// A single cell that says what there is in place of fields.
    Statement {
        text: String,
        span: Span,
    },
}

/// A field, before it has found its parent.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: String,
    /// How deep it is nested; a copied page does not say.
    pub indent: Option<usize>,
    pub required: Required,
    pub ty: Type,
    pub encrypted: Option<Encrypted>,
    /// The string holds JSON.
    pub encoded: bool,
    pub description: Description,
    /// The description as it stands, for parts whose facts are in its words.
    pub raw_description: String,
    pub span: Span,
}

/// A cell: its text, and where it starts.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    pub text: &'t str,
    pub at: usize,
}

/// Splits the source of a row at its bars. `\|` is no bar; everything else is, also inside of backticks.
pub fn cells(source: &str, at: usize) -> Vec<Cell<'_>> {
    let source = source.trim_end();
    let body = source.trim_start().strip_prefix('|').unwrap_or(source.trim_start());
    let mut start = source.len() - body.len();
    let mut cells = Vec::with_capacity(3);
    let mut escaped = false;
    let first = start;
    for (index, c) in source.char_indices().filter(|(index, _)| *index >= first) {
        if c == '|' && !escaped {
            cells.push(Cell { text: &source[start..index], at: at + start });
            start = index + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if !source[start..].trim().is_empty() {
        cells.push(Cell { text: &source[start..], at: at + start });
    }
    cells
}

/// Reads a row of the source form.
pub fn read(source: &str, at: usize, diagnostics: &mut Diagnostics) -> Option<Line> {
    let span = at..at + source.trim_end().len();
    let cells = cells(source, at);
    match cells.as_slice() {
        [] => {
            diagnostics.report(Code::EmptyName, span, "the row is empty");
            None
        }
        [only] => single(*only, span, diagnostics),
        [name, ty, rest @ ..] => {
            let description = description_of(rest, &span, diagnostics);
            field(*name, *ty, &description, span, diagnostics).map(Line::Field)
        }
    }
}

/// The third cell, and what a forgotten backslash has cut off from it.
fn description_of(rest: &[Cell<'_>], span: &Span, diagnostics: &mut Diagnostics) -> String {
    let filled: Vec<&str> = rest.iter().map(|cell| cell.text.trim()).collect();
    if filled.len() > 1 {
        diagnostics.report(Code::UnescapedPipe, span.clone(), "the row has more than three cells");
    }
    filled.join(" | ")
}

fn single(cell: Cell<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Line> {
    let (text, attributes) = attributes::split(cell.text, cell.at, diagnostics);
    let separator = attributes.iter().any(|attribute| attribute.key == ".im-table-line");
    if text.is_empty() && separator {
        return Some(Line::Separator(span));
    }
    if !text.is_empty() && attributes.iter().any(|attribute| attribute.key == "colspan") {
        return Some(Line::Statement { text, span });
    }
    let message =
        if text.is_empty() { "the row is empty".to_owned() } else { format!("`{text}` stands alone in its row") };
    diagnostics.report(Code::MissingCell, span, message);
    None
}

fn field(name: Cell<'_>, ty: Cell<'_>, description: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<Row> {
    let (text, attributes) = attributes::split(name.text, name.at, diagnostics);
    let name = self::name(&text, &span, diagnostics)?;
    let mut row = Row {
        name,
        indent: Some(0),
        required: Required::No,
        ty: Type::STRING,
        encrypted: None,
        encoded: false,
        description: description::read(description, &span, diagnostics),
        raw_description: description.to_owned(),
        span,
    };
    for attribute in &attributes {
        name_attribute(&mut row, attribute, diagnostics);
    }
    let (text, attributes) = attributes::split(ty.text, ty.at, diagnostics);
    row.ty = type_of(&text, ty, &row.span, diagnostics)?;
    for attribute in &attributes {
        type_attribute(&mut row, attribute, diagnostics);
    }
    Some(row)
}

/// Checks a name. A blank inside of one is a slip of the page.
pub fn name(text: &str, span: &Span, diagnostics: &mut Diagnostics) -> Option<String> {
    if text.is_empty() {
        diagnostics.report(Code::EmptyName, span.clone(), "the row has no name");
        return None;
    }
    let joined: String = text.split_whitespace().collect();
    if !joined.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
        diagnostics.report(Code::BadName, span.clone(), format!("`{text}` cannot be the name of a field"));
        return None;
    }
    if joined != text {
        diagnostics.report(Code::BlankInName, span.clone(), format!("there is a blank in `{text}`"));
    }
    Some(joined)
}

fn type_of(text: &str, cell: Cell<'_>, span: &Span, diagnostics: &mut Diagnostics) -> Option<Type> {
    let documented = text.parse::<Type>().ok().filter(|ty| is_documented(*ty));
    if documented.is_none() {
        let start = cell.at + cell.text.len() - cell.text.trim_start().len();
        let place = if text.is_empty() { span.clone() } else { start..start + text.len() };
        diagnostics.report(Code::UnknownType, place, format!("`{text}` is not a type"));
    }
    documented
}

/// `file` and `float` are words of the spec; a page does not use them.
pub fn is_documented(ty: Type) -> bool {
    !matches!(ty.kind, wechatpay_spec::Kind::File | wechatpay_spec::Kind::Float)
}

/// Far deeper than any page, and no danger to the stack.
const MAX_INDENT: usize = 32;

fn name_attribute(row: &mut Row, attribute: &Attribute, diagnostics: &mut Diagnostics) {
    match (attribute.key.as_str(), attribute.value.as_deref()) {
        ("data-required", None) => row.required = Required::Yes,
        ("data-indent", Some(number)) => {
            if let Ok(indent @ 0..=MAX_INDENT) = number.parse() {
                row.indent = Some(indent);
            } else {
                let message = format!("`{number}` is not a depth");
                diagnostics.report(Code::BadAttribute, attribute.span.clone(), message);
            }
        }
        _ => unknown(attribute, diagnostics),
    }
}

fn type_attribute(row: &mut Row, attribute: &Attribute, diagnostics: &mut Diagnostics) {
    match (attribute.key.as_str(), attribute.value.as_deref()) {
        // A tooltip names the key of an encrypted field; for anything else it is decoration.
        ("data-tooltip", Some(text)) => row.encrypted = row.encrypted.or_else(|| key_of(text)),
        ("data-encrypted", Some("by-rsa-pubkey")) if row.encrypted.is_some() => {}
        ("data-encrypted", Some("by-rsa-pubkey")) => {
            let message = "the tooltip does not say whose key encrypts the field";
            diagnostics.report(Code::BadAttribute, attribute.span.clone(), message);
        }
        ("data-encrypted", Some("by-aes-gcm")) => row.encrypted = Some(Encrypted::ApiV3),
        // The second spelling is a slip that the pages repeat.
        ("data-encoded", Some("by-json_encode")) | ("data-encoded-by", Some("json_encode")) => row.encoded = true,
        _ => unknown(attribute, diagnostics),
    }
}

fn key_of(tooltip: &str) -> Option<Encrypted> {
    let keys = [
        ("微信支付公钥", Encrypted::Platform),
        ("平台证书", Encrypted::Platform),
        ("商户API证书", Encrypted::Merchant),
        ("APIv3密钥", Encrypted::ApiV3),
    ];
    keys.into_iter().find(|(words, _)| tooltip.contains(words)).map(|(_, key)| key)
}

fn unknown(attribute: &Attribute, diagnostics: &mut Diagnostics) {
    let message = format!("the attribute `{}` is not known here", attribute.key);
    diagnostics.report(Code::UnknownAttribute, attribute.span.clone(), message);
}
