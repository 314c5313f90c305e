//! `pairs.toml`: what may stand in it, checked before the spec is seen.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::file::Word;
use crate::load::optional;
use crate::model::{OperationId, Type};
use crate::text::is_wire_name;

/// What `pairs.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    pub pairs: Vec<Pair>,
}

/// Notifications, and the operations that answer with the same object.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub webhooks: Vec<(String, Place)>,
    pub operations: Vec<(OperationId, Place)>,
    /// The member of the answer that is the object, where the answer is not the object itself.
    pub at: Option<String>,
    pub exceptions: Vec<Exception>,
}

/// A field that the two need not have alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Its path in the notification, or in the object of the answer where the notification lacks it.
    pub field: String,
    pub excuse: Excuse,
    pub reason: String,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excuse {
    Lacks(Lacking),
    /// The name that the answer has for it.
    Named(String),
    /// The types of the notification and of the answer.
    Types([Type; 2]),
    /// Values that only one of the two lists.
    Values(Vec<String>),
}

/// Who does not have a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lacking {
    Webhook,
    Operation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    pair: Vec<PairFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairFile {
    webhooks: Spanned<Vec<Spanned<String>>>,
    operations: Spanned<Vec<Spanned<Word<OperationId>>>>,
    at: Option<String>,
    #[serde(default)]
    except: Vec<Spanned<ExceptionFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionFile {
    field: String,
    lacks: Option<Lacking>,
    #[serde(rename = "as")]
    named: Option<String>,
    #[serde(rename = "type")]
    types: Option<[Word<Type>; 2]>,
    #[serde(rename = "enum")]
    values: Option<Vec<String>>,
    reason: String,
}

impl Pairs {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "pairs.toml";

    /// Reads `pairs.toml` below `dir`, where there is one.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let text = optional(dir, Self::FILE).map_err(|error| vec![error])?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    /// Parses the file; all of its errors are reported.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
        let mut reader = Reader { text, seen: BTreeSet::new(), errors: Vec::new() };
        let pairs = parsed.pair.into_iter().map(|pair| reader.pair(pair)).collect();
        let errors = reader.errors.into_iter().map(|(place, reason)| SpecError::at(file, place, reason));
        let errors: Vec<SpecError> = errors.collect();
        if errors.is_empty() { Ok(Self { pairs }) } else { Err(errors) }
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Which notification has been laid beside which operation.
    seen: BTreeSet<(String, OperationId)>,
    errors: Vec<(Place, String)>,
}

impl Reader<'_> {
    fn pair(&mut self, pair: PairFile) -> Pair {
        for (key, span, is_empty) in [
            ("webhooks", pair.webhooks.span(), pair.webhooks.get_ref().is_empty()),
            ("operations", pair.operations.span(), pair.operations.get_ref().is_empty()),
        ] {
            if is_empty {
                self.fail(self.place(span.start), format!("`{key}` names none"));
            }
        }
        let webhooks = self.each(pair.webhooks.into_inner(), |name| name);
        let operations = self.each(pair.operations.into_inner(), |Word(id)| id);
        for (webhook, place) in &webhooks {
            for (id, _) in &operations {
                if !self.seen.insert((webhook.clone(), id.clone())) {
                    self.fail(*place, format!("`{webhook}` is laid beside `{id}` twice"));
                }
            }
        }
        let mut exceptions: Vec<Exception> = Vec::new();
        for exception in pair.except {
            let place = self.place(exception.span().start);
            match exception.into_inner().into_exception(place) {
                Ok(new) if exceptions.iter().any(|known| known.is_of_the_kind_of(&new)) => {
                    self.fail(place, format!("`{}` is excepted twice", new.field));
                }
                Ok(new) => exceptions.push(new),
                Err(reason) => self.fail(place, reason),
            }
        }
        Pair { webhooks, operations, at: pair.at, exceptions }
    }

    fn each<T, U>(&self, list: Vec<Spanned<T>>, inner: impl Fn(T) -> U) -> Vec<(U, Place)> {
        let placed = |item: Spanned<T>| {
            let place = self.place(item.span().start);
            (inner(item.into_inner()), place)
        };
        list.into_iter().map(placed).collect()
    }

    fn place(&self, offset: usize) -> Place {
        Place::of_offset(self.text, offset)
    }

    fn fail(&mut self, place: Place, reason: String) {
        self.errors.push((place, reason));
    }
}

impl ExceptionFile {
    fn into_exception(self, place: Place) -> Result<Exception, String> {
        let Self { field, reason, .. } = self;
        if field.split('.').any(|name| !is_wire_name(name)) {
            return Err(format!("`{field}` is no path: it is made of names with a `.` between them"));
        }
        if reason.trim().is_empty() {
            return Err(format!("`{field}` is excepted without a reason"));
        }
        let excuse = match (self.lacks, self.named, self.types, self.values) {
            (Some(side), None, None, None) => Excuse::Lacks(side),
            (None, Some(name), None, None) if !is_wire_name(&name) => {
                return Err(format!("`{name}` is not the name of a field"));
            }
            (None, Some(name), None, None) => Excuse::Named(name),
            (None, None, Some([webhook, operation]), None) => Excuse::Types([webhook.0, operation.0]),
            (None, None, None, Some(values)) => Excuse::Values(distinct(values)?),
            _ => return Err("an exception has exactly one of `lacks`, `as`, `type` and `enum`".to_owned()),
        };
        Ok(Exception { field, excuse, reason, place })
    }
}

fn distinct(values: Vec<String>) -> Result<Vec<String>, String> {
    let mut seen = BTreeSet::new();
    match values.iter().find(|value| !seen.insert(*value)) {
        Some(twice) => Err(format!("the value `{twice}` is excepted twice")),
        None if values.is_empty() => Err("`enum` names no value".to_owned()),
        None => Ok(values),
    }
}

impl Exception {
    /// Whether the two excuse the same thing.
    fn is_of_the_kind_of(&self, other: &Self) -> bool {
        self.excuse == other.excuse && self.field == other.field
    }
}
