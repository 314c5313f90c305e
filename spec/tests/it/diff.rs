//! What a change of the spec means to a caller: a case for each rule, and what must not count as a change.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::diff::{Change, Diff, Places, Rule, Rust, Severity, Snapshot, Step, Written};
use wechatpay_spec::{Held, Moved, Operation, Presence, Spec, Target, Webhook};

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
    let snapshot = |spec| Snapshot { spec, presence: &presence, rust: None, held: None };
    Diff::of(snapshot(old), snapshot(new))
}

/// Each change in a line: severity, code, place, before, after.
fn lines(diff: &Diff) -> Vec<String> {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let line = |(_, change): (&Target, &Change)| {
        let Change { rule, place, before, after, .. } = change;
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
    // What is superseded still works, and is no deprecated item in Rust.
    Case(
        "\n  \"request\"",
        "\n  \"status\": \"superseded\",\n  \"superseded_by\": \"/openapi/v3/b\",\n  \"request\"",
        "docs only status-word-changed |  | current | superseded by /openapi/v3/b",
        None,
    ),
    // Whose key it is does not show in Rust.
    Case(
        r#""encrypted": "platform""#,
        r#""encrypted": "merchant""#,
        "docs only encryption-key-changed | request.body payer.name | platform | merchant",
        None,
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
        // A setter takes whatever turns into the enum, and any text does.
        Some("compatible now-enum | request.body scene | string | enum"),
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
        r#""enum": ["1", "2"]"#,
        r#""enum": ["2", "1"]"#,
        "docs only order-changed | request.query limit | 1, 2 | 2, 1",
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
    assert_eq!(diff.to_text(false), "Nothing has changed.\n");
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
    assert_eq!(change(&pdf, &image), ["docs only media-changed | response | stream (pdf) | stream (image)"]);
}

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
    let answered = |fields: &str| format!("    ]}}]}}\n  ]}},\n  \"answer\": {{\"fields\": [\n{fields}\n  ]}}\n");
    let usual = r#"    {"name": "code", "type": "string", "required": true}"#;
    let own = r#"    {"name": "body", "type": "object", "fields": [
      {"name": "return_code", "type": "string", "required": true}
    ]}"#;
    // The usual answer is not generated for each notification.
    assert_eq!(change("    ]}]}\n  ]}\n", &answered(usual)), ["docs only answer-words-changed | answer | - | -"]);
    assert_eq!(
        change("    ]}]}\n  ]}\n", &answered(own)),
        ["compatible own-answer-added | answer | the usual one | of its own"]
    );
    let with = |fields: &str| WEBHOOK.replace("    ]}]}\n  ]}\n", &answered(fields));
    let answers = |old: &str, new: &str| lines(&compare(&spec(&[], &[old]), &spec(&[], &[new])));
    assert_eq!(answers(&with(own), WEBHOOK), ["breaking own-answer-removed | answer | of its own | the usual one"]);
    let more =
        own.replace("\n    ]}", ",\n      {\"name\": \"more\", \"type\": \"string\", \"required\": true}\n    ]}");
    assert_eq!(answers(&with(own), &with(&more)), ["breaking required-field-added | answer more | - | string"]);
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

/// What is made of the operation in Rust, with these names.
fn rust(names: &[(&str, &str)]) -> Rust {
    let names = names.iter().map(|(item, name)| (item.parse().unwrap(), (*name).to_owned())).collect();
    let path = "v3::a::by_id::Post".to_owned();
    let written = Written { path, feature: Some("a".to_owned()), names, ..Written::default() };
    let written = BTreeMap::from([("POST /v3/a/{id}".parse().unwrap(), written)]);
    Rust { written, features: BTreeSet::from(["a".to_owned()]), aliases: BTreeMap::new() }
}

#[track_caller]
fn between(old: &Rust, new: &Rust) -> Vec<String> {
    let spec = spec(&[OPERATION], &[]);
    let presence = presence();
    let snapshot = |rust| Snapshot { spec: &spec, presence: &presence, rust: Some(rust), held: None };
    lines(&Diff::of(snapshot(old), snapshot(new)))
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
fn what_the_client_does_by_itself_is_compared() {
    let (old, mut new) = (rust(&[]), rust(&[]));
    for written in new.written.values_mut() {
        written.facts.insert("sending again", "later".to_owned());
    }
    assert_eq!(between(&old, &new), ["compatible fact-changed | sending again | the usual | later"]);
    assert_eq!(between(&new, &old), ["compatible fact-changed | sending again | later | the usual"]);
}

#[test]
fn features_and_old_names_come_and_go() {
    let (old, mut new) = (rust(&[]), rust(&[]));
    new.features = BTreeSet::from(["b".to_owned()]);
    assert_eq!(
        between(&old, &new),
        ["breaking feature-removed | feature a | - | -", "compatible feature-added | feature b | - | -"]
    );
    let mut old = rust(&[]);
    old.aliases.insert("v3::old::Post".to_owned(), "v3::a::by_id::Post".to_owned());
    assert_eq!(between(&old, &rust(&[])), ["breaking alias-removed |  | v3::old::Post | -"]);
    assert_eq!(between(&rust(&[]), &old), Vec::<String>::new());
}

#[test]
fn pages_that_are_held_are_named() {
    let held = |page: &str| {
        let text = format!("[[held]]\npage = \"{page}\"\ncodes = [\"x\", \"y\"]\nsince = \"2026\"\n");
        Held::parse("held.toml", &text).unwrap()
    };
    let (none, held) = (Held::default(), held("openapi/v3/a/{id}.md"));
    let (spec, presence) = (spec(&[OPERATION], &[]), presence());
    let snapshot = |held| Snapshot { spec: &spec, presence: &presence, rust: None, held: Some(held) };
    let found = lines(&Diff::of(snapshot(&none), snapshot(&held)));
    assert_eq!(found, ["docs only page-held |  | - | x, y"]);
    let found = lines(&Diff::of(snapshot(&held), snapshot(&none)));
    assert_eq!(found, ["docs only page-read-again |  | x, y | -"]);
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

/// The lines of the two specs that differ in several ways.
fn places() -> Places {
    let (old, new) = several_specs();
    Places::of_specs(&[old, new])
}

/// Three changes of three severities, and a new operation.
fn several() -> Diff {
    let (old, new) = several_specs();
    let presence = presence();
    let written =
        Written { path: "v3::b::by_id::Post".to_owned(), feature: Some("b".to_owned()), ..Written::default() };
    let mut rust = rust(&[]);
    rust.written.insert("POST /v3/b/{id}".parse().unwrap(), written);
    let snapshot = |spec| Snapshot { spec, presence: &presence, rust: Some(&rust), held: None };
    Diff::of(snapshot(&old), snapshot(&new))
}

fn several_specs() -> (Spec, Spec) {
    let changed = OPERATION
        .replace(r#""label": "支付者""#, r#""label": "`用`户""#)
        .replace(r#""enum": ["APP", "WEB"]"#, r#""enum": ["APP", "WEB", "H5"]"#)
        .replace(r#"{"name": "period", "type": "string"}"#, r#"{"name": "span", "type": "string", "label": "周期"}"#)
        .replace(r#"{"name": "note", "type": "string"}"#, r#"{"name": "note", "type": "boolean"}"#);
    let added = OPERATION.replace("/v3/a/{id}", "/v3/b/{id}");
    let old = OPERATION
        .replace(r#"{"name": "period", "type": "string"}"#, r#"{"name": "period", "type": "string", "label": "周期"}"#);
    (spec(&[&old], &[WEBHOOK]), spec(&[&changed, &added], &[]))
}

#[test]
fn the_text_is_read_in_a_terminal() {
    insta::assert_snapshot!(several().to_text(false));
}

#[test]
fn the_markdown_is_read_in_a_pull_request() {
    insta::assert_snapshot!(several().to_markdown(false));
}

#[test]
fn the_json_is_read_by_a_program() {
    let json = several().to_json(&places());
    insta::assert_snapshot!(json);
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(parsed["summary"]["breaking"], 3);
}

#[test]
fn the_annotations_are_read_by_a_workflow() {
    insta::assert_snapshot!(several().to_github(&places(), true));
    assert_eq!(several().to_github(&places(), false).matches("::notice ").count(), 0);
}

/// An answer with many fields, whose labels all differ.
fn many(count: usize, label: &str) -> String {
    let fields: Vec<String> = (0..count)
        .map(|n| format!("    {{\"name\": \"f{n}\", \"type\": \"string\", \"label\": \"{label}\"}}"))
        .collect();
    let start = OPERATION.find("  \"response\"").unwrap();
    format!(
        "{}  \"response\": {{\"kind\": \"json\", \"fields\": [\n{}\n  ]}}\n}}\n",
        &OPERATION[..start],
        fields.join(",\n")
    )
}

#[test]
fn what_hits_a_hundred_fields_is_one_line() {
    let diff = compare(&spec(&[&many(100, "a")], &[]), &spec(&[&many(100, "b")], &[]));
    let sum = "100 × the label has changed, in 1 operations and webhooks, such as POST /v3/a/{id} response f0; --all lists them";
    let text = diff.to_text(false);
    assert!(text.starts_with(&format!("docs only   {sum}\n\n")), "{text}");
    assert_eq!(text.lines().count(), 5);
    assert_eq!(diff.to_text(true).matches("the label has changed").count(), 100);
    let few = compare(&spec(&[&many(99, "a")], &[]), &spec(&[&many(99, "b")], &[]));
    assert_eq!(few.to_text(false).matches("the label has changed").count(), 99);
}

#[test]
fn markdown_is_never_longer_than_github_takes() {
    let diff = compare(&spec(&[&many(3000, "标签")], &[]), &spec(&[OPERATION], &[]));
    let markdown = diff.to_markdown(true);
    assert!(markdown.chars().count() <= 65_536);
    let cut = "changes are not shown: this text is as long as GitHub takes. `cargo xtask diff --all` lists them.\n";
    assert!(markdown.ends_with(cut), "{}", &markdown[markdown.len() - 300..]);
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    let counts = diff.counts();
    let number: usize = markdown.rsplit_once(" more changes").unwrap().0.rsplit('\n').next().unwrap().parse().unwrap();
    let shown = markdown.matches("\n  - ").count();
    assert_eq!(shown + number, counts.breaking + counts.compatible + counts.docs_only);
}

#[test]
fn a_field_that_looks_like_one_that_is_gone_is_probably_the_same() {
    let probably = |old: &str, new: &str| -> Vec<Option<String>> {
        let diff = compare(&spec(&[old], &[]), &spec(&[new], &[]));
        diff.changes().map(|(_, change)| change.probably.clone()).collect()
    };
    let note = r#"{"name": "note", "type": "string"}"#;
    let with = |fields: &str| OPERATION.replace(note, fields);
    let labelled = |name: &str| format!(r#"{{"name": "{name}", "type": "string", "label": "备注"}}"#);
    let said =
        [Some("it is `response amount.remark` now".to_owned()), Some("it was `response amount.note`".to_owned())];
    assert_eq!(probably(&with(&labelled("note")), &with(&labelled("remark"))), said);
    // Without a label, or with another type, nothing says so.
    assert_eq!(probably(OPERATION, &OPERATION.replace("\"note\"", "\"remark\"")), [None, None]);
    let integer = labelled("remark").replace("\"string\"", "\"integer\"");
    assert_eq!(probably(&with(&labelled("note")), &with(&integer)), [None, None]);
    // Of two it cannot be told which.
    let two = format!("{},\n      {}", labelled("remark"), labelled("memo"));
    assert_eq!(probably(&with(&labelled("note")), &with(&two)), [None, None, None]);
    // The same name elsewhere in the side.
    let moved = OPERATION
        .replace(&format!(",\n      {note}"), "")
        .replace("      {\"name\": \"price\"", &format!("      {note},\n      {{\"name\": \"price\""));
    assert_eq!(
        probably(OPERATION, &moved),
        [Some("it is `response goods.note` now".to_owned()), Some("it was `response amount.note`".to_owned())]
    );
}
