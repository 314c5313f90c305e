//! `README.md` is the contract of the fact files, and `spec/README.md` that of the decisions: their tables name the
//! keys that are accepted.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_evidence::facts::Facts;
use wechatpay_evidence::{Kind, Source};

use crate::support::{decisions, facts};

const CONTRACT: &str = include_str!("../../README.md");
const OF_SPEC: &str = include_str!("../../../spec/README.md");

/// The keys of a table, by the words over its first column.
fn documented(text: &str, table: &str) -> BTreeSet<String> {
    let rows =
        text.split_once(&format!("| {table} | says |\n| --- | --- |\n")).unwrap_or_else(|| panic!("no `{table}`"));
    let rows = rows.1.lines().take_while(|line| line.starts_with("| "));
    let keys: Vec<String> = rows
        .flat_map(|row| row[2..].split(" | ").next().unwrap_or_default().split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    let unique: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(unique.len(), keys.len(), "{table}");
    unique
}

/// The keys that an error offers in place of the key `?`.
fn offered(error: &str) -> BTreeSet<String> {
    let (_, offer) = error.split_once("unknown field `?`, expected ").unwrap_or_else(|| panic!("{error}"));
    offer.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn of_line(line: &str) -> BTreeSet<String> {
    offered(&Facts::parse("facts.jsonl", line).unwrap_err()[0].to_string())
}

#[test]
fn the_keys_of_the_fact_files_are_those_that_are_accepted() {
    let accepted = BTreeMap::from([
        ("description", of_line(r#"{"operation":"GET /x","?":0}"#)),
        ("description's request", of_line(r#"{"operation":"GET /x","request":{"?":0}}"#)),
        ("official samples", of_line(r#"{"operation":"GET /x","auth":"m","?":0}"#)),
        ("official samples' request", of_line(r#"{"operation":"GET /x","auth":"m","request":{"?":0}}"#)),
        ("classes", of_line(r#"{"webhook":"X","?":0}"#)),
        ("class", of_line(r#"{"webhook":"X","sources":[{"?":0}]}"#)),
        ("envelope", of_line(r#"{"webhook":"*","what":"x","?":0}"#)),
        ("digest", of_line(r#"{"webhook":"X","union_of_forms":{},"?":0}"#)),
        ("example", of_line(r#"{"operation":"GET /x","side":"request","?":0}"#)),
        ("example of a notification", of_line(r#"{"webhooks":["X"],"?":0}"#)),
        ("example by its class", of_line(r#"{"webhook":"X","json":{},"?":0}"#)),
        ("field", of_line(r#"{"operation":"GET /x","request":{"query":{"a":{"?":0}}}}"#)),
    ]);
    for (table, keys) in accepted {
        assert_eq!(documented(CONTRACT, table), keys, "{table}");
    }
}

#[test]
fn the_examples_of_the_contract_are_facts() {
    let examples: Vec<&str> = CONTRACT.split("```json\n").skip(1).filter_map(|text| text.split("```").next()).collect();
    assert_eq!(examples.len(), 7, "one of each form");
    for example in examples {
        let facts = facts(&example.replace('\n', ""));
        let is_told = !facts.claims.is_empty() || !facts.samples.is_empty() || !facts.events.is_empty();
        assert!(is_told || !facts.aside.is_empty(), "{example}");
    }
}

#[test]
fn the_keys_of_a_decision_are_those_that_are_accepted() {
    let of_file = |text: &str| offered(&decisions(text).unwrap_err()[0]);
    assert_eq!(documented(OF_SPEC, "declined"), of_file("[[declined]]\n\"?\" = 0"));
    let place = "[[declined]]\nkind = \"enum\"\nsource = \"go\"\nreason = \"x\"\nplaces = [{ \"?\" = 0 }]";
    assert_eq!(documented(OF_SPEC, "place"), of_file(place));
    assert_eq!(documented(OF_SPEC, "sole"), of_file("[[sole]]\n\"?\" = 0"));
    let mark = of_file("[[sole]]\nreason = \"x\"\nplaces = [{ \"?\" = 0 }]");
    assert_eq!(mark, BTreeSet::from(["at", "side", "field"].map(str::to_owned)));
    for name in Kind::ALL.map(Kind::as_str).into_iter().chain(Source::ALL.map(Source::as_str)) {
        assert!(OF_SPEC.contains(&format!("`\"{name}\"`")), "{name}");
        assert!(CONTRACT.contains(&format!("`{name}`")), "{name}");
    }
}
