//! From a type to a [`Value`].

use super::{Object, Value, Wire};

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

/// Collects the fields of an [`Object`].
#[derive(Debug, Default)]
pub struct Out {
    entries: Vec<Entry>,
}

/// A field on its way out.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    /// The name on the wire.
    pub(crate) name: &'static str,
    /// The name in the flat form of a request, which is another one only where two parts of it share a name.
    key: &'static str,
    pub(crate) value: Value,
}

impl Out {
    /// A field of the body.
    #[inline]
    pub fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Body, name, value.to_value());
    }

    /// A field whose JSON text goes out as a string.
    #[inline]
    pub fn encoded<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Body, name, value.to_value().map(|value| Value::Encoded(Box::new(value))));
    }

    /// A part of the URL.
    #[inline]
    pub fn path<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Path, name, value.to_value());
    }

    /// A query parameter.
    #[inline]
    pub fn query<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Query, name, value.to_value());
    }

    /// A header.
    #[inline]
    pub fn header<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Header, name, value.to_value());
    }

    /// A query parameter whose JSON text goes out.
    #[inline]
    pub fn encoded_query<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.push(Place::Query, name, value.to_value().map(|value| Value::Encoded(Box::new(value))));
    }

    /// A field whose name another part of the request has too: in the flat form it goes by `key`.
    #[inline]
    pub fn keyed<T: Wire>(&mut self, place: Place, name: &'static str, key: &'static str, encoded: bool, value: &T) {
        let wrap = |value| if encoded { Value::Encoded(Box::new(value)) } else { value };
        if let Some(value) = value.to_value().map(wrap) {
            self.entries.push(Entry { place, name, key, value });
        }
    }

    fn push(&mut self, place: Place, name: &'static str, value: Option<Value>) {
        if let Some(value) = value {
            self.entries.push(Entry { place, name, key: name, value });
        }
    }

    /// All that was put, with its place.
    pub(crate) fn of(object: &impl Object) -> Vec<Entry> {
        let mut out = Self::default();
        object.put(&mut out);
        out.entries
    }
}

/// The whole of an object as one flat value, wherever its fields go.
pub fn encode<T: Object>(object: &T) -> Value {
    Value::Object(Out::of(object).into_iter().map(|entry| (entry.key.to_owned(), entry.value)).collect())
}

impl Wire for String {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }

    fn from_value(from: &mut super::In<'_>) -> Self {
        from.text()
    }

    fn absent(from: &mut super::In<'_>) -> Self {
        from.missing();
        Self::new()
    }
}

impl Wire for i64 {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Int(*self))
    }

    fn from_value(from: &mut super::In<'_>) -> Self {
        from.integer()
    }

    fn absent(from: &mut super::In<'_>) -> Self {
        from.missing();
        0
    }
}

impl Wire for f64 {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Float(*self))
    }

    fn from_value(from: &mut super::In<'_>) -> Self {
        from.float()
    }

    fn absent(from: &mut super::In<'_>) -> Self {
        from.missing();
        0.0
    }
}

impl Wire for bool {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Bool(*self))
    }

    fn from_value(from: &mut super::In<'_>) -> Self {
        from.boolean()
    }

    fn absent(from: &mut super::In<'_>) -> Self {
        from.missing();
        false
    }
}

impl Wire for Value {
    fn to_value(&self) -> Option<Value> {
        Some(self.clone())
    }

    fn from_value(from: &mut super::In<'_>) -> Self {
        from.any()
    }

    fn absent(from: &mut super::In<'_>) -> Self {
        from.missing();
        Value::Null
    }
}

impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn to_value(&self) -> Option<Value> {
        self.as_ref().and_then(Wire::to_value)
    }

    #[inline]
    fn from_value(from: &mut super::In<'_>) -> Self {
        Some(T::from_value(from))
    }

    #[inline]
    fn absent(_: &mut super::In<'_>) -> Self {
        None
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn to_value(&self) -> Option<Value> {
        Some(Value::List(self.iter().filter_map(Wire::to_value).collect()))
    }

    #[inline]
    fn from_value(from: &mut super::In<'_>) -> Self {
        from.list()
    }

    /// A list that is not there has nothing in it.
    #[inline]
    fn absent(_: &mut super::In<'_>) -> Self {
        Vec::new()
    }
}
