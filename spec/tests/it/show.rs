//! What the spec shows of itself.

use wechatpay_spec::{Operation, Spec};

use crate::common::{operation, webhook};

fn spec() -> Spec {
    let operations = ["GET /v3/pay/orders", "POST /v3/pay/orders", "POST /v3/pay/orders/{out_no}/close"];
    let operations: Vec<Operation> = operations.map(operation).into();
    Spec { operations, webhooks: vec![webhook("PAY.SUCCESS"), webhook("PAY.CLOSED")], ..Spec::default() }
}

#[test]
fn an_operation_is_shown_by_its_name_or_by_a_path_with_one_method() {
    let spec = spec();
    let close = spec.operations[2].to_json();
    assert_eq!(spec.show("POST /v3/pay/orders/{out_no}/close"), Ok(close.clone()));
    assert_eq!(spec.show("/v3/pay/orders/{out_no}/close"), Ok(close.clone()));
    assert_eq!(spec.show(" POST  /v3/pay/orders/{out_no}/close"), Ok(close));
    assert_eq!(
        spec.show("/v3/pay/orders").unwrap_err().to_string(),
        "`/v3/pay/orders` has several methods: `GET /v3/pay/orders`, `POST /v3/pay/orders`"
    );
}

#[test]
fn a_webhook_is_shown_by_its_event_type() {
    let spec = spec();
    assert_eq!(spec.show("webhook PAY.CLOSED"), Ok(spec.webhooks[1].to_json()));
    assert_eq!(spec.show("PAY.CLOSED"), Ok(spec.webhooks[1].to_json()));
}

#[test]
fn what_is_not_there_is_told_from_what_may_be_meant() {
    let said = |name| spec().show(name).unwrap_err().to_string();
    assert_eq!(
        said("POST /v3/pay/order"),
        "there is no `POST /v3/pay/order` in the spec; did you mean `GET /v3/pay/orders`, `POST /v3/pay/orders`?"
    );
    assert_eq!(
        said("webhook pay.success"),
        "there is no `webhook pay.success` in the spec; did you mean `webhook PAY.SUCCESS`?"
    );
    assert_eq!(said("nothing of the kind"), "there is no `nothing of the kind` in the spec");
    assert_eq!(said(""), "there is no `` in the spec");
}

#[test]
fn all_of_it_is_one_document_whose_members_are_the_files() {
    let spec = spec();
    let all = spec.show_all();
    let parsed: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&all).unwrap();
    let names: Vec<&String> = parsed.keys().collect();
    assert_eq!(names.len(), 5);
    for operation in &spec.operations {
        let alone: serde_json::Value = serde_json::from_str(&operation.to_json()).unwrap();
        assert_eq!(parsed[&operation.id.to_string()], alone);
    }
    assert!(parsed.contains_key("webhook PAY.SUCCESS"));
    assert!(all.starts_with("{\n  \"GET /v3/pay/orders\": {\n    \"operation\": \"GET /v3/pay/orders\",\n"), "{all}");
    assert_eq!(Spec::default().show_all(), "{}\n");
}
