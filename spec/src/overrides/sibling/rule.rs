//! When a field looks like the mistake that a correction mends.

use crate::choice::Choice;
use crate::model::{Field, Required, Spec};
use crate::overrides::attribute::Attribute;
use crate::overrides::correction::{Action, Override};
use crate::overrides::find::{Subject, named};
use crate::overrides::path::{FieldPath, Step};
use crate::target::{Side, Target};

/// A correction's mistake, as the pages of its targets have it.
pub(super) struct Mistake<'a> {
    entry: &'a Override,
    /// For an addition: the names beside the new fields, of each target. For an enum: the values before.
    shapes: Vec<Vec<String>>,
}

impl Override {
    pub(super) fn mistake(&self, targets: &[&Target], stated: &Spec, corrected: &Spec) -> Mistake<'_> {
        let mut shapes = Vec::new();
        let has_shape = matches!(self.action, Action::Add { .. } | Action::Values { .. });
        for target in targets.iter().filter(|_| has_shape) {
            shapes.extend(Subject::of(stated, target).and_then(|subject| self.shape(subject)));
            shapes.extend(Subject::of(corrected, target).and_then(|subject| self.shape(subject)));
        }
        shapes.sort();
        shapes.dedup();
        Mistake { entry: self, shapes }
    }

    /// What the correction found at a target, which may be corrected by now.
    fn shape(&self, subject: Subject<'_>) -> Option<Vec<String>> {
        match &self.action {
            Action::Add { fields, .. } => {
                let list = subject.list(self.side, &self.field).ok()?;
                let is_added = |name: &String| fields.iter().any(|field| field.name == *name);
                Some(names(list).into_iter().filter(|name| !is_added(name)).collect())
            }
            Action::Values { add, remove } => {
                let values = &subject.field(self.side, &self.field).ok()?.values;
                let before = values.iter().filter(|value| !add.contains(value)).chain(remove);
                Some(set_of(before))
            }
            _ => None,
        }
    }

    /// Whether a correction of this kind can be written down for a field with another path: one deeper in a list, say.
    fn travels(&self) -> bool {
        !matches!(self.action, Action::Add { .. } | Action::OneOf(_) | Action::Move { .. })
    }

    /// Whether it can be written down for what a GET has in its query and a POST in its body.
    fn changes_sides(&self) -> bool {
        self.travels() || matches!(self.action, Action::OneOf(_))
    }

    /// What the siblings have in common with the targets, in words.
    pub(super) fn alike(&self) -> String {
        let all = |list: &[Attribute]| list.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(" and ");
        match &self.action {
            Action::Set(changes) => {
                all(&changes.iter().map(|change| change.expect.clone()).collect::<Vec<_>>()) + " stands there too"
            }
            Action::Values { remove, .. } if !remove.is_empty() => {
                format!("the enum has `{}` too", remove.join("`, `"))
            }
            Action::Values { .. } => "the enum is the same there".to_owned(),
            Action::Add { .. } => "the same fields stand there, and what is added does not".to_owned(),
            Action::Remove { expect } => all(expect) + " stands there too",
            Action::Rename(name) => format!("the name is the same there, and there is no `{name}`"),
            Action::OneOf(_) => "the same fields stand there, and one of them is required at least".to_owned(),
            Action::Move { .. } => "the field stands at the same place there".to_owned(),
        }
    }
}

impl Mistake<'_> {
    /// The fields (for an addition the parents) of an operation that look like the mistake, and their sides.
    pub(super) fn fields(&self, subject: Subject<'_>) -> Vec<(Side, FieldPath)> {
        let sides = if self.entry.changes_sides() { alike(self.entry.side) } else { vec![self.entry.side] };
        let fields = |side| self.fields_of(subject, side).into_iter().map(move |path| (side, path));
        sides.into_iter().flat_map(fields).collect()
    }

    fn fields_of(&self, subject: Subject<'_>, side: Side) -> Vec<FieldPath> {
        let own = &self.entry.field;
        let Ok(fields) = subject.side(side) else { return Vec::new() };
        if let Action::Add { fields: added, .. } = &self.entry.action {
            let lacks = subject.list(side, own).is_ok_and(|list| self.lacks(list, added));
            return if lacks { vec![own.clone()] } else { Vec::new() };
        }
        if let Action::OneOf(choice) = &self.entry.action {
            let insists = subject.list(side, own).is_ok_and(|list| insists(list, choice));
            return if insists { vec![own.clone()] } else { Vec::new() };
        }
        let Some(last) = own.0.last() else { return Vec::new() };
        let is_near = |path: &FieldPath| if self.entry.travels() { is_tail(path, own) } else { path == own };
        let found = named(fields, &last.name).into_iter().filter(|(path, _)| is_near(path));
        found.filter(|(path, field)| self.is_in((subject, side), path, field)).map(|(path, _)| path).collect()
    }

    /// A parent with the same fields as those of the targets, and none of what is added. The side itself says too
    /// little where it is empty: any operation without a query would be alike.
    fn lacks(&self, list: &[Field], added: &[Field]) -> bool {
        let names = names(list);
        let says_something = !(names.is_empty() && self.entry.field.0.is_empty());
        says_something && self.shapes.contains(&names) && !added.iter().any(|field| names.contains(&field.name))
    }

    fn is_in(&self, (subject, side): (Subject<'_>, Side), path: &FieldPath, field: &Field) -> bool {
        let looks = |expect: &Attribute| expect.found_in(field) == *expect;
        match &self.entry.action {
            Action::Set(changes) => changes.iter().all(|change| looks(&change.expect)),
            Action::Remove { expect } => expect.iter().all(looks),
            Action::Values { add, remove } => {
                let has_wrong = !remove.is_empty() && remove.iter().all(|value| field.values.contains(value));
                let is_same = self.shapes.contains(&set_of(&field.values));
                (has_wrong || is_same) && !add.iter().any(|value| field.values.contains(value))
            }
            Action::Rename(name) => {
                let is_free = subject.field(side, &beside(path, name)).is_err();
                is_free && !is_placeholder(subject, side, &field.name)
            }
            Action::Move { side: to_side, to, .. } => {
                let new = to.below(Step { name: field.name.clone(), variant: None });
                let is_free = subject.list(*to_side, to).is_ok() && subject.field(*to_side, &new).is_err();
                let belongs = *to_side != Side::RequestPath || is_placeholder(subject, *to_side, &field.name);
                is_free && belongs && !is_placeholder(subject, side, &field.name)
            }
            Action::Add { .. } | Action::OneOf(_) => false,
        }
    }
}

/// Whether all fields of a choice are there, and one of them has to be given whatever the others are.
fn insists(list: &[Field], choice: &Choice) -> bool {
    let named = |name: &str| list.iter().find(|field| field.name == name);
    choice.names().all(|name| named(name).is_some())
        && choice.names().filter_map(named).any(|field| field.required == Required::Yes)
}

/// The sides where the same parameters stand: a GET has in its query what a POST has in its body.
fn alike(side: Side) -> Vec<Side> {
    match side {
        Side::RequestQuery | Side::RequestBody => vec![Side::RequestQuery, Side::RequestBody],
        _ => vec![side],
    }
}

/// Whether a field of `request.path` is there by right: its own URL has it.
fn is_placeholder(subject: Subject<'_>, side: Side, name: &str) -> bool {
    match subject {
        Subject::Operation(operation) if side == Side::RequestPath => {
            operation.id.placeholders().any(|placeholder| placeholder == name)
        }
        _ => false,
    }
}

fn beside(path: &FieldPath, name: &str) -> FieldPath {
    let parent = path.split_last().map(|(parent, _)| parent).unwrap_or_default();
    parent.below(Step { name: name.to_owned(), variant: None })
}

/// Whether one path ends with all of the other: `data.user.name` and `user.name`.
fn is_tail(a: &FieldPath, b: &FieldPath) -> bool {
    a.0.iter().rev().zip(b.0.iter().rev()).all(|(a, b)| a.name == b.name)
}

/// Sorted: pages list the same fields in different orders.
fn names(list: &[Field]) -> Vec<String> {
    set_of(list.iter().map(|field| &field.name))
}

fn set_of<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut set: Vec<String> = texts.into_iter().cloned().collect();
    set.sort();
    set.dedup();
    set
}
