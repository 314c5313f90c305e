//! How many there are.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::compare::Absent;
use crate::decisions::{Judged, MarkState, State};
use crate::facts::Aside;
use crate::kind::Kind;

/// The disagreements by kind and by what became of them, and what was not compared.
pub fn to_sums(judged: &Judged, in_no_page: &[Absent], aside: &[Aside]) -> String {
    let mut sums: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    for (one, state) in &judged.found {
        let column = match state {
            State::Open(_) => 0,
            State::Declined { .. } => 1,
            State::Overridden { .. } => 2,
        };
        sums.entry(one.kind).or_default()[column] += 1;
    }
    let mut out = String::new();
    let mut row = |name: &str, [open, declined, overridden]: [usize; 3]| {
        let all = open + declined + overridden;
        let _ = writeln!(out, "{name:13} {all:6} {open:6} {declined:9} {overridden:11}");
    };
    let mut total = [0; 3];
    for (kind, counts) in &sums {
        row(kind.as_str(), *counts);
        for (sum, count) in total.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    row("all", total);
    let marks = |is: fn(&MarkState) -> bool| judged.marks.iter().filter(|(_, state)| is(state)).count();
    if !judged.marks.is_empty() {
        let open = marks(|state| *state == MarkState::Open);
        let sole = marks(|state| matches!(state, MarkState::Sole { .. }));
        row("sole marks", [open, sole, judged.marks.len() - open - sole]);
    }
    let head = format!("{:13} {:>6} {:>6} {:>9} {:>11}\n", "", "found", "open", "declined", "overridden");
    head + &out + &not_compared(in_no_page, aside)
}

/// What facts speak of and nothing was compared with.
pub(super) fn not_compared(in_no_page: &[Absent], aside: &[Aside]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for absent in in_no_page {
        *counts.entry(format!("in no page, says {}", absent.source)).or_default() += 1;
    }
    for line in aside {
        *counts.entry(format!("not compared: {}", line.why)).or_default() += 1;
    }
    counts.into_iter().fold(String::new(), |mut out, (what, count)| {
        let _ = writeln!(out, "{count:4} {what}");
        out
    })
}
