//! What a comparison says of types that have become one.

use wechatpay_codegen::public;
use wechatpay_spec::{Corrected, Spec, Types};

use crate::common::{
    WIDE, answering, corrected, entry, leaf, object, present, required, sending, spec, telling, valued,
};

/// Every change, with its rule.
fn changes(old: &Corrected, new: &Corrected) -> Vec<String> {
    let diff = public::between(old, new).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let said = diff.changes().map(|(target, change)| {
        let side = |side: &Option<String>| side.clone().unwrap_or_default();
        let (before, after) = (side(&change.before), side(&change.after));
        format!("{target}, {}: {} [{before}] [{after}]", change.place, change.rule.code())
    });
    said.collect()
}

fn with(spec: &Spec, text: &str) -> Corrected {
    Corrected { presence: present(&[("GET /v3/a", &["order.id"])]), ..corrected(spec, text) }
}

#[test]
fn what_is_alike_and_becomes_one_changes_nothing() {
    let members = || vec![object("order", vec![required(leaf("id")), valued("state", &["A"])])];
    let spec = spec(vec![answering("GET /v3/a", members()), answering("GET /v3/b", members())], Vec::new());
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], "");
    let (apart, one) = (corrected(&spec, ""), corrected(&spec, &text));
    assert_eq!(changes(&apart, &one), [""; 0]);
    assert_eq!(changes(&one, &apart), [""; 0]);
}

#[test]
fn what_others_bring_is_said_where_a_caller_sees_it() {
    let spec = spec(
        vec![
            answering("GET /v3/a", vec![object("order", vec![required(leaf("id")), valued("state", &["A"])])]),
            sending("POST /v3/a", vec![object("order", vec![required(leaf("id"))])]),
            sending("POST /v3/b", vec![object("order", vec![leaf("id"), valued("kind", &["X"])])]),
            sending("POST /v3/c", vec![object("order", vec![leaf("id"), leaf("kind")])]),
        ],
        vec![telling("ORDER", vec![leaf("id"), valued("state", &["A", "B"]), leaf("payer"), leaf("more")])],
    );
    let answers = entry("pay::Order", &["GET /v3/a response order", "webhook ORDER resource"], WIDE);
    let requests = ["a", "b", "c"].map(|name| format!("POST /v3/{name} request.body order"));
    let requests: Vec<&str> = requests.iter().map(String::as_str).collect();
    let (apart, one) = (with(&spec, ""), with(&spec, &(answers + &entry("pay::NewOrder", &requests, WIDE))));
    assert_eq!(
        changes(&apart, &one),
        [
            "GET /v3/a, response order.id: answer-now-option [T] [Option<T>]",
            "GET /v3/a, response order.more: answer-field-added [] []",
            "GET /v3/a, response order.payer: answer-field-added [] []",
            "GET /v3/a, response order.state: enum-value-added [] [B]",
            "POST /v3/a, request.body order.id: field-now-optional [required] [optional]",
            "POST /v3/a, request.body order.kind: optional-field-added [] []",
            "POST /v3/c, request.body order.kind: now-enum [string] [enum]",
        ]
    );
    assert_eq!(
        changes(&one, &apart),
        [
            "GET /v3/a, response order.id: answer-now-present [Option<T>] [T]",
            "GET /v3/a, response order.more: field-removed [] []",
            "GET /v3/a, response order.payer: field-removed [] []",
            "GET /v3/a, response order.state: enum-value-removed [B] []",
            "POST /v3/a, request.body order.id: field-now-required [optional] [required]",
            "POST /v3/a, request.body order.kind: field-removed [] []",
            "POST /v3/c, request.body order.kind: type-changed [enum] [string]",
        ]
    );
    let none = Corrected { types: Types::default(), ..one.clone() };
    assert_eq!(changes(&apart, &none), [""; 0]);
}
