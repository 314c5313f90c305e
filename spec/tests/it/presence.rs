//! The evidence of which fields an answer really has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use wechatpay_spec::{Content, Corrected, Field, Kind, OperationId, Presence, Required, Response, Spec, Type, Variant};

use crate::common::operation;

const TEXT: &str = r#"{
  "source": "official SDKs",
  "present": {
    "GET /v3/a": ["amount", "amount.total"],
    "POST /v3/a": ["id"],
    "GET /v3/b": ["id"]
  }
}
"#;

fn refused(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "the text has no `{from}`");
    Presence::parse("presence.json", &TEXT.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_field_is_confirmed_for_its_own_operation() {
    let presence = Presence::parse("presence.json", TEXT).unwrap();
    assert_eq!(presence.to_json(), TEXT);
    let get = "GET /v3/a".parse().unwrap();
    assert!(presence.confirms(&get, "amount.total"));
    assert!(!presence.confirms(&get, "total"));
    assert!(!presence.confirms(&get, "id"));
    assert!(!presence.confirms(&"GET /v3/c".parse().unwrap(), "id"));
}

/// A spec whose `GET /v3/a` answers as here.
fn spec(answer: Vec<Field>) -> Spec {
    let mut operation = operation("GET /v3/a");
    operation.response = Response::Json { fields: answer };
    Spec { operations: vec![operation], ..Spec::default() }
}

fn required(name: &str, ty: Type, members: Vec<Field>) -> Field {
    let content = if members.is_empty() { Content::Leaf } else { Content::Fields(members) };
    Field { required: Required::Yes, content, ..Field::new(name, ty) }
}

const EVIDENCE: &str = r#"{
  "source": "official SDKs",
  "present": {
    "GET /v3/a": ["amount", "amount.gone", "amount.total", "id", "list", "shape.a"],
    "GET /v3/b": ["id"]
  },
  "pending": {
    "GET /v3/c": ["id"]
  }
}
"#;

#[test]
fn evidence_that_changes_nothing_is_named_with_its_place() {
    let presence = Presence::parse("presence.json", EVIDENCE).unwrap();
    assert_eq!(presence.to_json(), EVIDENCE);
    let shape = Variant { label: String::new(), fields: vec![required("a", Type::STRING, vec![])] };
    let spec = spec(vec![
        required("amount", Type::OBJECT, vec![required("total", Type::STRING, vec![])]),
        Field::new("id", Type::STRING),
        required("list", Type::list(Kind::String), vec![]),
        Field { content: Content::Variants(vec![shape.clone(), shape]), ..required("shape", Type::OBJECT, vec![]) },
    ]);
    let said: Vec<String> = presence.check(&spec).into_iter().map(|error| error.to_string()).collect();
    assert_eq!(
        said,
        [
            "presence.json:4:29: GET /v3/a: `amount.gone` is not in the answer",
            "presence.json:4:60: GET /v3/a: `id` is not required by the documentation, so nothing confirms it",
            "presence.json:4:66: GET /v3/a: `list` is a list, which a caller can count on without evidence",
            "presence.json:4:74: GET /v3/a: `shape.a` is not required by the documentation, so nothing confirms it",
            "presence.json:5:5: GET /v3/b: is not in the spec; near it: `GET /v3/a`: the line is to be mended, or removed, or moved to `pending` until its page is there",
        ]
    );
    let mistaken = presence.fitted(&spec, |_, path| path != "amount.gone");
    let left: Vec<String> = mistaken.check(&spec).into_iter().map(|error| error.reason).collect();
    assert_eq!(left, ["GET /v3/a: `amount.gone` is not in the answer"], "what is not stale stays, and is an error");
    let fitted = presence.fitted(&spec, |_, _| true);
    assert_eq!(fitted.check(&spec), []);
    assert_eq!(
        fitted.to_json(),
        EVIDENCE
            .replace(", \"amount.gone\"", "")
            .replace(", \"id\", \"list\", \"shape.a\"]", "]")
            .replace("],\n    \"GET /v3/b\": [\"id\"]", "]")
    );
}

#[test]
fn evidence_that_was_pending_is_named_when_its_operation_comes() {
    let text = EVIDENCE.replace("GET /v3/a", "GET /v3/0").replace("GET /v3/c", "GET /v3/a");
    let presence = Presence::parse("presence.json", &text).unwrap();
    let spec = spec(vec![required("id", Type::STRING, vec![])]);
    assert!(!presence.confirms(&spec.operations[0].id, "id"));
    let said = presence.check(&spec).pop().unwrap().to_string();
    assert_eq!(said, "presence.json:8:5: GET /v3/a: is in the spec now: its line is to be moved to `present`");
    let fitted = presence.fitted(&spec, |_, _| true);
    assert!(fitted.confirms(&spec.operations[0].id, "id"));
    assert_eq!((fitted.present.len(), fitted.pending.len()), (1, 0));
    let both = EVIDENCE.replace("GET /v3/c", "GET /v3/b");
    let refused = Presence::parse("presence.json", &both).unwrap_err().to_string();
    assert_eq!(refused, "presence.json: `GET /v3/b` is both in `present` and in `pending`");
}

#[test]
fn a_caller_counts_on_what_is_documented_and_confirmed() {
    let presence = Presence::parse("presence.json", TEXT).unwrap();
    let id = "POST /v3/a".parse().unwrap();
    let flagged = |required| Field { required, ..Field::new("id", Type::STRING) };
    assert!(presence.guarantees(&id, "id", &flagged(Required::Yes)));
    assert!(!presence.guarantees(&id, "id", &flagged(Required::No)));
    assert!(!presence.guarantees(&id, "id", &flagged(Required::Unknown)));
    assert!(!presence.guarantees(&id, "other", &flagged(Required::Yes)));
    let list = |required| Field { required, ..Field::new("other", Type::list(Kind::String)) };
    assert!(presence.guarantees(&id, "other", &list(Required::Yes)));
    assert!(!presence.guarantees(&id, "other", &list(Required::No)));
}

#[test]
fn what_is_wrong_is_refused_where_it_stands() {
    assert_eq!(refused("\"POST /", "\"SEND /"), "presence.json:5:24: `SEND` is not an HTTP method of this API");
    assert_eq!(refused("\"POST /v3/a\"", "\"GET /v3/a\""), "presence.json:5:23: the operation `GET /v3/a` comes twice");
    assert!(refused("\"source\"", "\"from\"").starts_with("presence.json:2:8: unknown field `from`"));
    assert!(refused("GET /v3/b", "GET /v3/0").starts_with("presence.json:4:14: not canonical"));
    assert!(refused("\"amount\", ", "\"amount\", \"amount\", ").starts_with("presence.json:4:36: not canonical"));
}

/// What later evidence has taken back, and why.
const WITHDRAWN: [(&str, &str); 4] = [
    ("payer_total", "unknown before the payer has paid, and an order can be asked for before that"),
    ("payer_amount", "the same, of a sub order"),
    ("payer_currency", "the same"),
    ("sp_mchid", "an official example of a merchant without a partner lacks it"),
];

#[test]
fn the_evidence_of_this_repository_is_what_was_found() {
    let presence = Presence::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let jsapi = "POST /v3/pay/transactions/jsapi".parse().unwrap();
    assert!(presence.confirms(&jsapi, "prepay_id"));
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/evidence/response-present.json");
    let Ok(text) = std::fs::read_to_string(&found) else {
        return eprintln!("skipped: the evidence is not here ({})", found.display());
    };
    let found: Vec<Value> = serde_json::from_str(&text).unwrap();
    let corrected = Corrected::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut all = Presence { source: presence.source.clone(), ..Presence::default() };
    for line in &found {
        let id = line["operation"].as_str().unwrap().parse().unwrap();
        let paths = line["present"].as_array().unwrap().iter().map(|path| path.as_str().unwrap().to_owned());
        all.pending.insert(id, paths.collect());
    }
    // All of it, but for what says nothing that the documentation does not; later evidence comes on top.
    let fitted = all.fitted(&corrected.spec, |_, _| true);
    let lost = |known: &BTreeMap<OperationId, BTreeSet<String>>, found: BTreeMap<OperationId, BTreeSet<String>>| {
        let paths = found.into_iter().flat_map(|(id, paths)| paths.into_iter().map(move |path| (id.clone(), path)));
        paths.filter(|(id, path)| !known.get(id).is_some_and(|known| known.contains(path))).collect::<Vec<_>>()
    };
    let kept = lost(&presence.present, fitted.present);
    let withdrawn = |path: &str| WITHDRAWN.iter().any(|(name, _)| path.rsplit('.').next() == Some(name));
    assert_eq!(kept.into_iter().filter(|(_, path)| !withdrawn(path)).collect::<Vec<_>>(), []);
    let mut pending = fitted.pending;
    pending.retain(|id, _| presence.pending.contains_key(id));
    assert_eq!(lost(&presence.pending, pending), []);
}
