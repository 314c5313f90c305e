//! Marks of encryption that nobody but the page confirms.

use std::collections::HashSet;

use serde_json::Value;
use wechatpay_spec::{Content, Side, Target};

use super::ciphertext::looks_encrypted;
use super::view::{Entry, View, Views};
use crate::facts::{Facts, Sample};

/// A field that the spec marks as encrypted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    pub target: Target,
    pub side: Side,
    pub field: String,
}

/// The marks of a spec for which no source has one, and no example a cipher text.
pub(super) fn unconfirmed(views: &Views<'_>, facts: &Facts) -> Vec<Mark> {
    let confirmed = confirmed(views, facts);
    let mut marks = Vec::new();
    for (target, subject) in views.pages() {
        for side in Side::ALL {
            let view = View::of(subject.side(side));
            let marked = view.entries.iter().filter(|entry| entry.field.encrypted.is_some());
            let all = marked.map(|entry| Mark { target: target.clone(), side, field: entry.path.clone() });
            marks.extend(all.filter(|mark| !confirmed.contains(mark)));
        }
    }
    marks.sort();
    marks
}

fn confirmed(views: &Views<'_>, facts: &Facts) -> HashSet<Mark> {
    let mut confirmed = HashSet::new();
    for claim in &facts.claims {
        let encrypted = claim.fields.0.iter().filter(|(_, fact)| fact.is_encrypted());
        confirmed.extend(encrypted.map(|(path, _)| Mark {
            target: claim.target.clone(),
            side: claim.side,
            field: path.clone(),
        }));
    }
    for sample in &facts.samples {
        let Some(subject) = views.subject(&sample.target) else { continue };
        let side = super::sample::side(subject, sample.side);
        let view = View::of(subject.side(side));
        shown(sample, side, &view, None, &sample.json, &mut confirmed);
    }
    confirmed
}

/// The cipher texts of an example.
fn shown(
    sample: &Sample,
    side: Side,
    view: &View<'_>,
    entry: Option<&Entry<'_>>,
    json: &Value,
    confirmed: &mut HashSet<Mark>,
) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| shown(sample, side, view, entry, item, confirmed)),
        Value::Object(members) => {
            for (name, value) in members {
                let path = entry.map_or_else(|| name.clone(), |entry| format!("{}.{name}", entry.path));
                if let Some(below) = view.get(&path) {
                    shown(sample, side, view, Some(below), value, confirmed);
                }
            }
        }
        Value::String(text) => {
            let Some(entry) = entry else { return };
            if matches!(entry.field.content, Content::EncodedJson(_)) {
                if let Ok(json) = serde_json::from_str::<Value>(text)
                    && !json.is_string()
                {
                    shown(sample, side, view, Some(entry), &json, confirmed);
                }
            } else if looks_encrypted(text) {
                confirmed.insert(Mark { target: sample.target.clone(), side, field: entry.path.clone() });
            }
        }
        _ => {}
    }
}
