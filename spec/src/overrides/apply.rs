//! Corrections applied to a spec.

use super::attribute::{self, Attribute};
use super::correction::{Action, Change, Override};
use super::find::{Subject, position, tidy};
use super::load::Overrides;
use super::path::FieldPath;
use crate::error::SpecError;
use crate::model::{Field, Spec};
use crate::target::{Side, Target};

/// Whether a spec is the whole of it, so that every target must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Whole,
    /// A part of it: a correction of an operation that is not there is left out.
    Partial,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// How many targets were corrected, counted once per correction.
    pub corrected: usize,
    /// Targets that a partial spec does not have.
    pub absent: Vec<Target>,
}

impl Overrides {
    /// Corrects a spec. Every correction that does not fit is reported; the spec is then corrected in part only.
    pub fn apply(&self, spec: &mut Spec, scope: Scope) -> Result<Applied, Vec<SpecError>> {
        let mut applied = Applied::default();
        let mut errors = Vec::new();
        for entry in self.entries() {
            for (target, place) in &entry.targets {
                let outcome = match Subject::of(spec, target) {
                    Some(subject) => entry.correct(subject).map(|()| applied.corrected += 1),
                    None if scope == Scope::Partial => {
                        applied.absent.push(target.clone());
                        Ok(())
                    }
                    None => Err("is not in the spec".to_owned()),
                };
                if let Err(reason) = outcome {
                    errors.push(SpecError::at(&entry.file, *place, format!("{}: {reason}", entry.subject(target))));
                }
            }
        }
        errors.sort();
        if errors.is_empty() { Ok(applied) } else { Err(errors) }
    }
}

impl Override {
    /// What an error is about: the target, its side and the field.
    fn subject(&self, target: &Target) -> String {
        let dot = if self.field.0.is_empty() { "" } else { " " };
        format!("{target} {}{dot}{}", self.side, self.field)
    }

    fn correct(&self, mut subject: Subject<'_>) -> Result<(), String> {
        match &self.action {
            Action::Set(changes) => set(self.find(&mut subject)?, changes),
            Action::Values { add, remove } => change_values(self.find(&mut subject)?, add, remove),
            Action::Add { fields, after } => {
                match self.side {
                    Side::RequestBody => subject.ensure_body(fields),
                    Side::Response if self.field.0.is_empty() => subject.ensure_answer(),
                    _ => {}
                }
                insert(subject.list(self.side, &self.field)?, fields, after.as_deref())
            }
            Action::Remove { expect } => {
                expect.iter().try_for_each(|expect| check(self.find(&mut subject)?, expect, None))?;
                self.take(&mut subject).map(|_| ())
            }
            Action::Rename(name) => {
                let (list, index) = subject.field(self.side, &self.field)?;
                absent(list, name)?;
                list[index].name.clone_from(name);
                Ok(())
            }
            Action::Move { side, to, after } => self.relocate(&mut subject, *side, to, after.as_deref()),
        }
    }

    fn find<'a>(&self, subject: &'a mut Subject<'_>) -> Result<&'a mut Field, String> {
        let (list, index) = subject.field(self.side, &self.field)?;
        Ok(&mut list[index])
    }

    fn take(&self, subject: &mut Subject<'_>) -> Result<Field, String> {
        let (list, index) = subject.field(self.side, &self.field)?;
        let field = list.remove(index);
        tidy(subject.side(self.side)?);
        Ok(field)
    }

    /// Looks at the new place before the old one is touched.
    fn relocate(
        &self,
        subject: &mut Subject<'_>,
        side: Side,
        to: &FieldPath,
        after: Option<&str>,
    ) -> Result<(), String> {
        let field = self.find(subject)?.clone();
        if side == Side::RequestBody {
            subject.ensure_body(std::slice::from_ref(&field));
        }
        insert(subject.list(side, to)?, std::slice::from_ref(&field), after)?;
        self.take(subject).map(|_| ())
    }
}

fn set(field: &mut Field, changes: &[Change]) -> Result<(), String> {
    changes.iter().try_for_each(|change| check(field, &change.expect, Some(&change.set)))?;
    for change in changes {
        change.set.set_on(field);
        if change.set.found_in(field) != change.set {
            return Err(format!("cannot have `{}`", change.set));
        }
    }
    let reshaped = |change: &Change| matches!(change.set, Attribute::Type(_) | Attribute::Encoded(_));
    if changes.iter().any(reshaped) { attribute::check(field) } else { Ok(()) }
}

/// Whether a field looks as expected.
fn check(field: &Field, expect: &Attribute, set: Option<&Attribute>) -> Result<(), String> {
    let found = expect.found_in(field);
    if found == *expect {
        return Ok(());
    }
    let fixed = if set == Some(&found) { ": the documentation has been fixed" } else { "" };
    Err(format!("expects `{expect}`, found `{found}`{fixed}"))
}

fn change_values(field: &mut Field, add: &[String], remove: &[String]) -> Result<(), String> {
    for value in remove {
        let index = field.values.iter().position(|known| known == value);
        let index = index.ok_or_else(|| format!("the enum has no `{value}`: the documentation has been fixed"))?;
        field.values.remove(index);
    }
    for value in add {
        if field.values.contains(value) {
            return Err(format!("the enum has `{value}`: the documentation has been fixed"));
        }
        field.values.push(value.clone());
    }
    Ok(())
}

fn insert(list: &mut Vec<Field>, fields: &[Field], after: Option<&str>) -> Result<(), String> {
    let index = match after {
        Some(sibling) => position(list, sibling, "the parent")? + 1,
        None => list.len(),
    };
    fields.iter().try_for_each(|field| absent(list, &field.name))?;
    list.splice(index..index, fields.iter().cloned());
    Ok(())
}

fn absent(list: &[Field], name: &str) -> Result<(), String> {
    if list.iter().any(|field| field.name == name) {
        return Err(format!("there is a `{name}`: the documentation has been fixed"));
    }
    Ok(())
}
