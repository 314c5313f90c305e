//! Data goes to a value and comes back, and an error tells where it is and nothing of what was there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;
use crate::wire::{Secret, Value};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Unit,
    New(i64),
    Pair(i64, String),
    Named { total: i64 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(String);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct All {
    text: String,
    char: char,
    small: (i8, u8, i16, u16, i32, u32),
    largest: u64,
    least: i64,
    wide: i128,
    short: f32,
    long: f64,
    truth: bool,
    none: Option<i64>,
    some: Option<i64>,
    unit: (),
    wrapped: Wrapped,
    kinds: Vec<Kind>,
    map: BTreeMap<u32, Vec<bool>>,
    bytes: [u8; 2],
    free: serde_json::Value,
}

fn all() -> All {
    All {
        text: "张三".to_owned(),
        char: '门',
        small: (i8::MIN, u8::MAX, i16::MIN, u16::MAX, i32::MIN, u32::MAX),
        largest: u64::MAX,
        least: i64::MIN,
        wide: i128::from(u64::MAX),
        short: 0.1,
        long: 1e-7,
        truth: true,
        none: None,
        some: Some(5),
        unit: (),
        wrapped: Wrapped("x".to_owned()),
        kinds: vec![Kind::Unit, Kind::New(1), Kind::Pair(2, "p".to_owned()), Kind::Named { total: 3 }],
        map: BTreeMap::from([(7, vec![true, false])]),
        bytes: [0, 255],
        free: json!({"a": [1, 2.5, null, {"b": "c"}]}),
    }
}

/// The outside tool is the serializer that every caller knows.
#[test]
fn data_is_what_serde_json_makes_of_it() {
    let value = to_value(&all()).unwrap();
    let theirs = serde_json::to_string(&all()).unwrap();
    assert_eq!(value.to_json(), theirs);
    assert_eq!(from_value::<All>(&value).unwrap(), all());
    let parsed = Value::parse(theirs.as_bytes()).unwrap();
    assert_eq!(from_value::<All>(&parsed).unwrap(), all());
}

#[test]
fn what_json_does_not_know_stays_what_it_is() {
    let Value::Float(number) = to_value(&f64::NAN).unwrap() else { panic!("a number that is none") };
    assert!(number.is_nan());
    let Value::Float(number) = to_value(&f32::INFINITY).unwrap() else { panic!("a number that is none") };
    assert!(number.is_infinite());
}

/// How `RawValue`, and numbers of any precision, hand over their text.
#[test]
fn json_text_is_taken_as_json() {
    #[derive(Serialize)]
    #[serde(rename = "$serde_json::private::RawValue")]
    struct Raw {
        #[serde(rename = "$serde_json::private::RawValue")]
        text: &'static str,
    }
    assert_eq!(
        to_value(&[Raw { text: r#"{"a":1.50}"# }]).unwrap().at("$[0].a").map(|it| it.to_json()),
        Some("1.5".into())
    );
    assert_eq!(to_value(&Raw { text: "{" }).unwrap_err().reason(), "it is no JSON");
}

/// The outside tool is the same one.
#[test]
fn a_key_that_is_no_text_is_written_as_one() {
    fn check<K: Ord + Serialize + for<'de> Deserialize<'de> + std::fmt::Debug>(key: K) {
        let map = BTreeMap::from([(key, 1)]);
        let value = to_value(&map).unwrap();
        assert_eq!(value.to_json(), serde_json::to_string(&map).unwrap());
        assert_eq!(from_value::<BTreeMap<K, i32>>(&value).unwrap(), map);
    }
    check("a".to_owned());
    check('a');
    check(-7_i64);
    check(u64::MAX);
    check(true);
}

struct Silent;

impl Serialize for Silent {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("6222000000000000"))
    }
}

#[test]
fn what_cannot_be_serialised_is_told_by_its_place() {
    let misfit = |data: Result<Value, Misfit>| data.unwrap_err().to_string();
    let map = BTreeMap::from([("a.b", vec![None, Some(Silent)])]);
    assert_eq!(misfit(to_value(&map)), "$[member 1][1]: its type refuses to be serialised");
    assert_eq!(misfit(to_value(&[i128::MIN])), "$[0]: an integer of more than 64 bits");
    assert_eq!(misfit(to_value(&[u128::MAX])), "$[0]: an integer of more than 64 bits");
    assert_eq!(misfit(to_value(&BTreeMap::from([(vec![1], 1)]))), "$: it has a key that is no text");
}

#[test]
fn what_does_not_fit_is_told_by_its_place_and_without_a_value() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "it is only read")]
    struct Narrow {
        items: Vec<Item>,
        kind: Option<Kind>,
        pair: Option<(i64, i64)>,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "it is only read")]
    struct Item {
        total: u8,
        id: Option<Strange>,
    }
    #[derive(Debug)]
    struct Strange;
    impl<'de> Deserialize<'de> for Strange {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Err(serde::de::Error::custom(String::deserialize(deserializer)?))
        }
    }
    let told = |json: &str| from_value::<Narrow>(&Value::parse(json.as_bytes()).unwrap()).unwrap_err().to_string();
    for (json, expected) in [
        (r#"{"items":[{"total":1},{"total":"6222"}]}"#, "$.items[1].total: expected u8, found a string"),
        (r#"{"items":[{"total":6222}]}"#, "$.items[0].total: expected u8, found another value"),
        (r#"{"items":[{}]}"#, "$.items[0].total: required, but absent"),
        (r#"{"items":[{"total":1,"id":"6222"}]}"#, "$.items[0].id: the type that is read refuses what came"),
        (r#"{"items":[],"kind":"6222"}"#, "$.kind: a value that the enum does not list"),
        (r#"{"items":[],"kind":[6222]}"#, "$.kind: expected a value of an enum, found a list of 1 item"),
        (r#"{"items":[],"pair":[1,2,6222]}"#, "$.pair: expected 2 items, found 3"),
        (r#"{"items":[],"new":6222}"#, "$.new: a member that the type does not know"),
        (
            r#"{"items":[{"total":1,"total":6222}]}"#,
            "$.items[0].total: a key that comes more than once, with different values cannot be read",
        ),
        (r#"{"items":{}}"#, "$.items: expected a sequence, found an object"),
        ("6222", "$: expected struct Narrow, found an integer"),
        (r#"{"items":[{"total":true}]}"#, "$.items[0].total: expected u8, found a boolean"),
        (r#"{"items":[{"total":6.5}]}"#, "$.items[0].total: expected u8, found a number"),
        (r#"{"items":[{"total":null}]}"#, "$.items[0].total: expected u8, found null"),
        (r#"{"items":[{"total":[6]}]}"#, "$.items[0].total: expected u8, found a list"),
        (
            r#"{"items":[],"kind":{"New":1,"Unit":null}}"#,
            "$.kind: expected a value of an enum, found an object of 2 members",
        ),
        (r#"{"items":[],"kind":{}}"#, "$.kind: expected a value of an enum, found an object of 0 members"),
        (r#"{"items":[{"total":1e999}]}"#, "$.items[0].total: a number that is too large"),
    ] {
        assert_eq!(told(json), expected, "{json}");
    }
}

#[test]
fn what_was_not_read_does_no_harm_where_nobody_asks_for_it() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct One {
        a: i64,
    }
    let value = Value::parse(br#"{"a":1,"b":2,"b":3}"#).unwrap();
    assert_eq!(from_value::<One>(&value).unwrap(), One { a: 1 });
    assert!(from_value::<BTreeMap<String, i64>>(&value).is_err());
}

#[test]
fn what_has_been_opened_is_plain() {
    let value = Value::List(vec![Value::Secret(Secret::from("张三")), Value::Encoded(Box::new(Value::Int(1)))]);
    assert_eq!(from_value::<(Wrapped, i64)>(&value).unwrap(), (Wrapped("张三".to_owned()), 1));
}
