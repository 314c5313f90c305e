//! What semantic versioning says of two lists of public items.

use std::collections::BTreeSet;
use std::fmt;

use super::{Item, Surface};

/// What has become of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    pub before: Option<Item>,
    pub after: Option<Item>,
    pub breaks: bool,
}

/// Everything that differs.
pub fn compare(old: &Surface, new: &Surface) -> Vec<Difference> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut differences = Vec::new();
    for path in paths {
        let (before, after) = (old.get(path), new.get(path));
        if before != after {
            let breaks = breaks(path, before, after, new);
            differences.push(Difference { path: path.clone(), before: before.cloned(), after: after.cloned(), breaks });
        }
    }
    differences
}

/// What is gone or is otherwise breaks; what is new does not.
fn breaks(path: &str, before: Option<&Item>, after: Option<&Item>, new: &Surface) -> bool {
    match (before, after) {
        // A bound of `build` that is new: a chain that was complete no longer is.
        (Some(Item::Build(was)), Some(Item::Build(is))) => !is.is_subset(was),
        (Some(Item::Setter(was)), Some(Item::Setter(is))) => !takes(path, (was, is), new),
        (None, Some(_)) => false,
        _ => true,
    }
}

/// Whether a setter takes what it took: texts become confidential texts, and values of an open enum, by `Into`.
fn takes(path: &str, (was, is): (&str, &str), new: &Surface) -> bool {
    let texts = ["implInto<String>", "implIntoIterator<Item=implInto<String>>"];
    let Some(form) = texts.iter().position(|text| squeezed(was) == *text) else { return was == is };
    let is = squeezed(is);
    let open = ["implInto<", "implIntoIterator<Item=implInto<"][form];
    let close = [">", ">>"][form];
    let Some(target) = is.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) else { return false };
    target == "crate::wire::Secret" || is_enum(path, target, new)
}

/// Whether a type, as it is named beside the builder of this setter, is an open enum.
fn is_enum(setter: &str, name: &str, new: &Surface) -> bool {
    let builder = setter.rsplit_once("::").map_or("", |(builder, _)| builder);
    let module = builder.rsplit_once("::").map_or("", |(module, _)| module);
    let path = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
    new.get(&path) == Some(&Item::Type("open enum".to_owned()))
}

fn squeezed(text: &str) -> String {
    text.replace(' ', "")
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.breaks { "breaks" } else { "fits" };
        let side = |item: &Option<Item>| item.as_ref().map_or_else(|| "-".to_owned(), |item| format!("{item:?}"));
        write!(f, "{mark}: {}: {} → {}", self.path, side(&self.before), side(&self.after))
    }
}
