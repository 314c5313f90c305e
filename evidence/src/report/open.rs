//! What is open, in the groups that are decided together.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use super::json::speakers;
use super::paste;
use crate::compare::{Danger, Disagreement, Mark};
use crate::decisions::{Decisions, Judged, Near, State};
use crate::kind::Kind;
use crate::source::Source;

/// Disagreements of one kind and one danger, of the same sources; or marks of encryption that no source confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// `required, openapi and sample: 3 (danger 3.5)`
    pub title: String,
    /// A line for each.
    pub lines: Vec<String>,
    /// What corrects the first of them, to be pasted into `spec/overrides`.
    pub correction: Option<String>,
    /// What declines all of them, to be pasted into `spec/evidence.toml`.
    pub decline: String,
}

type Key = (Danger, Kind, BTreeSet<Source>);
type Member<'a> = (&'a Disagreement, Option<&'a Near>);

/// The most dangerous first.
pub fn open(judged: &Judged) -> Vec<Open> {
    let mut groups: Vec<(Key, Vec<Member<'_>>)> = Vec::new();
    for (one, state) in &judged.found {
        let State::Open(near) = state else { continue };
        let key = (one.danger, one.kind, one.sources());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, members)) => members.push((one, near.as_ref())),
            None => groups.push((key, vec![(one, near.as_ref())])),
        }
    }
    let marks: Vec<&Mark> = judged.open_marks().collect();
    let marks = (!marks.is_empty()).then(|| of_marks(&marks));
    groups.into_iter().map(|(key, members)| group(&key, &members)).chain(marks).collect()
}

fn group((danger, kind, sources): &Key, members: &[Member<'_>]) -> Open {
    let names: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
    let shown = |(one, near): &Member<'_>| match near {
        Some(near) => format!("{} ({})", line(one), note(near)),
        None => line(one),
    };
    let all: Vec<&Disagreement> = members.iter().map(|(one, _)| *one).collect();
    Open {
        title: format!("{kind}, {}: {} (danger {danger})", names.join(" and "), members.len()),
        lines: members.iter().map(shown).collect(),
        correction: all.first().and_then(|first| paste::correction(first)),
        decline: paste::declined(&all),
    }
}

fn of_marks(marks: &[&Mark]) -> Open {
    let line = |Mark { target, side, field }: &Mark| format!("{target} {side} {field}");
    Open {
        title: format!("marks of encryption that no source confirms: {}", marks.len()),
        lines: marks.iter().map(|mark| line(mark)).collect(),
        correction: None,
        decline: paste::sole(marks),
    }
}

/// One disagreement in a line.
pub(super) fn line(one: &Disagreement) -> String {
    let Disagreement { target, side, field, spec, says, .. } = one;
    let field = if field.is_empty() { String::new() } else { format!(" {field}") };
    let spec = if spec.is_null() { "nothing".to_owned() } else { shown(spec) };
    let mut line = format!("{target} {side}{field}: the spec says {spec}, {}: {}", speakers(one), shown(says));
    if one.independent > 1 {
        let _ = write!(line, "; {} sources", one.independent);
    }
    if !one.as_spec.is_empty() {
        let names: Vec<&str> = one.as_spec.iter().map(|source| source.as_str()).collect();
        let _ = write!(line, "; as the spec: {}", names.join(", "));
    }
    if one.client_requires {
        line.push_str("; the client insists on it");
    }
    line
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn note(near: &Near) -> String {
    match near {
        Near::OtherClaim { at, says } => format!("{at} declines another claim of it: {says}"),
        Near::MoreSources { at, more } => {
            let names: Vec<&str> = more.iter().map(|source| source.as_str()).collect();
            format!("{at} declines it, and not for {}, who says so too", names.join(", "))
        }
    }
}

impl Open {
    /// Where a correction goes, and where what declines.
    pub const CORRECT: &'static str = "right? Correct it in spec/overrides (the first of them)";

    pub fn decline_in() -> String {
        format!("wrong? Decline it, or say why it stands, in spec/{}", Decisions::FILE)
    }
}
