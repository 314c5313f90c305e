//! A field of an operation or a notification, as second sources point at it.

use std::fmt;
use std::str::FromStr;

use crate::model::{Content, Field, Spec};
use crate::overrides::Subject;
use crate::target::{Side, Target};

/// `response amount.total`: names with a dot between them, lists and alternatives not marked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub side: Side,
    pub path: String,
}

impl Spot {
    /// The fields that are there: several where alternatives have one of that name each.
    pub fn find<'s>(&self, spec: &'s Spec, target: &Target) -> Vec<&'s Field> {
        let fields = Subject::of(spec, target).and_then(|subject| subject.side(self.side).ok());
        let mut found = Vec::new();
        collect(fields.unwrap_or_default(), &self.path, &mut found);
        found
    }
}

fn collect<'s>(fields: &'s [Field], path: &str, found: &mut Vec<&'s Field>) {
    let (name, below) = path.split_once('.').map_or((path, None), |(name, below)| (name, Some(below)));
    for field in fields.iter().filter(|field| field.name == name) {
        match below {
            None => found.push(field),
            Some(below) => shapes(field).into_iter().for_each(|fields| collect(fields, below, found)),
        }
    }
}

/// The lists below a field. That of a list which JSON is itself has no name.
fn shapes(field: &Field) -> Vec<&[Field]> {
    match &field.content {
        Content::Variants(variants) => variants.iter().map(|variant| &variant.fields[..]).collect(),
        _ => vec![field.bare_list().unwrap_or(field).fields()],
    }
}

impl FromStr for Spot {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (side, path) = text.split_once(' ').ok_or_else(|| format!("`{text}` is no side and path of a field"))?;
        if path.split('.').any(str::is_empty) {
            return Err(format!("`{path}` is no path: it is made of names with a `.` between them"));
        }
        Ok(Self { side: side.parse()?, path: path.to_owned() })
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.side, self.path)
    }
}
