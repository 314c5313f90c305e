//! Corrections applied to a spec.

use super::arrival::Arrival;
use super::attribute::{self, Attribute};
use super::correction::{Action, Change, Override};
use super::earlier::Stated;
use super::edit::SubjectMut;
use super::find::{Subject, position};
use super::load::Overrides;
use super::misfit::{Misfit, Why};
use super::path::{FieldPath, Step};
use crate::choice::Choice;
use crate::error::{Place, SpecError};
use crate::model::{Field, Required, Spec};
use crate::near;
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
    /// Corrections of which pending targets are there by now, and were corrected.
    pub arrived: Vec<Arrival>,
}

impl Overrides {
    /// Corrects a spec. Every correction that does not fit is reported; the spec is then corrected in part only.
    pub fn apply(&self, spec: &mut Spec, scope: Scope) -> Result<Applied, Vec<SpecError>> {
        let (applied, misfits) = self.fit(spec, scope);
        let mut errors: Vec<SpecError> = misfits.into_iter().map(SpecError::from).collect();
        errors.sort();
        if errors.is_empty() { Ok(applied) } else { Err(errors) }
    }

    /// Corrects a spec as far as the corrections fit, and says of the rest why they do not.
    pub fn fit(&self, spec: &mut Spec, scope: Scope) -> (Applied, Vec<Misfit>) {
        let mut applied = Applied::default();
        let mut misfits = Vec::new();
        let mut stated = Stated::default();
        for (index, entry) in self.entries().iter().enumerate() {
            let blame = |stated: &Stated, why, target| stated.blame(why, &self.entries()[..=index], target);
            for (target, place) in &entry.targets {
                stated.keep(spec, target);
                match SubjectMut::of(spec, target) {
                    Some(subject) => match entry.correct(subject) {
                        Ok(()) => applied.corrected += 1,
                        Err(why) => misfits.push(entry.misfit(target, *place, blame(&stated, why, target))),
                    },
                    None if scope == Scope::Partial => applied.absent.push(target.clone()),
                    None => misfits.push(entry.misfit(target, *place, Why::no_target(spec, target))),
                }
            }
            let mut come = Vec::new();
            for (target, place) in &entry.pending {
                stated.keep(spec, target);
                let Some(subject) = SubjectMut::of(spec, target) else { continue };
                match entry.correct(subject) {
                    Ok(()) => come.push((target, *place)),
                    Err(why) => misfits.push(entry.misfit(target, *place, blame(&stated, why, target))),
                }
            }
            applied.corrected += come.len();
            applied.arrived.extend(Arrival::of(entry, &come));
        }
        (applied, misfits)
    }
}

impl Override {
    fn misfit(&self, target: &Target, place: Place, why: Why) -> Misfit {
        let (file, field) = (self.file.clone(), self.field.clone());
        Misfit { file, place, target: target.clone(), side: self.side, field, why }
    }

    pub(super) fn correct(&self, mut subject: SubjectMut<'_>) -> Result<(), Why> {
        match &self.action {
            Action::Set(changes) => set(self.find(&mut subject)?, changes),
            Action::Values { add, remove } => change_values(self.find(&mut subject)?, add, remove),
            Action::Add { fields, after } => self.add(&mut subject, fields, after.as_deref()),
            Action::Remove { expect } => {
                let found = subject.look().field(self.side, &self.field).map_err(Why::Gone)?;
                expect.iter().try_for_each(|expect| check(found, expect))?;
                self.take(&mut subject).map(|_| ())
            }
            Action::Rename(name) => self.rename(&mut subject, name),
            Action::OneOf(choice) => choose(subject.list(self.side, &self.field)?, choice, (self.side, &self.field)),
            Action::Move { side, to, after } => self.relocate(&mut subject, *side, to, after.as_deref()),
        }
    }

    fn find<'a>(&self, subject: &'a mut SubjectMut<'_>) -> Result<&'a mut Field, Why> {
        let (list, index) = subject.field(self.side, &self.field)?;
        Ok(&mut list[index])
    }

    fn take(&self, subject: &mut SubjectMut<'_>) -> Result<Field, Why> {
        let (list, index) = subject.field(self.side, &self.field)?;
        let field = list.remove(index);
        subject.tidy(self.side);
        Ok(field)
    }

    fn add(&self, subject: &mut SubjectMut<'_>, fields: &[Field], after: Option<&str>) -> Result<(), Why> {
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let list = subject.look().list(self.side, &self.field).unwrap_or_default();
        let (known, new): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|name| list.iter().any(|field| field.name == *name));
        match (known.is_empty(), new.is_empty()) {
            (true, _) => {}
            (false, true) => return Err(Why::Fixed(format!("the page has {}", near::list(&known)))),
            (false, false) => {
                let (known, new) = (near::list(&known), near::list(&new));
                return Err(Why::Differs(format!("the page has {known} of what is to be added, and not {new}")));
            }
        }
        match self.side {
            Side::RequestBody => subject.ensure_body(fields),
            Side::Response if self.field.0.is_empty() => subject.ensure_answer(),
            _ => {}
        }
        insert(subject, (self.side, &self.field), fields, after)
    }

    fn rename(&self, subject: &mut SubjectMut<'_>, name: &str) -> Result<(), Why> {
        let parent = self.field.split_last().map(|(parent, _)| parent).unwrap_or_default();
        let new = parent.below(Step { name: name.to_owned(), variant: None });
        self.look_for_both(subject.look(), self.side, &new)?;
        name.clone_into(&mut self.find(subject)?.name);
        Ok(())
    }

    /// Looks at the new place before the old one is touched.
    fn relocate(
        &self,
        subject: &mut SubjectMut<'_>,
        side: Side,
        to: &FieldPath,
        after: Option<&str>,
    ) -> Result<(), Why> {
        let name = self.field.0.last().map(|last| last.name.clone()).unwrap_or_default();
        self.look_for_both(subject.look(), side, &to.below(Step { name, variant: None }))?;
        let field = self.find(subject)?.clone();
        if side == Side::RequestBody {
            subject.ensure_body(std::slice::from_ref(&field));
        }
        insert(subject, (side, to), std::slice::from_ref(&field), after)?;
        self.take(subject).map(|_| ())
    }

    /// A field that is to be elsewhere is there where it was, and nowhere else.
    fn look_for_both(&self, subject: Subject<'_>, side: Side, new: &FieldPath) -> Result<(), Why> {
        match (subject.field(self.side, &self.field), subject.field(side, new)) {
            (Ok(_), Err(_)) => Ok(()),
            (Ok(old), Ok(_)) => {
                let attributes = [Attribute::Type(old.ty), Attribute::Required(old.required)];
                Err(Why::Both { what: format!("there is a `{side} {new}` too"), old: attributes.into() })
            }
            (Err(_), Ok(_)) => Err(Why::Fixed(format!("it stands at `{side} {new}`"))),
            (Err(lost), Err(_)) => Err(Why::Lost(lost)),
        }
    }
}

fn set(field: &mut Field, changes: &[Change]) -> Result<(), Why> {
    if changes.iter().all(|change| change.set.found_in(field) == change.set) {
        let set: Vec<String> = changes.iter().map(|change| format!("`{}`", change.set)).collect();
        return Err(Why::Fixed(format!("the page says {}", set.join(" and "))));
    }
    changes.iter().try_for_each(|change| check(field, &change.expect))?;
    for change in changes {
        change.set.set_on(field);
        if change.set.found_in(field) != change.set {
            return Err(Why::Nonsense(format!("cannot have `{}`", change.set)));
        }
    }
    let reshaped = |change: &Change| matches!(change.set, Attribute::Type(_) | Attribute::Encoded(_));
    if changes.iter().any(reshaped) { attribute::check(field).map_err(Why::Nonsense) } else { Ok(()) }
}

/// Whether a field looks as expected.
fn check(field: &Field, expect: &Attribute) -> Result<(), Why> {
    let found = expect.found_in(field);
    if found == *expect { Ok(()) } else { Err(Why::Differs(format!("expects `{expect}`, found `{found}`"))) }
}

fn change_values(field: &mut Field, add: &[String], remove: &[String]) -> Result<(), Why> {
    let has = |value: &&String| field.values.contains(value);
    let (known, new): (Vec<&String>, Vec<&String>) = add.iter().partition(has);
    let (wrong, gone): (Vec<&String>, Vec<&String>) = remove.iter().partition(has);
    let values = || near::list(&field.values.iter().map(String::as_str).collect::<Vec<_>>());
    if new.is_empty() && wrong.is_empty() {
        let why = if add.is_empty() { Why::Gone } else { Why::Fixed };
        return Err(why(format!("the enum has {}", values())));
    }
    if let Some(value) = gone.first() {
        return Err(Why::Differs(format!("the enum has no `{value}` to remove: it has {}", values())));
    }
    if let Some(value) = known.first() {
        return Err(Why::Differs(format!("the enum has the `{value}` that is to be added: it has {}", values())));
    }
    field.values.retain(|value| !remove.contains(value));
    field.values.extend(add.iter().cloned());
    Ok(())
}

fn choose(list: &mut [Field], choice: &Choice, (side, path): (Side, &FieldPath)) -> Result<(), Why> {
    for name in choice.names() {
        let field = &list[position(list, name, side, path)?];
        if let Some(other) = &field.one_of {
            return Err(Why::Differs(format!("`{name}` is one of {other} already")));
        }
    }
    for field in list.iter_mut().filter(|field| choice.names().any(|name| name == field.name)) {
        field.required = Required::No;
        field.one_of = Some(choice.clone());
    }
    Ok(())
}

fn insert(
    subject: &mut SubjectMut<'_>,
    (side, path): (Side, &FieldPath),
    fields: &[Field],
    after: Option<&str>,
) -> Result<(), Why> {
    let list = subject.list(side, path)?;
    let index = match after {
        Some(sibling) => position(list, sibling, side, path)? + 1,
        None => list.len(),
    };
    list.splice(index..index, fields.iter().cloned());
    Ok(())
}
