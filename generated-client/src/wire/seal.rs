//! What goes out: values in which nothing confidential is left in plain.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::drift::Found;
use super::value::{Secrets, Shown};
use super::{Secret, Value, path};

/// Encrypts confidential text on its way out, as [`Open`](super::Open) opens it on its way in.
pub(crate) trait Seal {
    /// Why a text cannot be encrypted.
    type Error;

    /// The cipher text of a text that is not empty.
    fn seal(&self, plain: &Secret) -> Result<Ciphertext, Self::Error>;
}

/// What stands on the wire in place of a confidential text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ciphertext(String);

impl Ciphertext {
    /// The base64 text of what a cipher gave.
    pub(crate) fn new(base64: String) -> Self {
        Self(base64)
    }
}

/// A value as it goes out. Sealing alone makes one, and nothing else can be written to the wire.
///
/// It borrows what holds nothing to hide, and is a copy of anything else: the plain text stays for the next attempt.
#[derive(Debug, PartialEq)]
pub(crate) struct SealedValue<'v>(Cow<'v, Value>);

/// The place below a value whose text cannot be encrypted, and why.
pub(crate) type Unsealable<E> = (String, E);

impl Value {
    /// Whether it holds confidential text, so that there is something to encrypt.
    ///
    /// An empty text is none: it says that the field is not filled in, and the cipher text of nothing would make the
    /// server read it as filled in.
    pub(crate) fn has_secrets(&self) -> bool {
        match self {
            Self::Secret(secret) => !secret.is_empty(),
            Self::Encoded(inner) => inner.has_secrets(),
            Self::List(items) => items.iter().any(Self::has_secrets),
            Self::Object(members) => members.iter().any(|(_, value)| value.has_secrets()),
            _ => false,
        }
    }

    /// The value with cipher text in place of each confidential text.
    pub(crate) fn seal<S: Seal>(&self, sealer: &S) -> Result<SealedValue<'_>, Unsealable<S::Error>> {
        if self.has_secrets() { sealed(self, sealer).map(Cow::Owned) } else { Ok(Cow::Borrowed(self)) }.map(SealedValue)
    }
}

fn sealed<S: Seal>(value: &Value, sealer: &S) -> Result<Value, Unsealable<S::Error>> {
    Ok(match value {
        Value::Secret(secret) if secret.is_empty() => Value::Text(String::new()),
        Value::Secret(secret) => Value::Text(sealer.seal(secret).map_err(|error| (String::new(), error))?.0),
        Value::Encoded(inner) => Value::Encoded(Box::new(sealed(inner, sealer)?)),
        Value::List(items) => Value::List(
            (items.iter().enumerate())
                .map(|(index, item)| sealed(item, sealer).map_err(|(path, error)| (format!("[{index}]{path}"), error)))
                .collect::<Result<_, _>>()?,
        ),
        Value::Object(members) => Value::Object(
            (members.iter().enumerate())
                .map(|(index, (name, value))| match sealed(value, sealer) {
                    Ok(value) => Ok((name.clone(), value)),
                    Err((path, error)) => Err((path::in_given(index, name, &path), error)),
                })
                .collect::<Result<_, _>>()?,
        ),
        plain => plain.clone(),
    })
}

impl SealedValue<'_> {
    /// The text of what stands by itself in a URL, a header or a form: no list and no object.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        text(&self.0)
    }

    /// The texts of the items of a list, or the one text of anything else; nothing in place of one that is none.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Option<Cow<'_, str>>> {
        let items = match &*self.0 {
            Value::List(items) => items,
            value => std::slice::from_ref(value),
        };
        items.iter().map(text)
    }

    /// What this is, without telling its content.
    pub(crate) fn found(&self) -> Found {
        self.0.found()
    }

    /// The JSON text.
    pub(crate) fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

fn text(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Text(text) => text.into(),
        Value::Bool(value) => value.to_string().into(),
        Value::Int(value) => value.to_string().into(),
        Value::Float(value) => value.to_string().into(),
        Value::Number(value) => value.as_str().into(),
        Value::Encoded(inner) => serde_json::to_string(&Shown { value: inner, secrets: Secrets::Refused }).ok()?.into(),
        Value::Secret(secret) if secret.is_empty() => "".into(),
        _ => return None,
    })
}

impl Serialize for SealedValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shown { value: &self.0, secrets: Secrets::Refused }.serialize(serializer)
    }
}

/// Why an object was not written.
pub(crate) enum Unwritten<E> {
    /// One of its members could not be had.
    Member(E),
    /// It is no JSON.
    Json(serde_json::Error),
}

/// Most requests are shorter than so many bytes.
const USUAL_LENGTH: usize = 512;

/// The JSON text of an object with these members, which are written as they come.
pub(crate) fn object_json<'v, E>(
    members: impl Iterator<Item = Result<(&'v str, SealedValue<'v>), E>>,
) -> Result<Vec<u8>, Unwritten<E>> {
    let mut text = Vec::with_capacity(USUAL_LENGTH);
    let mut serializer = serde_json::Serializer::new(&mut text);
    let mut object = serializer.serialize_map(None).map_err(Unwritten::Json)?;
    for member in members {
        let (name, value) = member.map_err(Unwritten::Member)?;
        object.serialize_entry(name, &value).map_err(Unwritten::Json)?;
    }
    object.end().map_err(Unwritten::Json)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encrypts nothing, and so that it shows.
    struct Mark;

    impl Seal for Mark {
        type Error = &'static str;

        fn seal(&self, plain: &Secret) -> Result<Ciphertext, Self::Error> {
            if plain.expose() == "no" { Err("refused") } else { Ok(Ciphertext(format!("<{}>", plain.expose().len()))) }
        }
    }

    fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
        Value::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    fn secret(text: &str) -> Value {
        Value::Secret(Secret::from(text))
    }

    #[test]
    fn each_confidential_text_is_sealed_wherever_it_stands() {
        let value = object([
            ("name", secret("four")),
            ("list", Value::List(vec![Value::Text("plain".to_owned()), object([("id", secret("one"))])])),
            ("encoded", Value::Encoded(Box::new(object([("phone", secret("13800")), ("plain", Value::Bool(true))])))),
            ("empty", secret("")),
        ]);
        let json = value.seal(&Mark).unwrap().to_json().unwrap();
        let expected =
            r#"{"name":"<4>","list":["plain",{"id":"<3>"}],"encoded":"{\"phone\":\"<5>\",\"plain\":true}","empty":""}"#;
        assert_eq!(json, expected);
        assert_eq!(value.get("name"), Some(&secret("four")), "the caller's value stays as it is");
    }

    /// Also where nothing else is to hide.
    #[test]
    fn a_confidential_text_in_encoded_json_is_sealed_by_itself() {
        let encoded = Value::Encoded(Box::new(object([("phone", secret("13800"))])));
        let json = Value::List(vec![encoded]).seal(&Mark).unwrap().to_json().unwrap();
        assert_eq!(json, r#"["{\"phone\":\"<5>\"}"]"#);
    }

    #[test]
    fn each_plain_value_is_a_text_for_a_query() {
        let large = Value::parse(b"123456789012345678901234567890").unwrap();
        let encoded = Value::Encoded(Box::new(object([("a", Value::Int(1))])));
        for (value, text) in [
            (Value::Bool(true), "true"),
            (Value::Int(-7), "-7"),
            (Value::Float(1.5), "1.5"),
            (large, "123456789012345678901234567890"),
            (encoded, r#"{"a":1}"#),
            (secret(""), ""),
        ] {
            assert_eq!(value.seal(&Mark).unwrap().text().as_deref(), Some(text));
        }
    }

    #[test]
    fn where_nothing_is_to_hide_nothing_is_copied() {
        let value = object([("a", secret("")), ("b", Value::List(vec![Value::Int(1)]))]);
        let sealed = value.seal(&Mark).unwrap();
        assert!(matches!(sealed.0, Cow::Borrowed(_)));
        assert_eq!(sealed.to_json().unwrap(), r#"{"a":"","b":[1]}"#);
    }

    #[test]
    fn what_cannot_be_sealed_is_told_by_its_place() {
        let value = object([("a", Value::List(vec![Value::Null, object([("b", secret("no"))])]))]);
        assert_eq!(value.seal(&Mark).unwrap_err(), (".a[1].b".to_owned(), "refused"));
    }

    /// Were sealing ever to leave a text in plain, nothing would be written.
    #[test]
    fn a_text_that_was_not_sealed_is_not_written() {
        let values = [
            secret("plain"),
            Value::List(vec![secret("plain")]),
            object([("a", secret("plain"))]),
            Value::Encoded(Box::new(secret("plain"))),
        ];
        for value in &values {
            let unsealed = || SealedValue(Cow::Borrowed(value));
            assert!(unsealed().to_json().is_err(), "{value:?}");
            assert!(unsealed().texts().all(|text| text.is_none()), "{value:?}");
            assert_eq!(unsealed().text(), None);
            let written = object_json([Ok::<_, ()>(("a", unsealed()))].into_iter());
            assert!(matches!(written, Err(Unwritten::Json(_))), "{value:?}");
        }
    }
}
