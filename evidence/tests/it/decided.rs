//! What is declined or corrected is not asked again; what has changed is.

use wechatpay_evidence::decisions::{Judged, Near, State};
use wechatpay_evidence::report;

use crate::support::{decisions, judged, overrides};

const LINE: &str = concat!(
    r#"{"operation":"POST /v3/shop/{shop_id}/orders","request":{"path":{"shop_id":{"type":"string","required":true}},"#,
    r#""body":{"order_no":{"type":"string","required":true},"payer_name":{"type":"string"},"#,
    r#""amount":{"type":"object","required":true},"amount.total":{"type":"integer","required":true},"#,
    r#""amount.currency":{"type":"string","enum":["CNY","USD","EUR"]},"photos":{"type":"string"}}},"#,
    r#""response":{"state":{"type":"string"},"goods":{"type":"object","list":true}}}"#
);

const DECLINED: &str = r#"
[[declined]]
kind = "enum"
source = "openapi"
reason = "The shop takes one currency."
places = [
  { at = "POST /v3/shop/{shop_id}/orders", side = "request.body", field = "amount.currency", says = { adds = ["EUR", "USD"] } },
]

[[declined]]
kind = "required"
source = ["openapi", "java"]
reason = "The answer always says so."
places = [
  { at = "POST /v3/shop/{shop_id}/orders", side = "response", field = "state", says = false },
]
"#;

fn states(judged: &Judged) -> Vec<(String, &'static str)> {
    let name = |state: &State| match state {
        State::Open(None) => "open",
        State::Open(Some(Near::OtherClaim { .. })) => "other claim",
        State::Open(Some(Near::MoreSources { .. })) => "more sources",
        State::Declined { .. } => "declined",
        State::Overridden { .. } => "overridden",
    };
    judged.found.iter().map(|(one, state)| (format!("{} {}", one.field, one.kind), name(state))).collect()
}

fn state_of(judged: &Judged, what: &str) -> &'static str {
    states(judged).into_iter().find(|(one, _)| one == what).map_or("agreed", |(_, state)| state)
}

#[test]
fn what_is_declined_is_decided() {
    let judged = judged(LINE, DECLINED, "");
    // The order of the values is another one there.
    assert_eq!(state_of(&judged, "amount.currency enum"), "declined");
    assert_eq!(state_of(&judged, "state required"), "declined");
    assert_eq!(judged.open().count(), 0);
    assert_eq!(judged.stale, []);
    let text = report::to_text(&judged, &[], &[], true);
    assert!(text.contains("spec/evidence.toml:7:3: declined: enum POST /v3/shop/{shop_id}/orders"), "{text}");
}

#[test]
fn a_changed_claim_is_asked_again_and_its_decision_is_stale() {
    let judged = judged(&LINE.replace(r#""EUR""#, r#""GBP""#), DECLINED, "");
    assert_eq!(state_of(&judged, "amount.currency enum"), "other claim");
    let stale: Vec<String> = judged.stale.iter().map(ToString::to_string).collect();
    // The other one is of java too, which was not heard.
    assert_eq!(
        stale,
        ["evidence.toml:7:3: POST /v3/shop/{shop_id}/orders request.body amount.currency: openapi no longer says \
             {\"adds\":[\"EUR\",\"USD\"]} (enum) otherwise than the spec. Drop the place"]
    );
}

#[test]
fn a_decision_of_a_source_that_was_not_heard_is_not_stale() {
    let of_java = DECLINED.replace(r#"["openapi", "java"]"#, r#""java""#);
    let judged = judged(LINE, &of_java, "");
    assert_eq!(state_of(&judged, "state required"), "more sources");
    let agreeing = LINE.replace(r#""state":{"type":"string"}"#, r#""state":{"type":"string","required":true}"#);
    assert_eq!(crate::support::judged(&agreeing, &of_java, "").stale, []);
}

#[test]
fn a_claim_that_more_sources_make_is_asked_again() {
    let other = r#"{"operation":"POST /v3/shop/{shop_id}/orders","auth":"merchant","request":{"path":{"shop_id":{}},"body":{"order_no":{},"payer_name":{},"amount":{},"amount.currency":{"enum":["CNY","USD","EUR"]},"photos":{}}}}"#;
    let judged = judged(&format!("{LINE}\n{other}"), DECLINED, "");
    assert_eq!(state_of(&judged, "amount.currency enum"), "more sources");
    assert_eq!(judged.stale, [], "the decision is about this claim");
}

#[test]
fn a_correction_decides_the_attribute_that_it_touches_and_no_other() {
    let corrected = r#"
[[override]]
target = "POST /v3/shop/{shop_id}/orders"
side = "request.body"
field = "amount.currency"
set.enum = ["CNY"]
expect.enum = []
reason = "One currency."
evidence = ["the shop"]

[[override]]
target = "POST /v3/shop/{shop_id}/orders"
side = "response"
field = "state"
set.type = "string"
expect.type = "integer"
reason = "Words."
evidence = ["the shop"]
"#;
    let judged = judged(LINE, "", corrected);
    assert_eq!(
        states(&judged),
        [("state required".to_owned(), "open"), ("amount.currency enum".to_owned(), "overridden")]
    );
    assert_eq!(judged.found[1].0.danger.to_string(), "9");
    let json = report::to_json(&judged, true);
    assert!(
        json.contains(r#""overridden":true,"decided_at":"spec/overrides/shop.toml:3:10","reason":"One currency.""#),
        "{json}"
    );
}

#[test]
fn what_a_correction_moves_is_decided_where_it_was_and_where_it_is() {
    // The small spec is the corrected one: its `currency` stood beside `amount`, and was called `coin`.
    let corrected = r#"
[[override]]
target = "POST /v3/shop/{shop_id}/orders"
side = "request.body"
field = "coin"
set.enum = ["CNY"]
expect.enum = []
reason = "One currency."
evidence = ["the shop"]

[[override]]
target = "POST /v3/shop/{shop_id}/orders"
side = "request.body"
field = "coin"
rename = "currency"
reason = "So it is called."
evidence = ["the shop"]

[[override]]
target = "POST /v3/shop/{shop_id}/orders"
side = "request.body"
field = "currency"
move = { to = "amount" }
reason = "There it stands."
evidence = ["the shop"]
"#;
    let moved = LINE
        .replace(r#""amount.currency":{"type":"string","enum":["CNY","USD","EUR"]}"#, r#""coin":{"type":"string"}"#);
    let judged_moved = judged(&moved, "", corrected);
    assert_eq!(state_of(&judged_moved, "coin missing-field"), "overridden");
    assert_eq!(state_of(&judged_moved, "amount.currency extra-field"), "overridden");
    assert_eq!(state_of(&judged(LINE, "", corrected), "amount.currency enum"), "overridden");
}

#[test]
fn that_an_added_field_is_in_clear_is_not_decided_by_adding_it() {
    let corrected = r#"
[[override]]
target = "POST /v3/shop/{shop_id}/orders"
side = "request.body"
add = [{ name = "payer_name", type = "string" }]
reason = "The page leaves it out."
evidence = ["the shop"]
"#;
    let secret = LINE.replace(
        r#""payer_name":{"type":"string"}"#,
        r#""payer_name":{"type":"string","format":"encrypted","required":true}"#,
    );
    let judged = judged(&secret, "", corrected);
    assert_eq!(state_of(&judged, "payer_name encrypted"), "open");
    assert_eq!(state_of(&judged, "payer_name required"), "overridden");
}

fn refused(from: &str, to: &str) -> Vec<String> {
    assert!(DECLINED.contains(from), "{from}");
    decisions(&DECLINED.replace(from, to)).unwrap_err()
}

#[test]
fn what_is_wrong_with_a_decision_has_its_place() {
    let cases = [
        (
            "kind = \"enum\"",
            "kind = \"values\"",
            "evidence.toml:3:8: `values` is not a kind: it is one of encrypted, missing-field",
        ),
        (
            "source = \"openapi\"",
            "source = \"swagger\"",
            "evidence.toml:4:10: `swagger` is not a source: it is one of openapi, skills",
        ),
        ("source = \"openapi\"", "source = []", "evidence.toml:4:10: names no source"),
        ("reason = \"The shop takes one currency.\"", "reason = \"TODO\"", "evidence.toml:5:10: states no reason"),
        ("kind = \"enum\"", "kinds = \"enum\"", "evidence.toml:3:1: unknown field `kinds`"),
        ("field = \"state\"", "name = \"state\"", "unknown field `name`"),
        (
            "side = \"response\"",
            "side = \"answer\"",
            "evidence.toml:15:3: `POST /v3/shop/{shop_id}/orders` has no side `answer`",
        ),
        ("side = \"response\"", "side = \"reply\"", "evidence.toml:15:3: `reply` is not a side"),
        (", says = false", "", "evidence.toml:15:3: has no `says`"),
        (
            "orders\", side = \"response\"",
            "order\", side = \"response\"",
            "evidence.toml:15:3: there is no `POST /v3/shop/{shop_id}/order` in the spec; did you mean `POST /v3/shop/{shop_id}/orders`?",
        ),
    ];
    for (from, to, expected) in cases {
        let errors = refused(from, to);
        assert!(errors.len() == 1 && errors[0].contains(expected), "{to}\n{errors:?}");
    }
}

#[test]
fn a_place_is_declined_once() {
    let twice = DECLINED.replace("says = false },", "says = false },\n  { at = \"POST /v3/shop/{shop_id}/orders\", side = \"response\", field = \"state\", says = false },");
    assert_eq!(
        decisions(&twice).unwrap_err(),
        ["evidence.toml:16:3: comes twice: spec/evidence.toml:15:3 declines it"]
    );
}

#[test]
fn what_is_offered_to_paste_decides() {
    let lines = LINE
        .replace(r#""goods":{"#, r#""paid":{"type":"object","required":true},"paid.at":{"type":"string"},"goods":{"#);
    let open = judged(&lines, "", "");
    assert_eq!(open.open().count(), 3);
    let text = report::to_text(&open, &[], &[], false).replace("\"TODO\"", "\"because\"");
    let blocks = |head: &str| -> String {
        let blocks = text.split(head).skip(1).map(|block| {
            let end = ["-- wrong?", "\n\n"].iter().filter_map(|end| block.find(end)).min();
            format!("{head}{}\n", &block[..end.unwrap_or(block.len())])
        });
        blocks.collect()
    };
    let declined = judged(&lines, &blocks("[[declined]]"), "");
    assert_eq!(declined.open().count(), 0, "{text}");
    assert_eq!(declined.stale, []);
    assert_eq!(overrides(&blocks("[[override]]")).entries().len(), 3);
}

#[test]
fn the_sums_are_by_kind_and_state() {
    let sums = report::to_sums(&judged(LINE, &DECLINED.replace("says = false", "says = true"), ""), &[], &[]);
    let rows: Vec<Vec<&str>> = sums.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows,
        [
            vec!["found", "open", "declined", "overridden"],
            vec!["enum", "1", "0", "1", "0"],
            vec!["required", "1", "1", "0", "0"],
            vec!["all", "2", "1", "1", "0"],
        ]
    );
}
