//! Operations and notifications that come, go and move, and what is said of them as a whole.

use std::collections::BTreeSet;

use wechatpay_spec::diff::{Diff, Snapshot};
use wechatpay_spec::{Held, Moved};

use super::{OPERATION, WEBHOOK, between, compare, lines, presence, rust, spec};

#[test]
fn operations_come_and_go() {
    let other = OPERATION.replace("/v3/a/{id}", "/v3/b/{id}");
    let diff = compare(&spec(&[OPERATION], &[]), &spec(&[&other], &[]));
    let names: Vec<String> = diff.entries.iter().map(|entry| entry.target.to_string()).collect();
    assert_eq!(names, ["POST /v3/a/{id}", "POST /v3/b/{id}"]);
    assert_eq!(lines(&diff), ["breaking removed |  | - | -", "compatible added |  | - | -"]);
}

/// The operation under another URL, on a page of the same place.
fn elsewhere() -> String {
    OPERATION.replace("POST /v3/a/{id}", "POST /v3/b/{id}").replace("openapi/v3/a/{id}.md", "openapi/v3/b/index.md")
}

#[test]
fn an_operation_whose_page_has_moved_is_the_same_one() {
    let old = spec(&[OPERATION], &[]);
    let mut new = spec(&[&elsewhere()], &[]);
    new.moved = vec![Moved { from: "/openapi/v3/a/{id}".to_owned(), to: "/openapi/v3/b/".to_owned() }];
    let diff = compare(&old, &new);
    assert_eq!(diff.entries.len(), 1);
    assert_eq!(
        lines(&diff)[3..],
        [
            "compatible moved |  | POST /v3/a/{id} | POST /v3/b/{id}",
            "docs only source-changed |  | openapi/v3/a/{id}.md#post | openapi/v3/b/index.md#post",
        ]
    );
    // The evidence knows the old name only: what it confirmed there is not confirmed here.
    assert!(lines(&diff)[..3].iter().all(|line| line.starts_with("breaking answer-now-option | response ")));
}

#[test]
fn a_page_that_moved_to_an_operation_that_was_there_before_moves_nothing() {
    let old = spec(&[OPERATION, &elsewhere()], &[]);
    let mut new = spec(&[&elsewhere()], &[]);
    new.moved = vec![Moved { from: "/openapi/v3/a/{id}".to_owned(), to: "/openapi/v3/b/".to_owned() }];
    assert_eq!(lines(&compare(&old, &new)), ["breaking removed |  | - | -"]);
}

#[test]
fn another_method_of_a_moved_page_is_another_operation() {
    let get = elsewhere().replace("POST /v3/b", "GET /v3/b").replace("#post", "#get");
    let mut new = spec(&[&get], &[]);
    new.moved = vec![Moved { from: "/openapi/v3/a/{id}".to_owned(), to: "/openapi/v3/b/".to_owned() }];
    let found = lines(&compare(&spec(&[OPERATION], &[]), &new));
    assert_eq!(found, ["breaking removed |  | - | -", "compatible added |  | - | -"]);
}

#[test]
fn a_body_or_an_answer_of_another_kind_breaks() {
    let body = OPERATION
        .replace("\"json\": {\"required\": true, \"fields\": [", "\"multipart\": [")
        .replace("    ]}\n  },\n  \"response\"", "    ]\n  },\n  \"response\"");
    let found = lines(&compare(&spec(&[OPERATION], &[]), &spec(&[&body], &[])));
    assert_eq!(found, ["breaking body-kind-changed | request.body | JSON | multipart"]);

    let start = OPERATION.find("  \"response\"").unwrap();
    let with = |response: &str| format!("{}  \"response\": {response}\n}}\n", &OPERATION[..start]);
    let (done, accepted) = (with(r#"{"kind": "empty", "http": 204}"#), with(r#"{"kind": "empty", "http": 202}"#));
    let pdf = with(r#"{"kind": "stream", "media": "pdf"}"#);
    let image = with(r#"{"kind": "stream", "media": "image"}"#);
    let change = |old: &str, new: &str| lines(&compare(&spec(&[old], &[]), &spec(&[new], &[])));
    assert_eq!(change(OPERATION, &done), ["breaking response-kind-changed | response | JSON | empty (204)"]);
    assert_eq!(change(&done, &pdf), ["breaking response-kind-changed | response | empty (204) | stream (pdf)"]);
    assert_eq!(change(&done, &accepted), ["compatible response-detail-changed | response | empty (204) | empty (202)"]);
    assert_eq!(change(&pdf, &image), ["docs only media-changed | response | stream (pdf) | stream (image)"]);
}

#[test]
fn webhooks_are_compared_too() {
    let change = |from: &str, to: &str| {
        assert!(WEBHOOK.contains(from), "the webhook has no `{from}`");
        lines(&compare(&spec(&[], &[WEBHOOK]), &spec(&[], &[&WEBHOOK.replacen(from, to, 1)])))
    };
    assert_eq!(change("[\"a\"]", "[\"b\"]"), ["docs only original-type-changed |  | a | b"]);
    assert_eq!(change("通知", "回调"), ["docs only title-changed |  | 通知 | 回调"]);
    let also = "\"A.B\",\n  \"also\": [\"C.D\"]";
    assert_eq!(change("\"A.B\"", also), ["compatible further-types-changed |  | - | C.D"]);
    let answered = |fields: &str| format!("    ]}}]}}\n  ]}},\n  \"answer\": {{\"fields\": [\n{fields}\n  ]}}\n");
    let usual = r#"    {"name": "code", "type": "string", "required": true}"#;
    let own = r#"    {"name": "body", "type": "object", "fields": [
      {"name": "return_code", "type": "string", "required": true}
    ]}"#;
    // The usual answer is not generated for each notification.
    assert_eq!(change("    ]}]}\n  ]}\n", &answered(usual)), ["docs only answer-words-changed | answer | - | -"]);
    assert_eq!(
        change("    ]}]}\n  ]}\n", &answered(own)),
        ["compatible own-answer-added | answer | the usual one | of its own"]
    );
    let with = |fields: &str| WEBHOOK.replace("    ]}]}\n  ]}\n", &answered(fields));
    let answers = |old: &str, new: &str| lines(&compare(&spec(&[], &[old]), &spec(&[], &[new])));
    assert_eq!(answers(&with(own), WEBHOOK), ["breaking own-answer-removed | answer | of its own | the usual one"]);
    let more =
        own.replace("\n    ]}", ",\n      {\"name\": \"more\", \"type\": \"string\", \"required\": true}\n    ]}");
    assert_eq!(answers(&with(own), &with(&more)), ["breaking required-field-added | answer more | - | string"]);
    let gone = compare(&spec(&[], &[WEBHOOK]), &spec(&[], &[]));
    assert_eq!(gone.entries[0].target.to_string(), "webhook A.B");
    assert_eq!(lines(&gone), ["breaking removed |  | - | -"]);
}

#[test]
fn what_the_client_does_by_itself_is_compared() {
    let (old, mut new) = (rust(&[]), rust(&[]));
    for written in new.written.values_mut() {
        written.facts.insert("sending again", "later".to_owned());
    }
    assert_eq!(between(&old, &new), ["compatible fact-changed | sending again | the usual | later"]);
    assert_eq!(between(&new, &old), ["compatible fact-changed | sending again | later | the usual"]);
}

#[test]
fn a_request_that_another_party_signs_needs_other_keys() {
    let (old, mut new) = (rust(&[]), rust(&[]));
    for written in new.written.values_mut() {
        written.signer = Some("the brand");
    }
    assert_eq!(between(&old, &new), ["breaking signer-changed |  | the merchant | the brand"]);
    assert_eq!(between(&new, &old), ["breaking signer-changed |  | the brand | the merchant"]);
}

#[test]
fn features_and_old_names_come_and_go() {
    let (old, mut new) = (rust(&[]), rust(&[]));
    new.features = BTreeSet::from(["b".to_owned()]);
    assert_eq!(
        between(&old, &new),
        ["breaking feature-removed | feature a | - | -", "compatible feature-added | feature b | - | -"]
    );
    let mut old = rust(&[]);
    old.aliases.insert("v3::old::Post".to_owned(), "v3::a::by_id::Post".to_owned());
    assert_eq!(between(&old, &rust(&[])), ["breaking alias-removed |  | v3::old::Post | -"]);
    assert_eq!(between(&rust(&[]), &old), Vec::<String>::new());
}

#[test]
fn pages_that_are_held_are_named() {
    let held = |page: &str| {
        let text =
            format!("[[held]]\npage = \"{page}\"\ncodes = [\"x\", \"y\"]\nsince = \"the repository's own pages\"\n");
        Held::parse("held.toml", &text).unwrap()
    };
    let (none, held) = (Held::default(), held("openapi/v3/a/{id}.md"));
    let (spec, presence) = (spec(&[OPERATION], &[]), presence());
    let snapshot = |held| Snapshot { spec: &spec, presence: &presence, rust: None, held: Some(held) };
    let found = lines(&Diff::of(snapshot(&none), snapshot(&held)));
    assert_eq!(found, ["docs only page-held |  | - | x, y"]);
    let found = lines(&Diff::of(snapshot(&held), snapshot(&none)));
    assert_eq!(found, ["docs only page-read-again |  | x, y | -"]);
}
