//! For a person: what is open, the most dangerous first, each group with the lines that decide it.

use std::fmt::Write;

use super::json::{decided_at, reason};
use super::open::{Open, line, open};
use crate::compare::{Absent, Mark};
use crate::decisions::{Judged, MarkState, State};
use crate::facts::Aside;

/// Everything that is open, and the decided ones too where they are wanted.
pub fn to_text(judged: &Judged, in_no_page: &[Absent], aside: &[Aside], decided: bool) -> String {
    let mut out = String::new();
    for Open { title, lines, correction, decline } in open(judged) {
        let _ = writeln!(out, "== {title}\n{}", lines.join("\n"));
        if let Some(correction) = correction {
            let _ = write!(out, "-- {}:\n{correction}", Open::CORRECT);
        }
        let _ = writeln!(out, "-- {}:\n{decline}", Open::decline_in());
    }
    if decided {
        write_decided(&mut out, judged);
    }
    for Absent { target, source, origin } in in_no_page {
        let _ = writeln!(out, "in no page: {target} ({source}, {origin})");
    }
    out + &super::sums::to_sums(judged, in_no_page, aside)
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
