//! From data to a [`Value`].
//!
//! Not by way of JSON text: in it a number that is none has become `null`, and confidential text would lie in a buffer.

use std::borrow::Cow;
use std::fmt::Display;

use serde::ser::{self, Serialize, Serializer};

use super::Misfit;
use crate::wire::value::{FILE, INEXACT, UNREAD, stand_in};
use crate::wire::{Number, Value};

/// The value of data that is serialised.
pub(crate) fn to_value(data: &(impl Serialize + ?Sized)) -> Result<Value, Misfit> {
    data.serialize(ToValue)
}

/// Structs of this name hand over JSON text: `RawValue` does, and numbers of any precision do.
const JSON_TEXT: &str = "$serde_json::private::";

#[derive(Clone, Copy)]
struct ToValue;

/// A list, or a list in an object of one member.
struct List {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

/// An object, or an object in an object of one member.
struct Object {
    variant: Option<&'static str>,
    members: Vec<(Cow<'static, str>, Value)>,
    key: Cow<'static, str>,
    is_json_text: bool,
}

impl List {
    fn new(variant: Option<&'static str>, length: Option<usize>) -> Self {
        // What a type says of its length is no reason to abort.
        Self { variant, items: Vec::with_capacity(length.unwrap_or_default().min(1024)) }
    }

    fn push(&mut self, item: &(impl Serialize + ?Sized)) -> Result<(), Misfit> {
        let item = to_value(item).map_err(|misfit| misfit.in_item(self.items.len()))?;
        self.items.push(item);
        Ok(())
    }

    fn finish(self) -> Value {
        of_variant(self.variant, Value::List(self.items))
    }
}

impl Object {
    fn new(variant: Option<&'static str>) -> Self {
        Self { variant, members: Vec::new(), key: Cow::Borrowed(""), is_json_text: false }
    }

    fn push(&mut self, key: Cow<'static, str>, value: &(impl Serialize + ?Sized)) -> Result<(), Misfit> {
        match to_value(value) {
            Ok(value) => self.members.push((key, value)),
            Err(misfit) => return Err(misfit.in_given(self.members.len(), &key)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Value, Misfit> {
        if !self.is_json_text {
            return Ok(of_variant(self.variant, Value::Object(self.members)));
        }
        match &self.members[..] {
            [(_, Value::Text(text))] => Value::parse(text.as_bytes()).map_err(|_| Misfit::new("it is no JSON")),
            _ => Err(Misfit::new("it is no JSON")),
        }
    }
}

fn of_variant(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(vec![(variant.into(), value)]),
        None => value,
    }
}

/// The text of what stands in place of a key.
fn key(key: &(impl Serialize + ?Sized)) -> Result<String, Misfit> {
    match to_value(key)? {
        Value::Text(text) => Ok(text),
        Value::Int(number) => Ok(number.to_string()),
        Value::Number(number) => Ok(number.as_str().to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        _ => Err(Misfit::new("it has a key that is no text")),
    }
}

/// Refuses what only stands in for a [`Value`] that JSON has no form for: it would go out as another.
fn whole(name: &str) -> Result<(), Misfit> {
    Err(Misfit::new(match name {
        stand_in::UNREAD => UNREAD,
        stand_in::FILE => FILE,
        stand_in::NUMBER => INEXACT,
        _ => return Ok(()),
    }))
}

fn integer<T: Copy + Display + TryInto<i64> + TryInto<u64>>(number: T) -> Result<Value, Misfit> {
    if let Ok(number) = number.try_into() {
        return Ok(Value::Int(number));
    }
    match TryInto::<u64>::try_into(number) {
        Ok(number) => Ok(Value::Number(Number::new(&number.to_string()))),
        Err(_) => Err(Misfit::new("an integer of more than 64 bits")),
    }
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = Misfit;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = Object;

    fn serialize_bool(self, value: bool) -> Result<Value, Misfit> {
        Ok(Value::Bool(value))
    }

    fn serialize_i8(self, number: i8) -> Result<Value, Misfit> {
        Ok(Value::Int(number.into()))
    }

    fn serialize_i16(self, number: i16) -> Result<Value, Misfit> {
        Ok(Value::Int(number.into()))
    }

    fn serialize_i32(self, number: i32) -> Result<Value, Misfit> {
        Ok(Value::Int(number.into()))
    }

    fn serialize_i64(self, number: i64) -> Result<Value, Misfit> {
        Ok(Value::Int(number))
    }

    fn serialize_i128(self, number: i128) -> Result<Value, Misfit> {
        integer(number)
    }

    fn serialize_u8(self, number: u8) -> Result<Value, Misfit> {
        Ok(Value::Int(number.into()))
    }

    fn serialize_u16(self, number: u16) -> Result<Value, Misfit> {
        Ok(Value::Int(number.into()))
    }

    fn serialize_u32(self, number: u32) -> Result<Value, Misfit> {
        Ok(Value::Int(number.into()))
    }

    fn serialize_u64(self, number: u64) -> Result<Value, Misfit> {
        integer(number)
    }

    fn serialize_u128(self, number: u128) -> Result<Value, Misfit> {
        integer(number)
    }

    /// As it is written: `0.1` stays `0.1`.
    fn serialize_f32(self, number: f32) -> Result<Value, Misfit> {
        Ok(Value::Float(number.to_string().parse().unwrap_or(f64::NAN)))
    }

    fn serialize_f64(self, number: f64) -> Result<Value, Misfit> {
        Ok(Value::Float(number))
    }

    fn serialize_char(self, char: char) -> Result<Value, Misfit> {
        Ok(Value::Text(char.into()))
    }

    fn serialize_str(self, text: &str) -> Result<Value, Misfit> {
        Ok(Value::Text(text.to_owned()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, Misfit> {
        Ok(Value::List(bytes.iter().map(|byte| Value::Int((*byte).into())).collect()))
    }

    fn serialize_none(self) -> Result<Value, Misfit> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Misfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Misfit> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<Value, Misfit> {
        whole(name).map(|()| Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, Misfit> {
        Ok(Value::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Value, Misfit> {
        whole(name)?;
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Misfit> {
        let mut object = Object::new(None);
        object.push(variant.into(), value)?;
        object.finish()
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, Misfit> {
        Ok(List::new(None, length))
    }

    fn serialize_tuple(self, length: usize) -> Result<List, Misfit> {
        Ok(List::new(None, Some(length)))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<List, Misfit> {
        Ok(List::new(None, Some(length)))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<List, Misfit> {
        Ok(List::new(Some(variant), Some(length)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object, Misfit> {
        Ok(Object::new(None))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object, Misfit> {
        Ok(Object { is_json_text: name.starts_with(JSON_TEXT), ..Object::new(None) })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object, Misfit> {
        Ok(Object::new(Some(variant)))
    }

    fn collect_str<T: Display + ?Sized>(self, text: &T) -> Result<Value, Misfit> {
        Ok(Value::Text(text.to_string()))
    }
}

/// What all kinds of lists do.
macro_rules! list {
    ($trait:ident, $push:ident) => {
        impl ser::$trait for List {
            type Ok = Value;
            type Error = Misfit;

            fn $push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Misfit> {
                self.push(item)
            }

            fn end(self) -> Result<Value, Misfit> {
                Ok(self.finish())
            }
        }
    };
}
list!(SerializeSeq, serialize_element);
list!(SerializeTuple, serialize_element);
list!(SerializeTupleStruct, serialize_field);
list!(SerializeTupleVariant, serialize_field);

/// What both kinds of structs do.
macro_rules! object {
    ($trait:ident) => {
        impl ser::$trait for Object {
            type Ok = Value;
            type Error = Misfit;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Misfit> {
                self.push(key.into(), value)
            }

            fn end(self) -> Result<Value, Misfit> {
                self.finish()
            }
        }
    };
}
object!(SerializeStruct);
object!(SerializeStructVariant);

impl ser::SerializeMap for Object {
    type Ok = Value;
    type Error = Misfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Misfit> {
        self.key = key(name)?.into();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        let key = std::mem::take(&mut self.key);
        self.push(key, value)
    }

    fn end(self) -> Result<Value, Misfit> {
        self.finish()
    }
}
