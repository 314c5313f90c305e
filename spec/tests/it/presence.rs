//! The evidence of which fields an answer really has.

use std::path::Path;

use serde_json::Value;
use wechatpay_spec::{Field, Presence, Required, Type};

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

#[test]
fn a_caller_counts_on_what_is_documented_and_confirmed() {
    let presence = Presence::parse("presence.json", TEXT).unwrap();
    let id = "POST /v3/a".parse().unwrap();
    let flagged = |required| Field { required, ..Field::new("id", Type::STRING) };
    assert!(presence.guarantees(&id, "id", &flagged(Required::Yes)));
    assert!(!presence.guarantees(&id, "id", &flagged(Required::No)));
    assert!(!presence.guarantees(&id, "id", &flagged(Required::Unknown)));
    assert!(!presence.guarantees(&id, "other", &flagged(Required::Yes)));
}

#[test]
fn what_is_wrong_is_refused_where_it_stands() {
    assert_eq!(refused("\"POST /", "\"SEND /"), "presence.json:5:24: `SEND` is not an HTTP method of this API");
    assert_eq!(refused("\"POST /v3/a\"", "\"GET /v3/a\""), "presence.json:5:23: the operation `GET /v3/a` comes twice");
    assert!(refused("\"source\"", "\"from\"").starts_with("presence.json:2:8: unknown field `from`"));
    assert!(refused("GET /v3/b", "GET /v3/0").starts_with("presence.json:4:14: not canonical"));
    assert!(refused("\"amount\", ", "\"amount\", \"amount\", ").starts_with("presence.json:4:36: not canonical"));
}

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
    let mut fields = 0;
    for line in &found {
        let id = line["operation"].as_str().unwrap().parse().unwrap();
        for path in line["present"].as_array().unwrap() {
            assert!(presence.confirms(&id, path.as_str().unwrap()), "{id} {path}");
            fields += 1;
        }
    }
    assert_eq!(presence.present.len(), found.len());
    assert_eq!(presence.present.values().map(std::collections::BTreeSet::len).sum::<usize>(), fields);
}
