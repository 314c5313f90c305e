//! The source form: `data-indent` says how deep a row is.

use std::collections::BTreeMap;

use wechatpay_spec::{Kind, Type};

use super::link::Link;
use crate::diagnostic::{Code, Diagnostics};
use crate::read::row::{Line, Row};

/// The parent of a row is the latest row above it with a smaller indent.
pub fn link<'r>(lines: &'r [Line], diagnostics: &mut Diagnostics) -> Vec<Link<'r>> {
    let mut nesting = Nesting::default();
    let mut separated = false;
    for line in lines {
        match line {
            Line::Field(row) => {
                nesting.add(row, separated, diagnostics);
                separated = false;
            }
            Line::Separator(_) => separated = true,
            Line::Statement { .. } => {}
        }
    }
    nesting.rows
}

#[derive(Default)]
struct Nesting<'r> {
    rows: Vec<Link<'r>>,
    /// How deep each row is: as its indent says, or as what follows it shows.
    depths: Vec<usize>,
    /// The rows that can still get children, outermost first.
    open: Vec<usize>,
    /// Which rows have children.
    parents: Vec<bool>,
    /// The rows that can hold others, by their depth, from top to bottom.
    holders: BTreeMap<usize, Vec<usize>>,
}

impl<'r> Nesting<'r> {
    fn add(&mut self, row: &'r Row, separated: bool, diagnostics: &mut Diagnostics) {
        let indent = row.indent.unwrap_or(0);
        self.close(indent);
        let expected = self.open.last().map_or(0, |&parent| self.depths[parent] + 1);
        if indent > expected {
            let message = format!("the indent jumps to {indent}, where at most {expected} can follow");
            diagnostics.report(Code::IndentJump, row.span.clone(), message);
            self.repair(indent);
        }
        let parent = self.open.last().copied();
        let index = self.rows.len();
        let below_last = parent.is_some() && parent == index.checked_sub(1);
        if let Some(parent) =
            parent.filter(|parent| separated && below_last && self.rows[*parent].row.ty == Type::STRING)
        {
            self.rows[parent].content = true;
            self.holders.entry(self.depths[parent]).or_default().push(parent);
        }
        let first_below = |parent: &usize| !self.parents[*parent];
        if let Some(parent) = parent.filter(|&parent| !self.can_hold(parent)).filter(first_below) {
            let parent = self.rows[parent].row;
            let message = format!("`{}` stands below `{}`, which is of type `{}`", row.name, parent.name, parent.ty);
            diagnostics.report(Code::ChildOfScalar, row.span.clone(), message);
        }
        if let Some(parent) = parent {
            self.parents[parent] = true;
        }
        self.rows.push(Link { row, parent, content: false, apart: separated && !below_last });
        self.depths.push(indent);
        self.parents.push(false);
        if self.can_hold(index) {
            self.holders.entry(indent).or_default().push(index);
        }
        self.open.push(index);
    }

    fn close(&mut self, depth: usize) {
        while self.open.pop_if(|row| self.depths[*row] >= depth).is_some() {}
    }

    /// Opens the likely parent of a row that nothing above it can hold, so that the rows around it nest again: the row
    /// above it if that is an object, which has lost its own indent where it has none; else the latest row that is one
    /// less deep and can have children; else that of the row above it.
    fn repair(&mut self, indent: usize) {
        let last = self.rows.len().checked_sub(1).filter(|&last| self.rows[last].row.ty.kind == Kind::Object);
        let Some(last) = last else {
            let beside = self.rows.last().and_then(|last| last.parent);
            return self.open_with_parents(self.latest(indent - 1, self.rows.len()).or(beside));
        };
        if self.depths[last] == 0 && indent > 1 {
            self.rows[last].parent = self.latest(indent - 2, last);
        }
        if let Some(holders) = self.holders.get_mut(&self.depths[last]) {
            holders.pop();
        }
        self.depths[last] = indent - 1;
        self.holders.entry(indent - 1).or_default().push(last);
        self.open_with_parents(Some(last));
    }

    fn latest(&self, depth: usize, before: usize) -> Option<usize> {
        self.holders.get(&depth)?.iter().rev().find(|&&row| row < before).copied()
    }

    fn open_with_parents(&mut self, innermost: Option<usize>) {
        self.open = std::iter::successors(innermost, |&row| self.rows[row].parent).collect();
        self.open.reverse();
    }

    fn can_hold(&self, row: usize) -> bool {
        self.rows[row].row.ty.kind == Kind::Object || self.rows[row].content
    }
}
