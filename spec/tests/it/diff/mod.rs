//! What a change of the spec means to a caller: a case for each rule, and what must not count as a change.

mod fields;
mod operations;
mod shown;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::diff::{Change, Diff, Rule, Rust, Snapshot, Written};
use wechatpay_spec::{Operation, Presence, Spec, Target, Webhook};

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
fn every_rule_has_a_case() {
    let rooms =
        [include_str!("table.rs"), include_str!("operations.rs"), include_str!("fields.rs"), include_str!("shown.rs")];
    let mut codes = BTreeSet::new();
    for rule in Rule::ALL {
        assert!(codes.insert(rule.code()), "the code `{}` comes twice", rule.code());
        let line = format!("{} {} | ", rule.severity().as_str(), rule.code());
        assert!(rooms.iter().any(|room| room.contains(&line)), "no test expects `{line}`");
    }
}

#[test]
fn what_does_not_differ_is_no_change() {
    let diff = compare(&spec(&[OPERATION], &[WEBHOOK]), &spec(&[OPERATION], &[WEBHOOK]));
    assert!(diff.is_empty());
    assert_eq!(diff.worst(), None);
    assert_eq!(diff.to_text(false), "Nothing has changed.\n");
}
