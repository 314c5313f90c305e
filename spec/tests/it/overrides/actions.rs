//! Each kind of correction, done.

use wechatpay_spec::overrides::Scope;
use wechatpay_spec::{Body, Content, Media, Response};

use super::{corrects, load, show, spec, target};

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
fn of_several_fields_one_is_required() {
    let choice = r#""one_of": ["scene", ["payer"]]"#.replace("[\"payer\"]", "\"payer\"");
    corrects(
        "request.body",
        "one_of = [\"scene\", [\"payer\"]]",
        r#""payer", "type": "object", "required": true, "fields": [
        {"name": "openid", "type": "string", "required": true}
      ]},
      {"name": "scene", "type": "string"}"#,
        &format!(
            r#""payer", "type": "object", {choice}, "fields": [
        {{"name": "openid", "type": "string", "required": true}}
      ]}},
      {{"name": "scene", "type": "string", {choice}}}"#
        ),
    );
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
fn a_field_gives_an_empty_answer_a_body_and_a_stream_none() {
    let mut spec = spec();
    let overrides = load(&target("response", "add = [{name = \"state\", type = \"string\"}]")).unwrap();
    spec.operations[0].response = Response::Empty { http: 204 };
    overrides.apply(&mut spec, Scope::Whole).unwrap();
    let Response::Json { fields } = &spec.operations[0].response else { panic!("the answer has no body") };
    assert_eq!(fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["state"]);

    spec.operations[0].response = Response::Stream { media: Media::Pdf };
    assert!(show(overrides.apply(&mut spec, Scope::Whole)).contains("response: the response is a file, and not JSON"));
}
