//! What becomes of an entry: the type, the names at its places, the features, the record.

use std::collections::BTreeMap;

use wechatpay_codegen::{lost, public};
use wechatpay_spec::{Corrected, Names, Required, Spec};

use crate::common::{
    WIDE, answering, corrected, emitted, entry, file, integer, labelled, leaf, list, object, present, recorded,
    required, sending, shared, spec, valued,
};

fn order(id: &str, members: Vec<wechatpay_spec::Field>) -> wechatpay_spec::Operation {
    answering(id, vec![object("order", members)])
}

/// What a caller sees below a path.
fn below(corrected: &Corrected, path: &str) -> Vec<String> {
    let named = shared(corrected).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    let items = public::items(&named);
    let below = items.iter().filter_map(|(item, what)| Some((item.strip_prefix(path)?, what)));
    below
        .filter(|(item, _)| item.is_empty() || item.starts_with("::"))
        .map(|(item, what)| format!("{item}: {what}"))
        .collect()
}

#[test]
fn a_type_stands_once_and_each_place_has_its_name_for_it() {
    let goods = || list("goods_detail", vec![required(leaf("goods_id")), valued("kind", &["A", "B"])]);
    let operations = vec![
        sending("POST /v3/pay/a", vec![labelled("订单", object("detail", vec![leaf("cost"), goods()]))]),
        sending("POST /v3/pay/b/{id}", vec![required(object("info", vec![goods(), leaf("cost")]))]),
    ];
    let places = ["POST /v3/pay/a request.body detail", "POST /v3/pay/b/{id} request.body info"];
    let files = emitted(&corrected(&spec(operations, Vec::new()), &entry("pay::Detail", &places, "")));
    insta::assert_snapshot!(
        ["types/mod.rs", "types/pay.rs", "v3/pay/a/mod.rs", "v3/pay/b/by_id/mod.rs"]
            .map(|below| format!("==> {below}\n{}", file(&files, below)))
            .join("\n")
    );
}

#[test]
fn what_is_certain_at_each_place_is_certain() {
    let members = || vec![required(leaf("certain")), required(leaf("stated")), required(leaf("weak")), leaf("open")];
    let mut weak = members();
    weak[2].required = Required::No;
    let operations = vec![order("GET /v3/a", members()), order("GET /v3/b", weak)];
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], WIDE);
    let paths: &[&str] = &["order.certain", "order.stated", "order.weak"];
    let presence = present(&[("GET /v3/a", paths), ("GET /v3/b", &["order.certain"])]);
    let corrected = Corrected { presence, ..corrected(&spec(operations, Vec::new()), &text) };
    let seen = [
        ": struct",
        "::certain: String",
        "::open: Option<String>",
        "::stated: Option<String>",
        "::weak: Option<String>",
    ];
    for path in ["types::pay::Order", "v3::a::get_response::Order", "v3::b::get_response::Order"] {
        assert_eq!(below(&corrected, path), seen, "{path}");
    }
    let files = emitted(&corrected);
    let text = file(&files, "types/pay.rs");
    // What each place says will come is missed where it does not.
    assert!(text.contains("= stated(\"stated\");") && text.contains("= field(\"weak\");"), "{text}");
}

#[test]
fn what_a_request_needs_at_each_place_is_needed() {
    let with = |id: &str, a, b| sending(id, vec![object("order", vec![a, b])]);
    let operations = vec![
        with("POST /v3/a", required(leaf("a")), required(leaf("b"))),
        with("POST /v3/b", leaf("a"), required(leaf("b"))),
    ];
    let text = entry("pay::Order", &["POST /v3/a request.body order", "POST /v3/b request.body order"], WIDE);
    let corrected = corrected(&spec(operations, Vec::new()), &text);
    for path in ["types::pay::OrderBuilder", "v3::a::post::OrderBuilder", "v3::b::post::OrderBuilder"] {
        assert!(below(&corrected, path).contains(&"::build: fn() -> Order, needs [b]".to_owned()), "{path}");
    }
}

#[test]
fn values_stand_in_the_order_in_which_they_come_and_a_text_has_those_of_others() {
    let operations = vec![
        order("GET /v3/a", vec![valued("state", &["B", "A"])]),
        order("GET /v3/b", vec![valued("state", &["C", "A"])]),
        order("GET /v3/c", vec![leaf("state")]),
    ];
    let places = ["a", "b", "c"].map(|name| format!("GET /v3/{name} response order"));
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let corrected = corrected(&spec(operations, Vec::new()), &entry("pay::Order", &places, WIDE));
    let values = [": enum", "::A: = \"A\"", "::B: = \"B\"", "::C: = \"C\"", "::Unlisted: any other value"];
    assert_eq!(below(&corrected, "types::pay::order::State"), values);
    assert_eq!(below(&corrected, "v3::b::get_response::State"), values);
    // A place that had no type has no name for it.
    assert_eq!(below(&corrected, "v3::c::get_response::State"), [""; 0]);
    assert_eq!(
        below(&corrected, "v3::c::get_response::Order"),
        [": struct", "::state: Option<types::pay::order::State>"]
    );
    let files = emitted(&corrected);
    let text = file(&files, "types/pay.rs");
    let order: Vec<usize> =
        ["B = \"B\";", "A = \"A\";", "C = \"C\";"].iter().map(|value| text.find(value).unwrap()).collect();
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn a_member_that_a_place_lacks_is_optional() {
    let operations = vec![
        order("GET /v3/a", vec![required(list("goods", vec![leaf("id")])), leaf("x")]),
        order("GET /v3/b", vec![leaf("x"), required(object("payer", vec![leaf("openid")]))]),
    ];
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], WIDE);
    let corrected = corrected(&spec(operations, Vec::new()), &text);
    assert_eq!(
        below(&corrected, "v3::a::get_response::Order"),
        [": struct", "::goods: Option<Vec<Goods>>", "::payer: Option<types::pay::order::Payer>", "::x: Option<String>",]
    );
    let paths = public::items(&shared(&corrected).unwrap());
    assert!(paths.contains_key("v3::b::get_response::Payer") && !paths.contains_key("v3::b::get_response::Goods"));
}

#[test]
fn labels_are_the_first_and_a_format_is_said_where_all_say_it() {
    let format = |field, format| wechatpay_spec::Field { format, ..field };
    let (date, url) = (Some(wechatpay_spec::Format::Rfc3339), None);
    let operations = vec![
        order("GET /v3/a", vec![leaf("x"), format(leaf("t"), date), format(leaf("u"), date)]),
        order("GET /v3/b", vec![labelled("乙", leaf("x")), format(leaf("t"), date), format(leaf("u"), url)]),
        order("GET /v3/c", vec![labelled("丙", leaf("x")), format(leaf("t"), date), format(leaf("u"), date)]),
    ];
    let places = ["a", "b", "c"].map(|name| format!("GET /v3/{name} response order"));
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let files = emitted(&corrected(&spec(operations, Vec::new()), &entry("pay::Order", &places, "")));
    let text = file(&files, "types/pay.rs");
    assert!(text.contains("/// 乙\n        x") && !text.contains("丙"), "{text}");
    assert_eq!(text.matches("Format: RFC 3339").count(), 1, "{text}");
}

#[test]
fn what_lies_below_has_an_entry_of_its_own_where_all_places_have_it() {
    let operations =
        ["a", "b"].map(|name| order(&format!("GET /v3/{name}"), vec![object("amount", vec![integer("total")])]));
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], "")
        + &entry(
            "money::Amount",
            &["GET /v3/a response order.amount", "GET /v3/b response order.amount", "GET /v3/c response"],
            "",
        );
    let operations = [operations.into(), vec![answering("GET /v3/c", vec![integer("total")])]].concat();
    let corrected = corrected(&spec(operations, Vec::new()), &text);
    assert_eq!(below(&corrected, "types::pay::Order"), [": struct", "::amount: Option<types::money::Amount>"]);
    assert_eq!(below(&corrected, "v3::a::get_response::Order"), [": struct", "::amount: Option<Amount>"]);
    let files = emitted(&corrected);
    assert!(file(&files, "v3/a/mod.rs").contains("pub use crate::types::money::Amount;"));
    assert!(!file(&files, "types/pay.rs").contains("pub mod order"));
}

/// A type is there where one of its places is, and one that it holds as well.
#[test]
fn features_are_those_of_the_places_and_of_whoever_holds_it() {
    let of = |id: &str, more: Vec<wechatpay_spec::Field>| order(id, [vec![leaf("x")], more].concat());
    let payer = || object("payer", vec![leaf("openid")]);
    let operations = vec![
        of("GET /v3/pay/a", Vec::new()),
        of("GET /v3/pay/b", Vec::new()),
        of("GET /v3/refund/a", vec![payer()]),
        of("GET /v3/{id}", Vec::new()),
    ];
    let with = |names: &[&str]| {
        let places: Vec<String> = names.iter().map(|name| format!("GET /v3/{name} response order")).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        let held = entry("pay::Payer", &["GET /v3/refund/a response order.payer"], "");
        let held = if names.contains(&"refund/a") { held } else { String::new() };
        let corrected = corrected(&spec(operations.clone(), Vec::new()), &(entry("pay::Order", &places, WIDE) + &held));
        let files = emitted(&corrected);
        (file(&files, "types/mod.rs").to_owned(), file(&files, "types/pay.rs").to_owned())
    };
    let (root, types) = with(&["pay/a", "pay/b"]);
    assert!(
        root.contains("#[cfg(feature = \"pay\")]\n#[cfg_attr(docsrs, doc(cfg(feature = \"pay\")))]\npub mod pay;"),
        "{root}"
    );
    assert!(!types.contains("cfg"), "{types}");
    // All of `Payer` comes by `refund`, and `pay` alone needs it: it holds it.
    let (root, types) = with(&["pay/a", "refund/a"]);
    assert!(root.contains("#[cfg(any(feature = \"pay\", feature = \"refund\"))]"), "{root}");
    assert!(!types.contains("cfg"), "{types}");
    // Without a product of its own, an operation is always there.
    let (root, types) = with(&["pay/a", "{id}"]);
    assert!(!root.contains("cfg") && !types.contains("cfg"), "{root}{types}");
}

#[test]
fn an_item_that_needs_more_than_its_module_says_so() {
    let operations = vec![
        order("GET /v3/pay/a", vec![leaf("x")]),
        order("GET /v3/pay/b", vec![leaf("x")]),
        order("GET /v3/refund/a", vec![object("payer", vec![leaf("openid")])]),
        order("GET /v3/refund/b", vec![object("payer", vec![leaf("openid")])]),
    ];
    let text = entry("pay::Order", &["GET /v3/pay/a response order", "GET /v3/pay/b response order"], "")
        + &entry("pay::Refund", &["GET /v3/refund/a response order", "GET /v3/refund/b response order"], "");
    let files = emitted(&corrected(&spec(operations, Vec::new()), &text));
    insta::assert_snapshot!(file(&files, "types/pay.rs"));
}

/// A path that callers can write below `types` stays, as any other does.
#[test]
fn what_is_added_below_a_type_renames_nothing() {
    let amount = |parent: &str| object(parent, vec![object("amount", vec![leaf("total")])]);
    let of = |members: Vec<wechatpay_spec::Field>| -> Spec {
        spec(["a", "b"].map(|name| order(&format!("GET /v3/{name}"), members.clone())).into(), Vec::new())
    };
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], "");
    let names = |spec: &Spec, names: Names| {
        let corrected = Corrected { names, ..corrected(spec, &text) };
        let named = shared(&corrected).unwrap();
        let types =
            public::items(&named).into_iter().filter(|(path, what)| path.starts_with("types") && what == "struct");
        (types.map(|(path, _)| path).collect::<Vec<_>>(), recorded(&named))
    };
    let (before, record) = names(&of(vec![amount("paid")]), Names::default());
    assert_eq!(before, ["types::pay::Order", "types::pay::order::Amount", "types::pay::order::Paid"]);
    let both = of(vec![amount("refunded"), amount("paid")]);
    let (after, record) = names(&both, record);
    assert!(before.iter().all(|path| after.contains(path)), "{after:?}");
    assert!(after.contains(&"types::pay::order::RefundedAmount".to_owned()), "{after:?}");
    assert!(record.types["pay::Order"].len() >= 2, "{record:?}");
    assert_eq!(names(&both, record).0, after);
    // Had both come together, neither would have been the first.
    assert!(!names(&both, Names::default()).0.contains(&"types::pay::order::Amount".to_owned()));
}

#[test]
fn a_name_below_a_type_that_is_recorded_and_cannot_be_is_refused() {
    let operations = ["a", "b"].map(|name| order(&format!("GET /v3/{name}"), vec![object("amount", vec![leaf("x")])]));
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], "");
    let record = "[\"type pay::Order\"]\n\"type response amount\" = \"Option\"\n";
    let names = Names::parse("names.toml", record).unwrap();
    let corrected = Corrected { names, ..corrected(&spec(operations.into(), Vec::new()), &text) };
    let refused = shared(&corrected).map(drop).unwrap_err()[0].to_string();
    assert_eq!(
        refused,
        "spec/types/x.toml:2:8: `pay::Order` spec/names.toml: `type response amount`: `Option` is no name that Rust takes there"
    );
}

/// Who checks the decisions says what is not there; what is there is still emitted.
#[test]
fn a_place_that_is_not_there_is_left_out() {
    let operations = ["a", "b"].map(|name| order(&format!("GET /v3/{name}"), vec![leaf("x")]));
    let places = ["GET /v3/a response order", "GET /v3/gone response order", "GET /v3/b response order"];
    let text = entry("pay::Order", &places, "") + &entry("pay::Gone", &["GET /v3/gone response"], "");
    let named_of = corrected(&spec(operations.into(), Vec::new()), &text);
    let named = shared(&named_of).unwrap();
    let types: BTreeMap<_, _> =
        public::items(&named).into_iter().filter(|(path, _)| path.starts_with("types")).collect();
    assert_eq!(types.keys().collect::<Vec<_>>(), ["types::pay", "types::pay::Order", "types::pay::Order::x"]);
}

#[test]
fn a_table_of_names_below_a_type_is_missed_where_it_is_lost() {
    let operations = ["a", "b"].map(|name| order(&format!("GET /v3/{name}"), vec![object("amount", vec![leaf("x")])]));
    let spec = spec(operations.into(), Vec::new());
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], "");
    let published = recorded(&shared(&corrected(&spec, &text)).unwrap());
    let lost = |names: Names, text: &str| -> Vec<String> {
        let corrected = Corrected { names, ..corrected(&spec, text) };
        let lost = lost::lost(&corrected, &spec, Some(&published), &shared(&corrected).unwrap());
        lost.iter().map(ToString::to_string).collect()
    };
    assert_eq!(lost(published.clone(), &text), [""; 0]);
    let without = || Names { types: BTreeMap::new(), ..published.clone() };
    assert_eq!(
        lost(without(), &text),
        [
            "spec/names.toml has no table for the type `pay::Order`, which the last commit has: the names below it would \
             be made anew; `git checkout HEAD -- spec/names.toml` brings back what the last commit has"
        ]
    );
    // It goes with its entry.
    assert_eq!(lost(without(), ""), [""; 0]);
}

/// A `unite` that no two places need lets others differ one day, unseen.
#[test]
fn a_word_of_unite_that_no_place_needs_is_told() {
    let operations = vec![
        order("GET /v3/a", vec![leaf("x"), valued("state", &["A"])]),
        order("GET /v3/b", vec![leaf("x"), valued("state", &["A", "B"])]),
        order("GET /v3/c", vec![leaf("x"), valued("state", &["A"])]),
    ];
    let spec = spec(operations, Vec::new());
    let needless = |places: &[&str], keys: &str| {
        let places: Vec<String> = places.iter().map(|name| format!("GET /v3/{name} response order")).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        let corrected = corrected(&spec, &entry("pay::Order", &places, keys));
        shared(&corrected).unwrap().needless
    };
    assert_eq!(
        needless(&["a", "b"], WIDE),
        [
            "types/x.toml:2:8: the places of `pay::Order` do not differ in required and members; take \"required\" and \"members\" out"
        ]
    );
    assert_eq!(
        needless(&["a", "c"], "unite = [\"values\"]\nreason = \"so\""),
        ["types/x.toml:2:8: the places of `pay::Order` do not differ in values; take `unite` and its reason out"]
    );
    assert_eq!(needless(&["a", "b"], "unite = [\"values\"]\nreason = \"so\""), [""; 0]);
}

/// What is one of many is called like one, below a shared type as elsewhere.
#[test]
fn an_element_below_a_shared_type_is_called_like_one() {
    let members = || vec![list("receivers", vec![leaf("account"), object("details", vec![leaf("x")])])];
    let operations = vec![order("GET /v3/a", members()), order("GET /v3/b", members())];
    let text = entry("pay::Order", &["GET /v3/a response order", "GET /v3/b response order"], "");
    let corrected = corrected(&spec(operations, Vec::new()), &text);
    let named = shared(&corrected).unwrap();
    let paths: Vec<String> =
        public::items(&named).into_iter().filter(|(_, what)| what == "struct").map(|it| it.0).collect();
    for path in ["types::pay::order::Receiver", "types::pay::order::Details", "v3::a::get_response::Receiver"] {
        assert!(paths.contains(&path.to_owned()), "{path}: {paths:?}");
    }
}
