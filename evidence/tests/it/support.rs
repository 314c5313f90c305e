//! A small spec, and what the tests ask.

use std::collections::BTreeMap;

use wechatpay_evidence::compare::{Disagreement, compare};
use wechatpay_evidence::decisions::{Decisions, Judged};
use wechatpay_evidence::facts::Facts;
use wechatpay_spec::{Corrected, Overrides, Spec};

const ORDER: &str = r#"{
  "operation": "POST /v3/shop/{shop_id}/orders",
  "title": "下单",
  "source": "openapi/v3/shop/orders.md#post",
  "request": {
    "path": [
      {"name": "shop_id", "type": "string", "required": true, "label": "门店"}
    ],
    "query": [],
    "headers": [],
    "json": {"required": true, "fields": [
      {"name": "order_no", "type": "string", "required": true, "label": "单号"},
      {"name": "payer_name", "type": "string", "label": "姓名"},
      {"name": "amount", "type": "object", "required": true, "label": "金额", "fields": [
        {"name": "total", "type": "integer", "required": true, "label": "总金额"},
        {"name": "currency", "type": "string", "label": "币种", "enum": ["CNY"]}
      ]},
      {"name": "photos", "type": "string", "label": "照片", "encoded": "json", "fields": [
        {"name": "", "type": "string[]", "required": true, "label": "照片"}
      ]}
    ]}
  },
  "response": {"kind": "json", "fields": [
    {"name": "state", "type": "string", "required": true, "label": "状态", "enum": ["OPEN", "PAID"]},
    {"name": "goods", "type": "object[]", "label": "商品", "fields": [
      {"name": "id", "type": "string", "required": true, "label": "编号"}
    ]}
  ]}
}
"#;

/// An upload.
const PHOTO: &str = r#"{
  "operation": "POST /v3/shop/photos",
  "title": "上传",
  "source": "openapi/v3/shop/photos.md#post",
  "request": {
    "path": [],
    "query": [],
    "headers": [],
    "multipart": [
      {"name": "file", "type": "file", "required": true, "label": "文件"},
      {"name": "meta", "type": "string", "required": true, "label": "信息", "encoded": "json", "fields": [
        {"name": "sha256", "type": "string", "required": true, "label": "文件的sha256摘要"},
        {"name": "filename", "type": "string", "required": true, "label": "文件名"},
        {"name": "shop_id", "type": "integer", "required": true, "label": "门店"}
      ]}
    ]
  },
  "response": {"kind": "empty", "http": 204}
}
"#;

/// A text that is a list of objects.
const PARTS: &str = r#"{
  "operation": "PUT /v3/shop/parts",
  "title": "零件",
  "source": "openapi/v3/shop/parts.md#put",
  "request": {
    "path": [],
    "query": [],
    "headers": [],
    "json": {"required": true, "fields": [
      {"name": "parts", "type": "string", "label": "零件", "encoded": "json", "fields": [
        {"name": "", "type": "object[]", "label": "零件", "fields": [
          {"name": "id", "type": "string", "label": "编号"}
        ]}
      ]}
    ]}
  },
  "response": {"kind": "empty", "http": 204}
}
"#;

const PAID: &str = r#"{
  "webhook": "SHOP.PAID",
  "title": "支付通知",
  "source": "webhook/v3/SHOP.PAID.md#post",
  "resource": {"fields": [
    {"name": "order_no", "type": "string", "required": true, "label": "单号"},
    {"name": "shop_id", "type": "string", "required": true, "label": "门店"},
    {"name": "amount", "type": "object", "label": "金额", "fields": [
      {"name": "total", "type": "integer", "required": true, "label": "总金额"}
    ]}
  ]}
}
"#;

/// Three operations and a notification.
pub fn spec() -> Corrected {
    let files = [
        ("api/v3/shop/{shop_id}/orders.post.json", ORDER),
        ("api/v3/shop/photos.post.json", PHOTO),
        ("api/v3/shop/parts.put.json", PARTS),
        ("webhook/v3/SHOP.PAID.json", PAID),
    ];
    let files: BTreeMap<String, String> =
        files.into_iter().map(|(file, text)| (file.to_owned(), text.to_owned())).collect();
    Corrected { spec: Spec::from_files(&files).unwrap(), ..Corrected::default() }
}

pub fn facts(lines: &str) -> Facts {
    Facts::parse("facts.jsonl", lines).unwrap_or_else(|errors| panic!("{}", errors[0]))
}

/// The disagreements of the small spec.
pub fn found(lines: &str) -> Vec<Disagreement> {
    compare(&spec(), &facts(lines)).disagreements
}

/// In short: `response state enum {"adds":["GONE"]} openapi`.
pub fn short(found: &[Disagreement]) -> Vec<String> {
    found
        .iter()
        .map(|one| {
            let speakers: Vec<String> = one.speakers.iter().map(ToString::to_string).collect();
            format!("{} {} {} {} {}", one.side, one.field, one.kind, one.says, speakers.join("; "))
        })
        .collect()
}

pub fn decisions(text: &str) -> Result<Decisions, Vec<String>> {
    let files = BTreeMap::from([("evidence.toml".to_owned(), text.to_owned())]);
    Decisions::from_files(&files, &spec().spec).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

pub fn overrides(text: &str) -> Overrides {
    Overrides::from_files(&BTreeMap::from([("overrides/shop.toml".to_owned(), text.to_owned())])).unwrap()
}

/// What becomes of the disagreements.
pub fn judged(lines: &str, decided: &str, corrected: &str) -> Judged {
    let decisions = decisions(decided).unwrap_or_else(|errors| panic!("{}", errors[0]));
    let facts = facts(lines);
    decisions.judge(&compare(&spec(), &facts), &overrides(corrected), &facts)
}
