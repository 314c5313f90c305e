//! The two of a pair laid side by side, field by field.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::difference::{Difference, What};
use super::file::{Exception, Excuse, Lacking, Pair, Pairs};
use crate::error::{Place, SpecError};
use crate::model::{Field, Kind, OperationId, Response, Spec, Type, Webhook};
use crate::near;

/// What the comparison has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// What nobody has decided about, in the order of the file.
    pub differences: Vec<Difference>,
    /// Names that the spec does not have, and exceptions that excuse nothing.
    pub stale: Vec<SpecError>,
}

impl Pairs {
    /// Lays the pairs of a corrected spec side by side, all of it.
    pub fn check(&self, spec: &Spec) -> Compared {
        let mut compared = Compared::default();
        for pair in &self.pairs {
            pair.check(spec, &mut compared);
        }
        compared
    }
}

impl Pair {
    fn check(&self, spec: &Spec, compared: &mut Compared) {
        let mut used = BTreeSet::new();
        let stale = |place: Place, reason: String| SpecError::at(Pairs::FILE, place, reason);
        let (answers, lost) = self.answers(spec);
        for (place, id) in lost.absent {
            let reason = format!("`{id}` is not in the spec{}", near::operation(spec, id));
            compared.stale.push(stale(place, reason));
        }
        for (name, place) in &self.webhooks {
            let Some(webhook) = spec.webhooks.iter().find(|webhook| webhook.name == *name) else {
                let known: Vec<&str> = spec.webhooks.iter().map(|webhook| webhook.name.as_str()).collect();
                compared
                    .stale
                    .push(stale(*place, format!("`{name}` is not in the spec{}", near::similar(name, &known))));
                continue;
            };
            let mut walk = Walk { pair: self, used: &mut used, found: Vec::new() };
            walk.webhook(webhook, &answers);
            compared.differences.extend(self.differences((name, *place), walk.found));
        }
        compared.differences.extend(lost.shapeless);
        compared.stale.extend(self.exceptions.iter().enumerate().filter_map(|(index, exception)| {
            exception.useless(|value| used.contains(&(index, value))).map(|reason| stale(exception.place, reason))
        }));
    }

    /// The objects of the answers, and what has none.
    fn answers<'s>(&self, spec: &'s Spec) -> (Vec<Answer<'s>>, Lost<'_>) {
        let (mut answers, mut lost) = (Vec::new(), Lost::default());
        for (id, place) in &self.operations {
            let Some(operation) = spec.operations.iter().find(|operation| operation.id == *id) else {
                lost.absent.push((*place, id));
                continue;
            };
            match object(&operation.response, self.at.as_deref()) {
                Ok(fields) => answers.push(Answer { id: &operation.id, fields }),
                Err(why) => lost.shapeless.push(Difference::shapeless(*place, id, why)),
            }
        }
        (answers, lost)
    }

    /// What several answers have alike is one difference.
    fn differences(&self, (webhook, place): (&str, Place), found: Vec<Found>) -> Vec<Difference> {
        let mut by_what: BTreeMap<(String, String), Difference> = BTreeMap::new();
        for Found { path, what, operations } in found {
            let key = (path.clone(), what.to_string());
            let new = || Difference::new(place, webhook, self.at.as_deref(), path, what);
            by_what.entry(key).or_insert_with(new).operations.extend(operations);
        }
        by_what.into_values().collect()
    }
}

/// The object that one operation answers with.
struct Answer<'s> {
    id: &'s OperationId,
    fields: Cow<'s, [Field]>,
}

#[derive(Default)]
struct Lost<'p> {
    absent: Vec<(Place, &'p OperationId)>,
    shapeless: Vec<Difference>,
}

pub(super) fn object<'s>(response: &'s Response, at: Option<&str>) -> Result<Cow<'s, [Field]>, String> {
    let Response::Json { fields } = response else { return Err("the answer is no JSON".to_owned()) };
    let Some(name) = at else { return Ok(Cow::Borrowed(fields)) };
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let member = fields.iter().find(|field| field.name == name);
    member.map(Field::members).ok_or_else(|| format!("the answer has no `{name}`, but {}", near::list(&names)))
}

struct Found {
    path: String,
    what: What,
    operations: Vec<OperationId>,
}

struct Walk<'a> {
    pair: &'a Pair,
    /// The exceptions that have excused something; of those of values, which value.
    used: &'a mut BTreeSet<(usize, String)>,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn webhook(&mut self, webhook: &Webhook, answers: &[Answer<'_>]) {
        for answer in answers {
            self.asked("", &webhook.resource, &answer.fields, answer.id);
        }
        if !answers.is_empty() {
            let all: Vec<OperationId> = answers.iter().map(|answer| answer.id.clone()).collect();
            let objects: Vec<&[Field]> = answers.iter().map(|answer| &*answer.fields).collect();
            self.asked_back("", &webhook.resource, &objects, &all);
        }
    }

    /// A field of an answer is a field of the notification.
    fn asked(&mut self, above: &str, notification: &[Field], answer: &[Field], id: &OperationId) {
        for theirs in answer {
            let path = join(above, &theirs.name);
            if let Some(ours) = self.ours(above, notification, theirs) {
                self.both(&join(above, &ours.name), ours, theirs, id);
            } else if !self.is_excused(&path, &Excuse::Lacks(Lacking::Webhook)) {
                let what = What::Lacks(Lacking::Webhook, theirs.clone());
                self.found.push(Found { path, what, operations: vec![id.clone()] });
            }
        }
    }

    /// The field of the notification that one of an answer is, be it under another name.
    fn ours<'f>(&mut self, above: &str, notification: &'f [Field], theirs: &Field) -> Option<&'f Field> {
        let named = |name: &str| notification.iter().find(|field| field.name == name);
        named(&theirs.name).or_else(|| {
            let excuse = Excuse::Named(theirs.name.clone());
            notification.iter().find(|field| self.is_excused(&join(above, &field.name), &excuse))
        })
    }

    fn both(&mut self, path: &str, ours: &Field, theirs: &Field, id: &OperationId) {
        let types = [ours.ty, theirs.ty];
        if alike(ours.ty) != alike(theirs.ty) {
            if !self.is_excused(path, &Excuse::Types(types)) {
                let what = What::Types(types);
                self.found.push(Found { path: path.to_owned(), what, operations: vec![id.clone()] });
            }
            return;
        }
        self.values(Lacking::Webhook, path, (&theirs.values, &[ours]), std::slice::from_ref(id));
        self.asked(path, &ours.members(), &theirs.members(), id);
    }

    /// A field of the notification, and each value of it, is one of an answer at least: a notification may have several
    /// forms.
    fn asked_back(&mut self, above: &str, notification: &[Field], answers: &[&[Field]], all: &[OperationId]) {
        for ours in notification {
            let path = join(above, &ours.name);
            let is_it = |theirs: &&Field| theirs.name == ours.name || self.pair.is_named(&path, &theirs.name);
            let theirs: Vec<&Field> = answers.iter().filter_map(|fields| fields.iter().find(is_it)).collect();
            if theirs.is_empty() {
                if !self.is_excused(&path, &Excuse::Lacks(Lacking::Operation)) {
                    let what = What::Lacks(Lacking::Operation, ours.clone());
                    self.found.push(Found { path, what, operations: all.to_vec() });
                }
                continue;
            }
            self.values(Lacking::Operation, &path, (&ours.values, &theirs), all);
            let members: Vec<Cow<'_, [Field]>> = theirs.iter().map(|theirs| theirs.members()).collect();
            let members: Vec<&[Field]> = members.iter().map(|members| &**members).collect();
            self.asked_back(&path, &ours.members(), &members, all);
        }
    }

    /// The values of one are values of the other, where both list any.
    fn values(
        &mut self,
        lacking: Lacking,
        path: &str,
        (values, others): (&[String], &[&Field]),
        operations: &[OperationId],
    ) {
        if others.iter().any(|other| other.values.is_empty()) {
            return;
        }
        let is_known = |value: &&String| others.iter().any(|other| other.values.contains(value));
        let unknown: Vec<&String> = values.iter().filter(|value| !is_known(value)).collect();
        let unknown: Vec<String> =
            unknown.into_iter().filter(|value| !self.is_excused_value(path, value)).cloned().collect();
        if !unknown.is_empty() {
            let what = What::Values(lacking, unknown);
            self.found.push(Found { path: path.to_owned(), what, operations: operations.to_vec() });
        }
    }

    fn is_excused(&mut self, path: &str, excuse: &Excuse) -> bool {
        let found = self.pair.exceptions.iter().position(|known| known.field == path && known.excuse == *excuse);
        self.used.extend(found.map(|index| (index, String::new())));
        found.is_some()
    }

    fn is_excused_value(&mut self, path: &str, value: &String) -> bool {
        let excuses = |known: &Exception| matches!(&known.excuse, Excuse::Values(values) if values.contains(value));
        let found = self.pair.exceptions.iter().position(|known| known.field == path && excuses(known));
        self.used.extend(found.map(|index| (index, value.clone())));
        found.is_some()
    }
}

impl Exception {
    /// Why it is stale, by what has been used of it.
    fn useless(&self, used: impl Fn(String) -> bool) -> Option<String> {
        let field = &self.field;
        match &self.excuse {
            Excuse::Values(values) => {
                let unused: Vec<&str> =
                    values.iter().map(String::as_str).filter(|value| !used((*value).to_owned())).collect();
                let names = near::list(&unused);
                (!unused.is_empty()).then(|| {
                    format!("`{field}`: the exception excuses nothing (any more) of {names}. Drop what is too much")
                })
            }
            _ if used(String::new()) => None,
            _ => Some(format!("`{field}`: the exception excuses nothing (any more). Drop it")),
        }
    }
}

impl Pair {
    /// Whether an answer has another name for a field.
    fn is_named(&self, path: &str, name: &str) -> bool {
        self.exceptions.iter().any(|known| known.field == path && known.excuse == Excuse::Named(name.to_owned()))
    }
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

/// `integer` and `number` are one.
fn alike(ty: Type) -> Type {
    let kind = if ty.kind == Kind::Number { Kind::Integer } else { ty.kind };
    Type { kind, ..ty }
}
