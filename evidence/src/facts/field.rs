//! A field as a fact file describes it.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use wechatpay_spec::Kind;

/// The fields of a side by their paths, in the order of the file: names with a dot between them, lists not marked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub Vec<(String, FieldFact)>);

/// What is said of one field. What is left out is not known.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldFact {
    #[serde(default, rename = "type", deserialize_with = "kind")]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub list: bool,
    pub required: Option<RequiredFact>,
    #[serde(default, rename = "enum", deserialize_with = "values")]
    pub values: Vec<String>,
    pub format: Option<String>,
    /// The value is to be encrypted.
    pub encrypted: Option<bool>,
    pub encoded: Option<String>,
    /// What the JSON in the string is.
    pub holds: Option<String>,
    /// The child that the documentation writes for the list that a JSON text is itself.
    pub pseudo_child: Option<String>,
    /// A class may leave it out.
    #[serde(default)]
    pub optional: bool,
    /// Which of the classes have it; all of them where left out.
    #[serde(rename = "in")]
    pub within: Option<Vec<usize>>,
    /// The type on the wire, where a converter writes another one.
    #[serde(default, deserialize_with = "kind")]
    pub wire: Option<Kind>,
    /// The name of the type, or the names: nothing to compare with.
    #[serde(default, deserialize_with = "names")]
    pub schema: Vec<String>,
    #[serde(default)]
    in_files: Ignored,
    #[serde(default)]
    only_in_flow: Ignored,
    #[serde(default)]
    also: Ignored,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredFact {
    Yes,
    No,
    /// It depends on other fields.
    Conditional,
}

/// A key that may stand there, and says nothing that is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ignored;

impl FieldFact {
    /// The type on the wire.
    pub fn wire_kind(&self) -> Option<Kind> {
        self.wire.or(self.kind)
    }

    /// Whether the value is encrypted, where that is said.
    pub fn is_encrypted(&self) -> bool {
        self.encrypted == Some(true) || self.format.as_deref() == Some("encrypted")
    }

    /// As the spec writes it: `object[]`.
    pub fn shape(&self) -> Option<String> {
        self.wire_kind().map(|kind| format!("{}{}", kind.as_str(), if self.list { "[]" } else { "" }))
    }
}

impl Fields {
    pub fn get(&self, path: &str) -> Option<&FieldFact> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, fact)| fact)
    }

    /// The paths below a field, as they go on from it.
    pub fn below<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(move |(known, _)| known.strip_prefix(path)?.strip_prefix('.'))
    }
}

fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Kind>, D::Error> {
    let text = String::deserialize(from)?;
    let known = Kind::ALL.into_iter().find(|kind| kind.as_str() == text);
    known.map(Some).ok_or_else(|| {
        let names = Kind::ALL.map(|kind| format!("`{}`", kind.as_str())).join(", ");
        D::Error::custom(format!("`{text}` is not a type: it is one of {names}, and `list` is a key of its own"))
    })
}

/// One name, or several.
fn names<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Names {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Names::deserialize(from)? {
        Names::One(name) => vec![name],
        Names::Several(names) => names,
    })
}

/// Values as strings, also those of numbers.
fn values<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scalar {
        Text(String),
        Number(serde_json::Number),
        Boolean(bool),
    }
    let values = Vec::<Scalar>::deserialize(from)?;
    let text = |value| match value {
        Scalar::Text(text) => text,
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(value) => value.to_string(),
    };
    Ok(values.into_iter().map(text).collect())
}

impl<'de> Deserialize<'de> for RequiredFact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Words;
        impl Visitor<'_> for Words {
            type Value = RequiredFact;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false` or `\"conditional\"`")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<RequiredFact, E> {
                Ok(if value { RequiredFact::Yes } else { RequiredFact::No })
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<RequiredFact, E> {
                if text == "conditional" {
                    Ok(RequiredFact::Conditional)
                } else {
                    Err(E::custom(format!("`{text}` is not `true`, `false` or `conditional`")))
                }
            }
        }
        from.deserialize_any(Words)
    }
}

impl<'de> Deserialize<'de> for Ignored {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object: what is known of each field by its path")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
                let mut fields = Vec::new();
                let mut seen = BTreeSet::new();
                while let Some((path, fact)) = map.next_entry::<String, FieldFact>()? {
                    if path.split('.').any(str::is_empty) {
                        return Err(M::Error::custom(format!("`{path}` is not a path: names with a `.` between them")));
                    }
                    if !seen.insert(path.clone()) {
                        return Err(M::Error::custom(format!("the field `{path}` comes twice")));
                    }
                    fields.push((path, fact));
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(Members)
    }
}
