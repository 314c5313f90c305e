//! What the corrections say of single fields on purpose.

use std::collections::HashMap;

use wechatpay_spec::overrides::{Action, Attribute, FieldPath, Override};
use wechatpay_spec::{Field, Overrides, Place, Side, Target};

use crate::kind::Kind;

/// The corrections by the fields that they touch, as these are called after all of them.
pub(super) struct Touched<'a> {
    by_target: HashMap<&'a Target, Vec<Touch<'a>>>,
}

/// One attribute of one field.
struct Touch<'a> {
    side: Side,
    path: String,
    kind: Kind,
    entry: &'a Override,
    place: Place,
}

impl<'a> Touched<'a> {
    pub(super) fn of(overrides: &'a Overrides) -> Self {
        let mut touched = Self { by_target: HashMap::new() };
        for entry in overrides.entries() {
            for (target, place) in entry.targets.iter().chain(&entry.pending) {
                touched.by_target.entry(target).or_default().touch(entry, *place);
            }
        }
        touched
    }

    /// The correction that decides this, and where it names the target.
    pub(super) fn by(&self, target: &Target, side: Side, path: &str, kind: Kind) -> Option<(&'a Override, Place)> {
        let touches = self.by_target.get(target)?;
        let found =
            touches.iter().rev().find(|touch| (touch.side, touch.path.as_str(), touch.kind) == (side, path, kind));
        found.map(|touch| (touch.entry, touch.place))
    }
}

/// What an override does to the list of a target.
trait Touches<'a> {
    fn touch(&mut self, entry: &'a Override, place: Place);
    fn relocate(&mut self, from: (Side, &str), to: (Side, &str));
}

impl<'a> Touches<'a> for Vec<Touch<'a>> {
    fn touch(&mut self, entry: &'a Override, place: Place) {
        let side = entry.side;
        let path = names(&entry.field);
        let mut add = |side: Side, path: &str, kind: Kind| {
            self.push(Touch { side, path: path.to_owned(), kind, entry, place });
        };
        match &entry.action {
            Action::Set(changes) => {
                let kinds = changes.iter().flat_map(|change| kinds(&change.set));
                kinds.for_each(|kind| add(side, &path, *kind));
            }
            Action::Values { .. } => add(side, &path, Kind::Enum),
            Action::Add { fields, .. } => {
                // An answer that the page calls empty.
                if path.is_empty() {
                    add(side, "", Kind::ExtraField);
                }
                added(fields, &path, &mut |path, kind| add(side, path, kind));
            }
            Action::OneOf(choice) => {
                choice.names().for_each(|name| add(side, &join(&path, name), Kind::Required));
            }
            Action::Remove { .. } => add(side, &path, Kind::MissingField),
            Action::Rename(name) => {
                let new = join(path.rsplit_once('.').map_or("", |(parent, _)| parent), name);
                add(side, &path, Kind::MissingField);
                self.relocate((side, &path), (side, &new));
                self.push(Touch { side, path: new, kind: Kind::ExtraField, entry, place });
            }
            Action::Move { side: other, to, .. } => {
                let name = path.rsplit_once('.').map_or(path.as_str(), |(_, name)| name);
                let new = join(&names(to), name);
                add(side, &path, Kind::MissingField);
                self.relocate((side, &path), (*other, &new));
                self.push(Touch { side: *other, path: new, kind: Kind::ExtraField, entry, place });
            }
        }
    }

    /// What was said of a field, and of those below it, goes with it; that it is missing where it was, does not.
    fn relocate(&mut self, from: (Side, &str), to: (Side, &str)) {
        for touch in self.iter_mut().filter(|touch| touch.side == from.0 && touch.kind != Kind::MissingField) {
            let Some(below) = touch.path.strip_prefix(from.1) else { continue };
            if below.is_empty() || below.starts_with('.') {
                touch.path = format!("{}{below}", to.1);
                touch.side = to.0;
            }
        }
    }
}

/// What is added is there, and is as it is, on purpose; but that it has no values, or is not encrypted, may be a mere
/// silence.
fn added(fields: &[Field], parent: &str, add: &mut impl FnMut(&str, Kind)) {
    for field in fields {
        let path = join(parent, &field.name);
        let kinds = Kind::ALL.into_iter().filter(|kind| match kind {
            Kind::MissingField => false,
            Kind::Encrypted => field.encrypted.is_some(),
            Kind::Enum => !field.values.is_empty(),
            Kind::ExtraField | Kind::Type | Kind::List | Kind::Required => true,
        });
        kinds.for_each(|kind| add(&path, kind));
        added(&field.members(), &path, add);
    }
}

fn kinds(attribute: &Attribute) -> &'static [Kind] {
    match attribute {
        Attribute::Required(_) => &[Kind::Required],
        Attribute::Type(_) => &[Kind::Type, Kind::List],
        Attribute::Enum(_) => &[Kind::Enum],
        Attribute::Encrypted(_) => &[Kind::Encrypted],
        Attribute::Encoded(_) => &[Kind::Type],
    }
}

/// A path without the numbers of alternatives, which no source knows.
fn names(path: &FieldPath) -> String {
    path.0.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(".")
}

fn join(parent: &str, name: &str) -> String {
    match (parent, name) {
        ("", name) => name.to_owned(),
        (parent, "") => parent.to_owned(),
        (parent, name) => format!("{parent}.{name}"),
    }
}
