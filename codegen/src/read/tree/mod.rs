//! From rows to a tree: by indent where the page has it, by the sample where it has not.

mod indent;
mod link;
mod sample;

use std::collections::HashMap;

use link::Link;
use wechatpay_spec::Kind;

use super::php::Php;
use super::row::{Line, Row};
use crate::diagnostic::{Code, Diagnostics};

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
    /// Which of the children has which name.
    named: HashMap<String, usize>,
}

impl Node {
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.named.get(name).map(|&index| &self.children[index])
    }

    /// How many rows it is made of, with its further shapes.
    pub fn rows(&self) -> usize {
        self.shape_rows() + self.alternatives.iter().map(Node::rows).sum::<usize>()
    }

    /// How many rows its first shape is made of.
    pub fn shape_rows(&self) -> usize {
        1 + self.children.iter().map(Node::rows).sum::<usize>()
    }
}

/// Nests the rows of a table. Statements are left to the caller.
pub fn nest(lines: &[Line], sample: Option<&Php>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let rows =
        if is_copied(lines) { sample::link(lines, sample, diagnostics) } else { indent::link(lines, diagnostics) };
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

/// Whether a row of the same name can be a further shape of the first: both are objects, or lists of them.
fn is_shape(row: &Row, first: &Row) -> bool {
    row.ty == first.ty && row.ty.kind == Kind::Object
}

/// Whether the rows have lost their indents.
pub fn is_copied(lines: &[Line]) -> bool {
    lines.iter().any(|line| matches!(line, Line::Field(row) if row.indent.is_none()))
}

fn grow(level: &[usize], rows: &[Link<'_>], children: &[Vec<usize>], diagnostics: &mut Diagnostics) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(level.len());
    let mut named: HashMap<&str, usize> = HashMap::with_capacity(level.len());
    for &index in level {
        let link = &rows[index];
        let below = grow(&children[index], rows, children, diagnostics);
        let node = Node {
            row: link.row.clone(),
            named: below.iter().enumerate().map(|(index, node)| (node.row.name.clone(), index)).collect(),
            children: below,
            content: link.content,
            apart: link.apart,
            alternatives: Vec::new(),
        };
        match named.get(link.row.name.as_str()).map(|&first| &mut nodes[first]) {
            Some(first) if node.apart && is_shape(&node.row, &first.row) => first.alternatives.push(node),
            Some(first) => {
                let message = format!("a second field named `{}` on this level", node.row.name);
                let diagnostic = diagnostics.report(Code::DuplicateField, node.row.span.clone(), message);
                diagnostic.with_other(first.row.span.clone(), "the first").refuse(node.rows());
            }
            None => {
                named.insert(&link.row.name, nodes.len());
                nodes.push(node);
            }
        }
    }
    nodes
}
