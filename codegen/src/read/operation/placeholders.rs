//! The placeholders of a URL, and the rows that describe them: on the top level, or, by a slip of the page, among the
//! members of a part.

use wechatpay_spec::{Body, Field, Kind, OperationId, Query, Request, Required};

use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;
use crate::read::tree::Node;

/// Finds what no row on the top level describes. `strangers` are the rows there that describe nothing known.
pub fn settle(
    request: &mut Request,
    id: &OperationId,
    (nodes, strangers): (&[Node], &[&Node]),
    section: &Span,
    diagnostics: &mut Diagnostics,
) {
    let mut open = Vec::new();
    for placeholder in id.placeholders().filter(|placeholder| !is_described(request, placeholder)).collect::<Vec<_>>() {
        match take(request, nodes, placeholder) {
            Some(taken) => place(request, id, taken, diagnostics),
            None => open.push(placeholder),
        }
    }
    if let ([placeholder], [row]) = (open.as_slice(), strangers) {
        return renamed(id, placeholder, row, diagnostics);
    }
    for row in strangers {
        let message = format!("`{}` is no part of a request and no placeholder of `{}`", row.row.name, id.path);
        diagnostics.report(Code::UnknownPart, row.row.span.clone(), message);
    }
    for placeholder in open {
        let message = format!("no row describes the placeholder `{{{placeholder}}}` of `{}`", id.path);
        diagnostics.report(Code::PlaceholderUndocumented, section.clone(), message);
    }
}

fn is_described(request: &Request, placeholder: &str) -> bool {
    request.path.iter().any(|field| field.name == placeholder)
}

/// A field that a part had, where its row stands, and what else is known of the slip.
struct Taken {
    field: Field,
    part: &'static str,
    row: Span,
}

/// Takes a placeholder out of the first part that describes it.
fn take(request: &mut Request, nodes: &[Node], placeholder: &str) -> Option<Taken> {
    let parts = ["query", "headers", "json", "body"];
    let found = parts.into_iter().find_map(|part| {
        let node = nodes.iter().find(|node| node.row.name == part)?;
        let row = &node.child(placeholder)?.row;
        let field = take_from(request, part, placeholder)?;
        Some(Taken { field, part, row: row.span.clone() })
    })?;
    // A part that held nothing else is none.
    if request.query.fields.is_empty() {
        request.query = Query::default();
    }
    if matches!(&request.body, Body::Json { fields, .. } if fields.is_empty()) && found.part == "json" {
        request.body = Body::None;
    }
    Some(found)
}

fn take_from(request: &mut Request, part: &str, placeholder: &str) -> Option<Field> {
    let fields = match (part, &mut request.body) {
        ("query", _) => &mut request.query.fields,
        ("headers", _) => &mut request.headers,
        ("json", Body::Json { fields, .. }) | ("body", Body::Multipart { parts: fields }) => fields,
        _ => return None,
    };
    // What stands in a URL is one word.
    let fits = |field: &&Field| !field.ty.list && !matches!(field.ty.kind, Kind::Object | Kind::File);
    let index = fields.iter().position(|field| field.name == placeholder)?;
    fields.get(index).filter(fits)?;
    Some(fields.remove(index))
}

/// Puts it where the URL has it.
fn place(request: &mut Request, id: &OperationId, taken: Taken, diagnostics: &mut Diagnostics) {
    let Taken { field, part, row } = taken;
    // A URL cannot do without it, whatever the flag says of a member.
    let required = if field.required == Required::No { Required::Yes } else { field.required };
    let field = Field { required, ..field };
    let rank = |name: &str| id.placeholders().position(|placeholder| placeholder == name);
    let index = request.path.iter().position(|other| rank(&other.name) > rank(&field.name));
    let message = format!("`{}` is a placeholder of `{}`, and stands below `{part}`", field.name, id.path);
    diagnostics.report(Code::PlaceholderMisplaced, row, message);
    request.path.insert(index.unwrap_or(request.path.len()), field);
}

/// One row too many and one too few: the page may call the placeholder by another name.
fn renamed(id: &OperationId, placeholder: &str, node: &Node, diagnostics: &mut Diagnostics) {
    let name = &node.row.name;
    let message = format!("no row describes the placeholder `{{{placeholder}}}` of `{}`: is it `{name}`?", id.path);
    let help = format!(
        "if it is, accept this in `spec/allow.toml`, and correct it by an override of `{id}` in `spec/overrides/`: \
         `side = \"request.path\"`, `field = \"{name}\"`, `rename = \"{placeholder}\"`"
    );
    diagnostics.report(Code::PlaceholderUndocumented, node.row.span.clone(), message).with_help(help);
}
