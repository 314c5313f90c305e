//! How a diff is shown: to a terminal, a pull request, a program, a workflow.

use wechatpay_spec::Spec;
use wechatpay_spec::diff::{Diff, Places, Severity, Snapshot, Step, Written};

use super::{OPERATION, WEBHOOK, compare, presence, rust, spec};

#[test]
fn the_gravest_change_decides_the_version() {
    let steps = |worst| (Step::before_one(worst).as_str(), Step::from_one(worst).as_str());
    assert_eq!(steps(Some(Severity::Breaking)), ("minor", "major"));
    assert_eq!(steps(Some(Severity::Compatible)), ("patch", "minor"));
    assert_eq!(steps(Some(Severity::DocsOnly)), ("patch", "patch"));
    assert_eq!(steps(None), ("no", "no"));
}

/// The lines of the two specs that differ in several ways.
fn places() -> Places {
    let (old, new) = several_specs();
    Places::of_specs(&[old, new])
}

/// Three changes of three severities, and a new operation.
fn several() -> Diff {
    let (old, new) = several_specs();
    let presence = presence();
    let written =
        Written { path: "v3::b::by_id::Post".to_owned(), feature: Some("b".to_owned()), ..Written::default() };
    let mut rust = rust(&[]);
    rust.written.insert("POST /v3/b/{id}".parse().unwrap(), written);
    let snapshot = |spec| Snapshot { spec, presence: &presence, rust: Some(&rust), held: None };
    Diff::of(snapshot(&old), snapshot(&new))
}

fn several_specs() -> (Spec, Spec) {
    let changed = OPERATION
        .replace(r#""label": "支付者""#, r#""label": "`用`户""#)
        .replace(r#""enum": ["APP", "WEB"]"#, r#""enum": ["APP", "WEB", "H5"]"#)
        .replace(r#"{"name": "period", "type": "string"}"#, r#"{"name": "span", "type": "string", "label": "周期"}"#)
        .replace(r#"{"name": "note", "type": "string"}"#, r#"{"name": "note", "type": "boolean"}"#);
    let added = OPERATION.replace("/v3/a/{id}", "/v3/b/{id}");
    let old = OPERATION
        .replace(r#"{"name": "period", "type": "string"}"#, r#"{"name": "period", "type": "string", "label": "周期"}"#);
    (spec(&[&old], &[WEBHOOK]), spec(&[&changed, &added], &[]))
}

#[test]
fn the_text_is_read_in_a_terminal() {
    insta::assert_snapshot!(several().to_text(false));
}

#[test]
fn the_markdown_is_read_in_a_pull_request() {
    insta::assert_snapshot!(several().to_markdown(false));
}

#[test]
fn the_json_is_read_by_a_program() {
    let json = several().to_json(&places());
    insta::assert_snapshot!(json);
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(parsed["summary"]["breaking"], 3);
}

#[test]
fn the_annotations_are_read_by_a_workflow() {
    insta::assert_snapshot!(several().to_github(&places(), true));
    assert_eq!(several().to_github(&places(), false).matches("::notice ").count(), 0);
}

/// An answer with many fields, whose labels all differ.
fn many(count: usize, label: &str) -> String {
    let fields: Vec<String> = (0..count)
        .map(|n| format!("    {{\"name\": \"f{n}\", \"type\": \"string\", \"label\": \"{label}\"}}"))
        .collect();
    let start = OPERATION.find("  \"response\"").unwrap();
    format!(
        "{}  \"response\": {{\"kind\": \"json\", \"fields\": [\n{}\n  ]}}\n}}\n",
        &OPERATION[..start],
        fields.join(",\n")
    )
}

#[test]
fn what_hits_a_hundred_fields_is_one_line() {
    let diff = compare(&spec(&[&many(100, "a")], &[]), &spec(&[&many(100, "b")], &[]));
    let sum = "100 × the label has changed, in 1 operations and webhooks, such as POST /v3/a/{id} response f0; --all lists them";
    let text = diff.to_text(false);
    assert!(text.starts_with(&format!("docs only   {sum}\n\n")), "{text}");
    assert_eq!(text.lines().count(), 5);
    assert_eq!(diff.to_text(true).matches("the label has changed").count(), 100);
    let few = compare(&spec(&[&many(99, "a")], &[]), &spec(&[&many(99, "b")], &[]));
    assert_eq!(few.to_text(false).matches("the label has changed").count(), 99);
}

#[test]
fn markdown_is_never_longer_than_github_takes() {
    let diff = compare(&spec(&[&many(3000, "标签")], &[]), &spec(&[OPERATION], &[]));
    let markdown = diff.to_markdown(true);
    assert!(markdown.chars().count() <= 65_536);
    let cut = "changes are not shown: this text is as long as GitHub takes. `cargo xtask diff --all` lists them.\n";
    assert!(markdown.ends_with(cut), "{}", &markdown[markdown.len() - 300..]);
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    let counts = diff.counts();
    let number: usize = markdown.rsplit_once(" more changes").unwrap().0.rsplit('\n').next().unwrap().parse().unwrap();
    let shown = markdown.matches("\n  - ").count();
    assert_eq!(shown + number, counts.breaking + counts.compatible + counts.docs_only);
}

#[test]
fn a_field_that_looks_like_one_that_is_gone_is_probably_the_same() {
    let probably = |old: &str, new: &str| -> Vec<Option<String>> {
        let diff = compare(&spec(&[old], &[]), &spec(&[new], &[]));
        diff.changes().map(|(_, change)| change.probably.clone()).collect()
    };
    let note = r#"{"name": "note", "type": "string"}"#;
    let with = |fields: &str| OPERATION.replace(note, fields);
    let labelled = |name: &str| format!(r#"{{"name": "{name}", "type": "string", "label": "备注"}}"#);
    let said =
        [Some("it is `response amount.remark` now".to_owned()), Some("it was `response amount.note`".to_owned())];
    assert_eq!(probably(&with(&labelled("note")), &with(&labelled("remark"))), said);
    // Without a label, or with another type, nothing says so.
    assert_eq!(probably(OPERATION, &OPERATION.replace("\"note\"", "\"remark\"")), [None, None]);
    let integer = labelled("remark").replace("\"string\"", "\"integer\"");
    assert_eq!(probably(&with(&labelled("note")), &with(&integer)), [None, None]);
    // Of two it cannot be told which.
    let two = format!("{},\n      {}", labelled("remark"), labelled("memo"));
    assert_eq!(probably(&with(&labelled("note")), &with(&two)), [None, None, None]);
    // The same name elsewhere in the side.
    let moved = OPERATION
        .replace(&format!(",\n      {note}"), "")
        .replace("      {\"name\": \"price\"", &format!("      {note},\n      {{\"name\": \"price\""));
    assert_eq!(
        probably(OPERATION, &moved),
        [Some("it is `response goods.note` now".to_owned()), Some("it was `response amount.note`".to_owned())]
    );
}
