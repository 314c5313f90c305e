//! Notifications as typed classes describe them.

use std::collections::BTreeSet;

use serde::Deserialize;
use wechatpay_spec::{Side, Target};

use super::field::{Fields, Ignored};
use super::line::Parsed;
use super::{Aside, Claim, Event, Flags};
use crate::source::{Origin, Source, Speaker};

/// The classes of an event type, and the fields of all of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
pub(super) struct ClassesLine {
    webhook: String,
    sources: Vec<ClassFile>,
    fields: Fields,
    #[serde(default)]
    in_spec: Ignored,
    #[serde(default)]
    only_in_spec: Ignored,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
struct ClassFile {
    lang: String,
    class: String,
    form: String,
    #[serde(default)]
    file: Ignored,
}

/// The envelope of every notification.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
pub(super) struct EnvelopeLine {
    fields: Fields,
    #[serde(default)]
    webhook: Ignored,
    #[serde(default)]
    what: Ignored,
    #[serde(default)]
    source: Ignored,
    #[serde(default)]
    headers: Ignored,
}

/// Which form of a notification has which field: said by the other lines, and summed up here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys that may stand there, and say nothing that is compared")]
pub(super) struct DigestLine {
    webhook: String,
    #[serde(default)]
    union_of_forms: Ignored,
    #[serde(default)]
    fields: Ignored,
    #[serde(default)]
    only_in_spec: Ignored,
}

pub(super) fn of_webhook(line: ClassesLine, origin: &Origin) -> Result<Parsed, String> {
    let speakers = line.sources.into_iter().map(ClassFile::speaker).collect::<Result<Vec<_>, _>>()?;
    if speakers.is_empty() {
        return Err("`sources` names no class".to_owned());
    }
    let beyond = |index: &usize| *index >= speakers.len();
    for (path, fact) in &line.fields.0 {
        if let Some(index) = fact.within.iter().flatten().find(|index| beyond(index)) {
            return Err(format!("`{path}` is in {index}, and `sources` has {} (counted from 0)", speakers.len()));
        }
    }
    let claim = Claim {
        target: Target::Webhook(line.webhook),
        side: Side::Resource,
        speakers,
        fields: line.fields,
        flags: Flags::Nullable,
        elsewhere: BTreeSet::new(),
        is_mixed: false,
        origin: origin.clone(),
    };
    Ok(Parsed { claims: vec![claim], ..Parsed::default() })
}

pub(super) fn envelope(line: &EnvelopeLine, origin: &Origin) -> Result<Parsed, String> {
    let events = events(&line.fields, &Speaker::of(Source::Openapi), origin);
    if events.is_empty() {
        return Err(format!("an envelope lists the events, as the `enum` of `{}`", Event::FIELD));
    }
    Ok(Parsed { events, ..Parsed::default() })
}

pub(super) fn digest(line: DigestLine, origin: &Origin) -> Parsed {
    let aside = Aside { what: line.webhook, why: "sums up other lines", origin: origin.clone() };
    Parsed { aside: vec![aside], ..Parsed::default() }
}

/// The event types that an envelope lists.
pub(super) fn events(envelope: &Fields, speaker: &Speaker, origin: &Origin) -> Vec<Event> {
    let listed = envelope.get(Event::FIELD).map(|fact| fact.values.clone()).unwrap_or_default();
    let event = |name| Event { name, speaker: speaker.clone(), origin: origin.clone() };
    listed.into_iter().map(event).collect()
}

impl ClassFile {
    fn speaker(self) -> Result<Speaker, String> {
        let source = match self.lang.as_str() {
            "csharp" => Source::Csharp,
            "go" => Source::Go,
            "java" => Source::Java,
            other => return Err(format!("`{other}` is not a language: `csharp`, `go` or `java`")),
        };
        Ok(Speaker { source, name: Some(self.class), form: Some(self.form) })
    }
}
