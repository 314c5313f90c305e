//! Fields: their parts, their flags, their names, and what lies below them.

use wechatpay_spec::Presence;
use wechatpay_spec::diff::{Diff, Snapshot};

use super::{OPERATION, WEBHOOK, between, compare, lines, presence, rust, spec};

#[test]
fn a_parameter_that_moves_to_another_part_keeps_its_place_in_rust() {
    let limit = r#"{"name": "limit", "type": "integer", "enum": ["1", "2"]}"#;
    let payer = r#"      {"name": "payer""#;
    let moved =
        OPERATION.replace(&format!("\n      {limit}\n    "), "").replace(payer, &format!("      {limit},\n{payer}"));
    let found = lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&moved], &[])));
    assert_eq!(found, ["compatible field-in-other-part | request.body limit | request.query | request.body"]);
}

#[test]
fn a_parameter_of_one_name_in_two_parts_is_paired_once() {
    let more = OPERATION.replace(
        r#"      {"name": "scene""#,
        "      {\"name\": \"limit\", \"type\": \"integer\", \"required\": true},\n      {\"name\": \"scene\"",
    );
    let found = lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&more], &[])));
    assert_eq!(found, ["breaking required-field-added | request.body limit | - | integer"]);
    let found = lines(&compare(&spec(&[&more], &[]), &spec(&[OPERATION], &[])));
    assert_eq!(found, ["breaking field-removed | request.body limit | integer | -"]);
}

#[test]
fn in_a_part_that_may_be_left_out_nothing_is_required() {
    let optional = OPERATION
        .replace("\"query\": [\n", "\"query\": {\"required\": false, \"fields\": [\n")
        .replace("\"enum\": [\"1\", \"2\"]}\n    ]", "\"enum\": [\"1\", \"2\"]}\n    ]}");
    let required = optional.replace(r#""limit", "type": "integer""#, r#""limit", "type": "integer", "required": true"#);
    let found = lines(&compare(&spec(&[&optional], &[]), &spec(&[&required], &[])));
    assert_eq!(found, ["docs only required-flag-changed | request.query limit | optional | required"]);
}

#[test]
fn a_list_in_a_json_text_is_required_with_the_text() {
    let with = |flag: &str| {
        let rows = format!(
            r#"{{"name": "scene", "type": "string", "encoded": "json", "fields": [
        {{"name": "", "type": "object[]"{flag}, "fields": [
          {{"name": "a", "type": "string"}}
        ]}}
      ]}}"#
        );
        OPERATION.replace(r#"{"name": "scene", "type": "string", "enum": ["APP", "WEB"]}"#, &rows)
    };
    let found = lines(&compare(&spec(&[&with("")], &[]), &spec(&[&with(r#", "required": true"#)], &[])));
    assert_eq!(found, ["docs only required-flag-changed | request.body scene. | optional | required"]);
}

/// The changes when a text of the webhook becomes another one.
#[track_caller]
fn renotified(from: &str, to: &str) -> Vec<String> {
    assert!(WEBHOOK.contains(from), "the webhook has no `{from}`");
    lines(&compare(&spec(&[], &[WEBHOOK]), &spec(&[], &[&WEBHOOK.replacen(from, to, 1)])))
}

const DETAIL: &str = "resource detail";

#[test]
fn alternatives_are_compared_as_the_one_type_that_a_caller_sees() {
    // No field of an alternative is certain.
    assert_eq!(
        renotified("\"string\", \"required\": true", "\"string\""),
        [format!("docs only alternatives-changed | {DETAIL}#1 | bank required string  | bank optional string ")]
    );
    assert_eq!(
        renotified("\"card\", \"type\": \"string\"", "\"card\", \"type\": \"integer\""),
        [
            format!("breaking type-changed | {DETAIL}.card | string | integer"),
            format!("docs only alternatives-changed | {DETAIL}#2 | card optional string  | card optional integer "),
        ]
    );
    // What the other alternative still has is not gone.
    assert_eq!(
        renotified("      {\"name\": \"bank\", \"type\": \"string\"},\n", ""),
        [format!("docs only alternatives-changed | {DETAIL}#2 | bank optional string  | -")]
    );
    assert_eq!(
        renotified(",\n      {\"name\": \"memo\", \"type\": \"string\"}", ""),
        [
            format!("breaking field-removed | {DETAIL}.memo | string | -"),
            format!("docs only alternatives-changed | {DETAIL}#1 | memo optional string  | -"),
        ]
    );
}

#[test]
fn alternatives_are_matched_by_their_labels() {
    assert_eq!(renotified("网银", "网上银行"), [format!("docs only label-changed | {DETAIL}#2 | 网银 | 网上银行")]);
    let third = "[{\"label\": \"现金\", \"fields\": [\n      {\"name\": \"till\", \"type\": \"string\"}\n    ]}, {";
    assert_eq!(
        renotified("[{", third),
        [
            format!("compatible answer-field-added | {DETAIL}.till | - | string"),
            format!("docs only alternatives-changed | {DETAIL} | - | 现金"),
        ]
    );
    let one = WEBHOOK.replace("\"variants\": [{\"label\": \"转账\", \"fields\": [", "\"fields\": [");
    let one = one.replace(
        "    ]}, {\"label\": \"网银\", \"fields\": [\n      {\"name\": \"bank\", \"type\": \"string\"},\n",
        "",
    );
    let one = one
        .replace("\"memo\", \"type\": \"string\"}", "\"memo\", \"type\": \"string\"},")
        .replace("    ]}]}", "    ]}");
    let found = lines(&compare(&spec(&[], &[WEBHOOK]), &spec(&[], &[&one])));
    assert_eq!(
        found,
        [
            format!("docs only required-flag-changed | {DETAIL}.bank | optional | required"),
            format!("docs only alternatives-changed | {DETAIL} | 转账, 网银 | -"),
        ]
    );
}

#[test]
fn a_list_that_is_required_is_counted_on_without_evidence() {
    let listed =
        OPERATION.replace("\"goods\", \"type\": \"object[]\"", "\"goods\", \"type\": \"object[]\", \"required\": true");
    let found = lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&listed], &[])));
    assert_eq!(found, ["breaking answer-now-present | response goods | Option<T> | T"]);
    let goods = "    {\"name\": \"goods\", \"type\": \"object[]\"},\n    {\"name\": \"detail\"";
    let listed = WEBHOOK.replace("    {\"name\": \"detail\"", goods);
    let required = listed.replace("\"object[]\"", "\"object[]\", \"required\": true");
    let found = lines(&compare(&spec(&[], &[&listed]), &spec(&[], &[&required])));
    assert_eq!(found, ["breaking answer-now-present | resource goods | Option<T> | T"]);
}

#[test]
fn whatever_gets_another_name_breaks() {
    let old = rust(&[
        ("field request.query limit", "limit"),
        ("type response goods", "Goods"),
        ("type response gone", "Gone"),
        ("value request.body scene WEB", "Web"),
    ]);
    let new = rust(&[
        ("field request.query limit", "query_limit"),
        ("type response goods", "AmountGoods"),
        ("type response new", "New"),
        ("value request.body scene WEB", "WEB"),
    ]);
    assert_eq!(
        between(&old, &new),
        [
            "breaking field-renamed | request.query limit | limit | query_limit",
            "breaking type-renamed | response goods | Goods | AmountGoods",
            "breaking variant-renamed | request.body scene `WEB` | Web | WEB",
        ]
    );
    let mut elsewhere = rust(&[]);
    elsewhere.written.values_mut().for_each(|written| written.path = "v3::a::by_other::Post".to_owned());
    assert_eq!(
        between(&rust(&[]), &elsewhere),
        ["breaking path-renamed |  | v3::a::by_id::Post | v3::a::by_other::Post"]
    );
}

/// A caller does not see in which part of the request a field is sent.
#[test]
fn a_field_of_another_part_is_followed_by_its_names() {
    let old = rust(&[("type request.query scene", "Scene"), ("field request.query scene", "scene")]);
    let new = rust(&[("type request.body scene", "SceneX"), ("field request.body scene", "scene")]);
    assert_eq!(between(&old, &new), ["breaking type-renamed | request.body scene | Scene | SceneX"]);
}

#[test]
fn new_evidence_changes_types_too() {
    let spec = spec(&[OPERATION], &[]);
    let (with, without) = (presence(), Presence::default());
    let snapshot = |presence| Snapshot { spec: &spec, presence, rust: None, held: None };
    let found = lines(&Diff::of(snapshot(&without), snapshot(&with)));
    assert_eq!(
        found,
        [
            "breaking answer-now-present | response amount | Option<T> | T",
            "breaking answer-now-present | response amount.total | Option<T> | T",
            "breaking answer-now-present | response goods.price | Option<T> | T",
        ]
    );
}
