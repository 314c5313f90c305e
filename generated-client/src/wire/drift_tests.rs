//! What is told of an answer that is not what the documentation says.

use super::{Drifts, In, Out, Read, Unread, Value, Wire, decode, decode_strictly, encode, read};

/// An answer like many: an amount that has to be there, and members that may be absent.
struct Order {
    id: String,
    amount: Amount,
    payer: Option<Payer>,
    promotions: Option<Vec<Promotion>>,
    receivers: Vec<Amount>,
}

struct Amount {
    total: i64,
    payer_total: Option<i64>,
}

struct Payer {
    openid: Option<String>,
}

struct Promotion {
    amount: i64,
    goods: Option<Vec<Amount>>,
}

macro_rules! wire {
    ($name:ident { $($field:ident),* }) => {
        impl Wire for $name {
            fn put(&self, out: &mut Out) {
                $(out.field(stringify!($field), &self.$field);)*
            }

            fn get(from: &mut In<'_>) -> Self {
                Self { $($field: from.field(stringify!($field)),)* }
            }
        }
    };
}
wire!(Order { id, amount, payer, promotions, receivers });
wire!(Amount { total, payer_total });
wire!(Payer { openid });
wire!(Promotion { amount, goods });

fn order(json: &str) -> Read<Order> {
    read(json.as_bytes()).unwrap()
}

fn told(drift: &Drifts) -> Vec<String> {
    drift.iter().map(ToString::to_string).collect()
}

fn again<T: Wire>(value: &T) -> String {
    encode(value).to_json()
}

const GOOD: &str = r#"{"id":"1","amount":{"total":1,"payer_total":1},"payer":{"openid":"o"},"promotions":[{"amount":1,"goods":[{"total":1}]}],"receivers":[{"total":1}]}"#;

#[test]
fn where_nothing_is_odd_nothing_is_told() {
    let Read { value, drift, .. } = order(GOOD);
    assert_eq!((told(&drift), drift.more()), (vec![], 0));
    assert_eq!(again(&value), GOOD);
    assert!(told(&order(r#"{"receivers":[],"amount":{"total":1},"new":null,"id":"1"}"#).drift).is_empty());
}

#[test]
fn each_place_is_told_by_its_path() {
    let json = r#"{"id":1,"new":{"secret":"value"},"amount":[{"total":"1","a.b":1}],"payer":{"openid":"o","app id":[]},
        "promotions":{"amount":1.0,"goods":[{"total":1},{"total":2,"x":0}]},"receivers":[{"total":1},null]}"#;
    let Read { value, drift, .. } = order(json);
    assert_eq!(
        told(&drift),
        [
            "$.id: an integer was taken as a string",
            "$.amount: a list was taken as an object",
            "$.amount[0].total: a string was taken as an integer",
            r#"$.amount[0]["a.b"]: a member that no type knows"#,
            r#"$.payer["app id"]: a member that no type knows"#,
            "$.promotions: an object was taken as a list",
            "$.promotions.amount: a number was taken as an integer",
            "$.promotions.goods[1].x: a member that no type knows",
            "$.receivers[1]: an item that is null was left out",
            "$.new: a member that no type knows",
        ]
    );
    assert_eq!(value.promotions.map(|list| list.len()), Some(1));
    // And what no type knows is read by its path.
    let raw = Value::parse(json.as_bytes()).unwrap();
    let mut told = 0;
    for drift in &drift {
        let found = raw.at(drift.path());
        assert!(found.is_some(), "{drift}");
        told += 1;
    }
    assert_eq!(told, drift.len());
    assert_eq!(raw.at("$.new.secret").as_ref().and_then(Value::as_str), Some("value"));
    assert!(!drift.to_string().contains("value of") && !format!("{drift:?}").contains("\"value\""));
}

#[test]
fn the_innermost_optional_member_takes_what_does_not_fit() {
    let cases = [
        // Its own.
        (
            r#""payer_total":1},"payer":"#,
            r#""payer_total":[]},"payer":"#,
            "$.amount.payer_total",
            "$.amount.payer_total",
        ),
        (r#"{"openid":"o"}"#, "7", "$.payer", "$.payer"),
        (r#""openid":"o""#, r#""openid":{}"#, "$.payer.openid", "$.payer.openid"),
        // A list as a whole, however good the other items are.
        (
            r#""goods":[{"total":1}]"#,
            r#""goods":[{"total":1},{"total":1.5}]"#,
            "$.promotions[0].goods[1].total",
            "$.promotions[0].goods",
        ),
        // What is required below goes with what is around it.
        (r#"[{"amount":1,"#, r#"[{"amount":{},"#, "$.promotions[0].amount", "$.promotions"),
        (r#"[{"amount":1,"#, "[{", "$.promotions[0].amount", "$.promotions"),
    ];
    for (from, to, path, member) in cases {
        assert!(GOOD.contains(from), "{from}");
        let json = GOOD.replacen(from, to, 1);
        let Read { value, drift, .. } = order(&json);
        assert_eq!(drift.len(), 1, "{json}: {drift}");
        assert!(drift.has_dropped());
        assert_eq!(drift[0].path(), path, "{json}");
        let end = format!("; so `{member}` is taken as absent");
        assert!(drift[0].to_string().ends_with(&end), "{drift}");
        let encoded = encode(&value);
        assert_eq!(encoded.at(member), None, "{json}");
        assert_eq!(encoded.at("$.amount.total"), Some(Value::Int(1)), "the rest is there");
        assert_eq!(encoded.at("$.receivers[0].total"), Some(Value::Int(1)), "also what comes behind");
    }
}

#[test]
fn what_is_told_below_a_member_that_is_dropped_goes_with_it() {
    let json = GOOD.replacen(r#"[{"amount":1,"#, r#"[{"new":1,"goods":{"total":"1"},"amount":true,"#, 1);
    let json = json.replacen(r#","goods":[{"total":1}]"#, "", 1);
    let drift = order(&json).drift;
    let reason = "expected an integer, found a boolean; so `$.promotions` is taken as absent";
    assert_eq!(told(&drift), [format!("$.promotions[0].amount: {reason}")]);
}

#[test]
fn what_is_required_is_an_error_with_path_expectation_and_what_came() {
    let error = |from: &str, to: &str| read::<Order>(GOOD.replacen(from, to, 1).as_bytes()).err().unwrap().to_string();
    assert_eq!(error(r#""id":"1","#, ""), "$.id: required, but absent or null");
    assert_eq!(
        error(r#"{"total":1,"payer_total""#, r#"{"total":"6222 0000","payer_total""#),
        "$.amount.total: expected an integer, found a string of 9 characters"
    );
    assert_eq!(
        error(r#""receivers":[{"total":1}]"#, r#""receivers":[{"total":1},{"total":true}]"#),
        "$.receivers[1].total: expected an integer, found a boolean",
        "a list that cannot say that it is not there is not emptied"
    );
}

#[test]
fn a_list_that_has_to_come_is_missed() {
    let json = GOOD.replacen(r#","receivers":[{"total":1}]"#, "", 1);
    assert_eq!(told(&order(&json).drift), ["$.receivers: it should always come, and did not"]);
}

/// With members that the documentation says always come, and that may be absent all the same.
struct Stated {
    id: Option<String>,
    note: Option<Payer>,
}

impl Wire for Stated {
    fn put(&self, out: &mut Out) {
        out.stated("id", &self.id);
        out.stated_encoded("note", &self.note);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self { id: from.stated("id"), note: from.stated_encoded("note") }
    }
}

#[test]
fn what_is_documented_to_come_is_missed() {
    let told_of = |json: &str| told(&read::<Stated>(json.as_bytes()).unwrap().drift);
    let missed = ["id", "note"].map(|name| format!("$.{name}: it should always come, and did not"));
    assert_eq!(told_of("{}"), missed);
    assert_eq!(told_of(r#"{"id":null,"note":null}"#), missed);
    assert!(told_of(r#"{"id":"","note":"{}"}"#).is_empty());
    let whole = r#"{"id":"1","note":"{\"openid\":\"o\"}"}"#;
    assert_eq!(again(&read::<Stated>(whole.as_bytes()).unwrap().value), whole);
}

#[test]
fn what_goes_out_loses_nothing_in_silence() {
    let wrong = Value::parse(GOOD.replacen(r#"{"openid":"o"}"#, "7", 1).as_bytes()).unwrap();
    assert!(decode::<Order>(&wrong).is_ok());
    let error = decode_strictly::<Order>(&wrong).err().unwrap();
    assert_eq!(error.to_string(), "$.payer: expected an object, found an integer");
    let empty = Value::parse(GOOD.replacen(r#"{"openid":"o"}"#, r#""""#, 1).as_bytes()).unwrap();
    assert!(decode_strictly::<Order>(&empty).unwrap().payer.is_none(), "nothing is lost with an empty string");
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_body() {
    assert_eq!(again(&order(&format!("\u{feff}{GOOD}")).value), GOOD);
    assert!(Value::parse("\u{feff}\u{feff}1".as_bytes()).is_err());
}

#[test]
fn a_flood_is_counted_and_not_told() {
    let members: Vec<String> = (0..100_000).map(|number| format!("\"m{number}\":{number}")).collect();
    let json = format!("{{{},{}", members.join(","), &GOOD[1..]);
    let Read { value, drift, .. } = order(&json);
    assert_eq!((drift.len(), drift.more(), drift.count()), (64, 100_000 - 64, 100_000));
    assert!(drift.to_string().ends_with("\nand 99936 more"));
    assert_eq!(again(&value), GOOD);
}

#[test]
fn what_lies_too_deep_or_is_too_large_does_not_cost_the_rest() {
    for depth in [2, 99, 100, 101, 126, 127, 128, 10_000, 1_000_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let nested = format!("{}1.5{}", open.repeat(depth), close.repeat(depth));
            let json = GOOD.replacen(r#"{"openid":"o"}"#, &nested, 1);
            let Read { value, drift, .. } = order(&json);
            assert!(value.payer.is_none_or(|payer| payer.openid.is_none()), "{depth}");
            assert!(!drift.is_empty() && drift[0].path().starts_with("$.payer"), "{depth}: {drift}");
            assert_eq!(value.amount.total, 1);
            let unknown = GOOD.replacen('{', &format!("{{\"new\":{nested},"), 1);
            assert_eq!(told(&order(&unknown).drift), ["$.new: a member that no type knows"], "{depth}");
        }
    }
    let mut nested = Value::parse(format!("{}{}", "[".repeat(150), "]".repeat(150)).as_bytes()).unwrap();
    for depth in 0..100 {
        let Value::List(items) = nested else { panic!("{depth}: {nested:?}") };
        nested = items.into_iter().next().unwrap();
    }
    assert_eq!(nested, Value::Unread(Unread::TooDeep));
    let json = GOOD.replacen('{', r#"{"new":[1e999,-1e999,{"x":123456789012345678901234567890}],"#, 1);
    assert_eq!(again(&order(&json).value), GOOD);
    assert_eq!(
        Value::parse(json.as_bytes()).unwrap().at("$.new[2].x"),
        Value::parse(b"123456789012345678901234567890").ok()
    );
}

/// Many strings that hold JSON are held as a chain: it is not as deep as it is long.
#[test]
fn many_objects_may_come_in_strings() {
    let items = vec![r#""{\"total\":1}""#; 200_000].join(",");
    let json = GOOD.replacen(r#""receivers":[{"total":1}]"#, &format!("\"receivers\":[{items}]"), 1);
    let Read { value, drift, .. } = order(&json);
    assert_eq!((value.receivers.len(), drift.count()), (200_000, 200_000));
}
