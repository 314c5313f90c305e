//! Whatever WeChat Pay, or someone in its place, answers: it is read, or refused with a place, and nothing panics. What a
//! second reader makes of it is the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::GetResponse;
use wechatpay_client::wire::{self, Value};

fuzz_target!(|bytes: &[u8]| {
    let theirs = serde_json::from_slice::<Json>(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
    let Ok(value) = Value::parse(bytes) else {
        return assert!(theirs.is_err(), "it is refused, and right");
    };
    match theirs {
        Ok(theirs) => assert!(is_same(&value, &theirs), "{value:?} is read of {theirs}"),
        // A detail for which the other refuses the whole.
        Err(error) => assert!(is_detail(&error.to_string()), "it is accepted as {value:?}: {error}"),
    }
    let text = value.to_json();
    let again = Value::parse(text.as_bytes()).expect("what was written can be read");
    assert_eq!(again.to_json(), text, "reading and writing change nothing any more");

    match wire::decode::<GetResponse>(&value) {
        Ok(order) => {
            let encoded = wire::encode(&order);
            let back = wire::decode::<GetResponse>(&encoded).expect("what was encoded can be decoded");
            assert_eq!(wire::encode(&back).expose().to_string(), encoded.expose().to_string());
        }
        Err(error) => assert!(error.path().starts_with('$')),
    }
});

fn is_detail(error: &str) -> bool {
    ["number out of range", "recursion limit exceeded"].iter().any(|detail| error.starts_with(detail))
}

/// Whether two readers have read the same, as far as ours has read it: of a member that comes twice the other keeps one.
fn is_same(ours: &Value, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Value::Unread(_), _) | (Value::Null, Json::Null) => true,
        (Value::Bool(ours), Json::Bool(theirs)) => ours == theirs,
        (Value::Int(ours), Json::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Value::Number(ours), Json::Number(theirs)) => {
            theirs.as_i64().is_none() && ours.as_str().parse::<f64>().ok() == theirs.as_f64()
        }
        (Value::Text(ours), Json::String(theirs)) => ours == theirs,
        (Value::List(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Value::Object(ours), Json::Object(theirs)) => {
            let is_there = |name: &str, value| theirs.get(name).is_some_and(|theirs| is_same(value, theirs));
            ours.len() == theirs.len() && ours.iter().all(|(name, value)| is_there(name, value))
        }
        _ => false,
    }
}
