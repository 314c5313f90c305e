//! Notifications laid beside the queries that answer with the same object.

use wechatpay_spec::pairs::{Difference, Pairs};
use wechatpay_spec::{Content, Field, Kind, Overrides, Response, Spec, SpecError, Type, validate};

use crate::common::{field, operation, webhook};

const PAIR: &str = "[[pair]]\nwebhooks = [\"A.DONE\"]\noperations = [\"GET /v3/a\", \"GET /v3/b\"]\n";

fn labelled(name: &str, label: &str) -> Field {
    Field { label: label.to_owned(), ..field(name, Type::STRING) }
}

fn object(name: &str, members: Vec<Field>) -> Field {
    Field { content: Content::Fields(members), ..field(name, Type::OBJECT) }
}

fn valued(name: &str, values: &[&str]) -> Field {
    Field { values: values.iter().map(|&value| value.to_owned()).collect(), ..field(name, Type::STRING) }
}

/// A spec with `A.DONE`, `GET /v3/a` and `GET /v3/b`.
fn spec(notification: Vec<Field>, answers: [Vec<Field>; 2]) -> Spec {
    let mut spec = Spec { webhooks: vec![webhook("A.DONE")], ..Spec::default() };
    spec.webhooks[0].resource = notification;
    for (id, fields) in ["GET /v3/a", "GET /v3/b"].into_iter().zip(answers) {
        let mut operation = operation(id);
        operation.response = Response::Json { fields };
        spec.operations.push(operation);
    }
    spec
}

fn checked(text: &str, spec: &Spec) -> (Vec<String>, Vec<String>) {
    let compared = Pairs::parse("pairs.toml", text).unwrap().check(spec);
    let news = compared.differences.iter().map(|said| format!("{}: {}", said.place, said.news())).collect();
    (news, compared.stale.iter().map(SpecError::to_string).collect())
}

fn excepting(exceptions: &str) -> String {
    format!("{PAIR}except = [\n{exceptions}\n]\n")
}

fn refused(text: &str) -> Vec<String> {
    Pairs::parse("pairs.toml", text).unwrap_err().iter().map(SpecError::to_string).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn what_one_of_them_has_is_asked_of_the_other() {
    let own =
        vec![field("id", Type::STRING), object("amount", vec![labelled("tax", "税"), field("total", Type::STRING)])];
    let total = |kind| object("amount", vec![field("total", Type::one(kind))]);
    let theirs =
        [vec![labelled("id", ""), total(Kind::String), labelled("mchid", "商户号")], vec![total(Kind::Integer)]];
    let (news, stale) = checked(PAIR, &spec(own, theirs));
    assert_eq!(
        news,
        [
            "2:13: webhook A.DONE has it (`string`, 税): `amount.tax`, and none of `GET /v3/a`, `GET /v3/b` does",
            "2:13: `amount.total` is a `string` in webhook A.DONE, and a `integer` in the answer of `GET /v3/b`",
            "2:13: webhook A.DONE has no `mchid`, and `GET /v3/a` has it (`string`, 商户号)",
        ]
    );
    assert_eq!(stale, NONE);
}

#[test]
fn integer_and_number_are_one_and_a_list_is_another_type() {
    let kinds = |kind: Kind, list| vec![field("a", Type { kind, list })];
    let asked = |own, theirs| checked(PAIR, &spec(own, [theirs, vec![]])).0.len();
    assert_eq!(asked(kinds(Kind::Number, false), kinds(Kind::Integer, false)), 0);
    assert_eq!(asked(kinds(Kind::Float, false), kinds(Kind::Integer, false)), 1);
    assert_eq!(asked(kinds(Kind::String, true), kinds(Kind::String, false)), 1);
}

#[test]
fn values_are_asked_where_both_list_them() {
    let asked = |own: &[&str], theirs: [&[&str]; 2]| {
        checked(PAIR, &spec(vec![valued("state", own)], theirs.map(|values| vec![valued("state", values)]))).0
    };
    assert_eq!(asked(&["A"], [&["A"], &["A"]]), NONE);
    assert_eq!(asked(&[], [&["A"], &["B"]]), NONE);
    assert_eq!(asked(&["A", "B"], [&["A"], &["B"]]), NONE, "one of the answers has it");
    assert_eq!(asked(&["A", "C"], [&["A"], &[]]), NONE, "one of the answers may have any");
    assert_eq!(
        asked(&["A", "C"], [&["A"], &["A", "B"]]),
        [
            "2:13: `state` has the values `C` in webhook A.DONE, and in none of `GET /v3/a`, `GET /v3/b`",
            "2:13: `state` has the values `B` in `GET /v3/b`, and not in webhook A.DONE",
        ]
    );
}

#[test]
fn what_is_excepted_is_not_asked_and_what_excuses_nothing_is_stale() {
    let own = vec![valued("state", &["A"]), field("number", Type::STRING), object("o", vec![labelled("x", "")])];
    let theirs = vec![
        valued("status", &["A", "B"]),
        field("number", Type::one(Kind::Integer)),
        object("more", vec![labelled("y", "")]),
        labelled("constructor", ""),
    ];
    let lines = "{ field = \"state\", as = \"status\", reason = \"r\" },\n\
                 { field = \"state\", enum = [\"B\", \"C\"], reason = \"r\" },\n\
                 { field = \"number\", type = [\"string\", \"integer\"], reason = \"r\" },\n\
                 { field = \"more\", lacks = \"webhook\", reason = \"r\" },\n\
                 { field = \"o\", lacks = \"operation\", reason = \"r\" },\n\
                 { field = \"constructor\", lacks = \"operation\", reason = \"r\" },\n\
                 { field = \"o.x\", lacks = \"operation\", reason = \"r\" },";
    let (news, stale) = checked(&excepting(lines), &spec(own, [theirs.clone(), theirs]));
    assert_eq!(news, ["2:13: webhook A.DONE has no `constructor`, and `GET /v3/a`, `GET /v3/b` has it (`string`)"]);
    assert_eq!(
        stale,
        [
            "pairs.toml:6:1: `state`: the exception excuses nothing (any more) of `C`. Drop what is too much",
            "pairs.toml:10:1: `constructor`: the exception excuses nothing (any more). Drop it",
            "pairs.toml:11:1: `o.x`: the exception excuses nothing (any more). Drop it",
        ]
    );
}

#[test]
fn the_object_may_be_a_member_of_the_answer() {
    let own = || vec![labelled("id", "")];
    let inner = |name: &str| vec![object(name, own())];
    let text = format!("{PAIR}at = \"data\"\n");
    assert_eq!(checked(&text, &spec(own(), [inner("data"), inner("data")])).0, NONE);
    let (news, _) = checked(&text, &spec(own(), [inner("data"), inner("date")]));
    assert_eq!(
        news,
        ["3:28: `GET /v3/b` is no answer that a notification can be laid beside: the answer has no `data`, but `date`"]
    );
}

#[test]
fn names_that_the_spec_does_not_have_are_stale() {
    let text = PAIR.replace("A.DONE", "A.DONNE").replace("/v3/b", "/v3/bb");
    let (_, stale) = checked(&text, &spec(vec![], [vec![], vec![]]));
    assert_eq!(
        stale,
        [
            "pairs.toml:3:28: `GET /v3/bb` is not in the spec; near it: `GET /v3/b`, `GET /v3/a`",
            "pairs.toml:2:13: `A.DONNE` is not in the spec; near it: `A.DONE`",
        ]
    );
}

/// Everything that can be pasted settles what it is offered for.
#[test]
fn the_lines_to_paste_decide_what_they_are_for() {
    let amount = |members| vec![object("amount", members), valued("state", &["A"]), field("n", Type::STRING)];
    let encrypted = Field { encrypted: Some(wechatpay_spec::Encrypted::Merchant), ..valued("name", &["\"A\\", "B"]) };
    let more = object("more", vec![labelled("x", "甲 \"乙\""), encrypted]);
    let theirs = vec![
        object("amount", vec![more, field("total", Type::STRING)]),
        valued("state", &["A", "B"]),
        field("n", Type::one(Kind::Integer)),
    ];
    let stated = spec(amount(vec![labelled("tax", "税")]), [theirs.clone(), theirs]);
    let open = Pairs::parse("pairs.toml", PAIR).unwrap().check(&stated).differences;
    assert_eq!(open.len(), 5);
    let pasted = |choose: fn(&Difference) -> String| open.iter().map(choose).collect::<Vec<_>>().concat();
    // As exceptions.
    let lines =
        pasted(|difference| difference.pastes().pop().unwrap().lines).replace("reason = \"\"", "reason = \"r\"");
    assert_eq!(checked(&excepting(&lines), &stated), (vec![], vec![]));
    // As corrections.
    let lines = pasted(|difference| difference.pastes()[0].lines.clone());
    let lines = lines.replace("reason = \"\"", "reason = \"r\"").replace("evidence = []", "evidence = [\"e\"]");
    let overrides = Overrides::from_files(&[("overrides/x.toml".to_owned(), lines)].into()).unwrap();
    let mut corrected = stated;
    overrides.apply(&mut corrected, wechatpay_spec::overrides::Scope::Whole).unwrap();
    assert_eq!(checked(PAIR, &corrected), (vec![], vec![]));
    assert_eq!(validate(&corrected), []);
}

#[test]
fn what_is_wrong_with_the_file_is_said_where_it_stands() {
    let both = format!("{PAIR}\n{PAIR}");
    assert_eq!(
        refused(&both),
        [
            "pairs.toml:6:13: `A.DONE` is laid beside `GET /v3/a` twice",
            "pairs.toml:6:13: `A.DONE` is laid beside `GET /v3/b` twice"
        ]
    );
    assert_eq!(
        refused("[[pair]]\nwebhooks = []\noperations = [\"GET /v3/a\"]\n"),
        ["pairs.toml:2:12: `webhooks` names none"]
    );
    assert_eq!(
        refused(&PAIR.replace("GET /v3/b", "LOOK /v3/b")),
        ["pairs.toml:3:28: `LOOK` is not an HTTP method of this API"]
    );
    let exception = |keys: &str| refused(&excepting(&format!("{{ {keys} }},"))).join("\n");
    assert!(exception("field = \"a\", lacks = \"nobody\", reason = \"r\"").contains("unknown variant `nobody`"));
    assert_eq!(
        exception("field = \"a\", reason = \"r\""),
        "pairs.toml:5:1: an exception has exactly one of `lacks`, `as`, `type` and `enum`"
    );
    assert_eq!(
        exception("field = \"a\", lacks = \"webhook\", as = \"b\", reason = \"r\""),
        "pairs.toml:5:1: an exception has exactly one of `lacks`, `as`, `type` and `enum`"
    );
    assert_eq!(
        exception("field = \"a\", as = \"b\", reason = \" \""),
        "pairs.toml:5:1: `a` is excepted without a reason"
    );
    assert_eq!(
        exception("field = \"a..b\", as = \"b\", reason = \"r\""),
        "pairs.toml:5:1: `a..b` is no path: it is made of names with a `.` between them"
    );
    assert_eq!(exception("field = \"a\", enum = [], reason = \"r\""), "pairs.toml:5:1: `enum` names no value");
    let twice = "{ field = \"a\", as = \"b\", reason = \"r\" },\n{ field = \"a\", as = \"b\", reason = \"s\" },";
    assert_eq!(refused(&excepting(twice)), ["pairs.toml:6:1: `a` is excepted twice"]);
}
