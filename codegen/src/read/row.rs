//! One row of a table: a field, a separator or a statement.

use wechatpay_spec::{Encrypted, Kind, Required, Type, unseen};

use super::attributes;
use super::cells::{Cell, cells, join};
use super::description::{self, Description};
use super::marks::{self, TypeMarks};
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

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

/// Reads a row of the source form. A row that cannot be read has been refused by a diagnostic.
pub fn read(source: &str, at: usize, diagnostics: &mut Diagnostics) -> Option<Line> {
    let source = source.trim_end();
    let span = at..at + source.len();
    match cells(source, at).as_slice() {
        [] => {
            diagnostics.report(Code::MissingCell, span, "the row is empty").refuse(1);
            None
        }
        [only] => single(*only, span, diagnostics),
        [name, ty, description @ ..] => {
            if description.len() > 1 {
                let message =
                    format!("the row has {} cells; from the third on they are read as one", 2 + description.len());
                diagnostics.report(Code::UnescapedPipe, span.clone(), message);
            }
            field(*name, *ty, join(source, at, description).to_owned(), span, diagnostics).map(Line::Field)
        }
    }
}

fn single(cell: Cell<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Line> {
    let (text, attributes) = attributes::split(cell.text, cell.at, diagnostics);
    if text.is_empty() && marks::is_separator(&attributes) {
        marks::check_layout(&attributes, diagnostics);
        return Some(Line::Separator(span));
    }
    if !text.is_empty() && marks::is_statement(&attributes) {
        marks::check_layout(&attributes, diagnostics);
        return Some(Line::Statement { text, span });
    }
    let message = if text.is_empty() { "the row is empty".into() } else { format!("`{text}` stands alone in its row") };
    diagnostics.report(Code::MissingCell, span, message).refuse(1);
    None
}

fn field(name: Cell<'_>, ty: Cell<'_>, description: String, span: Span, diagnostics: &mut Diagnostics) -> Option<Row> {
    let (words, attributes) = attributes::split(name.text, name.at, diagnostics);
    let name = self::name(&words, &place(name, &words, &span), diagnostics)?;
    let of_name = marks::of_name(&attributes, diagnostics);
    let (words, attributes) = attributes::split(ty.text, ty.at, diagnostics);
    let ty = type_of(&words, &place(ty, &words, &span), diagnostics)?;
    let TypeMarks { encrypted, encoded } = marks::of_type(&attributes, diagnostics);
    if (encrypted.is_some() && ty.kind != Kind::String) || (encoded && ty != Type::STRING) {
        let message = format!("only text is encrypted or encoded, and `{name}` is of type `{ty}`");
        diagnostics.report(Code::BadAttribute, span.clone(), message);
    }
    check_end(&description, &span, diagnostics);
    Some(Row {
        name,
        indent: Some(of_name.indent),
        required: of_name.required,
        ty,
        encrypted,
        encoded,
        description: description::read(&description, &span, diagnostics),
        raw_description: description,
        span,
    })
}

/// Refuses attributes at the end of a description: they belong behind the name or the type, and would be lost.
fn check_end(description: &str, span: &Span, diagnostics: &mut Diagnostics) {
    let braces = description.rfind('{').map(|open| &description[open..]);
    let is_attribute = |braces: &&str| {
        braces.ends_with('}') && ["{data-", "{.im-", "{colspan"].iter().any(|opening| braces.starts_with(opening))
    };
    if let Some(lost) = braces.filter(is_attribute) {
        let message = format!("`{lost}` stands behind the description, where it means nothing");
        diagnostics.report(Code::BadAttribute, span.clone(), message);
    }
}

/// Where the words of a cell stand that come before its attributes; the row, where there are none.
fn place(cell: Cell<'_>, words: &str, row: &Span) -> Span {
    let start = cell.place().start;
    if words.is_empty() { row.clone() } else { start..start + words.len() }
}

/// What joins the words of a name.
fn is_joint(c: char) -> bool {
    matches!(c, '_' | '-' | '.')
}

/// Checks a name, or refuses its row. A blank beside a joint is a slip of the page.
pub fn name(words: &str, place: &Span, diagnostics: &mut Diagnostics) -> Option<String> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let slips = parts.windows(2).all(|pair| pair[0].ends_with(is_joint) || pair[1].starts_with(is_joint));
    let name = parts.concat();
    if name.is_empty() {
        diagnostics.report(Code::EmptyName, place.clone(), "the row has no name").refuse(1);
        return None;
    }
    if !slips || !wechatpay_spec::is_wire_name(&name) {
        let message = format!("`{}` cannot be the name of a field", unseen::shown(words));
        diagnostics.report(Code::BadName, place.clone(), message).refuse(1);
        return None;
    }
    if name != words {
        diagnostics.report(Code::BlankInName, place.clone(), format!("there is a blank in `{words}`"));
    }
    Some(name)
}

/// Checks a type, or refuses its row. `file` and `float` are words of the spec; a page does not use them.
pub fn type_of(words: &str, place: &Span, diagnostics: &mut Diagnostics) -> Option<Type> {
    let documented = words.parse().ok().filter(|ty: &Type| !matches!(ty.kind, Kind::File | Kind::Float));
    if documented.is_none() {
        let message = format!("`{}` is not a type", unseen::shown(words));
        diagnostics.report(Code::UnknownType, place.clone(), message).refuse(1);
    }
    documented
}
