//! `spec/README.md` is the contract: its tables name the keys that are accepted, its examples are what is printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use wechatpay_spec::{
    AllowList, Formats, Held, Operation, Overrides, Pairs, Presence, Products, Protocol, Source, Spec, Types, Webhook,
};

const CONTRACT: &str = include_str!("../../README.md");
const OPERATION: &str = "api/v3/pay/transactions/jsapi.post.json";
const WEBHOOK: &str = "webhook/v3/PROFITSHARING.SUCCESS.json";

/// The keys of each table, by the words over its first column.
fn documented() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut tables = BTreeMap::new();
    let mut table = None;
    for line in CONTRACT.lines() {
        let Some(row) = line.strip_prefix("| ") else {
            table = None;
            continue;
        };
        let first = row.split(" | ").next().unwrap_or_default();
        match (table, first.strip_prefix('`')) {
            (None, _) => table = Some(first),
            (Some(_), None) => {}
            (Some(name), Some(key)) => {
                let new = tables.entry(name).or_insert_with(BTreeSet::new).insert(key.trim_end_matches('`').to_owned());
                assert!(new, "the table `{name}` has `{key} twice");
            }
        }
    }
    tables
}

/// The keys that an error offers in place of the key `?`.
fn offered(error: impl Display) -> BTreeSet<String> {
    let error = error.to_string();
    let (_, offer) = error.split_once("unknown field `?`, expected ").unwrap_or_else(|| panic!("{error}"));
    offer.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn of_operation(text: &str) -> BTreeSet<String> {
    offered(Operation::parse(OPERATION, text).unwrap_err())
}

fn of_webhook(text: &str) -> BTreeSet<String> {
    offered(Webhook::parse(WEBHOOK, text).unwrap_err())
}

fn of_file(file: &str, text: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(file.to_owned(), text.to_owned())])
}

/// The keys that are accepted, by the same words.
fn accepted() -> BTreeMap<&'static str, BTreeSet<String>> {
    let moved = Spec::from_files(&of_file("moved.json", r#"[{"?": 0}]"#)).unwrap_err();
    let overrides = Overrides::from_files(&of_file("overrides/x.toml", "[[override]]\n\"?\" = 0")).unwrap_err();
    BTreeMap::from([
        ("operation", of_operation(r#"{"?": 0}"#)),
        ("base", of_operation(r#"{"base": {"?": 0}}"#)),
        ("request", of_operation(r#"{"request": {"?": 0}}"#)),
        ("query", of_operation(r#"{"request": {"query": {"?": 0}}}"#)),
        ("json", of_operation(r#"{"request": {"json": {"?": 0}}}"#)),
        ("response", of_operation(r#"{"response": {"?": 0}}"#)),
        ("field", of_operation(r#"{"response": {"fields": [{"?": 0}]}}"#)),
        ("variant", of_operation(r#"{"response": {"fields": [{"variants": [{"?": 0}]}]}}"#)),
        ("webhook", of_webhook(r#"{"?": 0}"#)),
        ("resource", of_webhook(r#"{"resource": {"?": 0}}"#)),
        ("moved", offered(&moved[0])),
        ("presence", offered(Presence::parse("presence.json", r#"{"?": 0}"#).unwrap_err())),
        ("source", offered(Source::parse("source.toml", "\"?\" = 0").unwrap_err())),
        ("held", offered(&Held::parse("held.toml", "[[held]]\n\"?\" = 0").unwrap_err()[0])),
        ("allow", offered(&AllowList::parse("allow.toml", "[[allow]]\n\"?\" = 0").unwrap_err()[0])),
        ("again", offered(&Protocol::parse("protocol.toml", "[again]\n\"?\" = 0").unwrap_err()[0])),
        ("facts", offered(&Protocol::parse("protocol.toml", "[[facts]]\n\"?\" = 0").unwrap_err()[0])),
        ("pair", offered(&Pairs::parse("pairs.toml", "[[pair]]\n\"?\" = 0").unwrap_err()[0])),
        ("exception", offered(&Pairs::parse("pairs.toml", "[[pair]]\nexcept = [{\"?\" = 0}]").unwrap_err()[0])),
        ("type", offered(&Types::from_files(&of_file("types/x.toml", "[[type]]\n\"?\" = 0")).unwrap_err()[0])),
        ("product", offered(&Products::parse("products.toml", "[[product]]\n\"?\" = 0").unwrap_err()[0])),
        ("sourced", offered(Formats::parse("formats.json", r#"{"?": 0}"#).unwrap_err())),
        ("override", offered(&overrides[0])),
    ])
}

#[test]
fn the_keys_of_the_contract_are_those_that_are_accepted() {
    let mut documented = documented();
    // The files themselves, the tables that the crate of the evidence is held to, and what is said of words.
    for table in ["file", "declined", "place", "sole", "what"] {
        assert!(documented.remove(table).is_some(), "{table}");
    }
    let accepted = accepted();
    assert_eq!(documented.keys().collect::<Vec<_>>(), accepted.keys().collect::<Vec<_>>());
    for (table, keys) in accepted {
        assert_eq!(documented[table], keys, "{table}");
    }
}

#[test]
fn the_examples_of_the_contract_print_themselves() {
    let examples: Vec<&str> = CONTRACT.split("```json\n").skip(1).filter_map(|text| text.split("```").next()).collect();
    let [operation, webhook] = examples.as_slice() else { panic!("{} examples", examples.len()) };
    assert_eq!(Operation::parse(OPERATION, operation).unwrap().to_json(), *operation);
    assert_eq!(Webhook::parse(WEBHOOK, webhook).unwrap().to_json(), *webhook);
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let order = |table: &str| -> Vec<&str> {
        let rows = CONTRACT.split(&format!("| {table} | says |\n| --- | --- |\n")).nth(1).unwrap();
        let rows = rows.lines().take_while(|line| line.starts_with('|'));
        rows.map(|row| row.split('`').nth(1).unwrap()).collect()
    };
    let printed = |text: &str, indent: &str| -> Vec<String> {
        let keys = text.lines().filter_map(|line| line.strip_prefix(indent)?.strip_prefix('"')?.split('"').next());
        keys.map(str::to_owned).collect()
    };
    let sorted = |keys: Vec<String>, order: Vec<&str>| {
        let ranks: Vec<_> = keys.iter().map(|key| order.iter().position(|known| known == key)).collect();
        assert!(ranks.iter().all(Option::is_some) && ranks.is_sorted(), "{keys:?}");
    };
    let examples: Vec<&str> = CONTRACT.split("```json\n").skip(1).filter_map(|text| text.split("```").next()).collect();
    sorted(printed(examples[0], "  "), order("operation"));
    sorted(printed(examples[0], "    "), order("request"));
    sorted(printed(examples[1], "  "), order("webhook"));
}
