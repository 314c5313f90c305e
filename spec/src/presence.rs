//! Which fields of an answer are really there: evidence beside the documentation, whose required flags alone are not
//! enough. A field that is required on paper and missing on the wire must not cost a merchant the whole answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::error::{Place, SpecError};
use crate::file::{Object, canonical, parse_json, texts};
use crate::load::optional;
use crate::model::{Field, OperationId, Required, Response, Spec};
use crate::near;

const FILE: &str = "presence.json";

/// The fields of answers that something other than the documentation confirms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Where it comes from.
    pub source: String,
    /// The paths of the fields, `a.b.c` with lists not marked, by operation.
    pub present: Paths,
    /// The same of operations that the spec does not have yet.
    pub pending: Paths,
}

type Paths = BTreeMap<OperationId, BTreeSet<String>>;

impl Presence {
    /// Reads `presence.json` below `dir`.
    pub fn load(dir: &Path) -> Result<Self, SpecError> {
        optional(dir, FILE)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(FILE, &text))
    }

    /// Parses the canonical text, one line per operation, sorted.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let parsed: PresenceFile = parse_json(file, text)?;
        let presence = Self { source: parsed.source, present: parsed.present.0, pending: parsed.pending.0 };
        if let Some(twice) = presence.pending.keys().find(|operation| presence.present.contains_key(operation)) {
            return Err(SpecError::of_file(file, format!("`{twice}` is both in `present` and in `pending`")));
        }
        canonical(file, text, &presence.to_json())?;
        Ok(presence)
    }

    /// The canonical text.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut top = Object::lines(&mut out, 2);
        top.text("source", &self.source);
        print(top.key("present"), &self.present);
        if !self.pending.is_empty() {
            print(top.key("pending"), &self.pending);
        }
        top.close_file();
        out
    }

    /// What names nothing in a corrected spec that is there as a whole, or says nothing that its page does not.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let mut stale = Vec::new();
        for (id, paths) in &self.present {
            match answer(spec, id) {
                None => stale.push((id, None, format!("is not in the spec{}: {ABSENT}", near::operation(spec, id)))),
                Some(fields) => stale.extend(paths.iter().filter_map(|path| {
                    let why = useless(fields, path)?;
                    Some((id, Some(path), format!("`{path}` {why}")))
                })),
            }
        }
        let arrived = self.pending.keys().filter(|id| answer(spec, id).is_some());
        stale.extend(arrived.map(|id| (id, None, ARRIVED.to_owned())));
        let text = if stale.is_empty() { String::new() } else { self.to_json() };
        let error = |(id, path, why): (&OperationId, Option<&String>, String)| match place(&text, id, path) {
            Some(place) => SpecError::at(FILE, place, format!("{id}: {why}")),
            None => SpecError::of_file(FILE, format!("{id}: {why}")),
        };
        stale.into_iter().map(error).collect()
    }

    /// Without what [`check`](Self::check) finds: what is useless and `stale` is left out, and what has arrived is
    /// `present`.
    #[must_use]
    pub fn fitted(&self, spec: &Spec, stale: impl Fn(&OperationId, &str) -> bool) -> Self {
        let mut fitted = Self { source: self.source.clone(), ..Self::default() };
        for (id, paths) in self.present.iter().chain(&self.pending) {
            let waits = self.pending.contains_key(id) && answer(spec, id).is_none();
            let stays = |path: &&String| waits || helps(spec, id, path) || !stale(id, path);
            let left: BTreeSet<String> = paths.iter().filter(stays).cloned().collect();
            if !left.is_empty() {
                let list = if waits { &mut fitted.pending } else { &mut fitted.present };
                list.insert(id.clone(), left);
            }
        }
        fitted
    }

    /// Whether evidence is about a field that is in the answer, be it of use or not.
    pub fn is_about_a_field(spec: &Spec, operation: &OperationId, path: &str) -> bool {
        let absent = |fields| matches!(useless(fields, path), Some(Useless::Absent { .. }));
        answer(spec, operation).is_some_and(|fields| !absent(fields))
    }

    /// Whether the evidence confirms a field of an answer: `a.b.c`, lists not marked.
    pub fn confirms(&self, operation: &OperationId, path: &str) -> bool {
        self.present.get(operation).is_some_and(|paths| paths.contains(path))
    }

    /// Whether a caller can count on a field of an answer: the documentation says so **and** the evidence confirms it,
    /// or the field is a list. What is generated and what is compared both ask here.
    pub fn guarantees(&self, operation: &OperationId, path: &str, field: &Field) -> bool {
        field.is_certain_list() || field.required == Required::Yes && self.confirms(operation, path)
    }
}

const ABSENT: &str = "the line is to be mended, or removed, or moved to `pending` until its page is there";
const ARRIVED: &str = "is in the spec now: its line is to be moved to `present`";

/// Whether the evidence of a field says something that the documentation alone does not.
fn helps(spec: &Spec, operation: &OperationId, path: &str) -> bool {
    answer(spec, operation).is_some_and(|fields| useless(fields, path).is_none())
}

/// The fields of an operation's answer.
fn answer<'s>(spec: &'s Spec, id: &OperationId) -> Option<&'s [Field]> {
    let operation = spec.operations.iter().find(|operation| operation.id == *id)?;
    match &operation.response {
        Response::Json { fields } => Some(fields),
        Response::Empty { .. } | Response::Stream { .. } => Some(&[]),
    }
}

/// Why the evidence of a field changes nothing.
enum Useless {
    Absent { near: String },
    Optional,
    List,
}

impl fmt::Display for Useless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent { near } => write!(f, "is not in the answer{near}"),
            Self::Optional => f.write_str("is not required by the documentation, so nothing confirms it"),
            Self::List => f.write_str("is a list, which a caller can count on without evidence"),
        }
    }
}

fn useless(fields: &[Field], path: &str) -> Option<Useless> {
    let (name, below) = path.split_once('.').map_or((path, None), |(name, below)| (name, Some(below)));
    let Some(field) = fields.iter().find(|field| field.name == name) else {
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        return Some(Useless::Absent { near: near::similar(name, &names) });
    };
    match below {
        Some(below) => useless(&field.members(), below),
        None if field.required != Required::Yes => Some(Useless::Optional),
        None if field.ty.list => Some(Useless::List),
        None => None,
    }
}

/// Where a path of an operation stands in the canonical text.
fn place(text: &str, id: &OperationId, path: Option<&String>) -> Option<Place> {
    let key = format!("    \"{id}\":");
    let (index, line) = text.lines().enumerate().find(|(_, line)| line.starts_with(&key))?;
    let quoted = path.map(|path| format!("\"{path}\""));
    let column = quoted.and_then(|quoted| line.find(&quoted)).unwrap_or(4);
    Some(Place { line: index + 1, column: line[..column].chars().count() + 1 })
}

fn print(out: &mut String, operations: &Paths) {
    let mut lines = Object::lines(out, 4);
    for (operation, paths) in operations {
        texts(lines.key(&operation.to_string()), paths);
    }
    lines.close();
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresenceFile {
    source: String,
    present: Present,
    #[serde(default)]
    pending: Present,
}

#[derive(Default)]
struct Present(Paths);

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Operations;

        impl<'de> Visitor<'de> for Operations {
            type Value = Present;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of operations and their fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Present, A::Error> {
                let mut present = BTreeMap::new();
                while let Some((operation, paths)) = map.next_entry::<String, BTreeSet<String>>()? {
                    let id = operation.parse().map_err(de::Error::custom)?;
                    if present.insert(id, paths).is_some() {
                        return Err(de::Error::custom(format_args!("the operation `{operation}` comes twice")));
                    }
                }
                Ok(Present(present))
            }
        }

        deserializer.deserialize_map(Operations)
    }
}
