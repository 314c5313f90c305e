//! The names that were there before a page has moved.

use wechatpay_spec::{Moved, Operation, Request, Response, Spec, Status, Webhook};

fn operation(id: &str, source: &str) -> Operation {
    Operation {
        id: id.parse().unwrap(),
        title: String::new(),
        source: source.to_owned(),
        docs: Vec::new(),
        status: Status::Current,
        base: None,
        request: Request::default(),
        response: Response::Empty { http: 204 },
    }
}

fn webhook(name: &str) -> Webhook {
    Webhook {
        name: name.to_owned(),
        also: Vec::new(),
        title: String::new(),
        source: format!("webhook/v3/{name}.md"),
        docs: Vec::new(),
        original_type: Vec::new(),
        resource: Vec::new(),
        answer: None,
    }
}

/// Each former name with the one of now.
fn former(operations: &[(&str, &str)], webhooks: &[&str], moved: &[(&str, &str)]) -> Vec<String> {
    let spec = Spec {
        operations: operations.iter().map(|(id, source)| operation(id, source)).collect(),
        webhooks: webhooks.iter().map(|name| webhook(name)).collect(),
        moved: moved.iter().map(|(from, to)| Moved { from: (*from).to_owned(), to: (*to).to_owned() }).collect(),
    };
    spec.former_names().iter().map(|(was, is)| format!("{was} → {is}")).collect()
}

#[test]
fn every_method_of_a_page_has_moved_with_it() {
    let on = "openapi/v3/b.md";
    let both = [("GET /v3/b", format!("{on}#get")), ("POST /v3/b", format!("{on}#post"))];
    let both: Vec<(&str, &str)> = both.iter().map(|(id, source)| (*id, source.as_str())).collect();
    let expected = ["GET /v3/a → GET /v3/b", "POST /v3/a → POST /v3/b"];
    assert_eq!(former(&both, &[], &[("/openapi/v3/a", "/openapi/v3/b")]), expected);
    assert!(former(&both, &[], &[]).is_empty());
}

#[test]
fn a_second_move_does_not_end_the_first() {
    let moved = [("/openapi/v3/a", "/openapi/v3/b"), ("/openapi/v3/b", "/openapi/v3/c/")];
    let expected = ["GET /v3/a → GET /v3/c/", "GET /v3/b → GET /v3/c/"];
    assert_eq!(former(&[("GET /v3/c/", "openapi/v3/c/index.md#get")], &[], &moved), expected);
    let moved = [("/webhook/v3/A.A", "/webhook/v3/B.B"), ("/webhook/v3/B.B", "/webhook/v3/C.C")];
    assert_eq!(former(&[], &["C.C"], &moved), ["webhook A.A → webhook C.C", "webhook B.B → webhook C.C"]);
}

#[test]
fn an_operation_is_found_by_its_url_where_it_is_read_from_another_page() {
    let moved = [("/openapi/v3/a", "/openapi/v3/b")];
    assert_eq!(former(&[("GET /v3/b", "openapi/v3/all.md#b")], &[], &moved), ["GET /v3/a → GET /v3/b"]);
}

#[test]
fn of_two_operations_of_one_method_the_one_that_the_page_is_named_after_was_there() {
    let on = "openapi/v3/b.md#get";
    let moved = [("/openapi/v3/a", "/openapi/v3/b")];
    assert_eq!(former(&[("GET /v3/0", on), ("GET /v3/b", on)], &[], &moved), ["GET /v3/a → GET /v3/b"]);
}

#[test]
fn what_is_documented_anew_under_its_old_name_keeps_it() {
    let both = [("GET /v3/a", "openapi/v3/a.md#get"), ("GET /v3/b", "openapi/v3/b.md#get")];
    assert!(former(&both, &[], &[("/openapi/v3/a", "/openapi/v3/b")]).is_empty());
    assert!(former(&[], &["A.A", "B.B"], &[("/webhook/v3/A.A", "/webhook/v3/B.B")]).is_empty());
}

#[test]
fn pages_that_move_in_a_circle_come_to_an_end() {
    let moved = [("/openapi/v3/a", "/openapi/v3/b"), ("/openapi/v3/b", "/openapi/v3/a")];
    assert_eq!(former(&[("GET /v3/b", "openapi/v3/b.md#get")], &[], &moved), ["GET /v3/a → GET /v3/b"]);
    assert!(former(&[("GET /v3/c", "openapi/v3/c.md#get")], &[], &[("/openapi/v3/x", "/openapi/v3/x")]).is_empty());
}
