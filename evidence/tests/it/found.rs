//! Each kind of disagreement is found, and what is none is not.

use crate::support::{found, short};

/// A line of the description that agrees with the small spec, but for what is put in place of a part of it.
fn openapi(part: &str, other: &str) -> String {
    const LINE: &str = concat!(
        r#"{"operation":"POST /v3/shop/{shop_id}/orders","request":{"path":{"shop_id":{"type":"string","required":true}},"#,
        r#""body":{"order_no":{"type":"string","required":true},"payer_name":{"type":"string"},"#,
        r#""amount":{"type":"object","required":true},"amount.total":{"type":"integer","required":true},"#,
        r#""amount.currency":{"type":"string","enum":["CNY"]},"#,
        r#""photos":{"type":"string","encoded":"json","pseudo_child":"media_id","holds":"list"},"#,
        r#""photos.media_id":{"type":"string","list":true,"required":true}}},"#,
        r#""response":{"state":{"type":"string","required":true,"enum":["OPEN","PAID"]},"#,
        r#""goods":{"type":"object","list":true},"goods.id":{"type":"string","required":true}}}"#
    );
    assert!(LINE.contains(part), "{part}");
    LINE.replace(part, other)
}

fn changed(part: &str, other: &str) -> Vec<String> {
    short(&found(&openapi(part, other)))
}

#[test]
fn what_agrees_is_no_disagreement() {
    assert_eq!(changed("orders", "orders"), [""; 0]);
}

#[test]
fn every_kind_is_found() {
    let of = |part, other| changed(part, other).join("\n");
    assert_eq!(
        of(r#""payer_name":{"type":"string"}"#, r#""payer_name":{"type":"string","format":"encrypted"}"#),
        "request.body payer_name encrypted \"encrypted\" openapi"
    );
    assert_eq!(
        of(r#""response":{"#, r#""response":{"paid":{"type":"object","list":true},"paid.at":{"type":"string"},"#),
        r#"response paid missing-field {"fields":["at"],"type":"object[]"} openapi"#
    );
    assert_eq!(
        of(
            r#""goods":{"type":"object","list":true},"goods.id":{"type":"string","required":true}"#,
            r#""goods":{"type":"object","list":true},"goods.no":{"type":"string","required":true}"#
        ),
        "response goods.no missing-field {\"required\":true,\"type\":\"string\"} openapi\nresponse goods.id extra-field \"absent\" openapi"
    );
    assert_eq!(
        of(r#"["OPEN","PAID"]"#, r#"["PAID","GONE"]"#),
        r#"response state enum {"adds":["GONE"],"lacks":["OPEN"]} openapi"#
    );
    assert_eq!(
        of(r#""amount.total":{"type":"integer""#, r#""amount.total":{"type":"string""#),
        r#"request.body amount.total type "string" openapi"#
    );
    assert_eq!(
        of(r#""goods":{"type":"object","list":true}"#, r#""goods":{"type":"object"}"#),
        r#"response goods list "object" openapi"#
    );
    assert_eq!(
        of(r#""goods":{"type":"object","list":true}"#, r#""goods":{"type":"object","list":true,"required":true}"#),
        "response goods required true openapi"
    );
    assert_eq!(
        of(r#""goods.id":{"type":"string","required":true}"#, r#""goods.id":{"type":"string"}"#),
        "response goods.id required false openapi"
    );
}

#[test]
fn numbers_are_one_type_and_the_order_of_values_says_nothing() {
    assert_eq!(changed(r#""amount.total":{"type":"integer""#, r#""amount.total":{"type":"number""#), [""; 0]);
    assert_eq!(changed(r#"["OPEN","PAID"]"#, r#"["PAID","OPEN"]"#), [""; 0]);
    // A source that lists no values knows none.
    assert_eq!(changed(r#","enum":["OPEN","PAID"]"#, ""), [""; 0]);
}

#[test]
fn a_description_without_a_single_flag_says_nothing_by_leaving_one_out() {
    assert_eq!(changed(r#","required":true"#, ""), [""; 0]);
}

#[test]
fn an_answer_that_a_source_calls_empty_is_one_disagreement() {
    let line = openapi("orders", "orders");
    let (request, _) = line.split_once(r#","response""#).unwrap();
    assert_eq!(short(&found(&format!("{request}}}"))), [r#"response  extra-field "no body" openapi"#]);
}

#[test]
fn a_placeholder_that_is_described_in_the_query_goes_into_the_url() {
    let moved = openapi(r#""path":{"shop_id""#, r#""query":{"shop_id""#);
    assert_eq!(short(&found(&moved)), [""; 0]);
    // Unless the source has it in both.
    let both = openapi(r#""path":{"#, r#""query":{"shop_id":{"type":"string"}},"path":{"#);
    assert_eq!(short(&found(&both)), [r#"request.query shop_id missing-field {"type":"string"} openapi"#]);
}

#[test]
fn the_most_dangerous_comes_first_and_sources_are_counted_once() {
    let lines = format!(
        "{}\n{}\n",
        openapi(r#""response":{"#, r#""response":{"paid_at":{"type":"string"},"#),
        r#"{"operation":"POST /v3/shop/{shop_id}/orders","side":"response","json":{"paid_at":"2026","goods":[{"id":1},{"id":2}]}}"#,
    );
    let found = found(&lines);
    assert_eq!(
        short(&found),
        [
            r#"response paid_at missing-field {"type":"string"} openapi; sample"#,
            r#"response goods.id type "integer" sample"#,
            r#"response state required "absent" sample"#,
        ]
    );
    assert_eq!(found.iter().map(|one| one.independent).collect::<Vec<_>>(), [2, 1, 1]);
    let as_spec: Vec<usize> = found.iter().map(|one| one.as_spec.len()).collect();
    assert_eq!(as_spec, [0, 1, 1]);
    assert_eq!(found.iter().map(|one| one.danger.to_string()).collect::<Vec<_>>(), ["1", "3.5", "4"]);
}

#[test]
fn an_example_is_held_against_types_values_and_keys() {
    let name = "pVd1HJ6zyvPedzGaV+X3IdGdbDnuC4Eelw/wDa4SzfeespQO/0kjiwfqdfg==";
    let line = format!(
        r#"{{"operation":"POST /v3/shop/{{shop_id}}/orders","side":"request","json":{{"shop_id":"1","payer_name":"{name}","amount":{{"total":1.5,"currency":"USD"}},"photos":"[\"a\"]","note":"x","order_no":null}}}}"#
    );
    assert_eq!(
        short(&found(&line)),
        [
            r#"request.body payer_name encrypted "looks like ciphertext" sample"#,
            r#"request.body note missing-field {"type":"string"} sample"#,
            r#"request.body amount.currency enum "USD" sample"#,
            r#"request.body amount.total type "number" sample"#,
        ]
    );
}

#[test]
fn classes_tell_what_may_be_null_and_what_a_form_lacks() {
    let classes = concat!(
        r#"{"webhook":"SHOP.PAID","sources":[{"lang":"csharp","class":"Paid","form":"direct"},{"lang":"java","class":"shop.Paid","form":"partner"}],"#,
        r#""fields":{"order_no":{"type":"string","optional":true},"shop_id":{"type":"string","in":[0]},"#,
        r#""amount":{"type":"object"},"amount.total":{"type":"string","wire":"integer"},"state":{"type":"string","enum":["PAID"],"in":[1]}}}"#
    );
    assert_eq!(
        short(&found(classes)),
        [
            r#"resource state missing-field {"enum":["PAID"],"type":"string"} java:shop.Paid(partner)"#,
            r#"resource order_no required "nullable" csharp:Paid(direct)"#,
            r#"resource shop_id required "absent from this form" java:shop.Paid(partner)"#,
        ]
    );
}

#[test]
fn an_event_that_no_page_has_is_told() {
    let envelope = r#"{"webhook":"*","what":"envelope","fields":{"event_type":{"type":"string","enum":["SHOP.PAID","SHOP.CLOSED"]}}}"#;
    assert_eq!(
        short(&found(envelope)),
        [r#"resource event_type missing-field "event type unknown to the spec" openapi"#]
    );
}

#[test]
fn what_the_client_fills_in_of_an_upload_is_not_asked_for() {
    let upload = |meta: &str, more: &str| {
        format!(
            r#"{{"operation":"POST /v3/shop/photos","request":{{"body":{{"file":{{"type":"file","required":true}},"meta":{meta},"meta.sha256":{{"type":"string"}},"meta.filename":{{"type":"string"}}{more}}}}}}}"#
        )
    };
    let meta = r#"{"type":"object","required":true}"#;
    // The part is described as what it holds.
    assert_eq!(short(&found(&upload(meta, r#","meta.shop_id":{"type":"integer","required":true}"#))), [""; 0]);
    assert_eq!(
        short(&found(&upload(meta, r#","meta.shop_id":{"type":"integer"}"#))),
        ["request.body meta.shop_id required false openapi"]
    );
    let shown = r#"{"operation":"POST /v3/shop/photos","side":"request","json":{"filename":"a.png","shop_id":"1"}}"#;
    assert_eq!(short(&found(shown)), [r#"request.body meta.shop_id type "string" sample"#]);
}

#[test]
fn a_child_that_stands_for_a_list_is_not_on_the_wire() {
    let line = |below: &str| {
        format!(
            r#"{{"operation":"PUT /v3/shop/parts","request":{{"body":{{"parts":{{"type":"string","encoded":"json","pseudo_child":"item","holds":"list"}},"parts.item":{{"type":"object","list":true}},"parts.item.{below}":{{"type":"string"}}}}}}}}"#
        )
    };
    assert_eq!(short(&found(&line("id"))), [""; 0]);
    assert_eq!(
        short(&found(&line("no"))),
        [
            r#"request.body parts.no missing-field {"type":"string"} openapi"#,
            r#"request.body parts.id extra-field "absent" openapi"#
        ]
    );
}

#[test]
fn a_language_without_enums_does_not_speak_of_values() {
    let classes = concat!(
        r#"{"webhook":"SHOP.PAID","sources":[{"lang":"csharp","class":"Paid","form":"direct"},{"lang":"java","class":"shop.Paid","form":"direct"}],"#,
        r#""fields":{"order_no":{"type":"string","enum":["A"]},"shop_id":{"type":"string"},"amount":{"type":"object"},"amount.total":{"type":"integer"}}}"#
    );
    assert_eq!(short(&found(classes)), [r#"resource order_no enum {"adds":["A"]} java:shop.Paid(direct)"#]);
}

#[test]
fn a_value_in_chinese_is_a_description_of_one() {
    let line = |state: &str| {
        format!(r#"{{"operation":"POST /v3/shop/{{shop_id}}/orders","side":"response","json":{{"state":"{state}"}}}}"#)
    };
    assert_eq!(short(&found(&line("订单状态"))), [""; 0]);
    assert_eq!(short(&found(&line(""))), [r#"response state enum "" sample"#]);
}

#[test]
fn only_who_knows_what_stands_beside_a_field_reads_it_as_the_spec() {
    let shown = r#"{"operation":"POST /v3/shop/{shop_id}/orders","side":"response","json":{"state":"OPEN","goods":[{"id":"1","no":"2"}]}}"#;
    let as_spec = |line: &str| found(&format!("{shown}\n{line}"))[0].as_spec.len();
    assert_eq!(as_spec(&openapi("orders", "orders")), 1);
    assert_eq!(as_spec(&openapi(r#","goods.id":{"type":"string","required":true}"#, "")), 0);
}
