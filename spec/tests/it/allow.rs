//! The list of accepted diagnostics.

use wechatpay_spec::{AllowList, Occurrence};

const TEXT: &str = r#"
[[allow]]
code = "indent-jump"
page = "webhook/v3/A.md"
count = 2
reason = "three rows lost their indent"

[[allow]]
code = "empty-enum"
page = "openapi/v3/b.md"
text = "pay_type"
reason = "the page lists them in prose"
"#;

type Diagnostic = (&'static str, &'static str, &'static str);

fn seen(diagnostic: &Diagnostic) -> Occurrence<'_> {
    Occurrence { code: diagnostic.0, page: diagnostic.1, text: diagnostic.2 }
}

const JUMP: Diagnostic = ("indent-jump", "webhook/v3/A.md", "employee_type");
const ENUM: Diagnostic = ("empty-enum", "openapi/v3/b.md", "the enum of `pay_type` is empty");

#[test]
fn what_is_accepted_is_taken_out() {
    let list = AllowList::parse("allow.toml", TEXT).unwrap();
    let filtered = list.filter(vec![JUMP, ENUM, JUMP], |_| true, seen);
    assert_eq!((filtered.left, filtered.allowed, filtered.unused), (vec![], 3, vec![]));
}

#[test]
fn what_differs_in_code_page_text_or_number_is_left() {
    let list = AllowList::parse("allow.toml", TEXT).unwrap();
    let other_code = ("other", JUMP.1, JUMP.2);
    let other_page = (JUMP.0, ENUM.1, JUMP.2);
    let other_text = (ENUM.0, ENUM.1, "the enum of `type` is empty");
    let filtered = list.filter(vec![other_code, JUMP, other_page, JUMP, other_text, JUMP, ENUM], |_| true, seen);
    assert_eq!(filtered.left, [other_code, other_page, other_text, JUMP]);
    assert!(filtered.unused.is_empty());
}

#[test]
fn an_entry_that_names_a_text_goes_first() {
    let text = TEXT.replace("empty-enum", "indent-jump").replace("openapi/v3/b", "webhook/v3/A").replace("= 2", "= 1");
    let list = AllowList::parse("allow.toml", &text).unwrap();
    let named = (JUMP.0, JUMP.1, "the indent of `pay_type`");
    let filtered = list.filter(vec![named, JUMP], |_| true, seen);
    assert_eq!((filtered.left, filtered.unused), (vec![], vec![]));
}

#[test]
fn an_entry_that_no_longer_occurs_is_reported_with_its_line() {
    let list = AllowList::parse("allow.toml", TEXT).unwrap();
    let unused: Vec<_> =
        list.filter(vec![JUMP], |_| true, seen).unused.iter().map(|unused| unused.error.to_string()).collect();
    assert_eq!(
        unused,
        [
            "allow.toml:3:8: accepts 2 `indent-jump` in webhook/v3/A.md, found 1",
            "allow.toml:9:8: accepts 1 `empty-enum` in openapi/v3/b.md with `pay_type`, found 0",
        ]
    );
}

#[test]
fn an_entry_for_a_page_that_was_not_read_is_not_stale() {
    let list = AllowList::parse("allow.toml", TEXT).unwrap();
    let unused = list.filter(vec![], |page| page == ENUM.1, seen).unused;
    assert_eq!(unused.len(), 1);
    assert!(unused[0].error.reason.contains("openapi/v3/b.md"));
}

#[test]
fn what_is_wrong_with_the_list_is_refused_where_it_stands() {
    let refused = |from: &str, to: &str| {
        assert!(TEXT.contains(from), "the list has no `{from}`");
        let errors = AllowList::parse("allow.toml", &TEXT.replacen(from, to, 1)).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(refused("the page lists them in prose", " "), "allow.toml:9:8: states no reason");
    assert_eq!(refused("count = 2", "count = 0"), "allow.toml:3:8: accepts nothing: the count is 0");
    assert!(refused("count = 2", "count = -2").starts_with("allow.toml:5:9: invalid value: integer `-2`"));
    assert!(refused("count", "number").starts_with("allow.toml:5:1: unknown field `number`"));
    let twice = TEXT.replace("empty-enum", "indent-jump").replace("openapi/v3/b", "webhook/v3/A");
    assert!(AllowList::parse("allow.toml", &twice).is_ok(), "another text is another entry");
    let twice = twice.replace("text = \"pay_type\"\n", "");
    let errors = AllowList::parse("allow.toml", &twice).unwrap_err();
    assert_eq!(errors[0].to_string(), "allow.toml:9:8: comes twice: one entry with a `count` says the same");
}
