//! The shape of the files: what stands under which key, as strict as the types can say it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::choice::Choice;
use crate::format::Format;
use crate::model::{
    Base, Body, Content, Encrypted, Field, Media, Moved, OperationId, Query, Request, Required, Response, Type, Variant,
};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperationFile {
    pub(super) operation: Word<OperationId>,
    pub(super) title: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) docs: Vec<String>,
    #[serde(default)]
    pub(super) status: StatusFile,
    pub(super) superseded_by: Option<String>,
    pub(super) base: Option<BaseFile>,
    pub(super) request: RequestFile,
    pub(super) response: ResponseFile,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookFile {
    pub(super) webhook: String,
    #[serde(default)]
    pub(super) also: Vec<String>,
    pub(super) title: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) docs: Vec<String>,
    #[serde(default)]
    pub(super) original_type: Vec<String>,
    pub(super) resource: PartFile,
    pub(super) answer: Option<PartFile>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MovedFile {
    moved: String,
    to: String,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum StatusFile {
    #[default]
    #[serde(skip)]
    Current,
    Deprecated,
    Superseded,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BaseFile {
    url: String,
    required: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartFile {
    pub(super) fields: Vec<FieldFile>,
}

pub(super) struct RequestFile(pub(super) Request);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestKeys {
    path: Vec<FieldFile>,
    query: QueryFile,
    headers: Vec<FieldFile>,
    json: Option<JsonFile>,
    multipart: Option<Vec<FieldFile>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonFile {
    #[serde(default)]
    required: RequiredFile<false>,
    fields: Vec<FieldFile>,
}

/// A list of fields, or an object where the whole part is optional.
struct QueryFile(Query);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryKeys {
    required: bool,
    fields: Vec<FieldFile>,
}

pub(super) struct ResponseFile(pub(super) Response);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseKeys {
    kind: ResponseKind,
    fields: Option<Vec<FieldFile>>,
    http: Option<u16>,
    media: Option<Word<Media>>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum ResponseKind {
    Json,
    Empty,
    Stream,
}

pub(crate) struct FieldFile(Field);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldKeys {
    name: String,
    #[serde(rename = "type")]
    ty: Word<Type>,
    #[serde(default)]
    required: RequiredFile<false>,
    one_of: Option<Choice>,
    #[serde(default)]
    label: String,
    format: Option<Word<Format>>,
    #[serde(default, rename = "enum")]
    values: Vec<String>,
    encrypted: Option<Word<Encrypted>>,
    encoded: Option<Encoding>,
    fields: Option<Vec<FieldFile>>,
    #[serde(default, deserialize_with = "present")]
    example: Option<Value>,
    variants: Option<Vec<VariantFile>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantFile {
    #[serde(default)]
    label: String,
    fields: Vec<FieldFile>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Encoding {
    Json,
}

/// `true` or `"unknown"`; a file of the spec leaves it out where it is `false`, and a correction (`FALSE`) says so.
#[derive(Default)]
pub(crate) struct RequiredFile<const FALSE: bool>(pub(crate) Required);

/// A string that is one of a type's spellings.
pub(crate) struct Word<T>(pub(crate) T);

impl TryFrom<RequestKeys> for RequestFile {
    type Error = &'static str;

    fn try_from(keys: RequestKeys) -> Result<Self, Self::Error> {
        let body = match (keys.json, keys.multipart) {
            (None, None) => Body::None,
            (Some(json), None) => Body::Json { required: json.required.0, fields: fields(json.fields) },
            (None, Some(parts)) => Body::Multipart { parts: fields(parts) },
            (Some(_), Some(_)) => return Err("a request has `json` or `multipart`, not both"),
        };
        Ok(Self(Request { path: fields(keys.path), query: keys.query.0, headers: fields(keys.headers), body }))
    }
}

impl TryFrom<ResponseKeys> for ResponseFile {
    type Error = &'static str;

    fn try_from(keys: ResponseKeys) -> Result<Self, Self::Error> {
        match (keys.kind, keys.fields, keys.http, keys.media) {
            (ResponseKind::Json, Some(members), None, None) => Ok(Self(Response::Json { fields: fields(members) })),
            (ResponseKind::Empty, None, Some(http @ (202 | 204)), None) => Ok(Self(Response::Empty { http })),
            (ResponseKind::Stream, None, None, Some(media)) => Ok(Self(Response::Stream { media: media.0 })),
            (ResponseKind::Json, ..) => Err("a response of the kind `json` has `fields` and nothing else"),
            (ResponseKind::Empty, ..) => Err("a response of the kind `empty` has `http`, 202 or 204, and nothing else"),
            (ResponseKind::Stream, ..) => Err("a response of the kind `stream` has `media` and nothing else"),
        }
    }
}

impl TryFrom<FieldKeys> for FieldFile {
    type Error = String;

    fn try_from(keys: FieldKeys) -> Result<Self, String> {
        let wrong = |reason: &str| Err(format!("the field `{}` {reason}", keys.name));
        if keys.one_of.is_some() && keys.required.0 != Required::No {
            return wrong("is required, and one of several");
        }
        let content = match (keys.encoded, keys.fields, keys.variants) {
            (None, None, None) => Content::Leaf,
            (None, Some(members), None) => Content::Fields(fields(members)),
            (Some(Encoding::Json), members, None) => Content::EncodedJson(fields(members.unwrap_or_default())),
            (None, None, Some(alternatives)) if alternatives.len() > 1 => {
                Content::Variants(alternatives.into_iter().map(Into::into).collect())
            }
            (None, None, Some(_)) => return wrong("has fewer than two `variants`"),
            (Some(_), _, Some(_)) => return wrong("has `encoded` and `variants`"),
            (None, Some(_), Some(_)) => return wrong("has `fields` and `variants`"),
        };
        Ok(Self(Field {
            name: keys.name,
            ty: keys.ty.0,
            required: keys.required.0,
            one_of: keys.one_of,
            label: keys.label,
            format: keys.format.map(|word| word.0),
            values: keys.values,
            encrypted: keys.encrypted.map(|word| word.0),
            content,
            example: keys.example,
        }))
    }
}

/// `null` is a value of an example, and not its absence.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

pub(crate) fn fields(files: Vec<FieldFile>) -> Vec<Field> {
    files.into_iter().map(|file| file.0).collect()
}

impl From<BaseFile> for Base {
    fn from(file: BaseFile) -> Self {
        Self { url: file.url, required: file.required }
    }
}

impl From<VariantFile> for Variant {
    fn from(file: VariantFile) -> Self {
        Self { label: file.label, fields: fields(file.fields) }
    }
}

impl From<MovedFile> for Moved {
    fn from(file: MovedFile) -> Self {
        Self { from: file.moved, to: file.to }
    }
}

impl<'de> Deserialize<'de> for RequestFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked::<RequestKeys, Self, D>(deserializer)
    }
}

impl<'de> Deserialize<'de> for ResponseFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked::<ResponseKeys, Self, D>(deserializer)
    }
}

impl<'de> Deserialize<'de> for FieldFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked::<FieldKeys, Self, D>(deserializer)
    }
}

/// An object whose keys must also go together: checked inside of the parser, so that an error has the object's place.
fn checked<'de, K, T, D>(deserializer: D) -> Result<T, D::Error>
where
    K: Deserialize<'de>,
    T: TryFrom<K, Error: fmt::Display>,
    D: Deserializer<'de>,
{
    struct Keys<K, T>(PhantomData<(K, T)>);

    impl<'de, K: Deserialize<'de>, T: TryFrom<K, Error: fmt::Display>> Visitor<'de> for Keys<K, T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            K::deserialize(MapAccessDeserializer::new(map))?.try_into().map_err(de::Error::custom)
        }
    }

    deserializer.deserialize_map(Keys::<K, T>(PhantomData))
}

impl<'de> Deserialize<'de> for QueryFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Part;

        impl<'de> Visitor<'de> for Part {
            type Value = QueryFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of fields, or an object with `required` and `fields`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<QueryFile, A::Error> {
                let members = Vec::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(QueryFile(Query { required: true, fields: fields(members) }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<QueryFile, A::Error> {
                let keys = QueryKeys::deserialize(MapAccessDeserializer::new(map))?;
                Ok(QueryFile(Query { required: keys.required, fields: fields(keys.fields) }))
            }
        }

        deserializer.deserialize_any(Part)
    }
}

impl<'de, const FALSE: bool> Deserialize<'de> for RequiredFile<FALSE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Flag<const FALSE: bool>;

        impl<const FALSE: bool> Visitor<'_> for Flag<FALSE> {
            type Value = RequiredFile<FALSE>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let stated = "`true`, `false` or \"unknown\"";
                let left_out = "`true` or \"unknown\" (a field that is not required has no `required`)";
                f.write_str(if FALSE { stated } else { left_out })
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Self::Value, E> {
                match flag {
                    true => Ok(RequiredFile(Required::Yes)),
                    false if FALSE => Ok(RequiredFile(Required::No)),
                    false => Err(E::invalid_value(de::Unexpected::Bool(flag), &self)),
                }
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                match text {
                    "unknown" => Ok(RequiredFile(Required::Unknown)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }
        }

        deserializer.deserialize_any(Flag)
    }
}

impl<'de, T: FromStr<Err = String>> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spelling<T>(PhantomData<T>);

        impl<T: FromStr<Err = String>> Visitor<'_> for Spelling<T> {
            type Value = Word<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            // Here, and not behind the parser, so that an error has its place.
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Word<T>, E> {
                text.parse().map(Word).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Spelling(PhantomData))
    }
}
