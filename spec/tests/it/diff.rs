//! What a change of the spec means to a caller: a case for each rule, and what must not count as a change.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::diff::{Change, Diff, Rule, Severity, Snapshot, Step, TypeNames};
use wechatpay_spec::{Moved, Operation, Presence, Spec, Target, Webhook};

const OPERATION: &str = r#"{
  "operation": "POST /v3/a/{id}",
  "title": "下单",
  "source": "openapi/v3/a/{id}.md#post",
  "docs": ["https://a.example"],
  "request": {
    "path": [
      {"name": "id", "type": "string", "required": true}
    ],
    "query": [
      {"name": "limit", "type": "integer", "enum": ["1", "2"]}
    ],
    "headers": [
      {"name": "Wechatpay-Serial", "type": "string", "required": true}
    ],
    "json": {"required": true, "fields": [
      {"name": "payer", "type": "object", "required": true, "label": "支付者", "fields": [
        {"name": "openid", "type": "string", "required": true, "example": "o1"},
        {"name": "name", "type": "string", "encrypted": "platform"}
      ]},
      {"name": "scene", "type": "string", "enum": ["APP", "WEB"]}
    ]}
  },
  "response": {"kind": "json", "fields": [
    {"name": "amount", "type": "object", "required": true, "fields": [
      {"name": "total", "type": "integer", "required": true},
      {"name": "note", "type": "string"}
    ]},
    {"name": "goods", "type": "object[]", "fields": [
      {"name": "price", "type": "integer", "required": true}
    ]},
    {"name": "extra", "type": "string", "encoded": "json", "fields": [
      {"name": "period", "type": "string"}
    ]}
  ]}
}
"#;

const WEBHOOK: &str = r#"{
  "webhook": "A.B",
  "title": "通知",
  "source": "webhook/v3/A.B.md",
  "original_type": ["a"],
  "resource": {"fields": [
    {"name": "detail", "type": "object", "variants": [{"label": "转账", "fields": [
      {"name": "bank", "type": "string", "required": true},
      {"name": "memo", "type": "string"}
    ]}, {"label": "网银", "fields": [
      {"name": "bank", "type": "string"},
      {"name": "card", "type": "string"}
    ]}]}
  ]}
}
"#;

fn presence() -> Presence {
    let paths = ["amount", "amount.total", "goods.price"].map(str::to_owned);
    let present = BTreeMap::from([("POST /v3/a/{id}".parse().unwrap(), BTreeSet::from(paths))]);
    Presence { source: "a test".to_owned(), present, ..Presence::default() }
}

fn operation(text: &str) -> Operation {
    let id = text.lines().nth(1).and_then(|line| line.split('"').nth(3)).unwrap();
    let file = id.parse::<wechatpay_spec::OperationId>().unwrap().file();
    Operation::parse(&file, text).unwrap()
}

fn webhook(text: &str) -> Webhook {
    let name = text.lines().nth(1).and_then(|line| line.split('"').nth(3)).unwrap();
    Webhook::parse(&format!("webhook/v3/{name}.json"), text).unwrap()
}

fn spec(operations: &[&str], webhooks: &[&str]) -> Spec {
    let operations = operations.iter().map(|text| operation(text)).collect();
    Spec { operations, webhooks: webhooks.iter().map(|text| webhook(text)).collect(), moved: vec![] }
}

fn compare(old: &Spec, new: &Spec) -> Diff {
    let presence = presence();
    let snapshot = |spec| Snapshot { spec, presence: &presence, type_names: None };
    Diff::of(snapshot(old), snapshot(new))
}

/// Each change in a line: severity, code, place, before, after.
fn lines(diff: &Diff) -> Vec<String> {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let line = |(_, change): (&Target, &Change)| {
        let Change { rule, place, before, after } = change;
        format!("{} {} | {place} | {} | {}", rule.severity().as_str(), rule.code(), value(before), value(after))
    };
    diff.changes().map(line).collect()
}

/// The changes when a text of the operation becomes another one.
#[track_caller]
fn edited(from: &str, to: &str) -> Vec<String> {
    assert!(OPERATION.contains(from), "the operation has no `{from}`");
    lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&OPERATION.replacen(from, to, 1)], &[])))
}

/// A text, what it becomes, and the one change that this is; both ways where `back` is given.
struct Case(&'static str, &'static str, &'static str, Option<&'static str>);

const CASES: &[Case] = &[
    Case(
        "\n  \"request\"",
        "\n  \"status\": \"deprecated\",\n  \"request\"",
        "compatible status-changed |  | current | deprecated",
        Some("compatible status-changed |  | deprecated | current"),
    ),
    Case(
        "\n  \"request\"",
        "\n  \"base\": {\"url\": \"https://hk.example/\", \"required\": false},\n  \"request\"",
        "compatible base-changed |  | the usual one | https://hk.example/ (optional)",
        None,
    ),
    Case(
        r#"      {"name": "scene", "type": "string", "enum": ["APP", "WEB"]}"#,
        r#"      {"name": "scene", "type": "string", "enum": ["APP", "WEB", "H5"]}"#,
        "compatible enum-value-added | request.body scene | - | H5",
        Some("breaking enum-value-removed | request.body scene | H5 | -"),
    ),
    Case(
        r#", "enum": ["APP", "WEB"]"#,
        "",
        "breaking type-changed | request.body scene | enum | string",
        Some("breaking type-changed | request.body scene | string | enum"),
    ),
    Case(
        r#"["APP", "WEB"]"#,
        r#"["WEB", "APP"]"#,
        "docs only order-changed | request.body scene | APP, WEB | WEB, APP",
        None,
    ),
    Case(
        r#""enum": ["1", "2"]"#,
        r#""enum": ["1", "3"]"#,
        "docs only values-changed | request.query limit | 2 | 3",
        None,
    ),
    Case(
        r#"        {"name": "name", "type": "string", "encrypted": "platform"}"#,
        "        {\"name\": \"name\", \"type\": \"string\", \"encrypted\": \"platform\"},\n        {\"name\": \"new\", \"type\": \"string\", \"required\": true}",
        "breaking required-field-added | request.body payer.new | - | string",
        Some("breaking field-removed | request.body payer.new | string | -"),
    ),
    Case(
        r#"        {"name": "name", "type": "string", "encrypted": "platform"}"#,
        "        {\"name\": \"name\", \"type\": \"string\", \"encrypted\": \"platform\"},\n        {\"name\": \"new\", \"type\": \"object\", \"fields\": [\n          {\"name\": \"in\", \"type\": \"string\", \"required\": true}\n        ]}",
        "compatible optional-field-added | request.body payer.new | - | object",
        Some("breaking field-removed | request.body payer.new | object | -"),
    ),
    Case(
        r#"{"name": "name", "type": "string", "encrypted""#,
        r#"{"name": "name", "type": "string", "required": true, "encrypted""#,
        "breaking field-now-required | request.body payer.name | optional | required",
        Some("compatible field-now-optional | request.body payer.name | required | optional"),
    ),
    Case(
        r#", "encrypted": "platform""#,
        "",
        "breaking encryption-changed | request.body payer.name | platform | plain",
        Some("breaking encryption-changed | request.body payer.name | plain | platform"),
    ),
    Case(
        r#""label": "支付者""#,
        r#""label": "用户""#,
        "docs only label-changed | request.body payer | 支付者 | 用户",
        None,
    ),
    Case(
        r#""example": "o1""#,
        r#""example": "o2""#,
        "docs only example-changed | request.body payer.openid | \"o1\" | \"o2\"",
        None,
    ),
    Case("\"title\": \"下单\"", "\"title\": \"支付\"", "docs only title-changed |  | 下单 | 支付", None),
    Case(
        r#"["https://a.example"]"#,
        r#"["https://b.example"]"#,
        "docs only links-changed |  | https://a.example | https://b.example",
        None,
    ),
    Case(
        "openapi/v3/a/{id}.md",
        "openapi/v3/a.md",
        "docs only source-changed |  | openapi/v3/a/{id}.md#post | openapi/v3/a.md#post",
        None,
    ),
    Case(
        "      {\"name\": \"note\", \"type\": \"string\"}",
        "      {\"name\": \"note\", \"type\": \"string\"},\n      {\"name\": \"new\", \"type\": \"string\", \"required\": true}",
        "compatible answer-field-added | response amount.new | - | string",
        Some("breaking field-removed | response amount.new | string | -"),
    ),
    Case(
        r#"{"name": "total", "type": "integer", "required": true}"#,
        r#"{"name": "total", "type": "integer"}"#,
        "breaking answer-now-option | response amount.total | T | Option<T>",
        Some("breaking answer-now-present | response amount.total | Option<T> | T"),
    ),
    Case(
        r#"{"name": "note", "type": "string"}"#,
        r#"{"name": "note", "type": "string", "required": true}"#,
        "docs only required-flag-changed | response amount.note | optional | required",
        None,
    ),
    Case(
        r#"{"name": "note", "type": "string"}"#,
        r#"{"name": "note", "type": "boolean"}"#,
        "breaking type-changed | response amount.note | string | boolean",
        None,
    ),
    Case(
        r#"{"name": "note", "type": "string"}"#,
        r#"{"name": "note", "type": "string[]"}"#,
        "breaking type-changed | response amount.note | string | string[]",
        None,
    ),
    Case(
        r#"{"name": "price", "type": "integer", "required": true}"#,
        r#"{"name": "price", "type": "number", "required": true}"#,
        "docs only type-word-changed | response goods.price | integer | number",
        None,
    ),
    Case(
        r#"{"name": "price", "type": "integer", "required": true}"#,
        r#"{"name": "price", "type": "float", "required": true}"#,
        "breaking type-changed | response goods.price | integer | float",
        None,
    ),
    Case(
        ", \"fields\": [\n      {\"name\": \"price\", \"type\": \"integer\", \"required\": true}\n    ]",
        "",
        "breaking type-changed | response goods | object[] | any JSON[]",
        None,
    ),
    Case(
        r#""type": "string", "encoded": "json", "fields""#,
        r#""type": "string", "fields""#,
        "breaking encoding-changed | response extra | JSON text | JSON",
        None,
    ),
    Case(
        "    \"query\": [\n      {\"name\": \"limit\", \"type\": \"integer\", \"enum\": [\"1\", \"2\"]}\n    ],",
        "    \"query\": {\"required\": false, \"fields\": [\n      {\"name\": \"limit\", \"type\": \"integer\", \"enum\": [\"1\", \"2\"]}\n    ]},",
        "docs only part-flag-changed | request.query | required | optional",
        None,
    ),
    // A part that was not there has not become optional.
    Case(
        "    \"query\": [\n      {\"name\": \"limit\", \"type\": \"integer\", \"enum\": [\"1\", \"2\"]}\n    ],",
        "    \"query\": {\"required\": false, \"fields\": []},",
        "breaking field-removed | request.query limit | integer | -",
        None,
    ),
    Case(
        "\"headers\": [\n      {\"name\": \"Wechatpay-Serial\", \"type\": \"string\", \"required\": true}\n    ]",
        "\"headers\": []",
        "docs only client-header-changed | request.headers Wechatpay-Serial | required | absent",
        None,
    ),
];

#[test]
fn each_change_is_what_the_table_says() {
    for Case(from, to, there, back) in CASES {
        assert_eq!(edited(from, to), [*there], "{from} becomes {to}");
        let Some(back) = back else { continue };
        let changed = OPERATION.replacen(from, to, 1);
        assert_eq!(lines(&compare(&spec(&[&changed], &[]), &spec(&[OPERATION], &[]))), [*back], "{to} becomes {from}");
    }
}

#[test]
fn what_does_not_differ_is_no_change() {
    let diff = compare(&spec(&[OPERATION], &[WEBHOOK]), &spec(&[OPERATION], &[WEBHOOK]));
    assert!(diff.is_empty());
    assert_eq!(diff.worst(), None);
    assert_eq!(diff.to_text(), "Nothing has changed.\n");
}

#[test]
fn operations_come_and_go() {
    let other = OPERATION.replace("/v3/a/{id}", "/v3/b/{id}");
    let diff = compare(&spec(&[OPERATION], &[]), &spec(&[&other], &[]));
    let names: Vec<String> = diff.entries.iter().map(|entry| entry.target.to_string()).collect();
    assert_eq!(names, ["POST /v3/a/{id}", "POST /v3/b/{id}"]);
    assert_eq!(lines(&diff), ["breaking removed |  | - | -", "compatible added |  | - | -"]);
}

/// The operation under another URL, on a page of the same place.
fn elsewhere() -> String {
    OPERATION.replace("POST /v3/a/{id}", "POST /v3/b/{id}").replace("openapi/v3/a/{id}.md", "openapi/v3/b/index.md")
}

#[test]
fn an_operation_whose_page_has_moved_is_the_same_one() {
    let old = spec(&[OPERATION], &[]);
    let mut new = spec(&[&elsewhere()], &[]);
    new.moved = vec![Moved { from: "/openapi/v3/a/{id}".to_owned(), to: "/openapi/v3/b/".to_owned() }];
    let diff = compare(&old, &new);
    assert_eq!(diff.entries.len(), 1);
    assert_eq!(
        lines(&diff)[3..],
        [
            "compatible moved |  | POST /v3/a/{id} | POST /v3/b/{id}",
            "docs only source-changed |  | openapi/v3/a/{id}.md#post | openapi/v3/b/index.md#post",
        ]
    );
    // The evidence knows the old name only: what it confirmed there is not confirmed here.
    assert!(lines(&diff)[..3].iter().all(|line| line.starts_with("breaking answer-now-option | response ")));
}

#[test]
fn a_page_that_moved_to_an_operation_that_was_there_before_moves_nothing() {
    let old = spec(&[OPERATION, &elsewhere()], &[]);
    let mut new = spec(&[&elsewhere()], &[]);
    new.moved = vec![Moved { from: "/openapi/v3/a/{id}".to_owned(), to: "/openapi/v3/b/".to_owned() }];
    assert_eq!(lines(&compare(&old, &new)), ["breaking removed |  | - | -"]);
}

#[test]
fn another_method_of_a_moved_page_is_another_operation() {
    let get = elsewhere().replace("POST /v3/b", "GET /v3/b").replace("#post", "#get");
    let mut new = spec(&[&get], &[]);
    new.moved = vec![Moved { from: "/openapi/v3/a/{id}".to_owned(), to: "/openapi/v3/b/".to_owned() }];
    let found = lines(&compare(&spec(&[OPERATION], &[]), &new));
    assert_eq!(found, ["breaking removed |  | - | -", "compatible added |  | - | -"]);
}

#[test]
fn a_body_or_an_answer_of_another_kind_breaks() {
    let body = OPERATION
        .replace("\"json\": {\"required\": true, \"fields\": [", "\"multipart\": [")
        .replace("    ]}\n  },\n  \"response\"", "    ]\n  },\n  \"response\"");
    let found = lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&body], &[])));
    assert_eq!(found, ["breaking body-kind-changed | request.body | JSON | multipart"]);

    let start = OPERATION.find("  \"response\"").unwrap();
    let with = |response: &str| format!("{}  \"response\": {response}\n}}\n", &OPERATION[..start]);
    let (done, accepted) = (with(r#"{"kind": "empty", "http": 204}"#), with(r#"{"kind": "empty", "http": 202}"#));
    let pdf = with(r#"{"kind": "stream", "media": "pdf"}"#);
    let image = with(r#"{"kind": "stream", "media": "image"}"#);
    let change = |old: &str, new: &str| lines(&compare(&spec(&[old], &[]), &spec(&[new], &[])));
    assert_eq!(change(OPERATION, &done), ["breaking response-kind-changed | response | JSON | empty (204)"]);
    assert_eq!(change(&done, &pdf), ["breaking response-kind-changed | response | empty (204) | stream (pdf)"]);
    assert_eq!(change(&done, &accepted), ["compatible response-detail-changed | response | empty (204) | empty (202)"]);
    assert_eq!(change(&pdf, &image), ["compatible response-detail-changed | response | stream (pdf) | stream (image)"]);
}

#[test]
fn a_parameter_that_moves_to_another_part_keeps_its_place_in_rust() {
    let limit = "\n      {\"name\": \"limit\", \"type\": \"integer\", \"enum\": [\"1\", \"2\"]}\n    ";
    let path = r#"{"name": "id", "type": "string", "required": true}"#;
    let moved = OPERATION.replace(limit, "").replace(path, &format!("{path},{}", limit.trim_end()));
    let found = lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&moved], &[])));
    assert_eq!(found, ["compatible field-in-other-part | request.path limit | request.query | request.path"]);
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
fn webhooks_are_compared_too() {
    let change = |from: &str, to: &str| {
        assert!(WEBHOOK.contains(from), "the webhook has no `{from}`");
        lines(&compare(&spec(&[], &[WEBHOOK]), &spec(&[], &[&WEBHOOK.replacen(from, to, 1)])))
    };
    assert_eq!(change("[\"a\"]", "[\"b\"]"), ["docs only original-type-changed |  | a | b"]);
    assert_eq!(change("通知", "回调"), ["docs only title-changed |  | 通知 | 回调"]);
    let also = "\"A.B\",\n  \"also\": [\"C.D\"]";
    assert_eq!(change("\"A.B\"", also), ["compatible further-types-changed |  | - | C.D"]);
    let answered = "    ]}]}\n  ]},\n  \"answer\": {\"fields\": [\n    {\"name\": \"code\", \"type\": \"string\", \"required\": true}\n  ]}\n";
    assert_eq!(change("    ]}]}\n  ]}\n", answered), ["breaking required-field-added | answer code | - | string"]);
    let gone = compare(&spec(&[], &[WEBHOOK]), &spec(&[], &[]));
    assert_eq!(gone.entries[0].target.to_string(), "webhook A.B");
    assert_eq!(lines(&gone), ["breaking removed |  | - | -"]);
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
fn a_type_that_gets_another_name_breaks() {
    let (old, new) = (spec(&[OPERATION], &[]), spec(&[OPERATION], &[]));
    let presence = presence();
    let names = |list: &[(&str, &str)]| -> TypeNames {
        list.iter().map(|(place, name)| ((*place).to_owned(), (*name).to_owned())).collect()
    };
    let before = |_: &Operation| names(&[("response goods", "Goods"), ("response gone", "Gone")]);
    let after = |_: &Operation| names(&[("response goods", "AmountGoods"), ("response new", "New")]);
    let old = Snapshot { spec: &old, presence: &presence, type_names: Some(&before) };
    let new = Snapshot { spec: &new, presence: &presence, type_names: Some(&after) };
    assert_eq!(lines(&Diff::of(old, new)), ["breaking type-renamed | response goods | Goods | AmountGoods"]);
}

#[test]
fn new_evidence_changes_types_too() {
    let spec = spec(&[OPERATION], &[]);
    let (with, without) = (presence(), Presence::default());
    let snapshot = |presence| Snapshot { spec: &spec, presence, type_names: None };
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

#[test]
fn every_rule_has_a_case() {
    let source = include_str!("diff.rs");
    let mut codes = BTreeSet::new();
    for rule in Rule::ALL {
        assert!(codes.insert(rule.code()), "the code `{}` comes twice", rule.code());
        let line = format!("{} {} | ", rule.severity().as_str(), rule.code());
        assert!(source.contains(&line), "no test expects `{line}`");
    }
}

#[test]
fn the_gravest_change_decides_the_version() {
    let steps = |worst| (Step::before_one(worst).as_str(), Step::from_one(worst).as_str());
    assert_eq!(steps(Some(Severity::Breaking)), ("minor", "major"));
    assert_eq!(steps(Some(Severity::Compatible)), ("patch", "minor"));
    assert_eq!(steps(Some(Severity::DocsOnly)), ("patch", "patch"));
    assert_eq!(steps(None), ("no", "no"));
}

/// Three changes of three severities, and a new operation.
fn several() -> Diff {
    let changed = OPERATION
        .replace(r#""label": "支付者""#, r#""label": "`用`户""#)
        .replace(r#""enum": ["APP", "WEB"]"#, r#""enum": ["APP", "WEB", "H5"]"#)
        .replace(r#"{"name": "note", "type": "string"}"#, r#"{"name": "note", "type": "boolean"}"#);
    let added = OPERATION.replace("/v3/a/{id}", "/v3/b/{id}");
    compare(&spec(&[OPERATION], &[WEBHOOK]), &spec(&[&changed, &added], &[]))
}

#[test]
fn the_text_is_read_in_a_terminal() {
    insta::assert_snapshot!(several().to_text());
}

#[test]
fn the_markdown_is_read_in_a_pull_request() {
    insta::assert_snapshot!(several().to_markdown());
}

#[test]
fn the_json_is_read_by_a_program() {
    let json = several().to_json();
    insta::assert_snapshot!(json);
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(parsed["summary"]["breaking"], 2);
}
