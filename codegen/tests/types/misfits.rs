//! Where a place does not fit its entry: what is said, and the lines that mend it.

use wechatpay_spec::{Content, Encrypted, Field, Kind, Type};

use crate::common::{answering, entry, integer, leaf, list, object, refused, required, sending, spec, telling, valued};

#[test]
fn what_can_be_united_is_split_or_widened() {
    let of = |id: &str, fields| answering(id, vec![object("order", fields)]);
    let operations = vec![
        of("GET /v3/a", vec![leaf("id"), valued("state", &["A", "B"]), required(leaf("no"))]),
        of("GET /v3/b", vec![leaf("id"), valued("state", &["B", "A"]), required(leaf("no"))]),
        of("GET /v3/c", vec![leaf("id"), valued("state", &["A", "C"]), leaf("no")]),
        of("GET /v3/d", vec![leaf("id"), valued("state", &["A", "C"]), leaf("no"), integer("total")]),
        of("GET /v3/e", vec![leaf("id"), valued("state", &["A", "C"]), leaf("no")]),
    ];
    let places = ["a", "b", "c", "d", "e"].map(|name| format!("GET /v3/{name} response order"));
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    insta::assert_snapshot!(refused(&spec(operations, Vec::new()), &entry("pay::Order", &places, "")));
}

#[test]
fn what_cannot_be_united_is_split() {
    let total = |field: Field| vec![object("order", vec![object("amount", vec![field])])];
    let operations = vec![
        answering("GET /v3/a", total(integer("total"))),
        answering("GET /v3/b", total(leaf("total"))),
        answering("GET /v3/c", total(leaf("total"))),
        answering("GET /v3/d", total(Field { ty: Type::list(Kind::String), ..leaf("total") })),
    ];
    let places = ["a", "b", "c", "d"].map(|name| format!("GET /v3/{name} response order"));
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let keys = "unite = [\"required\", \"values\", \"members\"]\nreason = \"so\"";
    insta::assert_snapshot!(refused(&spec(operations, Vec::new()), &entry("pay::Order", &places, keys)));
}

/// Each thing by which two places are two types, whatever is united.
#[test]
fn nothing_that_a_caller_or_the_wire_sees_is_lost() {
    let encrypted = |field: Field| Field { encrypted: Some(Encrypted::Merchant), ..field };
    let encoded = Field { content: Content::EncodedJson(vec![leaf("x")]), ..leaf("a") };
    let cases = [
        (leaf("a"), integer("a"), "`a` is a text in"),
        (leaf("a"), encrypted(leaf("a")), "and an encrypted text in"),
        (object("a", vec![leaf("x")]), list("a", vec![leaf("x")]), "`a` is no list in"),
        (object("a", vec![leaf("x")]), encoded, "`a` is plain in"),
        (object("a", vec![leaf("x")]), Field::new("a", Type::OBJECT), "and an object without members in"),
        (valued("a", &["X"]), object("a", vec![leaf("x")]), "`a` is a text with values in"),
        (leaf("a"), Field { ty: Type::one(Kind::Boolean), ..leaf("a") }, "and a boolean in"),
        (leaf("payNo"), leaf("pay_no"), "`pay_no (in Rust)` is called `payNo` in"),
    ];
    for (one, other, said) in cases {
        let operations = vec![
            answering("GET /v3/a", vec![object("o", vec![one])]),
            answering("GET /v3/b", vec![object("o", vec![other])]),
        ];
        let keys = "unite = [\"required\", \"values\", \"members\"]\nreason = \"so\"";
        let text = entry("pay::Order", &["GET /v3/a response o", "GET /v3/b response o"], keys);
        let refused = refused(&spec(operations, Vec::new()), &text);
        assert!(refused.contains(said), "{refused}");
        assert!(!refused.contains("widen"), "{refused}");
    }
}

#[test]
fn an_object_and_a_text_are_no_one_type() {
    let operations = vec![
        answering("GET /v3/a", vec![object("o", vec![leaf("x")])]),
        answering("GET /v3/b", vec![valued("o", &["X"])]),
    ];
    let text = entry("pay::Order", &["GET /v3/a response o", "GET /v3/b response o"], "");
    let refused = refused(&spec(operations, Vec::new()), &text);
    let said = "it is an object in `GET /v3/a response o`, and a text with values in `GET /v3/b response o`";
    assert!(refused.contains(said), "{refused}");
}

#[test]
fn what_a_request_needs_one_of_is_one_choice() {
    let choice = |names: &[&str]| {
        let names = names.iter().map(|&name| vec![name.to_owned()]).collect();
        let choice = wechatpay_spec::Choice::new(names).unwrap();
        let field = |name: &str| Field { one_of: Some(choice.clone()), ..leaf(name) };
        vec![object("o", vec![field("a"), field("b")])]
    };
    let operations = vec![
        sending("POST /v3/a", choice(&["a", "b"])),
        sending("POST /v3/b", vec![object("o", vec![leaf("a"), leaf("b")])]),
    ];
    let text = entry("pay::Order", &["POST /v3/a request.body o", "POST /v3/b request.body o"], "");
    let refused = refused(&spec(operations, Vec::new()), &text);
    assert!(refused.contains("`a` is needed as one of a, b in `POST /v3/a request.body o`, and it is in"), "{refused}");
}

#[test]
fn a_type_below_is_another_one_at_all_places_or_at_none() {
    let order = || vec![object("order", vec![object("amount", vec![integer("total")])])];
    let operations = ["a", "b", "c"].map(|name| answering(&format!("GET /v3/{name}"), order())).into();
    let orders = ["a", "b", "c"].map(|name| format!("GET /v3/{name} response order"));
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    let amounts: Vec<String> = orders.iter().map(|order| format!("{order}.amount")).collect();
    let text = entry("pay::Order", &orders, "") + &entry("pay::Amount", &[&amounts[0], &amounts[1]], "");
    let spec = spec(operations, Vec::new());
    insta::assert_snapshot!(refused(&spec, &text));
    let two = text.replace("GET /v3/c response order", "GET /v3/c response order.amount")
        + &entry("pay::Money", &["GET /v3/x response"], "");
    assert!(refused(&spec, &two).contains("are not one type"), "{}", refused(&spec, &two));
    let two = entry("pay::Order", &orders, "")
        + &entry("pay::Amount", &[&amounts[0]], "")
        + &entry("pay::Money", &[&amounts[1], &amounts[2]], "");
    insta::assert_snapshot!(refused(&spec, &two));
}

#[test]
fn no_type_holds_itself_by_way_of_another_one() {
    // `a` of the one is the other, and `b` of the other is the one: each lacks what it would hold once more.
    let operations = vec![
        answering("GET /v3/a", vec![object("p", vec![object("b", vec![leaf("x")]), leaf("x")])]),
        answering("GET /v3/b", vec![object("q", vec![object("a", vec![leaf("x")]), leaf("x")])]),
    ];
    let keys = "unite = [\"members\"]\nreason = \"so\"";
    let text = entry("pay::One", &["GET /v3/a response p", "GET /v3/b response q.a"], keys)
        + &entry("pay::Other", &["GET /v3/a response p.b", "GET /v3/b response q"], keys);
    insta::assert_snapshot!(refused(&spec(operations, Vec::new()), &text), @"spec/types/x.toml:2:8: `pay::One` holds `pay::Other` holds `pay::One`: no type holds itself; take the places apart that do not hold the other type");
}

#[test]
fn names_that_rust_does_not_take_or_that_are_one_are_refused() {
    let spec = spec(vec![answering("GET /v3/a", vec![leaf("x")])], vec![telling("A", vec![leaf("x")])]);
    let named = |name: &str| refused(&spec, &entry(name, &["GET /v3/a response", "webhook A resource"], ""));
    for name in ["move::Order", "pay::Self", "pay::Option", "mod::Order"] {
        assert_eq!(
            named(name),
            format!("spec/types/x.toml:2:8: `{name}` is no name that Rust takes there; choose another")
        );
    }
    let two = entry("pay::OrderAB", &["GET /v3/a response"], "") + &entry("pay::OrderAb", &["webhook A resource"], "");
    assert_eq!(
        refused(&spec, &two),
        "spec/types/x.toml:8:8: `pay::OrderAb` would have the same module as `pay::OrderAB` for what is below it; give one of the two another name"
    );
}
