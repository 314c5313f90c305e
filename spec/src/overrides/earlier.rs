//! Which of two corrections of one place was first: the other one finds what the first has made, and not the page.

use std::collections::BTreeMap;

use super::correction::Override;
use super::edit::SubjectMut;
use super::find::Subject;
use super::misfit::Why;
use crate::error::Place;
use crate::model::Spec;
use crate::target::Target;

/// What has been corrected, as it was stated.
#[derive(Default)]
pub(super) struct Stated(BTreeMap<Target, Spec>);

impl Stated {
    /// Keeps an operation or a notification as it is before its first correction.
    pub(super) fn keep(&mut self, spec: &Spec, target: &Target) {
        let Some(subject) = Subject::of(spec, target).filter(|_| !self.0.contains_key(target)) else { return };
        let mut alone = Spec::default();
        match subject {
            Subject::Operation(operation) => alone.operations.push(operation.clone()),
            Subject::Webhook(webhook) => alone.webhooks.push(webhook.clone()),
        }
        self.0.insert(target.clone(), alone);
    }

    /// The reason, with the correction that is in the way: without those before it, the last one of them fits.
    pub(super) fn blame(&self, why: Why, entries: &[Override], target: &Target) -> Why {
        let Some((last, earlier)) = entries.split_last() else { return why };
        let Some(by) = self.0.get(target).and_then(|stated| in_the_way(last, earlier, target, stated)) else {
            return why;
        };
        match why {
            // It is not the page that says so.
            Why::Fixed(what) | Why::Gone(what) => {
                Why::Repeated { what: what.replacen("the page", "the corrected spec", 1), by }
            }
            Why::Lost(what) | Why::Differs(what) | Why::Both { what, .. } => Why::Overtaken { what, by },
            why => why,
        }
    }
}

fn in_the_way(last: &Override, earlier: &[Override], target: &Target, stated: &Spec) -> Option<String> {
    let fits = |spec: &Spec| SubjectMut::of(&mut spec.clone(), target).is_some_and(|it| last.correct(it).is_ok());
    if !fits(stated) {
        return None;
    }
    let mut spec = stated.clone();
    earlier.iter().find_map(|other| {
        let place = place(other, target)?;
        other.correct(SubjectMut::of(&mut spec, target)?).ok()?;
        (!fits(&spec)).then(|| format!("{}:{place}", other.file))
    })
}

fn place(entry: &Override, target: &Target) -> Option<Place> {
    entry.targets.iter().chain(&entry.pending).find(|(named, _)| named == target).map(|(_, place)| *place)
}
