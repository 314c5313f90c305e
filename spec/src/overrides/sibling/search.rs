//! The search through the families of a spec.

use std::collections::BTreeMap;

use super::found::{Sibling, Siblings, Undecided};
use crate::error::SpecError;
use crate::model::Spec;
use crate::overrides::correction::{Declined, Override};
use crate::overrides::find::Subject;
use crate::overrides::load::Overrides;
use crate::target::Target;

/// What the pages of one product and one resource describe: the operations below the first three segments of a URL, or
/// the notifications whose event types begin with the same word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Operations(String),
    Webhooks(String),
}

impl Family {
    fn of(target: &Target) -> Self {
        match target {
            Target::Operation(id) => {
                let segments = id.path.split('/').filter(|segment| !segment.is_empty()).take(3);
                Self::Operations(segments.collect::<Vec<_>>().join("/"))
            }
            Target::Webhook(name) => Self::Webhooks(name.split('.').next().unwrap_or_default().to_owned()),
        }
    }
}

type Families<'a> = BTreeMap<Family, Vec<Subject<'a>>>;

fn families(spec: &Spec) -> Families<'_> {
    let mut families = Families::new();
    let operations = spec.operations.iter().map(Subject::Operation);
    for subject in operations.chain(spec.webhooks.iter().map(Subject::Webhook)) {
        families.entry(Family::of(&subject.target())).or_default().push(subject);
    }
    families
}

impl Overrides {
    /// Looks for the siblings of all corrections in the corrected spec. What the pages of the targets stated tells what
    /// a page with the same mistake looks like.
    pub fn siblings(&self, stated: &Spec, corrected: &Spec) -> Siblings {
        let families = families(corrected);
        let mut siblings = Siblings::default();
        for entry in self.entries() {
            let found = entry.siblings(&families, stated, corrected);
            let is_found = |declined: &&Declined| !found.iter().any(|sibling| declined.is(sibling));
            siblings.stale.extend(entry.declined.iter().filter(is_found).map(|declined| entry.stale(declined)));
            let open = found.into_iter().filter(|sibling| !entry.declined.iter().any(|declined| declined.is(sibling)));
            siblings.undecided.extend(entry.undecided(open.collect()));
        }
        siblings
    }
}

impl Declined {
    fn is(&self, sibling: &Sibling) -> bool {
        self.target == sibling.target && self.side == sibling.side && self.field == sibling.field
    }
}

impl Override {
    fn siblings(&self, families: &Families<'_>, stated: &Spec, corrected: &Spec) -> Vec<Sibling> {
        let targets: Vec<&Target> = self.targets.iter().chain(&self.pending).map(|(target, _)| target).collect();
        let mut own: Vec<Family> = targets.iter().map(|target| Family::of(target)).collect();
        own.sort();
        own.dedup();
        let mistake = self.mistake(&targets, stated, corrected);
        let mut siblings = Vec::new();
        for subject in own.iter().filter_map(|family| families.get(family)).flatten() {
            let target = subject.target();
            if !targets.contains(&&target) {
                let fields = mistake.fields(*subject).into_iter();
                siblings.extend(fields.map(|(side, field)| Sibling { target: target.clone(), side, field }));
            }
        }
        siblings.sort();
        siblings
    }

    fn stale(&self, declined: &Declined) -> SpecError {
        let Declined { target, side, field, .. } = declined;
        let space = if field.0.is_empty() { "" } else { " " };
        let reason = format!(
            "{target} {side}{space}{field}: is declined, and is no sibling of this correction (any more). Drop the entry"
        );
        SpecError::at(&self.file, declined.place, reason)
    }

    fn undecided(&self, siblings: Vec<Sibling>) -> Option<Undecided> {
        if siblings.is_empty() {
            return None;
        }
        let (_, place) = self.targets.iter().chain(&self.pending).next()?;
        Some(Undecided {
            file: self.file.clone(),
            place: *place,
            side: self.side,
            field: self.field.clone(),
            alike: self.alike(),
            cover: self.cover(&siblings),
            decline: self.decline(&siblings),
            siblings,
        })
    }
}
