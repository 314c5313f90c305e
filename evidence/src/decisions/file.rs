//! `spec/evidence.toml`: what may stand in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;
use wechatpay_spec::{Place, Side, Spec, SpecError, Target};

use super::{Decisions, Declined, Sole, Spot, Written, canonical};
use crate::compare::{Mark, UNKNOWN_EVENT};
use crate::kind::Kind;
use crate::source::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    declined: Vec<Entry>,
    #[serde(default)]
    sole: Vec<SoleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: Spanned<String>,
    source: Spanned<OneOrMany>,
    reason: Spanned<String>,
    places: Vec<Spanned<PlaceFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SoleFile {
    reason: Spanned<String>,
    places: Vec<Spanned<MarkFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkFile {
    at: String,
    side: String,
    field: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    at: String,
    side: String,
    field: String,
    says: Option<toml::Value>,
}

/// A decision by what it is about.
type Key = (Kind, Target, Side, String, String);
type Seen = BTreeMap<Key, Vec<(Source, Written)>>;

impl Decisions {
    /// Reads the files below `dir`; without one nothing is declined.
    pub fn load(dir: &Path, spec: &Spec) -> Result<Self, Vec<SpecError>> {
        let failed = |file: &str, error: &std::io::Error| {
            vec![SpecError { file: file.to_owned(), place: None, reason: error.to_string() }]
        };
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(dir).map_err(|error| failed(&dir.display().to_string(), &error))? {
            let entry = entry.map_err(|error| failed(&dir.display().to_string(), &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_part = name.strip_prefix(Self::PART).and_then(|rest| rest.strip_suffix(".toml")).is_some();
            if name == Self::FILE || is_part {
                let text = fs::read_to_string(entry.path()).map_err(|error| failed(&name, &error))?;
                files.insert(name, text);
            }
        }
        Self::from_files(&files, spec)
    }

    /// Parses files given by their names; all of their errors are reported.
    pub fn from_files(files: &BTreeMap<String, String>, spec: &Spec) -> Result<Self, Vec<SpecError>> {
        let mut decisions = Self::default();
        let (mut seen, mut marks) = (BTreeMap::new(), BTreeMap::new());
        let mut errors = Vec::new();
        for (file, text) in files {
            let (name, seen, marks) = (file.as_str().into(), &mut seen, &mut marks);
            let mut reader = Reader { file: name, text, spec, seen, marks, errors: Vec::new() };
            match toml::from_str::<File>(text) {
                Ok(parsed) => {
                    let entries = parsed.declined.into_iter().filter_map(|entry| reader.declined(entry));
                    decisions.entries.extend(entries.collect::<Vec<_>>());
                    decisions.sole.extend(parsed.sole.into_iter().map(|entry| reader.sole(entry)));
                }
                Err(error) => {
                    let offset = error.span().map_or(0, |span| span.start);
                    reader.errors.push((offset, error.message().to_owned()));
                }
            }
            errors.extend(reader.errors.into_iter().map(|(offset, reason)| SpecError {
                file: file.clone(),
                place: Some(Place::of_offset(text, offset)),
                reason,
            }));
        }
        if errors.is_empty() { Ok(decisions) } else { Err(errors) }
    }
}

struct Reader<'a> {
    file: Arc<str>,
    text: &'a str,
    spec: &'a Spec,
    /// Where something was declined already, and for whom.
    seen: &'a mut Seen,
    marks: &'a mut BTreeMap<Mark, Written>,
    /// By their offset in the text.
    errors: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn declined(&mut self, entry: Entry) -> Option<Declined> {
        let Entry { kind, source, reason, places } = entry;
        let kind_at = kind.span().start;
        let kind = self.word::<Kind>(kind_at, kind.get_ref());
        let source_at = source.span().start;
        let names = match source.into_inner() {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        if names.is_empty() {
            self.errors.push((source_at, "names no source".to_owned()));
        }
        let sources: Vec<Source> = names.iter().filter_map(|name| self.word(source_at, name)).collect();
        self.check(&reason, places.is_empty());
        let kind = kind?;
        let spots = places.into_iter().filter_map(|place| self.spot(kind, &sources, place)).collect();
        Some(Declined { kind, sources: sources.into_iter().collect(), reason: reason.into_inner(), spots })
    }

    fn spot(&mut self, kind: Kind, sources: &[Source], place: Spanned<PlaceFile>) -> Option<Spot> {
        let offset = place.span().start;
        let PlaceFile { at, side, field, says } = place.into_inner();
        let (target, side) = self.side(offset, &at, &side)?;
        let says = match (says, kind) {
            (Some(says), _) => match serde_json::to_value(says) {
                Ok(says) => canonical(&says),
                Err(error) => {
                    self.errors.push((offset, format!("`says`: {error}")));
                    return None;
                }
            },
            // What the source has in place of it, is nothing.
            (None, Kind::ExtraField) => Value::from("absent"),
            (None, _) => {
                self.errors.push((offset, "has no `says`: what the source claims".to_owned()));
                return None;
            }
        };
        if says != UNKNOWN_EVENT {
            self.known(offset, &target)?;
        }
        self.once((kind, target.clone(), side, field.clone(), says.to_string()), sources, offset);
        Some(Spot { target, side, field, says, written: self.written(offset) })
    }

    fn sole(&mut self, entry: SoleFile) -> Sole {
        let SoleFile { reason, places } = entry;
        self.check(&reason, places.is_empty());
        let marks = places.into_iter().filter_map(|place| {
            let offset = place.span().start;
            let MarkFile { at, side, field } = place.into_inner();
            let (target, side) = self.side(offset, &at, &side)?;
            self.known(offset, &target)?;
            let mark = Mark { target, side, field };
            let here = self.written(offset);
            match self.marks.insert(mark.clone(), here.clone()) {
                Some(before) => self.errors.push((offset, format!("comes twice: {before} has it"))),
                None => return Some((mark, here)),
            }
            None
        });
        Sole { marks: marks.collect(), reason: reason.into_inner() }
    }

    /// What every entry has.
    fn check(&mut self, reason: &Spanned<String>, is_nowhere: bool) {
        let text = reason.get_ref().trim();
        if text.is_empty() || text.starts_with("TODO") {
            self.errors.push((reason.span().start, "states no reason".to_owned()));
        }
        if is_nowhere {
            self.errors.push((reason.span().start, "names no place".to_owned()));
        }
    }

    fn side(&mut self, offset: usize, at: &str, side: &str) -> Option<(Target, Side)> {
        let target = self.word::<Target>(offset, at)?;
        let side = self.word::<Side>(offset, side)?;
        if matches!(target, Target::Webhook(_)) != side.is_of_webhook() {
            self.errors.push((offset, format!("`{target}` has no side `{side}`")));
            return None;
        }
        Some((target, side))
    }

    /// Whether the spec has it.
    fn known(&mut self, offset: usize, target: &Target) -> Option<()> {
        if has(self.spec, target) {
            return Some(());
        }
        let near = self.spec.show(&target.to_string()).err().map(|unknown| unknown.to_string());
        self.errors.push((offset, near.unwrap_or_else(|| format!("there is no `{target}` in the spec"))));
        None
    }

    fn written(&self, offset: usize) -> Written {
        Written { file: Arc::clone(&self.file), place: Place::of_offset(self.text, offset) }
    }

    /// A claim is declined once for each source.
    fn once(&mut self, key: Key, sources: &[Source], offset: usize) {
        let here = self.written(offset);
        let known = self.seen.entry(key).or_default();
        if let Some((_, before)) = known.iter().find(|(source, _)| sources.contains(source)) {
            self.errors.push((offset, format!("comes twice: {before} declines it")));
        }
        known.extend(sources.iter().map(|source| (*source, here.clone())));
    }

    fn word<T: FromStr<Err = String>>(&mut self, offset: usize, text: &str) -> Option<T> {
        text.parse().map_err(|reason| self.errors.push((offset, reason))).ok()
    }
}

fn has(spec: &Spec, target: &Target) -> bool {
    match target {
        Target::Operation(id) => spec.operations.iter().any(|operation| operation.id == *id),
        Target::Webhook(name) => spec.webhooks.iter().any(|one| one.name == *name || one.also.contains(name)),
    }
}
