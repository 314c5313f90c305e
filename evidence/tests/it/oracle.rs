//! The disagreements that others have computed from the same facts and an older spec: `../shared` holds them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wechatpay_evidence::compare::{Disagreement, compare};
use wechatpay_evidence::facts::Facts;
use wechatpay_spec::{Body, Content, Corrected, Encrypted, Field, Required, Response, Side, Target};

const FILES: [&str; 5] = [
    "evidence/openapi.jsonl",
    "evidence/official-samples.jsonl",
    "evidence/webhook-fields.jsonl",
    "evidence/webhook-samples.jsonl",
    "samples/official.jsonl",
];
/// What they found and we do not, while the spec says there what it said then.
const NOT_FOUND: [(&str, &str, &str); 9] = [
    // No line of the fact files names these events.
    ("webhook PRODUCT_COUPON.RETURN", "event_type", "missing-field"),
    ("webhook PRODUCT_COUPON.SEND", "event_type", "missing-field"),
    ("webhook PRODUCT_COUPON.USE", "event_type", "missing-field"),
    // The source says it of the operation with the other placeholder.
    ("POST /v3/apply4subject/applyment/{applyment_id}/cancel", "applyment_id", "missing-field"),
    // Placeholders of the URL, whatever side the source describes them on.
    ("PATCH /v3/global/merchants/{sub_mchid}", "sub_mchid", "missing-field"),
    ("GET /v3/bank-transfer/batches/out-batch-no/{out_batch_no}", "out_batch_no", "missing-field"),
    ("GET /v3/merchant/fund/withdraw/bill-type/{bill_type}", "bill_type", "missing-field"),
    ("POST /v3/payscore/users/{openid}/permissions/{service_id}/terminate", "openid", "missing-field"),
    ("POST /v3/payscore/users/{openid}/permissions/{service_id}/terminate", "service_id", "missing-field"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn shared() -> Option<PathBuf> {
    let shared = root().join("../shared");
    let is_there = shared.join("evidence/disagreements.jsonl").is_file();
    if !is_there {
        eprintln!("skipped: the facts of second sources are not here ({})", shared.display());
    }
    is_there.then_some(shared)
}

/// `at side field kind says`
fn key(at: &str, side: &str, field: &str, kind: &str, says: &Value) -> String {
    format!("{at} {side} {field} {kind} {}", sorted(says))
}

fn sorted(says: &Value) -> Value {
    match says {
        Value::Array(items) => {
            let mut items = items.clone();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), sorted(value))).collect(),
        _ => says.clone(),
    }
}

fn ours(one: &Disagreement) -> String {
    key(&one.target.to_string(), one.side.as_str(), &one.field, one.kind.as_str(), &one.says)
}

fn at(line: &Value) -> String {
    let webhook = || format!("webhook {}", line["webhook"].as_str().unwrap());
    line["operation"].as_str().map_or_else(webhook, str::to_owned)
}

/// Every field of the spec by `at side path`.
fn flat(corrected: &Corrected) -> HashMap<String, &Field> {
    let mut fields = HashMap::new();
    for one in &corrected.spec.operations {
        let at = one.id.to_string();
        let body = match &one.request.body {
            Body::None => &[],
            Body::Json { fields, .. } | Body::Multipart { parts: fields } => fields.as_slice(),
        };
        let answer = if let Response::Json { fields } = &one.response { fields.as_slice() } else { &[] };
        enter(&mut fields, &format!("{at} {} ", Side::RequestQuery), &one.request.query.fields);
        enter(&mut fields, &format!("{at} {} ", Side::RequestHeaders), &one.request.headers);
        enter(&mut fields, &format!("{at} {} ", Side::RequestBody), body);
        enter(&mut fields, &format!("{at} {} ", Side::Response), answer);
    }
    for one in &corrected.spec.webhooks {
        enter(&mut fields, &format!("{} {} ", Target::Webhook(one.name.clone()), Side::Resource), &one.resource);
    }
    fields
}

fn enter<'a>(fields: &mut HashMap<String, &'a Field>, above: &str, list: &'a [Field]) {
    for field in list {
        let path = format!("{above}{}", field.name);
        match &field.content {
            Content::Variants(variants) => {
                for variant in variants {
                    enter(fields, &format!("{path}."), &variant.fields);
                }
            }
            _ => enter(fields, &format!("{path}."), field.fields()),
        }
        fields.entry(path).or_insert(field);
    }
}

/// Whether the spec says there what it said when they looked.
fn is_as_then(line: &Value, fields: &HashMap<String, &Field>) -> bool {
    let field = line["field"].as_str().unwrap();
    let side = format!("{} {} ", at(line), line["side"].as_str().unwrap());
    let then = &line["spec"];
    let now = fields.get(&format!("{side}{field}")).copied();
    let above = field.rsplit_once('.').is_none_or(|(above, _)| fields.contains_key(&format!("{side}{above}")));
    match (line["kind"].as_str().unwrap(), now) {
        ("missing-field", now) => now.is_none() && above,
        ("extra-field", _) if line["field"] == "" => true,
        (_, None) => false,
        ("extra-field", Some(_)) => true,
        ("required", Some(now)) => (now.required == Required::Yes) == (then == true),
        ("type", Some(now)) => now.ty.kind.as_str() == then,
        ("list", Some(now)) => now.ty.to_string() == *then,
        ("encrypted", Some(now)) => now.encrypted.map(Encrypted::as_str) == then.as_str(),
        ("enum", Some(now)) => {
            let then: HashSet<&str> = then.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            now.values.iter().map(String::as_str).collect::<HashSet<_>>() == then
        }
        (kind, _) => panic!("{kind}"),
    }
}

#[test]
fn what_others_have_found_is_found_where_the_spec_has_not_changed() {
    let Some(shared) = shared() else { return };
    let corrected = Corrected::load(&root().join("spec")).unwrap();
    let facts = Facts::load(&FILES.map(|file| shared.join(file))).unwrap_or_else(|errors| panic!("{}", errors[0]));
    let compared = compare(&corrected, &facts);
    let found: HashMap<String, &Disagreement> = compared.disagreements.iter().map(|one| (ours(one), one)).collect();
    let fields = flat(&corrected);
    let text = fs::read_to_string(shared.join("evidence/disagreements.jsonl")).unwrap();
    let theirs: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(theirs.len(), 1244);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lost = Vec::new();
    for line in &theirs {
        let (side, field, kind) =
            (line["side"].as_str().unwrap(), line["field"].as_str().unwrap(), line["kind"].as_str().unwrap());
        let same = found.get(&key(&at(line), side, field, kind, &line["says"]));
        let is_known = NOT_FOUND.contains(&(at(line).as_str(), field, kind));
        let state = match same {
            Some(_) if is_known => panic!("{line} is found"),
            Some(_) => "found",
            None if is_known => "not found, for a reason",
            None if !is_as_then(line, &fields) => "corrected since",
            None => {
                lost.push(line.to_string());
                "lost"
            }
        };
        *counts.entry(state).or_default() += 1;
        // What is said beside it is the same.
        if let Some(one) = same.filter(|_| line["overridden"] != true && is_as_then(line, &fields)) {
            let sources = one.as_spec.iter().map(|source| Value::from(source.as_str())).collect::<Vec<_>>();
            assert_eq!(line.get("as_spec").and_then(Value::as_array).cloned().unwrap_or_default(), sources, "{line}");
        }
    }
    eprintln!("{counts:?}");
    assert!(lost.is_empty(), "{counts:?}\n{}", lost.join("\n"));
}

#[test]
fn brand_operations_are_in_no_page_or_have_got_one() {
    let Some(shared) = shared() else { return };
    let corrected = Corrected::load(&root().join("spec")).unwrap();
    let facts = Facts::load(&[shared.join(FILES[1])]).unwrap();
    let absent = compare(&corrected, &facts).in_no_page.len();
    let known = corrected.spec.operations.iter().filter(|one| one.id.path.starts_with("/brand/")).count();
    assert_eq!(absent + known, 30);
}
