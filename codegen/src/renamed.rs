//! Operations and notifications that seem to have got another name: what was decided for the old one is not dropped, for
//! it may hold for the new one.

use std::collections::BTreeMap;
use std::fmt;

use wechatpay_spec::{Spec, SpecError, Target};

use crate::decisions::{Decisions, Outcome};

/// What has gone, what has come in its place by its looks, and what was decided for the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    pub was: Target,
    pub is: Target,
    /// Each with its place below `spec/`.
    pub said: Vec<String>,
}

/// What of a spec is gone in a later one, where just one new thing is of the same kind and has the same title.
pub fn pairs(before: &Spec, after: &Spec) -> BTreeMap<Target, Target> {
    let (old, new) = (titles(before), titles(after));
    let gone = old.iter().filter(|(target, _)| !new.contains_key(*target));
    let pair = |(was, title): (&Target, &&str)| {
        let is_like = |is: &Target| match (was, is) {
            (Target::Operation(was), Target::Operation(is)) => was.method == is.method,
            (Target::Webhook(_), Target::Webhook(_)) => true,
            _ => false,
        };
        let mut come = new.iter().filter(|(is, other)| !old.contains_key(*is) && is_like(is) && *other == title);
        let (is, _) = come.next()?;
        come.next().is_none().then(|| (was.clone(), is.clone()))
    };
    gone.filter_map(pair).collect()
}

fn titles(spec: &Spec) -> BTreeMap<Target, &str> {
    let operations = spec.operations.iter().map(|it| (Target::Operation(it.id.clone()), it.title.as_str()));
    operations.chain(spec.webhooks.iter().map(|it| (Target::Webhook(it.name.clone()), it.title.as_str()))).collect()
}

/// Takes what was decided for the old names out of what does not fit.
pub fn set_aside(outcome: &mut Outcome, decisions: &Decisions, pairs: &BTreeMap<Target, Target>) -> Vec<Renamed> {
    let renamed = pairs.iter().map(|(was, is)| {
        let entries = decisions.overrides.entries().iter();
        let places = entries.flat_map(|entry| entry.targets.iter().map(move |(target, at)| (target, at, &entry.file)));
        let places = places.filter(|(target, ..)| *target == was);
        let mut said: Vec<String> = places.map(|(_, at, file)| format!("spec/{file}:{at}: a correction")).collect();
        // What second sources say is taken over anew by a command.
        let Outcome { gone, presence, declined, unpaired, unshared, .. } = &mut *outcome;
        let lists = [gone, presence, declined, unpaired, unshared];
        for list in lists {
            let (about, left) = std::mem::take(list).into_iter().partition(|error| is_about(error, was));
            *list = left;
            said.extend(about.iter().map(|error: &SpecError| format!("spec/{error}")));
        }
        Renamed { was: was.clone(), is: is.clone(), said }
    });
    renamed.filter(|renamed| !renamed.said.is_empty()).collect()
}

/// Whether an error speaks of a target: its reason begins with the name.
pub fn is_about(error: &SpecError, target: &Target) -> bool {
    let rest = error.reason.trim_start_matches('`').strip_prefix(&target.to_string());
    rest.is_some_and(|rest| rest.starts_with(['`', ':', ' ']))
}

impl Renamed {
    /// What there is to decide.
    pub fn news(&self) -> String {
        format!(
            "`{}` is gone, and `{}` has come with the same title. What was decided for the old one was not dropped: name \
             the new one there if it is the same, or drop it:\n\n- {}",
            self.was,
            self.is,
            self.said.join("\n- ")
        )
    }

    /// What goes in place of the old name.
    pub fn line(&self) -> String {
        format!("\"{}\"", self.is)
    }
}

impl fmt::Display for Renamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.news())
    }
}
