//! Where the corrected spec and the facts disagree.

mod ciphertext;
mod claim;
mod danger;
mod mark;
mod merge;
mod sample;
mod view;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wechatpay_spec::{Corrected, Operation, Side, Target, Webhook};

pub use danger::Danger;
pub use mark::Mark;

use crate::facts::{Aside, Event, Facts};
use crate::kind::Kind;
use crate::source::{Origin, Source, Speaker};
use view::Views;

/// What is said of an event type that no notification of the spec has.
pub const UNKNOWN_EVENT: &str = "event type unknown to the spec";

/// The disagreements of a spec with some facts.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The most dangerous first.
    pub disagreements: Vec<Disagreement>,
    /// Marks of encryption that no source confirms.
    pub unconfirmed: Vec<Mark>,
    /// Facts about operations and notifications that the spec does not have.
    pub in_no_page: Vec<Absent>,
    /// Lines that are not compared.
    pub aside: Vec<Aside>,
}

/// One place of the spec, and what sources say otherwise of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    pub target: Target,
    pub side: Side,
    /// The path of the field; empty for the side itself.
    pub field: String,
    pub kind: Kind,
    /// What the spec says; `null` where it says nothing.
    pub spec: Value,
    /// What the sources say.
    pub says: Value,
    /// Who says so.
    pub speakers: Vec<Speaker>,
    /// How many independent sources say something else of this than the spec.
    pub independent: usize,
    /// Who reads it as the spec does.
    pub as_spec: BTreeSet<Source>,
    /// An answer without it is an error of the client.
    pub client_requires: bool,
    pub danger: Danger,
    /// Where the first of the speakers says so.
    pub origin: Origin,
}

/// What a source describes and no page does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absent {
    pub target: Target,
    pub source: Source,
    pub origin: Origin,
}

/// One speaker's word against the spec, before those of all are laid together.
#[derive(Clone, Debug)]
struct Word {
    target: Target,
    side: Side,
    field: String,
    kind: Kind,
    spec: Value,
    says: Value,
    speakers: Vec<Speaker>,
    origin: Origin,
}

/// An operation or a notification of the spec.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Operation(&'a Operation),
    Webhook(&'a Webhook),
}

/// Holds a spec against facts.
pub fn compare(corrected: &Corrected, facts: &Facts) -> Comparison {
    let views = Views::of(&corrected.spec);
    let mut words = Vec::new();
    let mut absent = BTreeSet::new();
    for claim in &facts.claims {
        match views.subject(&claim.target) {
            Some(subject) => claim::compare(claim, subject, &mut words),
            None => drop(absent.insert(Absent::of(&claim.target, &claim.speakers[0], &claim.origin))),
        }
    }
    for sample in &facts.samples {
        match views.subject(&sample.target) {
            Some(subject) => sample::compare(sample, subject, facts, &mut words),
            None => drop(absent.insert(Absent::of(&sample.target, &sample.speaker, &sample.origin))),
        }
    }
    words.extend(facts.events.iter().filter(|event| !views.has_event(&event.name)).map(unknown));
    // Several lines about one thing that no page has are told once.
    let mut in_no_page: Vec<Absent> = absent.into_iter().collect();
    in_no_page.dedup_by(|a, b| (&a.target, a.source) == (&b.target, b.source));
    let disagreements = merge::merge(words, corrected, facts, &views);
    Comparison { disagreements, unconfirmed: mark::unconfirmed(&views, facts), in_no_page, aside: facts.aside.clone() }
}

fn unknown(event: &Event) -> Word {
    Word {
        target: Target::Webhook(event.name.clone()),
        side: Side::Resource,
        field: Event::FIELD.to_owned(),
        kind: Kind::MissingField,
        spec: Value::Null,
        says: json!(UNKNOWN_EVENT),
        speakers: vec![event.speaker.clone()],
        origin: event.origin.clone(),
    }
}

impl Absent {
    fn of(target: &Target, speaker: &Speaker, origin: &Origin) -> Self {
        Self { target: target.clone(), source: speaker.source, origin: origin.clone() }
    }
}

impl Disagreement {
    /// The sources that say so.
    pub fn sources(&self) -> BTreeSet<Source> {
        self.speakers.iter().map(|speaker| speaker.source).collect()
    }
}
