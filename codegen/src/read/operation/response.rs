//! The response of an operation: fields, or the statement that it is empty or a stream.

use wechatpay_spec::{Kind, Media, Response};

use crate::diagnostic::{Code, Diagnostics};
use crate::read::fields::{self, Direction};
use crate::read::parts::PARTS;
use crate::read::sample::Snippet;
use crate::read::section::{Section, Table};
use crate::read::tree::{self, Node};

/// An answer is a table of fields, or a single statement.
pub fn read(table: &Table, section: &Section<'_>, diagnostics: &mut Diagnostics) -> Response {
    let nodes = tree::nest(&table.lines, None, diagnostics);
    check_parts(&nodes, diagnostics);
    let mut answers = table.statements();
    let Some((text, span)) = answers.next() else {
        if nodes.is_empty() && table.lines.is_empty() {
            diagnostics.report(Code::MissingTable, table.span.clone(), "the response table has no rows");
        }
        return json(&nodes, diagnostics);
    };
    for (text, span) in answers {
        let message = format!("`{text}` stands beside another statement");
        diagnostics.report(Code::UnknownRow, span.clone(), message).refuse(1);
    }
    let answer = match media(text) {
        Some(media) => Response::Stream { media },
        None if text.starts_with("空字符串") => Response::Empty { http: status(section, diagnostics) },
        None => {
            let message = format!("`{text}` is no kind of answer");
            diagnostics.report(Code::UnknownRow, span.clone(), message).refuse(1);
            return json(&nodes, diagnostics);
        }
    };
    if let Some(node) = nodes.first() {
        let message = format!("the answer has fields, and is said to be `{text}`");
        let rows = nodes.iter().map(Node::rows).sum();
        let diagnostic = diagnostics.report(Code::UnknownRow, node.row.span.clone(), message);
        diagnostic.with_other(span.clone(), "the statement").refuse(rows);
    }
    answer
}

/// Says which fields look like a part: the table of an answer holds the fields of its body, and nothing around them.
fn check_parts(nodes: &[Node], diagnostics: &mut Diagnostics) {
    let is_part = |node: &&Node| PARTS.contains(&node.row.name.as_str()) && node.row.ty.kind == Kind::Object;
    for Node { row, .. } in nodes.iter().filter(is_part) {
        let message = format!("`{}` is a part of a request, and would be read as a field of the answer", row.name);
        let help = "the rows without indent of an answer are the fields of its JSON; \
                    an answer has no rows for its headers, and its body is not named";
        diagnostics.report(Code::UnknownPart, row.span.clone(), message).with_help(help);
    }
}

fn json(nodes: &[Node], diagnostics: &mut Diagnostics) -> Response {
    Response::Json { fields: fields::fields(nodes, None, Direction::Response, diagnostics) }
}

fn media(text: &str) -> Option<Media> {
    let kinds = [("PDF", Media::Pdf), ("图片", Media::Image), ("数据", Media::Data)];
    text.starts_with("文件流")
        .then(|| kinds.into_iter().find(|(word, _)| text.contains(word)).map(|(_, media)| media))?
}

/// The HTTP status that the samples compare with: 204, unless they say otherwise.
fn status(section: &Section<'_>, diagnostics: &mut Diagnostics) -> u16 {
    const COMPARED: &str = "getStatusCode() === ";
    let mut found = None;
    for Snippet { text, at } in &section.snippets {
        for (place, _) in text.match_indices(COMPARED) {
            let place = place + COMPARED.len();
            let digits = text[place..].split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            match (digits.parse(), found) {
                (Ok(status @ (202 | 204)), None) => found = Some(status),
                (Ok(status), Some(first)) if status == first => {}
                _ => {
                    let earlier = found.map(|first: u16| format!(", before it was `{first}`")).unwrap_or_default();
                    let message = format!(
                        "an empty answer has one status in all samples, 202 or 204; here it is `{digits}`{earlier}"
                    );
                    diagnostics.report(Code::SampleDisagrees, at + place..at + place + digits.len(), message);
                }
            }
        }
    }
    found.unwrap_or(204)
}
