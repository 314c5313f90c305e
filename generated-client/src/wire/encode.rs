//! From a type to a [`Value`].

use std::borrow::Cow;

use super::value::{Member, Unread};
use super::{Value, Wire, dispatch};

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

/// A field of a request, on its way out: its place, its name there, and what it is.
pub(crate) type Entry = (Place, Cow<'static, str>, Value);

/// As many fields as most requests have, and most objects within them.
const FIELDS: usize = 16;
const MEMBERS: usize = 8;

/// Takes the value of a type, or the fields of an object.
#[derive(Debug, Default)]
pub struct Out {
    put: Put,
    /// Whether each field is wanted with its place. In the flat form of an object it goes by its key.
    placed: bool,
}

#[derive(Debug, Default)]
enum Put {
    #[default]
    Nothing,
    Value(Value),
    Members(Vec<Member>),
    Fields(Vec<Entry>),
    /// A value and fields: neither stands for the other.
    Both,
}

impl Out {
    // What each field calls stays a function: a struct has up to a hundred, and each would hold all of it again.
    /// A field of the body.
    #[inline(never)]
    pub fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Body, name, name, value_of(value));
    }

    /// A field whose JSON text goes out as a string.
    #[inline(never)]
    pub fn encoded<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Body, name, name, value_of(value).map(wrapped));
    }

    /// A field of an answer that always comes.
    pub fn stated<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.field(name, value);
    }

    /// A field of an answer that always comes, as JSON text in a string.
    pub fn stated_encoded<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.encoded(name, value);
    }

    /// A part of the URL.
    #[inline(never)]
    pub fn path<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Path, name, name, value_of(value));
    }

    /// A query parameter.
    #[inline(never)]
    pub fn query<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Query, name, name, value_of(value));
    }

    /// A header.
    #[inline(never)]
    pub fn header<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Header, name, name, value_of(value));
    }

    /// A query parameter whose JSON text goes out.
    #[inline(never)]
    pub fn encoded_query<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Query, name, name, value_of(value).map(wrapped));
    }

    /// A field whose name another part of the request has too: in the flat form it goes by `key`.
    #[inline(never)]
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

    /// An object is there as soon as one of its fields was asked for, be they all absent. Its `key` is another one than
    /// its name only where two parts of a request share a name.
    fn push(&mut self, place: Place, name: &'static str, key: &'static str, value: Option<Value>) {
        if matches!(self.put, Put::Nothing) {
            self.put = if self.placed {
                Put::Fields(Vec::with_capacity(FIELDS))
            } else {
                Put::Members(Vec::with_capacity(MEMBERS))
            };
        }
        match &mut self.put {
            Put::Fields(fields) => fields.extend(value.map(|value| (place, name.into(), value))),
            Put::Members(members) => members.extend(value.map(|value| (key.into(), value))),
            Put::Nothing | Put::Value(_) | Put::Both => self.put = Put::Both,
        }
    }

    /// What was put, if anything was.
    fn taken(self) -> Option<Value> {
        match self.put {
            Put::Nothing => None,
            Put::Value(value) => Some(value),
            Put::Members(members) => Some(Value::Object(members)),
            Put::Fields(_) | Put::Both => Some(Value::Unread(Unread::Mixed)),
        }
    }

    /// All fields that were put, with their places; nothing of what has put a value that is no object of fields.
    pub(crate) fn fields_of(object: &impl Wire) -> Option<Vec<Entry>> {
        let mut out = Self { put: Put::Nothing, placed: true };
        dispatch::put(object, &mut out);
        match out.put {
            Put::Fields(fields) => Some(fields),
            Put::Nothing => Some(Vec::new()),
            Put::Value(_) | Put::Members(_) | Put::Both => None,
        }
    }
}

fn wrapped(value: Value) -> Value {
    Value::Encoded(Box::new(value))
}

fn value_of<T: Wire>(value: &T) -> Option<Value> {
    let mut out = Out::default();
    dispatch::put(value, &mut out);
    out.taken()
}

/// The whole of an object as one flat value, wherever its fields go.
pub fn encode<T: Wire>(object: &T) -> Value {
    value_of(object).unwrap_or_else(|| Value::Object(Vec::new()))
}
