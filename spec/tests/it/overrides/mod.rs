//! Corrections: each kind of them, and each way in which one does not fit.

mod actions;
mod misfits;
mod refused;
mod siblings;
mod targets;

use std::collections::BTreeMap;

use wechatpay_spec::overrides::{Applied, Scope};
use wechatpay_spec::{Operation, Overrides, Spec, SpecError, Webhook};

/// An operation with something in every part of it.
pub(crate) const OPERATION: &str = r#"{
  "operation": "POST /v3/pay/{id}",
  "title": "下单",
  "source": "openapi/v3/pay.md#post",
  "request": {
    "path": [],
    "query": [
      {"name": "id", "type": "string", "label": "单号"}
    ],
    "headers": [],
    "json": {"required": true, "fields": [
      {"name": "payer", "type": "object", "required": true, "fields": [
        {"name": "openid", "type": "string", "required": true}
      ]},
      {"name": "scene", "type": "string"}
    ]}
  },
  "response": {"kind": "json", "fields": [
    {"name": "amount", "type": "object", "fields": [
      {"name": "total", "type": "string", "required": true},
      {"name": "currency", "type": "string", "enum": ["CNY", "SUCEESS"]}
    ]},
    {"name": "receivers", "type": "object[]", "fields": [
      {"name": "name", "type": "string", "encrypted": "merchant"},
      {"name": "free", "type": "object"}
    ]},
    {"name": "extra", "type": "string", "encoded": "json", "fields": [
      {"name": "period", "type": "string"}
    ]}
  ]}
}
"#;

pub(crate) const WEBHOOK: &str = r#"{
  "webhook": "A.B",
  "title": "通知",
  "source": "webhook/v3/A.B.md",
  "resource": {"fields": [
    {"name": "detail", "type": "object", "variants": [{"label": "转账", "fields": [
      {"name": "bank", "type": "string"}
    ]}, {"label": "网银", "fields": [
      {"name": "bank", "type": "string"}
    ]}]}
  ]}
}
"#;

pub(crate) fn spec() -> Spec {
    Spec {
        operations: vec![Operation::parse("api/v3/pay/{id}.post.json", OPERATION).unwrap()],
        webhooks: vec![Webhook::parse("webhook/v3/A.B.json", WEBHOOK).unwrap()],
        moved: vec![],
    }
}

pub(crate) fn load(keys: &str) -> Result<Overrides, Vec<SpecError>> {
    let text = format!("[[override]]\nreason = \"a slip\"\nevidence = [\"official SDK\"]\n{keys}");
    Overrides::from_files(&BTreeMap::from([("overrides/pay.toml".to_owned(), text)]))
}

pub(crate) fn target(side: &str, keys: &str) -> String {
    let target = if side == "resource" { "webhook A.B" } else { "POST /v3/pay/{id}" };
    format!("target = \"{target}\"\nside = \"{side}\"\n{keys}")
}

pub(crate) fn show<T: std::fmt::Debug>(outcome: Result<T, Vec<SpecError>>) -> String {
    outcome.unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Corrects the spec, and checks that exactly these lines of a file have become those.
#[track_caller]
pub(crate) fn corrects(side: &str, keys: &str, from: &str, to: &str) {
    let mut corrected = spec();
    let overrides = load(&target(side, keys)).unwrap();
    assert_eq!(overrides.apply(&mut corrected, Scope::Whole), Ok(Applied { corrected: 1, ..Applied::default() }));
    let text = if side == "resource" { WEBHOOK } else { OPERATION };
    assert!(text.contains(from), "the file has no `{from}`");
    let found = if side == "resource" { corrected.webhooks[0].to_json() } else { corrected.operations[0].to_json() };
    assert_eq!(found, text.replacen(from, to, 1));
}

/// What an override says that parses and does not fit.
#[track_caller]
pub(crate) fn misses(side: &str, keys: &str) -> String {
    show(load(&target(side, keys)).unwrap().apply(&mut spec(), Scope::Whole))
}

/// What is wrong with an override by itself.
#[track_caller]
pub(crate) fn refused(side: &str, keys: &str) -> String {
    show(load(&target(side, keys)))
}
