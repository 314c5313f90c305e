//! Whatever WeChat Pay, or someone in its place, answers: it is read, or refused with a place, and nothing panics.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::GetResponse;
use wechatpay_client::wire::{self, Value};

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = Value::parse(bytes) else { return };
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
