//! Which fields of an answer are really there: evidence beside the documentation, whose required flags alone are not
//! enough. A field that is required on paper and missing on the wire must not cost a merchant the whole answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::error::SpecError;
use crate::file::{Object, canonical, parse_json, texts};
use crate::model::{Field, OperationId, Required};

const FILE: &str = "presence.json";

/// The fields of answers that something other than the documentation confirms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Where it comes from.
    pub source: String,
    /// The paths of the fields, `a.b.c` with lists not marked, by operation.
    pub present: BTreeMap<OperationId, BTreeSet<String>>,
}

impl Presence {
    /// Reads `presence.json` below `dir`.
    pub fn load(dir: &Path) -> Result<Self, SpecError> {
        match fs::read_to_string(dir.join(FILE)) {
            Ok(text) => Self::parse(FILE, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(SpecError::of_file(FILE, error.to_string())),
        }
    }

    /// Parses the canonical text, one line per operation, sorted.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let parsed: PresenceFile = parse_json(file, text)?;
        let presence = Self { source: parsed.source, present: parsed.present.0 };
        canonical(file, text, &presence.to_json())?;
        Ok(presence)
    }

    /// The canonical text.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut top = Object::lines(&mut out, 2);
        top.text("source", &self.source);
        let mut present = Object::lines(top.key("present"), 4);
        for (operation, paths) in &self.present {
            texts(present.key(&operation.to_string()), paths);
        }
        present.close();
        top.close_file();
        out
    }

    /// Whether the evidence confirms a field of an answer: `a.b.c`, lists not marked.
    pub fn confirms(&self, operation: &OperationId, path: &str) -> bool {
        self.present.get(operation).is_some_and(|paths| paths.contains(path))
    }

    /// Whether a caller can count on a field of an answer: the documentation says so **and** the evidence confirms it.
    /// What is generated and what is compared both ask here.
    pub fn guarantees(&self, operation: &OperationId, path: &str, field: &Field) -> bool {
        field.required == Required::Yes && self.confirms(operation, path)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresenceFile {
    source: String,
    present: Present,
}

struct Present(BTreeMap<OperationId, BTreeSet<String>>);

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
