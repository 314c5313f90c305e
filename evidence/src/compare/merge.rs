//! The words of all speakers, laid together by place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;
use wechatpay_spec::{Corrected, Required, Side, Target};

use super::claim::is_same;
use super::view::{View, Views};
use super::{Disagreement, Word};
use crate::compare::Danger;
use crate::facts::{Claim, Facts, Flags, RequiredFact};
use crate::kind::Kind;
use crate::source::Source;

type Place = (Target, Side, String, Kind);

/// One disagreement for each thing that is said of a place; the most dangerous first.
pub(super) fn merge(words: Vec<Word>, corrected: &Corrected, facts: &Facts, views: &Views<'_>) -> Vec<Disagreement> {
    let mut sources: BTreeMap<Place, BTreeSet<Source>> = BTreeMap::new();
    let mut found: Vec<Disagreement> = Vec::new();
    let mut known: HashMap<(Target, Side, String, Kind, String), usize> = HashMap::new();
    for word in words {
        let place = (word.target.clone(), word.side, word.field.clone(), word.kind);
        sources.entry(place).or_default().extend(word.speakers.iter().map(|speaker| speaker.source));
        // That a field is there, or is not, sources say together, however they describe it.
        let is_one = matches!(word.kind, Kind::MissingField | Kind::ExtraField);
        let says = if is_one { String::new() } else { word.says.to_string() };
        let key = (word.target.clone(), word.side, word.field.clone(), word.kind, says);
        if let Some(&index) = known.get(&key) {
            found[index].join(word);
        } else {
            known.insert(key, found.len());
            found.push(Disagreement::of(word));
        }
    }
    let claims = by_place(&facts.claims);
    for one in &mut found {
        let place = (one.target.clone(), one.side, one.field.clone(), one.kind);
        one.independent = sources[&place].len();
        let own = one.sources();
        let others = claims.get(&(&one.target, one.side)).into_iter().flatten();
        let others = others.filter(|claim| !own.contains(&claim.speakers[0].source));
        let view = View::of(views.subject(&one.target).map(|subject| subject.side(one.side)).unwrap_or_default());
        let agreeing = others.filter(|claim| agrees(claim, one, &view)).map(|claim| claim.speakers[0].source);
        one.as_spec = agreeing.collect();
        one.client_requires = insists(corrected, one, &view);
        one.danger = Danger::of(one);
    }
    found.sort_by(|a, b| a.rank().cmp(&b.rank()));
    found
}

/// What is described of operations, by side.
fn by_place(claims: &[Claim]) -> HashMap<(&Target, Side), Vec<&Claim>> {
    let mut places: HashMap<(&Target, Side), Vec<&Claim>> = HashMap::new();
    for claim in claims.iter().filter(|claim| matches!(claim.target, Target::Operation(_))) {
        places.entry((&claim.target, claim.side)).or_default().push(claim);
    }
    places
}

/// Whether a source reads it as the spec does.
fn agrees(claim: &Claim, one: &Disagreement, view: &View<'_>) -> bool {
    let fact = claim.fields.get(&one.field);
    if one.kind == Kind::MissingField {
        // Only who knows what stands beside it says something by not naming it.
        let parent = |path: &str| path.rsplit_once('.').map(|(parent, _)| parent.to_owned());
        let above = parent(&one.field);
        return fact.is_none() && claim.fields.0.iter().any(|(path, _)| parent(path) == above);
    }
    let Some((fact, entry)) = fact.zip(view.get(&one.field)) else { return false };
    let spec = entry.field;
    match one.kind {
        Kind::MissingField => false,
        Kind::ExtraField => true,
        Kind::Type => fact.wire_kind().is_some_and(|kind| is_same(spec.ty.kind, kind)),
        Kind::List => fact.list == spec.ty.list,
        Kind::Enum => {
            let theirs: BTreeSet<&str> = fact.values.iter().map(String::as_str).collect();
            !theirs.is_empty() && theirs == entry.values.iter().copied().collect()
        }
        Kind::Encrypted => {
            claim.speakers[0].source == Source::Openapi && fact.is_encrypted() == spec.encrypted.is_some()
        }
        Kind::Required => {
            let says = match (claim.flags, fact.required) {
                (_, Some(RequiredFact::Yes)) => Some(true),
                (Flags::Stated, _) | (_, Some(RequiredFact::No)) => Some(false),
                _ => None,
            };
            says == Some(spec.required == Required::Yes)
        }
    }
}

/// Whether the client refuses an answer without the field.
fn insists(corrected: &Corrected, one: &Disagreement, view: &View<'_>) -> bool {
    let (Target::Operation(id), Kind::Required, Side::Response) = (&one.target, one.kind, one.side) else {
        return false;
    };
    view.get(&one.field)
        .is_some_and(|entry| !entry.field.ty.list && corrected.presence.guarantees(id, &one.field, entry.field))
}

impl Disagreement {
    fn of(word: Word) -> Self {
        let Word { target, side, field, kind, spec, says, speakers, origin } = word;
        Self {
            target,
            side,
            field,
            kind,
            spec,
            says,
            speakers,
            independent: 0,
            as_spec: BTreeSet::new(),
            client_requires: false,
            danger: Danger::default(),
            origin,
        }
    }

    fn join(&mut self, word: Word) {
        for speaker in word.speakers {
            if !self.speakers.contains(&speaker) {
                self.speakers.push(speaker);
            }
        }
    }

    /// The most dangerous first, and of these what most sources say.
    fn rank(&self) -> impl Ord + '_ {
        let sources = std::cmp::Reverse(self.independent);
        (self.danger, sources, &self.target, self.side, &self.field, self.kind, Value::to_string(&self.says))
    }
}
