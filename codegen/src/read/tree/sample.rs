//! A copied page: the indent is lost, the code sample shows what is nested in what.

use std::collections::{HashMap, HashSet};

use wechatpay_spec::Kind;

use super::link::Link;
use crate::diagnostic::{Code, Diagnostics};
use crate::read::parts::PARTS;
use crate::read::php::Php;
use crate::read::row::{Line, Row};

/// A row is a child of the innermost open object whose sample has its name.
pub fn link<'r>(lines: &'r [Line], sample: Option<&Php>, diagnostics: &mut Diagnostics) -> Vec<Link<'r>> {
    let rows = lines.iter().filter_map(|line| match line {
        Line::Field(row) => Some(row),
        _ => None,
    });
    match sample {
        Some(sample) => by_keys(rows, sample, diagnostics),
        None => flat(rows.collect(), diagnostics),
    }
}

fn by_keys<'r>(rows: impl Iterator<Item = &'r Row>, sample: &Php, diagnostics: &mut Diagnostics) -> Vec<Link<'r>> {
    let mut links: Vec<Link<'r>> = Vec::new();
    let mut taken: HashSet<(Option<usize>, &str)> = HashSet::new();
    let mut open: Vec<(Option<usize>, HashMap<&str, &Php>)> = vec![(None, sample.members())];
    for row in rows {
        let name = row.name.as_str();
        let level =
            open.iter().rposition(|(parent, keys)| keys.contains_key(name) && !taken.contains(&(*parent, name)));
        if level.is_none() && !PARTS.contains(&row.name.as_str()) {
            let message = format!("the sample has no `{}`, so what it is nested in is unknown", row.name);
            diagnostics.report(Code::NestingUnknown, row.span.clone(), message);
        }
        let index = links.len();
        let parent = level.and_then(|level| open[level].0);
        taken.insert((parent, name));
        links.push(Link { row, parent, content: false, apart: false });
        let Some(level) = level else { continue };
        open.truncate(level + 1);
        if let Some(inner) = open[level].1.get(name).copied().filter(|inner| !inner.maps().is_empty()) {
            open.push((Some(index), inner.members()));
            links[index].content = row.ty.kind == Kind::String;
        }
    }
    links
}

/// Without a sample all rows stay on one level, and an object that others follow cannot be read.
fn flat<'r>(rows: Vec<&'r Row>, diagnostics: &mut Diagnostics) -> Vec<Link<'r>> {
    let object = rows.iter().position(|row| row.ty.kind == Kind::Object);
    if let Some((object, behind)) = object.and_then(|at| Some((rows[at], rows.get(at + 1)?))) {
        let message = format!("`{}` may be a child of `{}`, or may stand behind it", behind.name, object.name);
        let diagnostic = diagnostics.report(Code::NestingUnknown, behind.span.clone(), message);
        diagnostic.with_other(object.span.clone(), "the object");
    }
    rows.into_iter().map(|row| Link { row, parent: None, content: false, apart: false }).collect()
}
