//! What becomes of the odd corners of a spec.

use serde_json::json;
use wechatpay_spec::{Content, Field, Kind, Type};

use crate::document::{Document, odd};

#[test]
fn what_fields_become() {
    let document = Document::of(&odd());
    let body = document.at("/components/schemas/v3.odd.by_out_id.Post");
    let property = |name: &str| body["properties"][name].clone();
    // A text that holds JSON is a text to whoever sends it, and what it holds is said.
    let list = property("list");
    assert_eq!((&list["type"], &list["contentMediaType"]), (&json!("string"), &json!("application/json")));
    assert_eq!(list["contentSchema"]["type"], "array");
    assert_eq!(document.inner(&list)["properties"]["y"]["type"], "string");
    // Enums are open, also those of numbers.
    let values = document.inner(&property("values")).clone();
    assert_eq!(values["anyOf"][1], json!({"type": "string"}));
    assert_eq!(values["anyOf"][0]["enum"].as_array().map(Vec::len), Some(10));
    let number = document.resolved(&property("a"))["properties"]["a"].clone();
    assert_eq!(number["anyOf"][0]["enum"], json!([1, 2]));
    assert_eq!(number["anyOf"][1], json!({"type": "integer", "format": "int64"}));
    assert_eq!(property("any"), json!({"type": "object", "additionalProperties": true, "description": "未说明"}));
    assert_eq!(property("name")["x-wechatpay-encrypted"], "platform");
    assert_eq!(property("一级")["format"], "date-time");
    // Which of them are needed is no list of required members.
    assert_eq!(body["x-wechatpay-one-of"], json!([[["type"], ["3c_code", "payAuthNo"]]]));
    let either = document.resolved(&property("either")).clone();
    assert_eq!(either["required"], json!(null));
    assert_eq!(
        either["x-wechatpay-alternatives"],
        json!([
            {"title": "甲_案", "properties": ["left"], "required": ["left"]},
            {"title": "乙案", "properties": ["right"], "required": ["right"]},
        ])
    );
}

#[test]
fn what_alternatives_have_in_different_types_is_anything() {
    let mut corrected = odd();
    let object = |content| Field { content, ..Field::new("x", Type::OBJECT) };
    let shape = |kind| wechatpay_spec::Variant { label: String::new(), fields: vec![Field::new("y", Type::one(kind))] };
    let field = object(Content::Variants(vec![shape(Kind::String), shape(Kind::Integer)]));
    corrected.spec.webhooks[0].resource.push(field);
    let document = Document::of(&corrected);
    let name = corrected.spec.webhooks[0].name.clone();
    let resource = document.side(&wechatpay_spec::Target::Webhook(name), wechatpay_spec::Side::Resource);
    let x = &document.resolved(&resource)["properties"]["x"];
    assert_eq!(document.resolved(x)["properties"]["y"], json!({}));
}

#[test]
fn a_value_that_no_number_is_written_like_is_said_as_it_is() {
    let mut corrected = odd();
    let values = ["01", "2"].map(str::to_owned).to_vec();
    corrected.spec.webhooks[0].resource.push(Field { values, ..Field::new("n", Type::one(Kind::Integer)) });
    let document = Document::of(&corrected);
    let target = wechatpay_spec::Target::Webhook(corrected.spec.webhooks[0].name.clone());
    let n = &document.resolved(&document.side(&target, wechatpay_spec::Side::Resource))["properties"]["n"].clone();
    assert_eq!((&n["anyOf"][0]["enum"], &n["x-wechatpay-values"]), (&json!([2]), &json!(["01", "2"])));
}

#[test]
fn an_amount_has_its_unit() {
    let mut corrected = odd();
    let labelled = |name, label: &str| Field { label: label.to_owned(), ..Field::new(name, Type::one(Kind::Integer)) };
    corrected.spec.webhooks[0].resource.extend([labelled("a", "总金额"), labelled("b", "商品数量")]);
    let document = Document::of(&corrected);
    let target = wechatpay_spec::Target::Webhook(corrected.spec.webhooks[0].name.clone());
    let resource = document.resolved(&document.side(&target, wechatpay_spec::Side::Resource)).clone();
    let [a, b] = ["a", "b"].map(|name| &resource["properties"][name]["x-wechatpay-unit"]);
    assert_eq!((a, b), (&json!("minor"), &json!(null)));
}
