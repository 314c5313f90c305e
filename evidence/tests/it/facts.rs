//! A bad line has its place, and says what is expected.

use wechatpay_evidence::compare::compare;
use wechatpay_evidence::facts::Facts;

use crate::support::{facts, spec};

fn refused(line: &str) -> String {
    let lines = format!("\n{line}\n");
    let errors = Facts::parse("facts.jsonl", &lines).unwrap_err();
    assert_eq!(errors.len(), 1);
    errors[0].to_string()
}

#[test]
fn a_bad_line_has_its_place_and_what_is_expected() {
    let cases = [
        ("{", "facts.jsonl:2:1: EOF while parsing an object"),
        (
            "{}",
            "facts.jsonl:2:1: is no fact: a line describes an `operation` or a `webhook`, or shows the `json` of one",
        ),
        (r#"{"operation":"GO /x","request":{}}"#, "facts.jsonl:2:1: `GO` is not an HTTP method of this API"),
        (r#"{"operation":"GET /x","request":{"cookies":{}}}"#, "unknown field `cookies`, expected one of"),
        (
            r#"{"operation":"GET /x","request":{"query":{"a":{"kind":"string"}}}}"#,
            "unknown field `kind`, expected one of",
        ),
        (
            r#"{"operation":"GET /x","request":{"query":{"a":{"type":"text"}}}}"#,
            "`text` is not a type: it is one of `string`",
        ),
        (r#"{"operation":"GET /x","request":{"query":{"a":{},"a":{}}}}"#, "the field `a` comes twice"),
        (r#"{"operation":"GET /x","request":{"query":{"a..b":{}}}}"#, "`a..b` is not a path"),
        (
            r#"{"operation":"GET /x","request":{"query":{"a":{"required":"maybe"}}}}"#,
            "`maybe` is not `true`, `false` or `conditional`",
        ),
        (
            r#"{"operation":"GET /x","side":"query","json":{}}"#,
            "`query` is not a side of an example: `request` or `response`",
        ),
        (r#"{"webhook":"X","sources":[],"fields":{}}"#, "`sources` names no class"),
        (r#"{"webhook":"X","sources":[{"lang":"php","class":"X","form":"f"}],"fields":{}}"#, "`php` is not a language"),
        (
            r#"{"webhook":"X","sources":[{"lang":"go","class":"X","form":"f"}],"fields":{"a":{"in":[1]}}}"#,
            "`a` is in 1, and `sources` has 1 (counted from 0)",
        ),
        (r#"{"webhooks":["X"],"form":"f","kind":"all","json":{}}"#, "`all` is not a kind of an example"),
    ];
    for (line, expected) in cases {
        let error = refused(line);
        assert!(error.starts_with("facts.jsonl:2:") && error.contains(expected), "{line}\n{error}");
    }
}

#[test]
fn all_bad_lines_are_told() {
    assert_eq!(Facts::parse("facts.jsonl", "{}\n{}\n").unwrap_err().len(), 2);
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let errors = Facts::load(&["no/such.jsonl".into()]).unwrap_err();
    assert!(errors[0].to_string().starts_with("no/such.jsonl: "), "{}", errors[0]);
}

#[test]
fn facts_that_are_in_no_page_are_told_and_are_no_error() {
    let line = r#"{"operation":"GET /brand/x","auth":"brand","request":{},"response":{"a":{"type":"string"}}}"#;
    let compared = compare(&spec(), &facts(line));
    assert_eq!(compared.disagreements, []);
    let told: Vec<String> =
        compared.in_no_page.iter().map(|one| format!("{} {} {}", one.target, one.source, one.origin)).collect();
    assert_eq!(told, ["GET /brand/x skills facts.jsonl:1"]);
}

#[test]
fn a_source_that_describes_an_operation_twice_knows_both() {
    let base = r#"{"operation":"POST /v3/shop/{shop_id}/orders","base":"/hk","request":{},"response":{"state":{"type":"string"}}}"#;
    let facts = facts(&format!(
        "{base}\n{}",
        base.replace(r#""state":{"type":"string"}"#, r#""state":{"type":"object"},"goods":{}"#)
    ));
    let answers: Vec<_> = facts.claims.iter().filter(|claim| claim.side == wechatpay_spec::Side::Response).collect();
    let [answer] = answers.as_slice() else { panic!("{} answers", answers.len()) };
    assert_eq!(answer.fields.0.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["state", "goods"]);
}
