//! From a [`Value`] to a type.

use std::fmt;

use super::{Secret, Value, Wire};

/// Why a value could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    /// The JSON path of the place, such as `$.amount.total` or `$.data[3].id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for DecodeError {}

/// Opens a field that was encrypted for the merchant.
pub trait Open {
    /// The plain text of a base64 cipher text, or why it cannot be had.
    fn open(&self, ciphertext: &str) -> Result<Secret, String>;
}

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Index(usize),
}

/// The place in a value that is being read.
///
/// The first error sticks, with its path; whatever is read after it does not matter.
pub struct In<'v> {
    at: Option<&'v Value>,
    trail: Vec<Step>,
    error: Option<DecodeError>,
    opener: Option<&'v dyn Open>,
    /// Placeholders are wanted, and nothing is an error: a builder is being set up.
    blank: bool,
    /// How deep a list may stand in place of the object whose only field it is.
    bare: Option<usize>,
    /// A name, and whether a field of the outermost object has it.
    wanted: Option<(&'v str, bool)>,
}

impl<'v> In<'v> {
    fn new(at: Option<&'v Value>) -> Self {
        Self { at, trail: Vec::new(), error: None, opener: None, blank: false, bare: None, wanted: None }
    }

    /// The field of this name.
    #[inline]
    pub fn field<T: Wire>(&mut self, name: &'static str) -> T {
        let parent = self.enter(name);
        let value = T::get(self);
        self.leave(parent);
        value
    }

    /// The field of this name, whose text is itself JSON.
    #[inline]
    pub fn encoded<T: Wire>(&mut self, name: &'static str) -> T {
        let parent = self.enter(name);
        let text = self.encoded_value();
        let value = match &text {
            None => T::get(self),
            Some(inner) => self.inside(inner),
        };
        self.leave(parent);
        value
    }

    fn enter(&mut self, name: &'static str) -> Option<&'v Value> {
        if let Some((wanted, is_known)) = &mut self.wanted {
            *is_known |= self.trail.is_empty() && name == *wanted;
        }
        let parent = self.at;
        let is_bare = matches!(parent, Some(Value::List(_))) && self.bare == Some(self.trail.len());
        match parent {
            Some(Value::Object(_)) => {}
            Some(_) if is_bare => {}
            Some(_) => self.unexpected::<()>("an object"),
            None => self.missing(),
        }
        self.at = match parent {
            Some(_) if is_bare => parent,
            _ => parent.and_then(|value| value.get(name)).filter(|value| **value != Value::Null),
        };
        self.trail.push(Step::Key(name));
        parent
    }

    fn leave(&mut self, parent: Option<&'v Value>) {
        self.trail.pop();
        self.at = parent;
    }

    /// The JSON inside the text that stands here, if a text stands here.
    fn encoded_value(&mut self) -> Option<Value> {
        let text = match self.at {
            Some(Value::Encoded(inner)) => return Some((**inner).clone()),
            Some(Value::Text(text)) => text,
            _ => return None,
        };
        match Value::parse(text.as_bytes()) {
            Ok(inner) => Some(inner),
            Err(error) => {
                self.fail(format!("the string does not hold JSON: {error}"));
                None
            }
        }
    }

    fn inside<T: Wire>(&mut self, inner: &Value) -> T {
        let depth = self.trail.len();
        let mut nested = In {
            at: Some(inner).filter(|inner| **inner != Value::Null),
            trail: std::mem::take(&mut self.trail),
            error: None,
            opener: self.opener,
            blank: false,
            // JSON in a string is at times the bare list, and the documentation shows the object around it all the same.
            bare: matches!(inner, Value::List(_)).then_some(depth),
            wanted: None,
        };
        let value = T::get(&mut nested);
        self.trail = std::mem::take(&mut nested.trail);
        if let (None, Some(error)) = (&self.error, nested.error) {
            self.error = Some(error);
        }
        value
    }

    pub(super) fn is_there(&self) -> bool {
        self.at.is_some()
    }

    pub(super) fn list<T: Wire>(&mut self) -> Vec<T> {
        let Some(Value::List(items)) = self.at else {
            return self.unexpected("a list");
        };
        let parent = self.at;
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            self.trail.push(Step::Index(index));
            self.at = Some(item).filter(|value| **value != Value::Null);
            list.push(T::get(self));
            self.trail.pop();
        }
        self.at = parent;
        list
    }

    /// A string. A number is taken as its digits: the pages are not sure which ids are numbers.
    pub fn text(&mut self) -> String {
        match self.at {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Int(number)) => number.to_string(),
            _ => self.unexpected("a string"),
        }
    }

    /// An integer, also one in a string.
    pub(super) fn integer(&mut self) -> i64 {
        match self.at {
            Some(Value::Int(number)) => *number,
            Some(Value::Text(text)) => match text.parse() {
                Ok(number) => number,
                Err(_) => self.unexpected("an integer"),
            },
            _ => self.unexpected("an integer"),
        }
    }

    pub(super) fn float(&mut self) -> f64 {
        match self.at {
            #[expect(clippy::cast_precision_loss, reason = "the field is documented as a number with a fraction")]
            Some(Value::Int(number)) => *number as f64,
            Some(Value::Float(number)) => *number,
            Some(Value::Text(text)) => match text.parse() {
                Ok(number) => number,
                Err(_) => self.unexpected("a number"),
            },
            _ => self.unexpected("a number"),
        }
    }

    pub(super) fn boolean(&mut self) -> bool {
        match self.at {
            Some(Value::Bool(value)) => *value,
            _ => self.unexpected("a boolean"),
        }
    }

    pub(super) fn any(&mut self) -> Value {
        self.at.cloned().unwrap_or_else(|| {
            self.missing();
            Value::Null
        })
    }

    /// Confidential text: opened where the reader holds the key, else as it came.
    pub(super) fn secret(&mut self) -> Secret {
        // What was encoded and never sent is plain.
        if let Some(Value::Secret(plain)) = self.at {
            return plain.clone();
        }
        let text = self.text();
        match self.opener {
            // An empty string is no cipher text: the field was left empty.
            Some(opener) if !text.is_empty() => opener.open(&text).unwrap_or_else(|why| {
                self.fail(why);
                Secret::from("")
            }),
            _ => Secret::from(text),
        }
    }

    /// Records that a required field is not there.
    fn missing(&mut self) {
        self.fail("required, but absent or null".to_owned());
    }

    fn unexpected<T: Default>(&mut self, wanted: &str) -> T {
        match self.at {
            Some(found) => self.fail(format!("expected {wanted}, found {}", found.kind())),
            None => self.missing(),
        }
        T::default()
    }

    fn fail(&mut self, message: String) {
        if self.error.is_none() && !self.blank {
            self.error = Some(DecodeError { path: self.render_path(), message });
        }
    }

    fn render_path(&self) -> String {
        self.trail.iter().fold("$".to_owned(), |path, step| match step {
            Step::Key(name) => format!("{path}.{name}"),
            Step::Index(index) => format!("{path}[{index}]"),
        })
    }
}

/// Reads a value as a type.
pub fn decode<T: Wire>(value: &Value) -> Result<T, DecodeError> {
    decode_in(In::new(Some(value)))
}

/// Reads a value as a type, and opens what is encrypted in it.
pub fn decode_with<T: Wire>(value: &Value, opener: &dyn Open) -> Result<T, DecodeError> {
    decode_in(In { opener: Some(opener), ..In::new(Some(value)) })
}

fn decode_in<T: Wire>(mut from: In<'_>) -> Result<T, DecodeError> {
    let value = T::get(&mut from);
    from.error.map_or(Ok(value), Err)
}

/// A value of which nothing is set yet: where a builder starts. Its type keeps it from going out before it is complete.
pub fn blank<T: Wire>() -> T {
    T::get(&mut In { blank: true, ..In::new(None) })
}

/// Whether a type has a field of this name.
pub(crate) fn knows<T: Wire>(name: &str) -> bool {
    let mut from = In { blank: true, wanted: Some((name, false)), ..In::new(None) };
    T::get(&mut from);
    from.wanted.is_some_and(|(_, is_known)| is_known)
}
