//! One edit of the operation, and the one change that it is.

use super::{OPERATION, compare, edited, lines, spec};

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
        Some("breaking now-enum | request.body scene | string | enum"),
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
        Some("breaking field-now-optional | request.body payer.name | required | optional"),
    ),
    Case(
        r#", "encrypted": "platform""#,
        "",
        "breaking encryption-changed | request.body payer.name | platform | plain",
        Some("breaking encryption-changed | request.body payer.name | plain | platform"),
    ),
    Case(
        r#"        {"name": "name", "type": "string", "encrypted""#,
        r#"        {"name": "name", "type": "string", "one_of": ["name", "openid"], "encrypted""#,
        "docs only choice-changed | request.body payer.name | none | `name`, `openid`",
        Some("docs only choice-changed | request.body payer.name | `name`, `openid` | none"),
    ),
    Case(
        r#"{"name": "note", "type": "string"}"#,
        r#"{"name": "note", "type": "string", "format": "date"}"#,
        "docs only format-changed | response amount.note | none | date",
        Some("docs only format-changed | response amount.note | date | none"),
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
