//! The canonical text of the spec's files: printed and parsed back, and everything that is refused, with its place.

use crate::common::{JSAPI, SAMPLE, field, operation, webhook};
use serde_json::json;
use wechatpay_spec::{
    Base, Body, Choice, Content, Encrypted, Field, Kind, Media, Operation, Query, Request, Required, Response, Status,
    Type, Variant, Webhook,
};

fn labelled(name: &str, ty: Type, label: &str) -> Field {
    Field { label: label.to_owned(), ..field(name, ty) }
}

fn sample() -> Operation {
    let amount = vec![
        Field {
            required: Required::Yes,
            example: Some(json!(100)),
            ..labelled("total", Type::one(Kind::Integer), "总金额")
        },
        Field { values: vec!["CNY".to_owned()], ..labelled("currency", Type::STRING, "货币类型") },
    ];
    let body = vec![
        Field {
            required: Required::Yes,
            example: Some(json!("wxd678efh567hg6787")),
            ..labelled("appid", Type::STRING, "公众号ID")
        },
        Field {
            values: vec!["no_balance".to_owned(), "no_credit".to_owned()],
            ..labelled("limit_pay", Type::list(Kind::String), "指定支付方式")
        },
        Field {
            required: Required::Yes,
            content: Content::Fields(amount),
            ..labelled("amount", Type::OBJECT, "订单金额")
        },
    ];
    let answer =
        Field { required: Required::Yes, ..labelled("prepay_id", Type::STRING, "预支付交易会话标识") };
    Operation {
        title: "JSAPI下单".to_owned(),
        source: "openapi/v3/pay/transactions/jsapi.md#post".to_owned(),
        docs: vec!["https://pay.weixin.qq.com/doc/v3/merchant/4012791856".to_owned()],
        status: Status::Deprecated,
        base: Some(Base { url: "https://apihk.mch.weixin.qq.com/".to_owned(), required: false }),
        request: Request { body: Body::Json { required: Required::Yes, fields: body }, ..Request::default() },
        response: Response::Json { fields: vec![answer] },
        ..operation("POST /v3/pay/transactions/jsapi")
    }
}

#[test]
fn the_sample_of_the_format_is_printed_and_parsed() {
    assert_eq!(sample().to_json(), SAMPLE);
    assert_eq!(Operation::parse(JSAPI, SAMPLE), Ok(sample()));
}

#[test]
fn every_part_of_a_request_has_its_place() {
    let mut get = operation("GET /v3/a/{id}/");
    get.status = Status::Superseded { by: "/openapi/v3/b".to_owned() };
    get.request.path = vec![Field { required: Required::Yes, ..field("id", Type::STRING) }];
    get.request.query = Query { required: false, fields: vec![field("limit", Type::one(Kind::Number))] };
    get.request.headers = vec![field("Wechatpay-Serial", Type::STRING)];
    let meta = Field {
        content: Content::EncodedJson(vec![field("sha256", Type::STRING)]),
        example: Some(json!({"b": [1, 1.5, null], "a": "引\"号\n"})),
        ..field("meta", Type::STRING)
    };
    get.request.body = Body::Multipart { parts: vec![meta, field("file", Type::one(Kind::File))] };
    get.response = Response::Stream { media: Media::Pdf };
    let text = r#"{
  "operation": "GET /v3/a/{id}/",
  "title": "查询",
  "source": "openapi/v3/x.md#get",
  "status": "superseded",
  "superseded_by": "/openapi/v3/b",
  "request": {
    "path": [
      {"name": "id", "type": "string", "required": true}
    ],
    "query": {"required": false, "fields": [
      {"name": "limit", "type": "number"}
    ]},
    "headers": [
      {"name": "Wechatpay-Serial", "type": "string"}
    ],
    "multipart": [
      {"name": "meta", "type": "string", "encoded": "json", "fields": [
        {"name": "sha256", "type": "string"}
      ], "example": {"a": "引\"号\n", "b": [1, 1.5, null]}},
      {"name": "file", "type": "file"}
    ]
  },
  "response": {"kind": "stream", "media": "pdf"}
}
"#;
    assert_eq!(get.to_json(), text);
    assert_eq!(Operation::parse("api/v3/a/{id}/index.get.json", text), Ok(get));
}

#[test]
fn a_webhook_has_its_own_file() {
    let refund = vec![Field {
        encrypted: Some(Encrypted::ApiV3),
        required: Required::Unknown,
        content: Content::Variants(vec![
            Variant { label: "转账".to_owned(), fields: vec![field("a", Type::STRING)] },
            Variant::default(),
        ]),
        ..field("detail", Type::list(Kind::Object))
    }];
    let webhook = Webhook {
        name: "REFUND.SUCCESS".to_owned(),
        also: vec!["REFUND.CLOSED".to_owned()],
        title: "退款".to_owned(),
        source: "webhook/v3/REFUND.SUCCESS.md".to_owned(),
        docs: vec!["https://a".to_owned(), "https://b".to_owned()],
        original_type: vec!["refund".to_owned()],
        resource: refund,
        answer: Some(vec![field("code", Type::STRING)]),
    };
    let text = r#"{
  "webhook": "REFUND.SUCCESS",
  "also": ["REFUND.CLOSED"],
  "title": "退款",
  "source": "webhook/v3/REFUND.SUCCESS.md",
  "docs": ["https://a", "https://b"],
  "original_type": ["refund"],
  "resource": {"fields": [
    {"name": "detail", "type": "object[]", "required": "unknown", "encrypted": "apiv3", "variants": [{"label": "转账", "fields": [
      {"name": "a", "type": "string"}
    ]}, {"fields": []}]}
  ]},
  "answer": {"fields": [
    {"name": "code", "type": "string"}
  ]}
}
"#;
    assert_eq!(webhook.to_json(), text);
    assert_eq!(Webhook::parse("webhook/v3/REFUND.SUCCESS.json", text), Ok(webhook));
}

#[test]
fn further_event_types_are_words_and_each_is_another_one() {
    let refused = |also: &[&str]| {
        let also = also.iter().map(|&name| name.to_owned()).collect();
        let text = Webhook { also, ..webhook("A.B") }.to_json();
        Webhook::parse("webhook/v3/A.B.json", &text).map_err(|error| error.to_string())
    };
    assert!(refused(&["A.C", "A.D"]).is_ok());
    assert_eq!(refused(&["A.B"]).unwrap_err(), "webhook/v3/A.B.json:3:3: the event type `A.B` comes twice");
    assert_eq!(refused(&["A.C", "A.C"]).unwrap_err(), "webhook/v3/A.B.json:3:3: the event type `A.C` comes twice");
    assert_eq!(
        refused(&["a/b"]).unwrap_err(),
        "webhook/v3/A.B.json:3:3: the event type `a/b` is not a word of letters, digits, `_`, `-` and `.`"
    );
}

/// Parses the sample with one text in it replaced, which must fail.
fn refused(from: &str, to: &str) -> String {
    assert!(SAMPLE.contains(from), "the sample has no `{from}`");
    Operation::parse(JSAPI, &SAMPLE.replacen(from, to, 1)).unwrap_err().to_string()
}

/// `refused`, with the file left out of the error.
fn reason(from: &str, to: &str) -> String {
    let shown = refused(from, to);
    shown.strip_prefix(&format!("{JSAPI}:")).unwrap_or(&shown).to_owned()
}

#[test]
fn wrong_keys_and_values_are_refused_where_they_stand() {
    let unknown = refused(r#""type": "integer""#, r#""typ": "integer""#);
    assert!(unknown.starts_with(&format!("{JSAPI}:16:31: unknown field `typ`, expected one of `name`")), "{unknown}");
    assert_eq!(reason(r#""string[]""#, r#""text[]""#), "14:44: `text[]` is not a type");
    assert_eq!(reason(r#", "type": "string[]""#, ""), "14:83: missing field `type`");
    assert_eq!(reason(r#""POST /"#, r#""SEND /"#), "2:48: `SEND` is not an HTTP method of this API");
    assert_eq!(reason("/v3/pay/", "/v3//pay/").split(": ").next(), Some("2:49"));
    assert!(
        reason(r#""total", "type": "integer", "required": true"#, r#""total", "type": "integer", "required": false"#)
            .starts_with("16:62: invalid value: boolean `false`, expected `true` or \"unknown\"")
    );
    assert!(reason("[\"https", "[7, \"https").starts_with("5:12: invalid type: integer `7`, expected a string"));
    assert!(reason("\"deprecated\"", "\"gone\"").starts_with("6:18: unknown variant `gone`"));
    assert!(reason("  \"response\"", "  \"request\"").contains("duplicate field `request`"));
    assert!(reason("\n}\n", "\n").contains("EOF while parsing"));
    assert!(reason("\n}\n", "\n}\n{}").contains("trailing characters"));
}

#[test]
fn parts_that_contradict_one_another_are_refused() {
    assert_eq!(reason("\"deprecated\"", "\"superseded\""), "6:3: `\"superseded\"` needs the key `superseded_by`");
    assert_eq!(
        reason("  \"base\"", "  \"superseded_by\": \"/x\",\n  \"base\""),
        "7:3: `superseded_by` goes with `\"status\": \"superseded\"` only"
    );
    assert_eq!(
        reason("    ]}\n  },", "    ]},\n    \"multipart\": []\n  },"),
        "21:3: a request has `json` or `multipart`, not both"
    );
    let response = r#"{"kind": "json", "fields": ["#;
    assert!(reason(response, r#"{"kind": "empty", "fields": ["#).contains("the kind `empty` has `http`, 202 or 204"));
    assert!(reason(response, r#"{"kind": "stream", "fields": ["#).contains("the kind `stream` has `media`"));
    assert!(reason(response, r#"{"kind": "json", "http": 204, "fields": ["#).contains("the kind `json` has `fields`"));
    let leaf = r#"{"name": "currency", "type": "string""#;
    for (keys, why) in [
        (r#""variants": [{"fields": []}]"#, "the field `currency` has fewer than two `variants`"),
        (
            r#""fields": [], "variants": [{"fields": []}, {"fields": []}]"#,
            "the field `currency` has `fields` and `variants`",
        ),
        (
            r#""encoded": "json", "variants": [{"fields": []}, {"fields": []}]"#,
            "the field `currency` has `encoded` and `variants`",
        ),
    ] {
        let shown = reason(leaf, &format!("{leaf}, {keys}"));
        assert!(shown.starts_with("17:") && shown.ends_with(why), "{shown}");
    }
}

#[test]
fn a_text_that_is_not_canonical_names_its_first_differing_line() {
    assert_eq!(
        reason(r#""label": "总金额", "example": 100"#, r#""example": 100, "label": "总金额""#),
        "16:65: not canonical: expected `        {\"name\": \"total\", \"type\": \"integer\", \"required\": true, \"label\": \"总金额\", \
         \"example\": 100},`, found `        {\"name\": \"total\", \"type\": \"integer\", \"required\": true, \"example\": 100, \
         \"label\": \"总金额\"},`"
    );
    assert!(reason("\"title\"", " \"title\"").starts_with("3:3: not canonical"));
    assert!(reason("\"docs\"", "\"base\": null,\n  \"docs\"").contains("duplicate field `base`"));
    assert!(
        reason("\"status\": \"deprecated\"", "\"status\": \"deprecated\",\n  \"superseded_by\": null")
            .starts_with("7:4: not canonical")
    );
    let escaped = reason("\"公众号ID\"", "\"\\u516c众号ID\"");
    assert!(escaped.starts_with("13:71: not canonical"), "{escaped}");
    assert_eq!(reason("\n}\n", "\n}"), "25:1: not canonical: expected an empty line, found the end of the file");
    assert_eq!(reason("\n}\n", "\n}\n\n"), "26:1: not canonical: expected the end of the file, found an empty line");
    assert!(reason("{\n", "{\r\n").starts_with("1:2: not canonical: expected `{`, found `{\\r`"));
}

#[test]
fn a_file_is_called_after_its_content() {
    let other = Operation::parse("api/v3/pay/transactions/app.post.json", SAMPLE).unwrap_err();
    assert_eq!(
        other.to_string(),
        "api/v3/pay/transactions/app.post.json:2:3: the file of this operation is `api/v3/pay/transactions/jsapi.post.json`"
    );
    let index = refused("transactions/jsapi\"", "transactions/index\"");
    assert!(
        index.contains(":2:48: the path `/v3/pay/transactions/index` ends in the literal segment `index`"),
        "{index}"
    );
    let webhook = Webhook { name: "A/B".to_owned(), ..webhook("A") };
    let slash = Webhook::parse("webhook/v3/A/B.json", &webhook.to_json()).unwrap_err();
    assert_eq!(slash.place.map(|place| place.line), Some(2));
}

#[test]
fn a_field_that_is_required_is_not_one_of_several() {
    let mut operation = operation("POST /v3/a");
    let one_of = Choice::new(vec![vec!["a".to_owned()], vec!["b".to_owned()]]).ok();
    let field = Field { required: Required::Yes, one_of, ..Field::new("a", Type::STRING) };
    operation.request.body = Body::Json { required: Required::Yes, fields: vec![field] };
    let error = Operation::parse(&operation.file(), &operation.to_json()).unwrap_err();
    assert!(error.to_string().contains("the field `a` is required, and one of several"), "{error}");
}
