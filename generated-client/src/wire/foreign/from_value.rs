//! From a [`Value`] to data.

use std::borrow::Cow;
use std::slice;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess, SeqAccess};
use serde::forward_to_deserialize_any;

use super::Misfit;
use crate::wire::{Value, number};

/// Reads a value as data. Confidential texts that have been opened are plain in it.
///
/// Something that was not read is an error only where the type asks for it.
pub(crate) fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Misfit> {
    T::deserialize(FromValue(value))
}

#[derive(Clone, Copy)]
struct FromValue<'de>(&'de Value);

type Member = (Cow<'static, str>, Value);

/// The items of a list that are still to come.
struct Items<'de> {
    rest: slice::Iter<'de, Value>,
    taken: usize,
}

/// The members of an object that are still to come.
struct Members<'de> {
    rest: slice::Iter<'de, Member>,
    next: Option<&'de Member>,
}

impl<'de> FromValue<'de> {
    fn list<V: de::Visitor<'de>>(items: &'de [Value], visitor: V) -> Result<V::Value, Misfit> {
        let mut list = Items { rest: items.iter(), taken: 0 };
        let read = visitor.visit_seq(&mut list)?;
        match list.rest.len() {
            0 => Ok(read),
            _ => Err(Misfit::new(format!("expected {} items, found {}", list.taken, items.len()))),
        }
    }
}

fn members(members: &[Member]) -> Members<'_> {
    Members { rest: members.iter(), next: None }
}

fn number<'de, V: de::Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Misfit> {
    match (text.parse(), number::float(text)) {
        (Ok(number), _) => visitor.visit_u64(number),
        (Err(_), Some(number)) => visitor.visit_f64(number),
        (Err(_), None) => Err(Misfit::new("a number that is too large")),
    }
}

impl<'de> Deserializer<'de> for FromValue<'de> {
    type Error = Misfit;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Number(literal) => number(literal.as_str(), visitor),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::Secret(secret) => visitor.visit_borrowed_str(secret.expose()),
            Value::File(file) => visitor.visit_borrowed_str(file.name()),
            Value::Encoded(inner) => FromValue(inner).deserialize_any(visitor),
            Value::List(items) => Self::list(items, visitor),
            Value::Object(entries) => visitor.visit_map(members(entries)),
            Value::Unread(_) => Err(Misfit::new(format!("{} cannot be read", self.0.found()))),
        }
    }

    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Text(text) => {
                let variant: StrDeserializer<'_, Misfit> = text.as_str().into_deserializer();
                visitor.visit_enum(variant)
            }
            Value::Object(entries) if entries.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(members(entries)))
            }
            found => Err(Misfit::new(format!("expected a value of an enum, found {}", found.found()))),
        }
    }

    /// What nobody asks for does no harm.
    fn deserialize_ignored_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let index = self.taken;
        self.taken += 1;
        seed.deserialize(FromValue(item)).map(Some).map_err(|misfit| misfit.in_item(index))
    }
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        self.next = self.rest.next();
        let Some((key, _)) = self.next else { return Ok(None) };
        seed.deserialize(Key(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        let Some((key, value)) = self.next.take() else { return Err(Misfit::new("a value without a key")) };
        seed.deserialize(FromValue(value)).map_err(|misfit| misfit.in_member(key))
    }
}

/// The key of a member: a text, or what is written in it.
struct Key<'de>(&'de str);

/// Numbers and booleans that are keys.
macro_rules! parsed {
    ($($deserialize:ident $visit:ident)*) => {
        $(fn $deserialize<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            match self.0.parse() {
                Ok(key) => visitor.$visit(key),
                Err(_) => visitor.visit_borrowed_str(self.0),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Misfit;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_borrowed_str(self.0)
    }

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_i128 visit_i128
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_u128 visit_u128
    }

    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let variant: StrDeserializer<'_, Misfit> = self.0.into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
