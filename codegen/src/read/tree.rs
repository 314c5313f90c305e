//! From rows to a tree: by indent where the page has it, by the sample where it has not.

use wechatpay_spec::Kind;

use super::php::Php;
use super::row::{Line, Row};
use crate::diagnostic::{Code, Diagnostics, Span};

/// A field with what is nested in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub row: Row,
    pub children: Vec<Node>,
    /// The children are the content of this string: they stand behind a separator.
    pub content: bool,
    /// It stands behind a separator itself, on the level of the row before that.
    pub apart: bool,
    /// Further shapes of the same name.
    pub alternatives: Vec<Node>,
}

impl Node {
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|node| node.row.name == name)
    }
}

/// Nests the rows of a table. Statements are left to the caller.
pub fn nest(lines: &[Line], sample: Option<&Php>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let copied = lines.iter().any(|line| matches!(line, Line::Field(row) if row.indent.is_none()));
    let rows = if copied { by_sample(lines, sample, diagnostics) } else { by_indent(lines, diagnostics) };
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut roots = Vec::new();
    for (index, link) in rows.iter().enumerate() {
        match link.parent {
            Some(parent) => children[parent].push(index),
            None => roots.push(index),
        }
    }
    grow(&roots, &rows, &children, diagnostics)
}

/// A row and its parent's place in the list.
struct Link<'r> {
    row: &'r Row,
    parent: Option<usize>,
    content: bool,
    apart: bool,
}

/// The parent of a row is the latest row above it with a smaller indent.
fn by_indent<'r>(lines: &'r [Line], diagnostics: &mut Diagnostics) -> Vec<Link<'r>> {
    let mut rows: Vec<Link<'r>> = Vec::with_capacity(lines.len());
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut separator = false;
    for line in lines {
        let Line::Field(row) = line else {
            separator |= matches!(line, Line::Separator(_));
            continue;
        };
        let indent = row.indent.unwrap_or(0);
        open.retain(|(depth, _)| *depth < indent);
        let expected = open.last().map_or(0, |(depth, _)| depth + 1);
        if indent > expected {
            let message = format!("the indent jumps to {indent}, where at most {expected} can follow");
            diagnostics.report(Code::IndentJump, row.span.clone(), message);
            open = likely_parents(&rows, indent);
        }
        let parent = open.last().map(|(_, index)| *index);
        let index = rows.len();
        let below_last = parent.is_some() && parent == index.checked_sub(1);
        if let (true, Some(parent)) = (separator && below_last, parent) {
            rows[parent].content = true;
        }
        check_parent(row, parent.map(|parent| &rows[parent]), diagnostics);
        rows.push(Link { row, parent, content: false, apart: separator && !below_last });
        open.push((indent, index));
        separator = false;
    }
    rows
}

/// Where a row belongs whose parent has lost its indent: beside the row above if that is as deep, into the row above
/// if that is an object, else below the latest row that is one less deep and can have children.
fn likely_parents(rows: &[Link<'_>], indent: usize) -> Vec<(usize, usize)> {
    let depth = |link: &Link<'_>| link.row.indent.unwrap_or(0);
    let parent = match rows.last() {
        Some(last) if depth(last) == indent => last.parent,
        Some(last) if last.row.ty.kind == Kind::Object => Some(rows.len() - 1),
        _ => rows.iter().rposition(|link| depth(link) + 1 == indent && can_hold(link)),
    };
    let mut chain: Vec<_> =
        std::iter::successors(parent, |&index| rows[index].parent).map(|index| (depth(&rows[index]), index)).collect();
    chain.reverse();
    chain
}

fn can_hold(link: &Link<'_>) -> bool {
    link.row.ty.kind == Kind::Object || link.content
}

fn check_parent(row: &Row, parent: Option<&Link<'_>>, diagnostics: &mut Diagnostics) {
    let Some(parent) = parent else { return };
    if !can_hold(parent) {
        let message = format!("`{}` stands below `{}`, which is a {}", row.name, parent.row.name, parent.row.ty);
        diagnostics.report(Code::ChildOfScalar, row.span.clone(), message);
    }
}

/// A copied page: a row is a child of the innermost open object whose sample has its name.
fn by_sample<'r>(lines: &'r [Line], sample: Option<&Php>, diagnostics: &mut Diagnostics) -> Vec<Link<'r>> {
    let mut rows: Vec<Link<'r>> = Vec::with_capacity(lines.len());
    let mut open: Vec<(Option<usize>, &Php)> = sample.map(|sample| (None, sample)).into_iter().collect();
    let mut object: Option<Span> = None;
    for line in lines {
        let Line::Field(row) = line else { continue };
        let level = open
            .iter()
            .rposition(|(parent, value)| value.get(&row.name).is_some() && !taken(&rows, *parent, &row.name));
        let index = rows.len();
        let parent = level.and_then(|level| open[level].0);
        // Without a sample, whatever follows an object may be inside of it or behind it.
        if let (None, Some(place)) = (level, &object) {
            let message = format!("`{}` may be a child of the object above it, or may not", row.name);
            diagnostics.report(Code::NestingUnknown, row.span.clone(), message).with_other(place.clone(), "the object");
        }
        if row.ty.kind == Kind::Object {
            object = Some(row.span.clone());
        }
        rows.push(Link { row, parent, content: false, apart: false });
        if let Some(level) = level {
            open.truncate(level + 1);
            if let Some(inner) = open[level].1.get(&row.name).and_then(members) {
                open.push((Some(index), inner));
                rows[index].content = row.ty.kind == Kind::String;
            }
        }
    }
    rows
}

fn taken(rows: &[Link<'_>], parent: Option<usize>, name: &str) -> bool {
    rows.iter().any(|link| link.parent == parent && link.row.name == name)
}

/// The map inside of a sample value: its own, that of its first item, or that of the JSON text it holds.
pub fn members(value: &Php) -> Option<&Php> {
    match value {
        Php::Map(_) => Some(value),
        Php::List(items) => items.first().and_then(members),
        Php::Encoded(inner) => members(inner),
        _ => None,
    }
}

fn grow(level: &[usize], rows: &[Link<'_>], children: &[Vec<usize>], diagnostics: &mut Diagnostics) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(level.len());
    for &index in level {
        let link = &rows[index];
        let node = Node {
            row: link.row.clone(),
            children: grow(&children[index], rows, children, diagnostics),
            content: link.content,
            apart: link.apart,
            alternatives: Vec::new(),
        };
        match nodes.iter_mut().find(|other| other.row.name == node.row.name) {
            Some(first) if node.apart => first.alternatives.push(node),
            Some(first) => {
                let message = format!("a second field named `{}` on this level", node.row.name);
                let place = node.row.span.clone();
                diagnostics
                    .report(Code::DuplicateField, place, message)
                    .with_other(first.row.span.clone(), "the first");
            }
            None => nodes.push(node),
        }
    }
    nodes
}
