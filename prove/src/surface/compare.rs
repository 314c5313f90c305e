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

/// Whether a setter takes what it took: a value where it takes an `Option` too, and texts where they become confidential
/// texts or values of an open enum.
fn takes(path: &str, (was, is): (&str, &str), new: &Surface) -> bool {
    let (Some(was), Some(now)) = (Argument::of(was), Argument::of(is)) else { return was == is };
    let becomes = was.target == now.target
        || was.target == "String"
            && (["crate::wire::Secret", "Time", "Day"].contains(&now.target.as_str())
                || is_enum(path, &now.target, new));
    was.list == now.list && (now.optional || !was.optional) && becomes
}

/// What a setter takes that turns into something.
struct Argument {
    target: String,
    list: bool,
    optional: bool,
}

impl Argument {
    fn of(text: &str) -> Option<Self> {
        let forms = [
            ("implInto<", ">", false, false),
            ("implIntoIterator<Item=implInto<", ">>", true, false),
            ("implcrate::wire::Optional<", ",Form>", false, true),
            ("implcrate::wire::OptionalList<", ",Form>", true, true),
        ];
        let text = squeezed(text);
        // A text as well, or a value that has one.
        for (given, optional) in [("Time", "OptionalTime"), ("Day", "OptionalDay")] {
            let of = |name: &str| text == format!("implcrate::wire::{name}<Form>");
            if of(given) || of(optional) {
                return Some(Self { target: given.to_owned(), list: false, optional: of(optional) });
            }
        }
        forms.into_iter().find_map(|(open, close, list, optional)| {
            let target = text.strip_prefix(open)?.strip_suffix(close)?;
            // A number is taken as it is, so that its type is known.
            (!target.starts_with("Option<")).then(|| Self { target: target.to_owned(), list, optional })
        })
    }
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
