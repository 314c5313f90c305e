//! The rows of a copied table.

use std::collections::BTreeSet;

use wechatpay_spec::{Required, Type};

use super::headings::Columns;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;
use crate::read::cells::{cells, join};
use crate::read::description;
use crate::read::row::{self, Line, Row};
use crate::read::section::{Heading, Table};

/// Reads the lines of a table. `known` are the names that the sample shows: where they are known, rows without blanks
/// between their columns can be told apart by them.
pub struct Rows<'k> {
    columns: Columns,
    known: &'k BTreeSet<String>,
    drafts: Vec<Draft>,
    /// How many rows there were, of which the drafts could be read.
    found: usize,
    /// A blank line or code has come; from then on, what is no row has nothing to do with the table.
    over: bool,
}

/// A row to which lines can still be added.
enum Draft {
    Field { name: String, ty: Type, description: String, span: Span },
    Statement { text: String, span: Span },
}

impl<'k> Rows<'k> {
    pub fn new(columns: Columns, known: &'k BTreeSet<String>) -> Self {
        Self { columns, known, drafts: Vec::new(), found: 0, over: false }
    }

    /// Takes a line that starts at `at`, and says whether it is one of the table's.
    pub fn line(&mut self, line: &str, at: usize, diagnostics: &mut Diagnostics) -> bool {
        let text = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let span = start..start + text.len();
        if text.is_empty() {
            self.over = self.found > 0;
            return false;
        }
        if is_frame(text) {
            self.over |= is_code(text);
            return false;
        }
        let known = |split: &Split<'_>| self.known.contains(split.name);
        let draft = if let Some(words) = statement(text) {
            Some(Draft::Statement { text: words.to_owned(), span })
        } else {
            let mut splits = splits(self.columns, text);
            if splits.len() > 1 {
                splits.retain(known);
            }
            match splits.as_slice() {
                [split] => field(split, span, diagnostics),
                // A bar opens a row wherever it stands.
                [] if self.over && !text.starts_with('|') => return false,
                [] if self.add_to_last(text) => return true,
                _ => {
                    let message = format!("cannot tell name, type and description apart in `{text}`");
                    diagnostics.report(Code::RowUnreadable, span, message).refuse(1);
                    None
                }
            }
        };
        self.found += 1;
        self.drafts.extend(draft);
        true
    }

    /// A line that goes on with the description above it: a label has no line of its own, but an enum has, and the
    /// prose behind a break.
    fn add_to_last(&mut self, text: &str) -> bool {
        let continues = text.contains("枚举值") || !text.starts_with(|c: char| c.is_ascii_alphanumeric());
        match self.drafts.last_mut() {
            Some(Draft::Field { description, .. }) if continues && self.columns != Columns::Barred => {
                description.push_str("<br/>");
                description.push_str(text);
                true
            }
            _ => false,
        }
    }

    pub fn into_table(self, heading: Heading, span: Span, diagnostics: &mut Diagnostics) -> Table {
        let lines = self.drafts.into_iter().map(|draft| draft.into_line(diagnostics)).collect();
        Table { heading, span, rows: self.found, lines }
    }
}

impl Draft {
    fn into_line(self, diagnostics: &mut Diagnostics) -> Line {
        match self {
            Self::Statement { text, span } => Line::Statement { text, span },
            Self::Field { name, ty, description, span } => Line::Field(Row {
                name,
                indent: None,
                required: Required::Unknown,
                ty,
                encrypted: None,
                encoded: false,
                description: description::read(&description, &span, diagnostics),
                raw_description: description,
                span,
            }),
        }
    }
}

/// What opens or closes a block of code.
fn is_code(text: &str) -> bool {
    text == "php" || ["```", "~~~", "$"].iter().any(|start| text.starts_with(start))
}

/// What frames the code or the table.
fn is_frame(text: &str) -> bool {
    is_code(text) || text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// What a lone cell says in place of fields, with or without its bars.
fn statement(text: &str) -> Option<&str> {
    let words = text.trim_matches(['|', ' ']);
    ["空字符串", "文件流"].iter().any(|start| words.starts_with(start)).then_some(words)
}

struct Split<'t> {
    name: &'t str,
    ty: &'t str,
    description: &'t str,
}

/// Every way to read a line as name, type and description.
fn splits(columns: Columns, text: &str) -> Vec<Split<'_>> {
    match columns {
        Columns::Barred => barred(text).into_iter().collect(),
        Columns::Spaced => spaced(text).into_iter().collect(),
        Columns::RunTogether => run_together(text),
    }
}

/// Whether a line outside of every table looks like a row: a label follows the type, or a sample shows the name.
pub fn is_row(columns: Columns, line: &str, known: &BTreeSet<String>) -> bool {
    let is_field = |Split { name, ty, description }: &Split<'_>| {
        let labelled = description.starts_with(|c: char| !c.is_ascii());
        ty.parse::<Type>().is_ok() && (labelled || known.contains(*name))
    };
    splits(columns, line.trim()).iter().any(is_field)
}

/// Makes a field of a line, or refuses it.
fn field(split: &Split<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Draft> {
    let name = row::name(split.name, &span, diagnostics)?;
    let ty = row::type_of(split.ty, &span, diagnostics)?;
    Some(Draft::Field { name, ty, description: split.description.to_owned(), span })
}

fn barred(text: &str) -> Option<Split<'_>> {
    let source = text.strip_prefix('|')?;
    let cells = cells(source, 0);
    let [name, ty, description @ ..] = cells.as_slice() else { return None };
    Some(Split { name: name.text.trim(), ty: ty.text.trim(), description: join(source, 0, description) })
}

fn spaced(text: &str) -> Option<Split<'_>> {
    let (name, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let (ty, description) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_type = ty.parse::<Type>().is_ok();
    is_type.then(|| Split { name, ty, description: description.trim() })
}

/// `appidstring商户AppID`: the type is the word in the middle.
fn run_together(text: &str) -> Vec<Split<'_>> {
    const WORDS: [&str; 5] = ["string", "object", "integer", "number", "boolean"];
    let is_joint = |c: char| matches!(c, '_' | '-');
    let name_end = text.find(|c: char| !c.is_ascii_alphanumeric() && !is_joint(c)).unwrap_or(text.len());
    let mut splits = Vec::new();
    for at in 1..=name_end {
        let (name, rest) = text.split_at(at);
        let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) else { continue };
        let list = rest[word.len()..].starts_with("[]");
        let (ty, description) = rest.split_at(word.len() + if list { "[]".len() } else { 0 });
        // `serialnumberstring…`: a type does not follow a type, and a name does not end in a joint.
        if !name.ends_with(is_joint) && !WORDS.iter().any(|word| description.starts_with(word)) {
            splits.push(Split { name, ty, description });
        }
    }
    splits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_have_run_together_are_split_at_the_type() {
        for (line, splits) in [
            ("appidstring商户AppID", &["appid string 商户AppID"][..]),
            ("dataobject[]列表", &["data object[] 列表"]),
            ("Wechatpay-Serialstring序列号", &["Wechatpay-Serial string 序列号"]),
            ("stringstring文本", &["string string 文本"]),
            ("numbernumber数", &["number number 数"]),
            ("serialnumberstring序列号", &["serialnumber string 序列号"]),
            ("account_numberstring账号", &["account_number string 账号"]),
            ("activeboolean", &["active boolean "]),
            ("openidstringAppIDstring文本", &["openid string AppIDstring文本", "openidstringAppID string 文本"]),
            ("stringstring", &["string string "]),
            ("string文本", &[]),
            ("商户string号", &[]),
            ("A | mystring 枚举值之一", &[]),
            ("amount总额", &[]),
        ] {
            let found: Vec<String> = run_together(line)
                .into_iter()
                .map(|Split { name, ty, description }| format!("{name} {ty} {description}"))
                .collect();
            assert_eq!(found, splits, "{line}");
        }
    }
}
