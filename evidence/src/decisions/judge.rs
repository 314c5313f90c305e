//! Which disagreements are decided, and which decisions are about nothing any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use wechatpay_spec::{Overrides, Place, SpecError};

use super::touched::Touched;
use super::{Decisions, Declined, Spot, canonical};
use crate::compare::{Danger, Disagreement};
use crate::facts::Facts;
use crate::source::Source;

/// A decision, by where it is written.
type Written = (Arc<str>, Place);

/// The disagreements of a comparison, each with what became of it.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    pub found: Vec<(Disagreement, State)>,
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
}

impl Decisions {
    /// Lays the decisions over the disagreements.
    pub fn judge(&self, found: Vec<Disagreement>, overrides: &Overrides, facts: &Facts) -> Judged {
        let touched = Touched::of(overrides);
        let mut used = BTreeSet::new();
        let mut found: Vec<(Disagreement, State)> = found
            .into_iter()
            .map(|one| {
                let state = self.state(&one, &touched, &mut used);
                let danger = if matches!(state, State::Overridden { .. }) { Danger::ON_PURPOSE } else { one.danger };
                (Disagreement { danger, ..one }, state)
            })
            .collect();
        found.sort_by_key(|(one, _)| one.danger);
        Judged { found, stale: self.stale(&used, facts) }
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
                    used.insert((Arc::clone(&spot.file), spot.place));
                    return State::Declined { at: spot.at(), reason: declined.reason.clone() };
                }
                (true, false) => {
                    used.insert((Arc::clone(&spot.file), spot.place));
                    near = Some(Near::MoreSources { at: spot.at(), more });
                }
                (false, _) if near.is_none() && !sources.is_disjoint(&declined.sources) => {
                    near = Some(Near::OtherClaim { at: spot.at(), says: spot.says.to_string() });
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

    /// Decisions that decide nothing, of sources that have been heard.
    fn stale(&self, used: &BTreeSet<Written>, facts: &Facts) -> Vec<SpecError> {
        let heard = self.entries.iter().filter(|declined| declined.sources.is_subset(&facts.given));
        let spots = heard.flat_map(|declined| declined.spots.iter().map(move |spot| (declined, spot)));
        let stale = spots.filter(|(_, spot)| !used.contains(&(Arc::clone(&spot.file), spot.place)));
        stale.map(|(declined, spot)| spot.is_stale(declined)).collect()
    }
}

impl Spot {
    fn is_stale(&self, declined: &Declined) -> SpecError {
        let Self { target, side, field, says, file, place } = self;
        let space = if field.is_empty() { "" } else { " " };
        let names: Vec<&str> = declined.sources.iter().map(|source| source.as_str()).collect();
        let reason = format!(
            "{target} {side}{space}{field}: {} no longer says {says} ({}) otherwise than the spec. Drop the place",
            names.join(", "),
            declined.kind
        );
        SpecError { file: file.to_string(), place: Some(*place), reason }
    }
}
