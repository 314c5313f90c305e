//! What it costs to read an answer: as documented, and with something odd in it.
//! `cargo bench -p wechatpay-client --bench decode`.

#![allow(missing_docs, reason = "nobody reads the docs of a bench")]

use divan::Bencher;
use divan::counter::BytesCount;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::GetResponse;
use wechatpay_client::v3::refund::domestic::refunds::PostResponse;
use wechatpay_client::wire::{self, Value, Wire};

const ORDER: &str = include_str!("../../fuzz/answers/order.json");
const REFUND: &str = include_str!("../../fuzz/answers/refund.json");

fn main() {
    divan::main();
}

fn parse_and_read<T: Wire>(bencher: Bencher<'_, '_>, json: &str) {
    let bencher = bencher.counter(BytesCount::of_str(json));
    bencher.bench(|| wire::read::<T>(json.as_bytes()).expect("the answer is right"));
}

#[divan::bench]
fn order(bencher: Bencher<'_, '_>) {
    parse_and_read::<GetResponse>(bencher, ORDER);
}

#[divan::bench]
fn order_from_a_value(bencher: Bencher<'_, '_>) {
    let value = Value::parse(ORDER.as_bytes()).expect("JSON");
    bencher.bench(|| wire::decode::<GetResponse>(&value).expect("the answer is right"));
}

#[divan::bench]
fn refund(bencher: Bencher<'_, '_>) {
    parse_and_read::<PostResponse>(bencher, REFUND);
}

#[divan::bench]
fn refund_with_an_unknown_member(bencher: Bencher<'_, '_>) {
    parse_and_read::<PostResponse>(bencher, &REFUND.replacen('{', r#"{"new":1,"#, 1));
}

#[divan::bench]
fn refund_with_ten_members_in_another_form(bencher: Bencher<'_, '_>) {
    let odd = REFUND.replace(":100,", ":\"100\",").replace(":528800", ":\"528800\"");
    parse_and_read::<PostResponse>(bencher, &odd);
}
