//! JSON, with what a lenient reader would overlook.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a text. Members that come twice, and those that are `null`, are remarked on; a `null` is no member.
pub(super) fn parse(text: &[u8], remarks: &mut Vec<String>) -> Result<Value, String> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Reading { remarks, at: String::new() }.deserialize(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(value)
}

struct Reading<'r> {
    remarks: &'r mut Vec<String>,
    at: String,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        self.remarks.push(format!("`{}` is `null`: what is not set is left out", self.at));
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let at = format!("{}/{}", self.at, list.len());
            match items.next_element_seed(Reading { remarks: &mut *self.remarks, at })? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let at = format!("{}/{name}", self.at);
            let value = members.next_value_seed(Reading { remarks: &mut *self.remarks, at: at.clone() })?;
            if map.contains_key(&name) {
                self.remarks.push(format!("`{at}` comes twice"));
            }
            if !value.is_null() {
                map.insert(name, value);
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_odd_is_remarked_on() {
        let mut remarks = Vec::new();
        let value = parse(br#"{"a": null, "b": [1, {"c": 1, "c": 2.5}], "d": -1}"#, &mut remarks).expect("it is JSON");
        assert_eq!(value, json!({"b": [1, {"c": 2.5}], "d": -1}));
        assert_eq!(remarks, ["`/a` is `null`: what is not set is left out", "`/b/1/c` comes twice"]);
        assert!(parse(b"{} {}", &mut remarks).is_err());
        assert!(parse(b"{", &mut remarks).is_err());
    }
}
