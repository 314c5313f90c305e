//! For a person: what is open, the most dangerous first, each group with the lines that decide it.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use super::json::{decided_at, reason, speakers};
use super::paste;
use crate::compare::{Absent, Danger, Disagreement, Mark};
use crate::decisions::{Decisions, Judged, MarkState, Near, State};
use crate::facts::Aside;
use crate::kind::Kind;
use crate::source::Source;

/// What is decided together: one kind, one danger, the same sources.
type Group<'a> = (Danger, Kind, BTreeSet<Source>, Vec<(&'a Disagreement, &'a State)>);

/// Everything that is open, and the decided ones too where they are wanted.
pub fn to_text(judged: &Judged, in_no_page: &[Absent], aside: &[Aside], decided: bool) -> String {
    let mut out = String::new();
    for group in groups(judged) {
        write_group(&mut out, &group);
    }
    write_marks(&mut out, judged);
    if decided {
        write_decided(&mut out, judged);
    }
    write_absent(&mut out, in_no_page);
    out + &super::sums::to_sums(judged, in_no_page, aside)
}

fn groups(judged: &Judged) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (one, state) in judged.found.iter().filter(|(_, state)| matches!(state, State::Open(_))) {
        let sources = one.sources();
        let is_of = |group: &&mut Group<'_>| group.0 == one.danger && group.1 == one.kind && group.2 == sources;
        let known = groups.iter_mut().find(is_of);
        match known {
            Some((.., members)) => members.push((one, state)),
            None => groups.push((one.danger, one.kind, sources, vec![(one, state)])),
        }
    }
    groups
}

fn write_group(out: &mut String, (danger, kind, sources, members): &Group<'_>) {
    let names: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
    let _ = writeln!(out, "== {kind}, {}: {} (danger {danger})", names.join(" and "), members.len());
    for (one, state) in members {
        let _ = writeln!(out, "{}", line(one));
        if let State::Open(Some(near)) = state {
            let _ = writeln!(out, "    {}", note(near));
        }
    }
    let all: Vec<&Disagreement> = members.iter().map(|(one, _)| *one).collect();
    if let Some(correction) = all.first().and_then(|first| paste::correction(first)) {
        let _ = write!(out, "-- right? Correct it in spec/overrides (the first of them):\n{correction}");
    }
    let _ = writeln!(out, "-- wrong? Decline it in spec/{}:\n{}", Decisions::FILE, paste::declined(&all));
}

/// One disagreement in a line.
fn line(one: &Disagreement) -> String {
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
        Near::OtherClaim { at, says } => {
            format!("{at} declines another claim of it: {says}")
        }
        Near::MoreSources { at, more } => {
            let names: Vec<&str> = more.iter().map(|source| source.as_str()).collect();
            format!("{at} declines it, and not for {}, who says so too", names.join(", "))
        }
    }
}

fn write_decided(out: &mut String, judged: &Judged) {
    for (one, state) in &judged.found {
        if let (Some(at), Some(reason)) = (decided_at(state), reason(state)) {
            let verb = if matches!(state, State::Declined { .. }) { "declined" } else { "overridden" };
            let _ = writeln!(out, "{at}: {verb}: {} {}\n    {reason}", one.kind, line(one));
        }
    }
    for (Mark { target, side, field }, state) in &judged.marks {
        if let MarkState::Sole { at, reason } | MarkState::Overridden { at, reason } = state {
            let _ = writeln!(out, "{at}: encrypted by itself: {target} {side} {field}\n    {reason}");
        }
    }
}

fn write_marks(out: &mut String, judged: &Judged) {
    let open: Vec<&Mark> = judged.open_marks().collect();
    if open.is_empty() {
        return;
    }
    let _ = writeln!(out, "== marks of encryption that no source confirms: {}", open.len());
    for Mark { target, side, field } in &open {
        let _ = writeln!(out, "{target} {side} {field}");
    }
    let _ = writeln!(out, "-- right all the same? Say why in spec/{}:\n{}", Decisions::FILE, paste::sole(&open));
}

fn write_absent(out: &mut String, in_no_page: &[Absent]) {
    for Absent { target, source, origin } in in_no_page {
        let _ = writeln!(out, "in no page: {target} ({source}, {origin})");
    }
}
