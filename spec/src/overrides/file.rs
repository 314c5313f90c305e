//! The files of corrections: what may stand in them, checked before the spec is seen.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::attribute::{Attribute, Attributes};
use super::correction::{Action, Change, Declined, Override, TargetKey};
use super::path::FieldPath;
use super::texts;
use crate::choice::Choice;
use crate::error::{Place, SpecError};
use crate::file::{FieldFile, Word, fields};
use crate::target::{Side, Target};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "override")]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    target: Option<Spanned<Word<Target>>>,
    #[serde(default)]
    targets: Vec<Spanned<Word<Target>>>,
    #[serde(default)]
    pending: Vec<Spanned<Word<Target>>>,
    #[serde(default)]
    declined: Vec<Spanned<DeclinedFile>>,
    side: Spanned<Word<Side>>,
    field: Option<Spanned<Word<FieldPath>>>,
    expect: Option<Attributes>,
    set: Option<Attributes>,
    #[serde(rename = "enum")]
    values: Option<ValuesFile>,
    add: Option<Vec<FieldFile>>,
    remove: Option<bool>,
    rename: Option<String>,
    one_of: Option<Choice>,
    #[serde(rename = "move")]
    moved: Option<MoveFile>,
    after: Option<String>,
    reason: String,
    evidence: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclinedFile {
    target: Word<Target>,
    side: Option<Word<Side>>,
    field: Option<Word<FieldPath>>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValuesFile {
    #[serde(default)]
    add: Vec<String>,
    #[serde(default)]
    remove: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveFile {
    side: Option<Word<Side>>,
    to: Option<Word<FieldPath>>,
}

const ONE_ACTION: &str =
    "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename`, `move` and `one_of`";

/// Parses one file; all of its errors are reported.
pub(super) fn parse(file: &str, text: &str) -> Result<Vec<Override>, Vec<SpecError>> {
    let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
    let mut overrides = Vec::new();
    let mut errors = Vec::new();
    for entry in parsed.entries {
        let first = entry.target.as_ref().or(entry.targets.first()).or(entry.pending.first());
        let start = first.map_or(entry.side.span(), Spanned::span).start;
        match entry.into_override(file, text) {
            Ok(parsed) => overrides.push(parsed),
            Err(reason) => errors.push(SpecError::at(file, Place::of_offset(text, start), reason)),
        }
    }
    if errors.is_empty() { Ok(overrides) } else { Err(errors) }
}

impl Entry {
    fn into_override(self, file: &str, text: &str) -> Result<Override, String> {
        if self.reason.trim().is_empty() || self.evidence.iter().all(|line| line.trim().is_empty()) {
            return Err("a correction states its reason and its evidence".to_owned());
        }
        let side = self.side.get_ref().0;
        let form = if self.target.is_some() { TargetKey::Target } else { TargetKey::Targets };
        let targets = targets(self.target, self.targets, &self.pending)?;
        check_targets(targets.iter().chain(&self.pending), side)?;
        let field = self.field.map(|field| field.into_inner().0).unwrap_or_default();
        let keys = Keys {
            expect: self.expect.map(Attributes::into_list),
            set: self.set.map(Attributes::into_list),
            after: self.after,
        };
        let actions = (keys.set.is_some(), self.values, self.add, self.remove, self.rename, self.moved, self.one_of);
        let action = match actions {
            (true, None, None, None, None, None, None) => keys.set()?,
            (false, Some(values), None, None, None, None, None) => keys.values(values)?,
            (false, None, Some(added), None, None, None, None) => keys.add(added)?,
            (false, None, None, Some(true), None, None, None) => keys.remove()?,
            (false, None, None, None, Some(name), None, None) => keys.rename(name, &field)?,
            (false, None, None, None, None, Some(moved), None) => keys.moved(moved, side, &field)?,
            (false, None, None, None, None, None, Some(choice)) => keys.one_of(choice, side)?,
            _ => return Err(ONE_ACTION.to_owned()),
        };
        check_field(&field, &action)?;
        texts::check(&action)?;
        let placed = |target: TargetFile| {
            let place = Place::of_offset(text, target.span().start);
            (target.into_inner().0, place)
        };
        let targets: Vec<_> = targets.into_iter().map(placed).collect();
        let pending: Vec<_> = self.pending.into_iter().map(placed).collect();
        let known: Vec<&Target> = targets.iter().chain(&pending).map(|(target, _)| target).collect();
        let declined = self.declined.into_iter().map(|declined| {
            let place = Place::of_offset(text, declined.span().start);
            declined.into_inner().into_declined(place, (side, &field), &known)
        });
        let declined = declined.collect::<Result<_, _>>()?;
        Ok(Override {
            file: file.to_owned(),
            form,
            targets,
            pending,
            declined,
            side,
            field,
            action,
            reason: self.reason,
            evidence: self.evidence,
        })
    }
}

type TargetFile = Spanned<Word<Target>>;

fn targets(one: Option<TargetFile>, many: Vec<TargetFile>, pending: &[TargetFile]) -> Result<Vec<TargetFile>, String> {
    match (one, many) {
        (Some(target), many) if many.is_empty() => Ok(vec![target]),
        (None, many) if !(many.is_empty() && pending.is_empty()) => Ok(many),
        _ => Err("a correction has either `target` or `targets`, or `pending` ones alone".to_owned()),
    }
}

fn check_targets<'a>(targets: impl Iterator<Item = &'a TargetFile>, side: Side) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for Word(target) in targets.map(Spanned::get_ref) {
        if matches!(target, Target::Webhook(_)) != side.is_of_webhook() {
            return Err(format!("`{target}` has no side `{side}`"));
        }
        if !seen.insert(target) {
            return Err(format!("the target `{target}` comes twice"));
        }
    }
    Ok(())
}

impl DeclinedFile {
    fn into_declined(
        self,
        place: Place,
        (side, field): (Side, &FieldPath),
        targets: &[&Target],
    ) -> Result<Declined, String> {
        let Word(target) = self.target;
        let side = self.side.map_or(side, |side| side.0);
        let field = self.field.map_or_else(|| field.clone(), |field| field.0);
        if self.reason.trim().is_empty() {
            return Err(format!("`{target}` is declined without a reason"));
        }
        if targets.contains(&&target) {
            return Err(format!("`{target}` is both a target and declined"));
        }
        Ok(Declined { target, side, field, reason: self.reason, place })
    }
}

/// A path ends in a field, but for an addition and a choice, whose path ends in the parent.
fn check_field(field: &FieldPath, action: &Action) -> Result<(), String> {
    match (action, field.0.last()) {
        (Action::Add { .. } | Action::OneOf(_), _) => Ok(()),
        (_, None) => Err("a correction of a field names it: `field`".to_owned()),
        (_, Some(last)) if last.variant.is_some() => Err(format!("`{last}` is an alternative, and not a field")),
        (_, Some(_)) => Ok(()),
    }
}

/// The keys that belong to some actions and not to others.
struct Keys {
    expect: Option<Vec<Attribute>>,
    set: Option<Vec<Attribute>>,
    after: Option<String>,
}

impl Keys {
    fn set(self) -> Result<Action, String> {
        self.without_after("set")?;
        let (expect, set) = (self.expect.unwrap_or_default(), self.set.unwrap_or_default());
        let keys = |list: &[Attribute]| list.iter().map(Attribute::key).collect::<Vec<_>>();
        if set.is_empty() || keys(&expect) != keys(&set) {
            return Err("`set` sets the attributes whose values `expect` states, at least one".to_owned());
        }
        let changes: Vec<Change> = expect.into_iter().zip(set).map(|(expect, set)| Change { expect, set }).collect();
        match changes.iter().find(|change| change.expect == change.set) {
            Some(change) => Err(format!("changes nothing: `{}` is expected and set", change.set)),
            None => Ok(Action::Set(changes)),
        }
    }

    fn values(self, values: ValuesFile) -> Result<Action, String> {
        self.without_after("enum")?;
        self.without_expect("enum")?;
        if values.add.is_empty() && values.remove.is_empty() {
            return Err("changes nothing: `enum` neither adds nor removes a value".to_owned());
        }
        Ok(Action::Values { add: values.add, remove: values.remove })
    }

    fn add(self, added: Vec<FieldFile>) -> Result<Action, String> {
        self.without_expect("add")?;
        let added = fields(added);
        if added.is_empty() {
            return Err("changes nothing: `add` adds no field".to_owned());
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = added.iter().find(|field| !seen.insert(&field.name)) {
            return Err(format!("adds `{}` twice", twice.name));
        }
        Ok(Action::Add { fields: added, after: self.after })
    }

    fn remove(self) -> Result<Action, String> {
        self.without_after("remove")?;
        match self.expect {
            Some(expect) if !expect.is_empty() => Ok(Action::Remove { expect }),
            _ => Err("`remove` needs `expect`: what the field looks like".to_owned()),
        }
    }

    fn rename(self, name: String, field: &FieldPath) -> Result<Action, String> {
        self.without_after("rename")?;
        self.without_expect("rename")?;
        if field.0.last().is_some_and(|last| last.name == name) {
            return Err(format!("changes nothing: the field is called `{name}`"));
        }
        Ok(Action::Rename(name))
    }

    fn one_of(self, choice: Choice, side: Side) -> Result<Action, String> {
        self.without_after("one_of")?;
        self.without_expect("one_of")?;
        if matches!(side, Side::Response | Side::Resource) {
            return Err(format!("`one_of` says what a caller has to give, and a `{side}` is what it gets"));
        }
        Ok(Action::OneOf(choice))
    }

    fn moved(self, moved: MoveFile, from: Side, field: &FieldPath) -> Result<Action, String> {
        self.without_expect("move")?;
        let side = moved.side.map_or(from, |side| side.0);
        let to = moved.to.map(|to| to.0).unwrap_or_default();
        if side.is_of_webhook() != from.is_of_webhook() {
            return Err(format!("a field of `{from}` cannot move to `{side}`"));
        }
        if side == from && to.0.starts_with(&field.0) {
            return Err("a field cannot move below itself".to_owned());
        }
        if side == from && field.split_last().is_some_and(|(parent, _)| parent == to) {
            return Err("changes nothing: the field has that parent".to_owned());
        }
        Ok(Action::Move { side, to, after: self.after })
    }

    fn without_after(&self, action: &str) -> Result<(), String> {
        self.after.as_ref().map_or(Ok(()), |_| Err(format!("`{action}` has no `after`")))
    }

    fn without_expect(&self, action: &str) -> Result<(), String> {
        self.expect.as_ref().map_or(Ok(()), |_| Err(format!("`{action}` has no `expect`: it says what it expects")))
    }
}
