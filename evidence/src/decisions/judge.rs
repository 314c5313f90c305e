//! Which disagreements are decided, and which decisions are about nothing any more.

use std::collections::BTreeSet;

use wechatpay_spec::{Overrides, SpecError};

use super::touched::Touched;
use super::{Decisions, Declined, Spot, Written, canonical};
use crate::compare::{Comparison, Danger, Disagreement, Mark};
use crate::facts::Facts;
use crate::kind::Kind;
use crate::source::Source;

/// Who can confirm that a field is encrypted: only where all of them were heard, silence says something.
const CONFIRMING: [Source; 3] = [Source::Openapi, Source::Skills, Source::Sample];

/// The disagreements of a comparison, each with what became of it.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    pub found: Vec<(Disagreement, State)>,
    /// The marks of encryption that no source confirms; nothing where not all sources were heard that could.
    pub marks: Vec<(Mark, MarkState)>,
    /// Decisions about what is no disagreement any more.
    pub stale: Vec<SpecError>,
}

/// What became of a disagreement.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Open(Option<Near>),
    /// Where, and why.
    Declined {
        at: String,
        reason: String,
    },
    /// The spec says so on purpose, by a correction.
    Overridden {
        at: String,
        reason: String,
    },
}

/// Why a mark of encryption stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkState {
    /// The page alone says so.
    Open,
    Sole {
        at: String,
        reason: String,
    },
    /// A correction has set it, with its evidence.
    Overridden {
        at: String,
        reason: String,
    },
}

/// A decision that is almost about this: it does not hold for what is said now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Near {
    /// It was about another claim.
    OtherClaim { at: String, says: String },
    /// More sources say so by now.
    MoreSources { at: String, more: BTreeSet<Source> },
}

impl Judged {
    /// What is left to decide.
    pub fn open(&self) -> impl Iterator<Item = &Disagreement> {
        self.found.iter().filter(|(_, state)| matches!(state, State::Open(_))).map(|(one, _)| one)
    }

    /// The marks of encryption that are left to decide.
    pub fn open_marks(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|(_, state)| *state == MarkState::Open).map(|(mark, _)| mark)
    }

    /// Whether nothing is left to decide.
    pub fn is_decided(&self) -> bool {
        self.open().next().is_none() && self.open_marks().next().is_none()
    }
}

impl Decisions {
    /// Lays the decisions over the disagreements.
    pub fn judge(&self, compared: &Comparison, overrides: &Overrides, facts: &Facts) -> Judged {
        let touched = Touched::of(overrides);
        let mut used = BTreeSet::new();
        let mut found: Vec<(Disagreement, State)> = compared
            .disagreements
            .iter()
            .map(|one| {
                let state = self.state(one, &touched, &mut used);
                let danger = if matches!(state, State::Overridden { .. }) { Danger::ON_PURPOSE } else { one.danger };
                (Disagreement { danger, ..one.clone() }, state)
            })
            .collect();
        found.sort_by_key(|(one, _)| one.danger);
        let is_heard = CONFIRMING.iter().all(|source| facts.given.contains(source));
        let marks = if is_heard { self.marks(&compared.unconfirmed, &touched) } else { Vec::new() };
        let mut stale = self.stale(&used, facts);
        if is_heard {
            stale.extend(self.stale_marks(&compared.unconfirmed));
        }
        Judged { found, marks, stale }
    }

    fn state(&self, one: &Disagreement, touched: &Touched<'_>, used: &mut BTreeSet<Written>) -> State {
        let says = canonical(&one.says);
        let sources = one.sources();
        let mut near = None;
        let about = |spot: &&Spot| (&spot.target, spot.side, &spot.field) == (&one.target, one.side, &one.field);
        let of_kind = self.entries.iter().filter(|declined| declined.kind == one.kind);
        let spots = of_kind.flat_map(|declined| declined.spots.iter().filter(about).map(move |spot| (declined, spot)));
        for (declined, spot) in spots {
            let more = &sources - &declined.sources;
            match (spot.says == says, more.is_empty()) {
                (true, true) => {
                    used.insert(spot.written.clone());
                    return State::Declined { at: spot.written.to_string(), reason: declined.reason.clone() };
                }
                (true, false) => {
                    used.insert(spot.written.clone());
                    near = Some(Near::MoreSources { at: spot.written.to_string(), more });
                }
                (false, _) if near.is_none() && !sources.is_disjoint(&declined.sources) => {
                    near = Some(Near::OtherClaim { at: spot.written.to_string(), says: spot.says.to_string() });
                }
                (false, _) => {}
            }
        }
        match touched.by(&one.target, one.side, &one.field, one.kind) {
            Some((entry, place)) => {
                State::Overridden { at: format!("spec/{}:{place}", entry.file), reason: entry.reason.clone() }
            }
            None => State::Open(near),
        }
    }

    fn marks(&self, unconfirmed: &[Mark], touched: &Touched<'_>) -> Vec<(Mark, MarkState)> {
        let state = |mark: &Mark| {
            let sole = self.sole.iter().find_map(|sole| {
                let (_, written) = sole.marks.iter().find(|(known, _)| known == mark)?;
                Some(MarkState::Sole { at: written.to_string(), reason: sole.reason.clone() })
            });
            let by = touched.by(&mark.target, mark.side, &mark.field, Kind::Encrypted);
            let overridden = by.map(|(entry, place)| MarkState::Overridden {
                at: format!("spec/{}:{place}", entry.file),
                reason: entry.reason.clone(),
            });
            sole.or(overridden).unwrap_or(MarkState::Open)
        };
        unconfirmed.iter().map(|mark| (mark.clone(), state(mark))).collect()
    }

    /// Marks that are said to stand alone, and do not: they are gone, or confirmed.
    fn stale_marks(&self, unconfirmed: &[Mark]) -> Vec<SpecError> {
        let marks = self.sole.iter().flat_map(|sole| &sole.marks);
        let stale = marks.filter(|(mark, _)| !unconfirmed.contains(mark));
        let reason = |mark: &Mark| {
            let Mark { target, side, field } = mark;
            format!("{target} {side} {field}: is no mark of encryption that nobody confirms. Drop the place")
        };
        stale.map(|(mark, written)| written.error(reason(mark))).collect()
    }

    /// Decisions that decide nothing, of sources that have been heard.
    fn stale(&self, used: &BTreeSet<Written>, facts: &Facts) -> Vec<SpecError> {
        let heard = self.entries.iter().filter(|declined| declined.sources.is_subset(&facts.given));
        let spots = heard.flat_map(|declined| declined.spots.iter().map(move |spot| (declined, spot)));
        let stale = spots.filter(|(_, spot)| !used.contains(&spot.written));
        stale.map(|(declined, spot)| spot.is_stale(declined)).collect()
    }
}

impl Spot {
    fn is_stale(&self, declined: &Declined) -> SpecError {
        let Self { target, side, field, says, written } = self;
        let space = if field.is_empty() { "" } else { " " };
        let names: Vec<&str> = declined.sources.iter().map(|source| source.as_str()).collect();
        let reason = format!(
            "{target} {side}{space}{field}: {} no longer says {says} ({}) otherwise than the spec. Drop the place",
            names.join(", "),
            declined.kind
        );
        written.error(reason)
    }
}
