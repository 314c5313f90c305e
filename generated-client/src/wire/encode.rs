//! From a type to a [`Value`].

use super::value::Unread;
use super::{Value, Wire};

/// Where in a request a field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In the body, or anywhere inside an answer.
    Body,
    /// In place of a `{placeholder}` of the URL.
    Path,
    /// Behind the `?` of the URL.
    Query,
    /// A header.
    Header,
}

/// A field of an object, on its way out.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    /// The name on the wire.
    pub(crate) name: &'static str,
    /// The name in the flat form of a request, which is another one only where two parts of it share a name.
    key: &'static str,
    pub(crate) value: Value,
}

/// Takes the value of a type, or the fields of an object.
#[derive(Debug, Default)]
pub struct Out {
    put: Put,
}

#[derive(Debug, Default)]
enum Put {
    #[default]
    Nothing,
    Value(Value),
    Fields(Vec<Entry>),
    /// A value and fields: neither stands for the other.
    Both,
}

impl Out {
    /// A field of the body.
    #[inline]
    pub fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Body, name, name, value_of(value));
    }

    /// A field whose JSON text goes out as a string.
    #[inline]
    pub fn encoded<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Body, name, name, value_of(value).map(wrapped));
    }

    /// A part of the URL.
    #[inline]
    pub fn path<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Path, name, name, value_of(value));
    }

    /// A query parameter.
    #[inline]
    pub fn query<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Query, name, name, value_of(value));
    }

    /// A header.
    #[inline]
    pub fn header<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Header, name, name, value_of(value));
    }

    /// A query parameter whose JSON text goes out.
    #[inline]
    pub fn encoded_query<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Query, name, name, value_of(value).map(wrapped));
    }

    /// A field whose name another part of the request has too: in the flat form it goes by `key`.
    #[inline]
    pub fn keyed<T: Wire>(&mut self, place: Place, name: &'static str, key: &'static str, encoded: bool, value: &T) {
        let value = value_of(value).map(|value| if encoded { wrapped(value) } else { value });
        self.push(place, name, key, value);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.value(Value::Text(text.to_owned()));
    }

    /// A value that is no object.
    pub(crate) fn value(&mut self, value: Value) {
        self.put = if matches!(self.put, Put::Nothing) { Put::Value(value) } else { Put::Both };
    }

    pub(super) fn list<T: Wire>(&mut self, items: &[T]) {
        self.value(Value::List(items.iter().filter_map(value_of).collect()));
    }

    /// An object is there as soon as one of its fields was asked for, be they all absent.
    fn push(&mut self, place: Place, name: &'static str, key: &'static str, value: Option<Value>) {
        let entry = value.map(|value| Entry { place, name, key, value });
        match &mut self.put {
            Put::Nothing => {
                let mut entries = Vec::new();
                entries.extend(entry);
                self.put = Put::Fields(entries);
            }
            Put::Fields(entries) => entries.extend(entry),
            Put::Value(_) | Put::Both => self.put = Put::Both,
        }
    }

    fn finish(self) -> Option<Value> {
        match self.put {
            Put::Nothing => None,
            Put::Value(value) => Some(value),
            Put::Fields(entries) => Some(object(entries)),
            Put::Both => Some(Value::Unread(Unread::Mixed)),
        }
    }

    /// All fields that were put, with their places; nothing of what has put a value that is no object of fields.
    pub(crate) fn fields_of(object: &impl Wire) -> Option<Vec<Entry>> {
        let mut out = Self::default();
        object.put(&mut out);
        match out.put {
            Put::Fields(entries) => Some(entries),
            Put::Nothing => Some(Vec::new()),
            Put::Value(_) | Put::Both => None,
        }
    }
}

fn object(entries: Vec<Entry>) -> Value {
    Value::Object(entries.into_iter().map(|Entry { key, value, .. }| (key.into(), value)).collect())
}

fn wrapped(value: Value) -> Value {
    Value::Encoded(Box::new(value))
}

fn value_of<T: Wire>(value: &T) -> Option<Value> {
    let mut out = Out::default();
    value.put(&mut out);
    out.finish()
}

/// The whole of an object as one flat value, wherever its fields go.
pub fn encode<T: Wire>(object: &T) -> Value {
    value_of(object).unwrap_or_else(|| Value::Object(Vec::new()))
}
