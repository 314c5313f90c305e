//! The forms in which a value may come, and what is made of them: see [the table](super#what-is-read-as-what).

use super::drift::{DriftKind, Form};
use super::path::Step;
use super::value::{Member, Unread};
use super::{In, Secret, Value, Wire, dispatch, number, secret};

impl<'v> In<'v> {
    /// A string. A number and a boolean are taken as they are written: the pages are not sure which ids are numbers.
    pub fn text(&mut self) -> String {
        let (text, from) = match self.at {
            Some(Value::Text(text)) => return text.clone(),
            Some(Value::Int(number)) => (number.to_string(), Form::Integer),
            Some(Value::Number(number)) => (number.as_str().to_owned(), Form::Number),
            Some(number @ Value::Float(_)) => (number.to_json(), Form::Number),
            Some(Value::Bool(value)) => (value.to_string(), Form::Boolean),
            _ => return self.unexpected(Form::String),
        };
        self.converted(from, Form::String);
        text
    }

    /// An integer, in whatever form it is exact.
    pub(super) fn integer(&mut self) -> i64 {
        let (number, from) = match self.at {
            Some(Value::Int(number)) => return *number,
            Some(Value::Number(number)) => (number::integer(number.as_str()), Form::Number),
            Some(Value::Float(number)) => (number::integer(&number.to_string()), Form::Number),
            Some(Value::Text(text)) => (number::integer(text), Form::String),
            _ => (None, Form::Absent),
        };
        let Some(number) = number else { return self.unexpected(Form::Integer) };
        self.converted(from, Form::Integer);
        number
    }

    pub(super) fn float(&mut self) -> f64 {
        let number = match self.at {
            #[expect(clippy::cast_precision_loss, reason = "the field is documented as a number with a fraction")]
            Some(Value::Int(number)) => Some(*number as f64),
            Some(Value::Float(number)) => Some(*number),
            Some(Value::Number(number)) => number::float(number.as_str()),
            Some(Value::Text(text)) => {
                let number = number::float(text);
                if number.is_some() {
                    self.converted(Form::String, Form::Number);
                }
                number
            }
            _ => None,
        };
        number.unwrap_or_else(|| self.unexpected(Form::Number))
    }

    pub(super) fn boolean(&mut self) -> bool {
        let value = match self.at {
            Some(Value::Bool(value)) => return *value,
            Some(Value::Text(text)) if text == "true" => true,
            Some(Value::Text(text)) if text == "false" => false,
            _ => return self.unexpected(Form::Boolean),
        };
        self.converted(Form::String, Form::Boolean);
        value
    }

    pub(super) fn any(&mut self) -> Value {
        self.take_whole();
        match self.at {
            Some(value) if value.is_unread() => self.fail(format!("{} holds what cannot be read", value.found())),
            Some(value) => return value.clone(),
            None => self.missing(),
        }
        Value::Null
    }

    /// Confidential text: opened where the reader holds the key, else as it came.
    pub(super) fn secret(&mut self) -> Secret {
        // What was encoded and never sent is plain.
        if let Some(Value::Secret(plain)) = self.at {
            return plain.clone();
        }
        let text = self.text();
        if text == secret::MARK {
            self.fail("it is the mark that is printed in place of a confidential text, and not the text".to_owned());
        }
        match self.opener {
            // An empty string is no cipher text: the field was left empty.
            Some(opener) if !text.is_empty() => opener.open(&text).unwrap_or_else(|why| {
                self.fail(why);
                Secret::from("")
            }),
            _ => Secret::from(text),
        }
    }

    /// The members of the object that stands here, or that is made of what stands here.
    pub(super) fn members(&mut self) -> Option<&'v [Member]> {
        loop {
            match self.at {
                Some(Value::Object(members)) => return Some(members),
                // The object itself, in a list.
                Some(Value::List(items)) if items.len() == 1 => {
                    self.converted(Form::List, Form::Object);
                    self.trail.push(Step::Index(0));
                    self.at = Some(&items[0]);
                }
                Some(Value::Text(text)) => {
                    let nested = Value::parse(text.as_bytes()).ok().filter(is_nested);
                    let Some(nested) = nested else { return self.unexpected(Form::Object) };
                    self.converted(Form::JsonString, Form::Object);
                    self.at = Some(self.keep(nested));
                }
                _ => return self.unexpected(Form::Object),
            }
        }
    }

    pub(super) fn list<T: Wire>(&mut self) -> Vec<T> {
        let Some(items) = self.items() else {
            return if self.is_single() { vec![self.single()] } else { Vec::new() };
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let Some(outer) = self.enter_item(index, item) else { continue };
            list.push(dispatch::get(self));
            self.leave(outer);
            if self.has_failed() {
                break;
            }
        }
        list
    }

    /// A single one, without the list around it.
    fn single<T: Wire>(&mut self) -> T {
        let outer = self.again();
        let single = dispatch::get(self);
        self.leave(outer);
        self.take_whole();
        single
    }

    /// Whether one stands here in place of a list. If nothing does, this is told: there is no list that may not come.
    fn is_single(&mut self) -> bool {
        let Some(found) = self.at.filter(|_| !self.is_blank() && !self.has_failed()) else {
            if !self.is_there() {
                self.tell(DriftKind::Missing);
            }
            return false;
        };
        self.converted(found.found().form, Form::List);
        true
    }

    /// The items of the list that stands here, or that is made of what stands here.
    fn items(&mut self) -> Option<&'v [Value]> {
        match self.at {
            Some(Value::List(items)) => Some(items),
            Some(Value::Text(text)) if text.is_empty() && self.is_optional() => self.unexpected(Form::List),
            Some(Value::Text(text)) if text.is_empty() => {
                self.converted(Form::EmptyString, Form::Absent);
                Some(&[])
            }
            Some(Value::Text(text)) => match Value::parse(text.as_bytes()) {
                Ok(list @ Value::List(_)) => {
                    self.converted(Form::JsonString, Form::List);
                    self.at = Some(self.keep(list));
                    self.items()
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Goes into the JSON inside the text that stands here. `names` are those of the fields of what is wanted.
    pub(super) fn enter_text(&mut self, names: fn() -> Vec<&'static str>) {
        let inner = match self.at {
            Some(Value::Text(text)) if text.is_empty() => return,
            Some(Value::Encoded(inner)) => inner,
            Some(Value::Text(text)) => {
                let inner = Value::parse(text.as_bytes());
                self.keep(inner.unwrap_or(Value::Unread(Unread::NotJson)))
            }
            Some(other @ (Value::Object(_) | Value::List(_))) => {
                self.converted(other.found().form, Form::JsonString);
                other
            }
            _ => return,
        };
        self.at = Some(inner).filter(|inner| !inner.is_null());
        if let (Value::List(items), &[name]) = (inner, &*names()) {
            // The bare list, while the documentation shows the object around it whose only field it is.
            let is_object = matches!(&items[..], [object] if object.get(name).is_some());
            if !is_object {
                self.at = Some(self.keep(Value::Object(vec![(name.into(), inner.clone())])));
            }
        }
    }
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::List(_))
}
