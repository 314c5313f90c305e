//! Corrections: each kind of them, and each way in which one does not fit.

use std::collections::BTreeMap;

use wechatpay_spec::overrides::{Applied, Scope};
use wechatpay_spec::{Body, Content, Media, Operation, Overrides, Response, Spec, SpecError, Target, Webhook};

/// An operation with something in every part of it.
const OPERATION: &str = r#"{
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

const WEBHOOK: &str = r#"{
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

fn spec() -> Spec {
    Spec {
        operations: vec![Operation::parse("api/v3/pay/{id}.post.json", OPERATION).unwrap()],
        webhooks: vec![Webhook::parse("webhook/v3/A.B.json", WEBHOOK).unwrap()],
        moved: vec![],
    }
}

fn load(keys: &str) -> Result<Overrides, Vec<SpecError>> {
    let text = format!("[[override]]\nreason = \"a slip\"\nevidence = [\"official SDK\"]\n{keys}");
    Overrides::from_files(&BTreeMap::from([("overrides/pay.toml".to_owned(), text)]))
}

fn target(side: &str, keys: &str) -> String {
    let target = if side == "resource" { "webhook A.B" } else { "POST /v3/pay/{id}" };
    format!("target = \"{target}\"\nside = \"{side}\"\n{keys}")
}

fn show<T: std::fmt::Debug>(outcome: Result<T, Vec<SpecError>>) -> String {
    outcome.unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Corrects the spec, and checks that exactly these lines of a file have become those.
#[track_caller]
fn corrects(side: &str, keys: &str, from: &str, to: &str) {
    let mut corrected = spec();
    let overrides = load(&target(side, keys)).unwrap();
    assert_eq!(overrides.apply(&mut corrected, Scope::Whole), Ok(Applied { corrected: 1, absent: vec![] }));
    let text = if side == "resource" { WEBHOOK } else { OPERATION };
    assert!(text.contains(from), "the file has no `{from}`");
    let found = if side == "resource" { corrected.webhooks[0].to_json() } else { corrected.operations[0].to_json() };
    assert_eq!(found, text.replacen(from, to, 1));
}

/// What an override says that parses and does not fit.
#[track_caller]
fn misses(side: &str, keys: &str) -> String {
    show(load(&target(side, keys)).unwrap().apply(&mut spec(), Scope::Whole))
}

/// What is wrong with an override by itself.
#[track_caller]
fn refused(side: &str, keys: &str) -> String {
    show(load(&target(side, keys)))
}

#[test]
fn an_attribute_is_set() {
    corrects(
        "response",
        "field = \"amount.total\"\nexpect = {required = true, type = \"string\"}\nset = {required = false, type = \"integer\"}",
        r#"{"name": "total", "type": "string", "required": true}"#,
        r#"{"name": "total", "type": "integer"}"#,
    );
    corrects(
        "response",
        "field = \"receivers\"\nexpect.type = \"object[]\"\nset.type = \"object\"",
        r#""type": "object[]""#,
        r#""type": "object""#,
    );
    corrects(
        "response",
        "field = \"receivers.name\"\nexpect.encrypted = \"merchant\"\nset.encrypted = \"none\"",
        r#", "encrypted": "merchant""#,
        "",
    );
    corrects(
        "request.body",
        "field = \"payer.openid\"\nexpect = {encrypted = \"none\"}\nset = {encrypted = \"platform\"}",
        r#"{"name": "openid", "type": "string", "required": true}"#,
        r#"{"name": "openid", "type": "string", "required": true, "encrypted": "platform"}"#,
    );
    corrects(
        "response",
        "field = \"amount.currency\"\nexpect.enum = [\"CNY\", \"SUCEESS\"]\nset.enum = [\"USD\"]",
        r#"["CNY", "SUCEESS"]"#,
        r#"["USD"]"#,
    );
}

#[test]
fn a_string_that_holds_json_is_told_from_an_object() {
    corrects(
        "response",
        "field = \"extra\"\nexpect = {type = \"string\", encoded = \"json\"}\nset = {type = \"object\", encoded = \"none\"}",
        r#""type": "string", "encoded": "json""#,
        r#""type": "object""#,
    );
    corrects(
        "request.body",
        "field = \"scene\"\nexpect.encoded = \"none\"\nset.encoded = \"json\"",
        r#"{"name": "scene", "type": "string"}"#,
        r#"{"name": "scene", "type": "string", "encoded": "json"}"#,
    );
}

#[test]
fn a_field_in_an_alternative_is_set() {
    corrects(
        "resource",
        "field = \"detail#2.bank\"\nexpect.required = false\nset.required = true",
        "\"网银\", \"fields\": [\n      {\"name\": \"bank\", \"type\": \"string\"}",
        "\"网银\", \"fields\": [\n      {\"name\": \"bank\", \"type\": \"string\", \"required\": true}",
    );
}

#[test]
fn values_of_an_enum_are_added_and_removed() {
    corrects(
        "response",
        "field = \"amount.currency\"\nenum = {add = [\"SUCCESS\", \"HKD\"], remove = [\"SUCEESS\"]}",
        r#"["CNY", "SUCEESS"]"#,
        r#"["CNY", "SUCCESS", "HKD"]"#,
    );
    corrects(
        "request.body",
        "field = \"scene\"\nenum.add = [\"SUCCESS\"]",
        r#"{"name": "scene", "type": "string"}"#,
        r#"{"name": "scene", "type": "string", "enum": ["SUCCESS"]}"#,
    );
}

#[test]
fn fields_are_added_with_their_trees() {
    corrects(
        "response",
        r#"field = "amount"
after = "total"
add = [
    {name = "payer_total", type = "integer", label = "用户支付金额"},
    {name = "promotion", type = "object[]", fields = [
        {name = "id", type = "string", required = true, enum = ["A"]},
        {name = "goods", type = "object", fields = [{name = "price", type = "number"}]},
    ]},
]"#,
        "      {\"name\": \"currency\"",
        r#"      {"name": "payer_total", "type": "integer", "label": "用户支付金额"},
      {"name": "promotion", "type": "object[]", "fields": [
        {"name": "id", "type": "string", "required": true, "enum": ["A"]},
        {"name": "goods", "type": "object", "fields": [
          {"name": "price", "type": "number"}
        ]}
      ]},
      {"name": "currency""#,
    );
    corrects(
        "response",
        "field = \"receivers.free\"\nadd = [{name = \"a\", type = \"string\"}]",
        r#"{"name": "free", "type": "object"}"#,
        "{\"name\": \"free\", \"type\": \"object\", \"fields\": [\n        {\"name\": \"a\", \"type\": \"string\"}\n      ]}",
    );
    corrects(
        "request.headers",
        "add = [{name = \"Wechatpay-Serial\", type = \"string\", required = true}]",
        "\"headers\": []",
        "\"headers\": [\n      {\"name\": \"Wechatpay-Serial\", \"type\": \"string\", \"required\": true}\n    ]",
    );
}

#[test]
fn a_body_is_made_where_there_is_none() {
    let mut bare = spec();
    bare.operations[0].request.body = Body::None;
    let mut with_json = bare.clone();
    let add = |fields: &str| load(&target("request.body", &format!("add = [{fields}]"))).unwrap();
    add("{name = \"a\", type = \"string\"}").apply(&mut with_json, Scope::Whole).unwrap();
    assert!(matches!(&with_json.operations[0].request.body, Body::Json { fields, .. } if fields[0].name == "a"));
    add("{name = \"meta\", type = \"string\", encoded = \"json\"}, {name = \"file\", type = \"file\"}")
        .apply(&mut bare, Scope::Whole)
        .unwrap();
    let Body::Multipart { parts } = &bare.operations[0].request.body else { panic!("the body has parts") };
    assert_eq!(parts[0].content, Content::EncodedJson(vec![]));
    assert_eq!(parts[1].name, "file");
}

#[test]
fn a_field_is_removed() {
    corrects(
        "request.body",
        "field = \"payer.openid\"\nremove = true\nexpect.type = \"string\"",
        "\"required\": true, \"fields\": [\n        {\"name\": \"openid\", \"type\": \"string\", \"required\": true}\n      ]}",
        "\"required\": true}",
    );
}

#[test]
fn a_field_is_renamed_in_its_place() {
    corrects("response", "field = \"amount.total\"\nrename = \"sum\"", r#""name": "total""#, r#""name": "sum""#);
}

#[test]
fn a_field_moves_to_another_parent() {
    let mut corrected = spec();
    let keys = "field = \"amount.total\"\nmove.to = \"receivers\"\nafter = \"name\"";
    load(&target("response", keys)).unwrap().apply(&mut corrected, Scope::Whole).unwrap();
    let Response::Json { fields } = &corrected.operations[0].response else { panic!("the answer is JSON") };
    let names = |index: usize| fields[index].fields().iter().map(|field| field.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0), ["currency"]);
    assert_eq!(names(1), ["name", "total", "free"]);
}

#[test]
fn a_parameter_moves_to_another_part_of_the_request() {
    corrects(
        "request.query",
        "field = \"id\"\nmove.side = \"request.path\"",
        "\"path\": [],\n    \"query\": [\n      {\"name\": \"id\", \"type\": \"string\", \"label\": \"单号\"}\n    ]",
        "\"path\": [\n      {\"name\": \"id\", \"type\": \"string\", \"label\": \"单号\"}\n    ],\n    \"query\": []",
    );
    corrects(
        "request.body",
        "field = \"payer.openid\"\nmove.side = \"request.query\"",
        "\"单号\"}\n    ],\n    \"headers\": [],\n    \"json\": {\"required\": true, \"fields\": [\n      {\"name\": \"payer\", \"type\": \"object\", \"required\": true, \"fields\": [\n        {\"name\": \"openid\", \"type\": \"string\", \"required\": true}\n      ]}",
        "\"单号\"},\n      {\"name\": \"openid\", \"type\": \"string\", \"required\": true}\n    ],\n    \"headers\": [],\n    \"json\": {\"required\": true, \"fields\": [\n      {\"name\": \"payer\", \"type\": \"object\", \"required\": true}",
    );
}

#[test]
fn one_entry_corrects_all_operations_that_share_the_mistake() {
    let mut both = spec();
    let mut other = both.operations[0].clone();
    other.id = "GET /v3/pay/{id}".parse().unwrap();
    both.operations.insert(0, other);
    let keys = "targets = [\"POST /v3/pay/{id}\", \"GET /v3/pay/{id}\"]\nside = \"request.body\"\nfield = \"scene\"\nrename = \"place\"";
    let overrides = load(keys).unwrap();
    assert_eq!(overrides.entries()[0].reason, "a slip");
    assert_eq!(overrides.apply(&mut both, Scope::Whole).map(|applied| applied.corrected), Ok(2));
    assert!(both.operations.iter().all(|operation| operation.to_json().contains(r#""name": "place""#)));
}

#[test]
fn a_correction_that_does_not_fit_says_so_with_its_line() {
    let place = "overrides/pay.toml:4:10: POST /v3/pay/{id}";
    for (side, keys, reason) in [
        (
            "response",
            "field = \"amount.total\"\nexpect.required = false\nset.required = true",
            "response amount.total: expects `required = false`, found `required = true`: the documentation has been fixed",
        ),
        (
            "response",
            "field = \"amount.total\"\nexpect.type = \"number\"\nset.type = \"integer\"",
            "response amount.total: expects `type = \"number\"`, found `type = \"string\"`",
        ),
        (
            "response",
            "field = \"amount.sum\"\nexpect.type = \"number\"\nset.type = \"integer\"",
            "response amount.sum: there is no `sum` in `amount` (there is `total`, `currency`)",
        ),
        (
            "response",
            "field = \"amount.total.x\"\nrename = \"y\"",
            "response amount.total.x: `total` is a `string` without fields",
        ),
        (
            "response",
            "field = \"amount#1.total\"\nrename = \"y\"",
            "response amount#1.total: `amount` has no alternatives",
        ),
        (
            "response",
            "field = \"amount\"\nadd = [{name = \"total\", type = \"string\"}]",
            "response amount: there is a `total`: the documentation has been fixed",
        ),
        (
            "response",
            "field = \"amount\"\nafter = \"sum\"\nadd = [{name = \"x\", type = \"string\"}]",
            "response amount: there is no `sum` in `the parent` (there is `total`, `currency`)",
        ),
        (
            "response",
            "field = \"amount.total\"\nrename = \"currency\"",
            "response amount.total: there is a `currency`: the documentation has been fixed",
        ),
        (
            "response",
            "field = \"amount.total\"\nremove = true\nexpect.type = \"integer\"",
            "response amount.total: expects `type = \"integer\"`, found `type = \"string\"`",
        ),
        (
            "response",
            "field = \"amount.total\"\nmove.to = \"payer\"",
            "response amount.total: there is no `payer` in `response` (there is `amount`, `receivers`, `extra`)",
        ),
        (
            "response",
            "field = \"amount.currency\"\nenum.add = [\"CNY\"]",
            "response amount.currency: the enum has `CNY`: the documentation has been fixed",
        ),
        (
            "response",
            "field = \"amount.currency\"\nenum.remove = [\"USD\"]",
            "response amount.currency: the enum has no `USD`: the documentation has been fixed",
        ),
        (
            "response",
            "field = \"amount\"\nexpect.type = \"object\"\nset.type = \"string\"",
            "response amount: `amount` would have fields and the type `string`",
        ),
        (
            "response",
            "field = \"amount\"\nexpect.encoded = \"none\"\nset.encoded = \"json\"",
            "response amount: `amount` would hold JSON and have the type `object`",
        ),
        (
            "request.path",
            "field = \"id\"\nrename = \"x\"",
            "request.path id: there is no `id` in `request.path` (there is nothing)",
        ),
    ] {
        assert_eq!(misses(side, keys), format!("{place} {reason}"));
    }
    let variants = "field = \"detail.bank\"\nrename = \"x\"";
    assert!(misses("resource", variants).ends_with("`detail` has alternatives: `detail#1` to `#2`"));
    assert!(misses("resource", "field = \"detail#3.bank\"\nrename = \"x\"").ends_with("`detail` has 2 alternatives"));
    assert!(
        misses("resource", "field = \"detail\"\nexpect.encoded = \"none\"\nset.encoded = \"json\"")
            .ends_with("cannot have `encoded = \"json\"`")
    );
}

#[test]
fn a_field_gives_an_empty_answer_a_body_and_a_stream_none() {
    let mut spec = spec();
    let overrides = load(&target("response", "add = [{name = \"state\", type = \"string\"}]")).unwrap();
    spec.operations[0].response = Response::Empty { http: 204 };
    overrides.apply(&mut spec, Scope::Whole).unwrap();
    let Response::Json { fields } = &spec.operations[0].response else { panic!("the answer has no body") };
    assert_eq!(fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["state"]);

    spec.operations[0].response = Response::Stream { media: Media::Pdf };
    assert!(show(overrides.apply(&mut spec, Scope::Whole)).ends_with("response: the response is not JSON"));
}

#[test]
fn a_part_that_is_not_there_is_named() {
    let mut empty = spec();
    empty.operations[0].request.body = Body::None;
    empty.operations[0].response = Response::Empty { http: 204 };
    let mut miss = |side| {
        let overrides = load(&target(side, "field = \"x\"\nrename = \"y\"")).unwrap();
        show(overrides.apply(&mut empty, Scope::Whole))
    };
    assert!(miss("response").ends_with("response x: the response is not JSON"));
    assert!(miss("request.body").ends_with("request.body x: there is no `request.body`"));
}

#[test]
fn a_target_that_is_not_there_is_an_error_but_in_a_part_of_the_spec() {
    let overrides = load(&target("response", "field = \"amount.total\"\nrename = \"sum\"")).unwrap();
    assert_eq!(
        show(overrides.apply(&mut Spec::default(), Scope::Whole)),
        "overrides/pay.toml:4:10: POST /v3/pay/{id} response amount.total: is not in the spec"
    );
    let absent = vec![Target::Operation("POST /v3/pay/{id}".parse().unwrap())];
    assert_eq!(overrides.apply(&mut Spec::default(), Scope::Partial), Ok(Applied { corrected: 0, absent }));
}

#[test]
fn an_override_that_makes_no_sense_is_refused_before_the_spec_is_seen() {
    for (keys, reason) in [
        ("field = \"a\"", "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename` and `move`"),
        (
            "field = \"a\"\nremove = false",
            "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename` and `move`",
        ),
        (
            "field = \"a\"\nrename = \"b\"\nenum.add = [\"c\"]",
            "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename` and `move`",
        ),
        ("rename = \"b\"", "a correction of a field names it: `field`"),
        ("field = \"a#1\"\nrename = \"b\"", "`a#1` is an alternative, and not a field"),
        (
            "field = \"a\"\nset.type = \"string\"",
            "`set` sets the attributes whose values `expect` states, at least one",
        ),
        (
            "field = \"a\"\nexpect.required = true\nset.type = \"string\"",
            "`set` sets the attributes whose values `expect` states, at least one",
        ),
        (
            "field = \"a\"\nexpect.type = \"string\"\nset.type = \"string\"",
            "changes nothing: `type = \"string\"` is expected and set",
        ),
        ("field = \"a\"\nrename = \"a\"", "changes nothing: the field is called `a`"),
        ("field = \"a\"\nenum = {}", "changes nothing: `enum` neither adds nor removes a value"),
        ("field = \"a\"\nadd = []", "changes nothing: `add` adds no field"),
        ("add = [{name = \"a\", type = \"string\"}, {name = \"a\", type = \"string\"}]", "adds `a` twice"),
        ("field = \"a.b\"\nmove.to = \"a\"", "changes nothing: the field has that parent"),
        ("field = \"a\"\nmove.to = \"a.b\"", "a field cannot move below itself"),
        ("field = \"a\"\nmove.side = \"resource\"", "a field of `response` cannot move to `resource`"),
        ("field = \"a\"\nremove = true", "`remove` needs `expect`: what the field looks like"),
        ("field = \"a\"\nrename = \"b\"\nafter = \"c\"", "`rename` has no `after`"),
        (
            "field = \"a\"\nrename = \"b\"\nexpect.type = \"string\"",
            "`rename` has no `expect`: it says what it expects",
        ),
    ] {
        assert_eq!(refused("response", keys), format!("overrides/pay.toml:4:10: {reason}"), "{keys}");
    }
}

#[test]
fn a_key_or_value_that_does_not_exist_is_refused_where_it_stands() {
    let rename = "field = \"a\"\nrename = \"b\"";
    assert!(
        refused("request", rename)
            .starts_with("overrides/pay.toml:5:8: `request` is not a side: it is one of request.path,")
    );
    assert!(refused("response", "field = \"a..b\"").starts_with("overrides/pay.toml:6:9: a path is made of names"));
    assert!(
        refused("response", "field = \"a#0\"")
            .starts_with("overrides/pay.toml:6:9: `a#0`: alternatives are counted from 1")
    );
    assert!(
        refused("response", "field = \"a\"\nset.typ = \"string\"")
            .starts_with("overrides/pay.toml:7:5: unknown field `typ`")
    );
    assert!(
        refused("response", "field = \"a\"\nset.type = \"text\"")
            .starts_with("overrides/pay.toml:7:12: `text` is not a type")
    );
    assert!(refused("response", "field = \"a\"\nset.encrypted = \"yes\"").contains("`yes` is not a key: `platform`"));
    assert!(refused("response", "field = \"a\"\nset.encoded = \"xml\"").contains("`xml` is not an encoding"));
    assert!(refused("response", "add = [{name = \"a\"}]").contains("missing field `type`"));
    let both = "target = \"GET /v3/a\"\ntargets = [\"GET /v3/a\"]\nside = \"response\"\n";
    assert_eq!(show(load(both)), "overrides/pay.toml:4:10: a correction has either `target` or `targets`");
    assert_eq!(
        show(load("side = \"response\"\n")),
        "overrides/pay.toml:4:8: a correction has either `target` or `targets`"
    );
    let twice = "targets = [\"GET /v3/a\", \"GET /v3/a\"]\nside = \"response\"\n";
    assert_eq!(show(load(twice)), "overrides/pay.toml:4:12: the target `GET /v3/a` comes twice");
    let webhook = "target = \"webhook A.B\"\nside = \"response\"\n";
    assert_eq!(show(load(webhook)), "overrides/pay.toml:4:10: `webhook A.B` has no side `response`");
    assert!(
        show(load("target = \"FETCH /v3/a\"\nside = \"response\"\n")).contains("4:10: `FETCH` is not an HTTP method")
    );
}

#[test]
fn reason_and_evidence_are_stated() {
    let text = |reason: &str, evidence: &str| {
        let keys = target("response", "field = \"a\"\nrename = \"b\"");
        let text = format!("[[override]]\nreason = \"{reason}\"\nevidence = [{evidence}]\n{keys}");
        Overrides::from_files(&BTreeMap::from([("overrides/a.toml".to_owned(), text)]))
    };
    let refused = "overrides/a.toml:4:10: a correction states its reason and its evidence";
    assert_eq!(show(text(" ", "\"sdk\"")), refused);
    assert_eq!(show(text("slip", "")), refused);
    assert!(text("slip", "\"sdk\"").is_ok());
}

#[test]
fn the_files_of_a_folder_are_applied_in_their_order() {
    let dir = crate::common::Folder::new("overrides");
    assert_eq!(Overrides::load(&dir.0), Ok(Overrides::default()));
    let entry = |from: &str, to: &str| {
        let keys = target("response", &format!("field = \"{from}\"\nrename = \"{to}\""));
        format!("[[override]]\nreason = \"slip\"\nevidence = [\"sdk\"]\n{keys}\n")
    };
    dir.write("overrides/b.toml", &entry("second", "third"));
    dir.write("overrides/a.toml", &format!("{}{}", entry("amount", "first"), entry("first", "second")));
    dir.write("overrides/README.md", "notes");
    let mut corrected = spec();
    let applied = Overrides::load(&dir.0).unwrap().apply(&mut corrected, Scope::Whole).unwrap();
    assert_eq!(applied.corrected, 3);
    assert!(corrected.operations[0].to_json().contains(r#"{"name": "third", "type": "object""#));
    dir.write("overrides/c.json", "{}");
    dir.write("overrides/d.toml", "[[overide]]\n");
    let errors = show(Overrides::load(&dir.0));
    assert_eq!(
        errors,
        "overrides/c.json: an override stands in a `.toml` file\n\
         overrides/d.toml:1:3: unknown field `overide`, expected `override`"
    );
}
