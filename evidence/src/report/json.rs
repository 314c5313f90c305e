//! For a program: a line of JSON for each disagreement.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;
use wechatpay_spec::Target;

use crate::compare::{Disagreement, Mark};
use crate::decisions::{Judged, MarkState, State};

/// As many speakers are named.
const NAMED: usize = 5;

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum At<'a> {
    Operation(String),
    Webhook(&'a str),
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    at: At<'a>,
    side: &'static str,
    field: &'a str,
    kind: &'static str,
    spec: &'a Value,
    source: String,
    says: &'a Value,
    /// How many independent ones.
    sources: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    as_spec: Vec<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    client_requires: bool,
    #[serde(skip_serializing_if = "is_false")]
    overridden: bool,
    #[serde(skip_serializing_if = "is_false")]
    declined: bool,
    /// Where that is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    danger: f64,
    /// Where the source says so.
    fact: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The disagreements that are open, and the decided ones too where they are wanted.
pub fn to_json(judged: &Judged, decided: bool) -> String {
    let mut out = String::new();
    for (one, state) in judged.found.iter().filter(|(_, state)| decided || matches!(state, State::Open(_))) {
        let _ = writeln!(out, "{}", serde_json::to_string(&Line::of(one, state)).unwrap_or_default());
    }
    for (mark, state) in judged.marks.iter().filter(|(_, state)| decided || *state == MarkState::Open) {
        let _ = writeln!(out, "{}", serde_json::to_string(&MarkLine::of(mark, state)).unwrap_or_default());
    }
    out
}

/// A mark of encryption that no source confirms.
#[derive(Serialize)]
struct MarkLine<'a> {
    #[serde(flatten)]
    at: At<'a>,
    side: &'static str,
    field: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a> MarkLine<'a> {
    fn of(mark: &'a Mark, state: &'a MarkState) -> Self {
        let (decided_at, reason) = match state {
            MarkState::Open => (None, None),
            MarkState::Sole { at, reason } | MarkState::Overridden { at, reason } => {
                (Some(at.as_str()), Some(reason.as_str()))
            }
        };
        let Mark { target, side, field } = mark;
        Self { at: At::of(target), side: side.as_str(), field, kind: "sole-mark", decided_at, reason }
    }
}

impl<'a> At<'a> {
    fn of(target: &'a Target) -> Self {
        match target {
            Target::Operation(id) => Self::Operation(id.to_string()),
            Target::Webhook(name) => Self::Webhook(name),
        }
    }
}

impl<'a> Line<'a> {
    fn of(one: &'a Disagreement, state: &'a State) -> Self {
        Self {
            at: At::of(&one.target),
            side: one.side.as_str(),
            field: &one.field,
            kind: one.kind.as_str(),
            spec: &one.spec,
            source: speakers(one),
            says: &one.says,
            sources: one.independent,
            as_spec: one.as_spec.iter().map(|source| source.as_str()).collect(),
            client_requires: one.client_requires,
            overridden: matches!(state, State::Overridden { .. }),
            declined: matches!(state, State::Declined { .. }),
            decided_at: decided_at(state),
            reason: reason(state),
            danger: one.danger.as_f64(),
            fact: one.origin.to_string(),
        }
    }
}

/// Who says so, the first of them by name.
pub(super) fn speakers(one: &Disagreement) -> String {
    let mut names: Vec<String> = one.speakers.iter().map(ToString::to_string).collect();
    let more = names.len().saturating_sub(NAMED);
    if more > 0 {
        names.truncate(NAMED);
        names.push(format!("and {more} more"));
    }
    names.join("; ")
}

/// Where it is decided.
pub(super) fn decided_at(state: &State) -> Option<&str> {
    match state {
        State::Open(_) => None,
        State::Declined { at, .. } | State::Overridden { at, .. } => Some(at),
    }
}

pub(super) fn reason(state: &State) -> Option<&str> {
    match state {
        State::Open(_) => None,
        State::Declined { reason, .. } | State::Overridden { reason, .. } => Some(reason),
    }
}
