//! What is wrong with a correction by itself.

use std::collections::BTreeMap;

use wechatpay_spec::Overrides;

use super::{load, refused, show, target};

#[test]
fn an_override_that_makes_no_sense_is_refused_before_the_spec_is_seen() {
    for (keys, reason) in [
        (
            "field = \"a\"",
            "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename`, `move` and `one_of`",
        ),
        (
            "field = \"a\"\nremove = false",
            "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename`, `move` and `one_of`",
        ),
        (
            "field = \"a\"\nrename = \"b\"\nenum.add = [\"c\"]",
            "a correction has exactly one of `set`, `enum`, `add`, `remove = true`, `rename`, `move` and `one_of`",
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
    assert_eq!(
        show(load(both)),
        "overrides/pay.toml:4:10: a correction has either `target` or `targets`, or `pending` ones alone"
    );
    assert_eq!(
        show(load("side = \"response\"\n")),
        "overrides/pay.toml:4:8: a correction has either `target` or `targets`, or `pending` ones alone"
    );
    let twice = "targets = [\"GET /v3/a\", \"GET /v3/a\"]\nside = \"response\"\n";
    assert_eq!(show(load(twice)), "overrides/pay.toml:4:12: the target `GET /v3/a` comes twice");
    let webhook = "target = \"webhook A.B\"\nside = \"response\"\n";
    assert_eq!(show(load(webhook)), "overrides/pay.toml:4:10: `webhook A.B` has no side `response`");
    assert!(
        show(load("target = \"FETCH /v3/a\"\nside = \"response\"\n")).contains("4:10: `FETCH` is not an HTTP method")
    );
}

/// The rules of pages: no override brings in what a page could not.
#[test]
fn names_values_and_labels_are_what_a_page_could_say() {
    let name = "cannot be the name of a field: it is made of letters, digits, `_`, `-` and `.`";
    for (keys, reason) in [
        ("field = \"a\"\nrename = \"b c\"", format!("`b c` {name}")),
        ("field = \"a\"\nrename = \"\"", format!("`` {name}")),
        ("field = \"a\"\nrename = \"x\\u202Ey\"", format!("`x\\u{{202e}}y` {name}")),
        ("add = [{name = \"商户\", type = \"string\"}]", format!("`商户` {name}")),
        (
            "add = [{name = \"a\", type = \"object\", fields = [{name = \"\", type = \"string\"}]}]",
            format!("`` {name}"),
        ),
        (
            "add = [{name = \"a\", type = \"string\", label = \"商\\u200B户\"}]",
            "the label `商\\u{200b}户` holds U+200B, which one does not see".to_owned(),
        ),
        ("add = [{name = \"a\", type = \"string\", enum = [\"A\", \"\"]}]", "a value of an enum is empty".to_owned()),
        (
            "field = \"a\"\nset.enum = [\"A \"]\nexpect.enum = []",
            "the value `A ` has a blank at one of its ends".to_owned(),
        ),
        (
            "field = \"a\"\nenum.add = [\"A\\u200DB\"]",
            "the value `A\\u{200d}B` holds U+200D, which one does not see".to_owned(),
        ),
        (
            "field = \"a\"\nenum.add = [\"\\u2F00级\"]",
            "the value `\u{2f00}级` holds U+2F00, which looks like another character".to_owned(),
        ),
    ] {
        assert_eq!(refused("response", keys), format!("overrides/pay.toml:4:10: {reason}"), "{keys}");
    }
    // What is wrong on the page can be named, to be mended.
    for keys in ["field = \"a b\"\nrename = \"a_b\"", "field = \"a\"\nenum = {remove = [\" A\"], add = [\"A\"]}"] {
        assert!(load(&target("response", keys)).is_ok(), "{keys}");
    }
    let itself =
        "add = [{name = \"a\", type = \"string\", encoded = \"json\", fields = [{name = \"\", type = \"string[]\"}]}]";
    assert!(load(&target("response", itself)).is_ok());
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
fn a_choice_is_of_what_a_caller_gives() {
    let said = refused("response", "one_of = [\"amount\", \"extra\"]");
    assert!(said.ends_with(": `one_of` says what a caller has to give, and a `response` is what it gets"), "{said}");
    let said = refused("request.body", "one_of = [\"payer\", \"scene\"]\nafter = \"payer\"");
    assert!(said.ends_with(": `one_of` has no `after`"), "{said}");
    let said = refused("request.body", "one_of = [\"payer\", \"scene\"]\nexpect.required = true");
    assert!(said.ends_with(": `one_of` has no `expect`: it says what it expects"), "{said}");
    let said = refused("request.body", "one_of = [\"payer\"]");
    assert!(said.contains("`one_of` has two alternatives at least"), "{said}");
}
