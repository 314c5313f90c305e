//! What is one type: the files, and whether their places are there.

use std::collections::BTreeMap;

use wechatpay_spec::types::Unite;
use wechatpay_spec::{Content, Encrypted, Field, Response, Spec, SpecError, Type, Types, Variant};

use crate::common::{field, operation, webhook};

const TWO: &str = "\
[[type]]
name = \"pay::Amount\"
places = [
  \"GET /v3/a response amount\",
  \"GET /v3/b response amount\",
]
";

fn parsed(text: &str) -> Result<Types, Vec<String>> {
    let files = BTreeMap::from([("types/pay.toml".to_owned(), text.to_owned())]);
    Types::from_files(&files).map_err(|errors| errors.iter().map(SpecError::to_string).collect())
}

fn refused(text: &str) -> Vec<String> {
    parsed(text).unwrap_err()
}

#[test]
fn an_entry_names_a_type_and_its_places() {
    let types = parsed(TWO).unwrap();
    let [entry] = types.entries() else { panic!("one entry") };
    assert_eq!((entry.full_name().as_str(), entry.place.line, entry.is_sent()), ("pay::Amount", 2, false));
    assert_eq!(entry.unite, Unite::default());
    let places: Vec<String> = entry.places.iter().map(|(place, at)| format!("{}: {place}", at.line)).collect();
    assert_eq!(places, ["4: GET /v3/a response amount", "5: GET /v3/b response amount"]);
    let united = parsed(&format!("{TWO}unite = [\"members\", \"required\"]\nreason = \"so\"\n")).unwrap();
    assert_eq!(united.entries()[0].unite.words(), ["required", "members"]);
}

#[test]
fn what_is_united_has_a_reason() {
    let error = "types/pay.toml:2:8: `pay::Amount` says no reason";
    assert_eq!(refused(&format!("{TWO}unite = [\"values\"]\n")), [error]);
    assert_eq!(refused(&format!("{TWO}reason = \" \"\n")), ["types/pay.toml:7:10: `pay::Amount` says no reason"]);
    assert_eq!(
        refused(&format!("{TWO}unite = [\"values\", \"values\"]\nreason = \"so\"\n")),
        ["types/pay.toml:7:20: `unite` says it twice"]
    );
    assert!(refused(&format!("{TWO}unite = [\"labels\"]\n"))[0].contains("expected one of `required`, `values`"));
}

#[test]
fn a_name_is_that_of_a_type_in_a_module() {
    for name in ["Amount", "pay::amount", "Pay::Amount", "pay::a::Amount", "pay::A_b", "", "pay::", "支付::A"] {
        let error =
            format!("types/pay.toml:2:8: `{name}` is no name of a type in a module, such as `pay::GoodsDetail`");
        assert_eq!(refused(&TWO.replace("pay::Amount", name)), [error]);
    }
}

#[test]
fn a_name_and_a_place_are_there_once() {
    let again = TWO.replace("/b response", "/c response");
    assert_eq!(
        refused(&(TWO.to_owned() + &again)),
        [
            "types/pay.toml:8:8: `pay::Amount` is the name of the type at types/pay.toml:2:8 too; give one of the two another name",
            "types/pay.toml:10:3: `GET /v3/a response amount` is a place of `pay::Amount` (types/pay.toml:4:3) already, and is one type; keep it in one of the two",
        ]
    );
    let sent = |name: &str, path: &str| {
        TWO.replace("pay::Amount", name)
            .replace("GET", "POST")
            .replace("response amount", &format!("request.body {path}"))
    };
    let builder = sent("pay::A", "a") + &sent("pay::ABuilder", "b");
    assert_eq!(
        refused(&builder),
        [
            "types/pay.toml:8:8: `pay::ABuilder` is the name of the type at types/pay.toml:2:8 too; give one of the two another name"
        ]
    );
}

#[test]
fn what_cannot_be_one_type_is_refused() {
    let with = |places: &[&str]| {
        let places: Vec<String> = places.iter().map(|place| format!("  \"{place}\",\n")).collect();
        format!("[[type]]\nname = \"pay::A\"\nplaces = [\n{}]\n", places.concat())
    };
    assert_eq!(refused(&with(&[])), ["types/pay.toml:3:10: `places` names none"]);
    assert_eq!(
        refused(&with(&["GET /v3/a response x", "POST /v3/b request.body x"])),
        [
            "types/pay.toml:5:3: `POST /v3/b request.body x` beside `GET /v3/a response x`: what is sent is built, and what comes is read: they are two types"
        ]
    );
    assert_eq!(
        refused(&with(&["POST /v3/a request.body", "POST /v3/b request.body x"])),
        [
            "types/pay.toml:4:3: `POST /v3/a request.body` is no type that can be shared: what is sent is the operation's own"
        ]
    );
    assert_eq!(
        refused(&with(&["GET /v3/a response x", "GET /v3/a response x.y"])),
        ["types/pay.toml:5:3: `GET /v3/a response x.y` lies within `GET /v3/a response x`: no type holds itself"]
    );
    assert_eq!(
        refused(&with(&["GET /v3/a response x", "GET /v3/a body x"]))[0].split(": ").collect::<Vec<_>>()[..2],
        ["types/pay.toml:5:3", "`body` is not a side"]
    );
    let files = BTreeMap::from([("types/pay.json".to_owned(), String::new())]);
    let error = Types::from_files(&files).unwrap_err()[0].to_string();
    assert_eq!(error, "types/pay.json: a type stands in a `.toml` file");
}

fn with(name: &str, content: Content) -> Field {
    Field { content, ..field(name, Type::OBJECT) }
}

/// `GET /v3/a` and `A.DONE`, which hold one of each kind.
fn spec() -> Spec {
    let mut answering = operation("GET /v3/a");
    let state = Field { values: vec!["A".to_owned()], ..field("state", Type::STRING) };
    let variant = |name: &str| Variant { label: String::new(), fields: vec![field(name, Type::STRING), state.clone()] };
    let list = with("", Content::Fields(vec![state.clone()]));
    let encoded = |name: &str, members| Field { content: Content::EncodedJson(members), ..field(name, Type::STRING) };
    let fields = vec![
        state.clone(),
        with("amount", Content::Fields(vec![field("total", Type::STRING)])),
        with("either", Content::Variants(vec![variant("x"), variant("y")])),
        encoded("listed", vec![Field { ty: Type::list(Type::OBJECT.kind), ..list }]),
        encoded("any", Vec::new()),
        field("object", Type::OBJECT),
        Field { encrypted: Some(Encrypted::Merchant), ..state.clone() },
    ];
    answering.response = Response::Json { fields };
    let mut notification = webhook("A.DONE");
    notification.resource = vec![state];
    Spec { operations: vec![answering], webhooks: vec![notification], ..Spec::default() }
}

fn checked(places: &[&str]) -> Vec<String> {
    let places: Vec<String> = places.iter().map(|place| format!("  \"{place}\",\n")).collect();
    let text = format!("[[type]]\nname = \"pay::A\"\nplaces = [\n{}]\n", places.concat());
    parsed(&text).unwrap().check(&spec()).iter().map(SpecError::to_string).collect()
}

#[test]
fn objects_and_texts_with_values_are_types_wherever_they_stand() {
    let places = [
        "GET /v3/a response amount",
        "GET /v3/a response either",
        "GET /v3/a response state",
        "GET /v3/a response listed",
        "webhook A.DONE resource state",
    ];
    assert_eq!(checked(&places), [""; 0]);
    assert_eq!(checked(&["GET /v3/a response either.state", "GET /v3/a response listed.state"]), [""; 0]);
    assert_eq!(checked(&["GET /v3/a response", "webhook A.DONE resource"]), [""; 0]);
}

#[test]
fn what_is_gone_or_no_type_is_named() {
    let here = ["GET /v3/a response amount", "webhook A.DONE resource state"];
    for (place, said) in [
        ("GET /v3/aa response amount", "`GET /v3/aa` is not in the spec; near it: `GET /v3/a`"),
        ("webhook A.DON resource", "`webhook A.DON` is not in the spec; near it: `A.DONE`"),
        (
            "GET /v3/a response amont.total",
            "`GET /v3/a response amont.total` is not in the spec: `amont` is none of `state`, `amount`, `either`, `listed`, `any`, `object`, `state`; near it: `amount`",
        ),
        ("POST /v3/a request.body x", "`POST /v3/a` is not in the spec; near it: `GET /v3/a`"),
        (
            "GET /v3/a response object",
            "`GET /v3/a response object` is a `object`, and neither an object with members nor a text with values",
        ),
        (
            "GET /v3/a response any",
            "`GET /v3/a response any` is a `string`, and neither an object with members nor a text with values",
        ),
        ("webhook A.DONE answer x", "`webhook A.DONE answer x` is not in the spec: it has no such side"),
    ] {
        if !place.contains("request") && !place.contains("answer") {
            assert_eq!(checked(&[here[0], here[1], place]), [format!("types/pay.toml:6:3: {said}")]);
        } else {
            assert_eq!(checked(&[place])[0], format!("types/pay.toml:4:3: {said}"));
        }
    }
}

#[test]
fn one_place_shares_nothing_but_where_another_type_holds_it() {
    let only = "`GET /v3/a response amount` is the only place of `pay::A`: one place shares nothing; add another, or take the type out";
    assert_eq!(checked(&["GET /v3/a response amount"]), [format!("types/pay.toml:4:3: {only}")]);
    // What is left of two goes with the other one.
    let gone = "`GET /v3/x` is not in the spec; near it: `GET /v3/a`";
    assert_eq!(
        checked(&["GET /v3/a response amount", "GET /v3/x response"]),
        [format!("types/pay.toml:4:3: {only}"), format!("types/pay.toml:5:3: {gone}")]
    );
    let held = "[[type]]\nname = \"pay::A\"\nplaces = [\"GET /v3/a response either.state\"]\n\n[[type]]\nname = \"pay::B\"\n\
                places = [\"GET /v3/a response either\", \"GET /v3/a response amount\"]\n";
    assert_eq!(parsed(held).unwrap().check(&spec()), []);
}

/// What is declined below `types/`, with these places and this reason.
fn declined(places: &[&str], reason: &str) -> String {
    let places: Vec<String> = places.iter().map(|place| format!("  \"{place}\",\n")).collect();
    format!("[[declined]]\nplaces = [\n{}]\nreason = \"{reason}\"\n", places.concat())
}

fn with_declined(types: &str, declined: &str) -> Result<Types, Vec<String>> {
    let files = [("types/declined.toml", declined), ("types/pay.toml", types)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Types::from_files(&files.into()).map_err(|errors| errors.iter().map(SpecError::to_string).collect())
}

#[test]
fn what_is_declined_has_a_reason_and_a_file_of_its_own() {
    let places = ["GET /v3/a response amount", "GET /v3/a response state"];
    let types = with_declined("", &declined(&places, "so")).unwrap();
    let covers = |places: &[&str]| {
        let places: Vec<_> = places.iter().map(|place| place.parse().unwrap()).collect();
        types.declined()[0].covers(&places)
    };
    assert!(covers(&places) && covers(&places[1..]) && !covers(&[places[0], "GET /v3/b response amount"]));
    let refused = |text: &str| with_declined("", text).unwrap_err();
    assert_eq!(refused(&declined(&places, " ")), ["types/declined.toml:1:1: what is declined says no reason"]);
    assert_eq!(
        refused(&declined(&[places[0], places[0]], "so")),
        ["types/declined.toml:4:3: `GET /v3/a response amount` stands here twice"]
    );
    assert!(
        refused(&declined(&["GET /v3/a body x"], "so"))[0].starts_with("types/declined.toml:3:3: `body` is not a side")
    );
    assert!(refused(&declined(&places, "so").replace("reason", "because"))[0].contains("unknown field `because`"));
    assert_eq!(
        with_declined(&declined(&places, "so"), "").unwrap_err(),
        ["types/pay.toml:1:1: what is declined stands in `types/declined.toml`"]
    );
}

#[test]
fn what_is_declined_and_no_question_any_more_is_named() {
    let told = |types: &str, places: &[&str]| -> Vec<String> {
        let types = with_declined(types, &declined(places, "so")).unwrap();
        types.check(&spec()).iter().map(SpecError::to_string).collect()
    };
    let [amount, either, state] = ["amount", "either", "state"].map(|name| format!("GET /v3/a response {name}"));
    assert_eq!(told("", &[&amount, &either]), [""; 0]);
    let alone = "is all that is left of what is declined here: one place is no question";
    assert_eq!(
        told("", &[&amount, "GET /v3/x response"]),
        [
            format!("types/declined.toml:3:3: `{amount}` {alone}"),
            "types/declined.toml:4:3: `GET /v3/x` is not in the spec; near it: `GET /v3/a`".to_owned(),
        ]
    );
    let types = format!("[[type]]\nname = \"pay::A\"\nplaces = [\"{state}\", \"webhook A.DONE resource state\"]\n");
    assert_eq!(
        told(&types, &[&amount, &either, &state]),
        [format!(
            "types/declined.toml:5:3: `{state}` is declined, and is a place of a type; take it out here or there"
        )]
    );
}
