//! Every notification of the spec, with every member that is documented, through the event and back.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wechatpay_client::notification::{Event, Notifications};
use wechatpay_gateway::api;
use wechatpay_gateway::keys::{self};
use wechatpay_spec::{Content, Encrypted, Field, Kind, Required, Webhook};
use wechatpay_tests::keys::Key;
use wechatpay_tests::notify::Sender;
use wechatpay_tests::open::OpenTexts;
use wechatpay_tests::samples::Judge;

use super::{merchant, notifications};

const PLAIN: &str = "张三";

/// What comes, and what is to be found again: they differ in what is encrypted.
fn whole(field: &Field) -> (Value, Value) {
    let (sent, found) = one(field);
    if field.ty.list { (json!([sent]), json!([found])) } else { (sent, found) }
}

fn one(field: &Field) -> (Value, Value) {
    if field.encrypted == Some(Encrypted::Merchant) {
        return (json!(keys::merchant().seal_oaep(PLAIN.as_bytes())), json!(PLAIN));
    }
    match (&field.content, field.ty.kind) {
        (Content::Fields(fields), _) => object(fields),
        (Content::EncodedJson(fields), _) => {
            let (sent, found) = match fields.as_slice() {
                [list] if list.name.is_empty() => whole(list),
                fields => object(fields),
            };
            (json!(sent.to_string()), found)
        }
        (Content::Variants(variants), _) => variants.iter().map(|variant| object(&variant.fields)).fold(
            (json!({}), json!({})),
            |mut all, (sent, found)| {
                merge(&mut all.0, sent);
                merge(&mut all.1, found);
                all
            },
        ),
        (Content::Leaf, kind) => {
            let leaf = leaf(field, kind);
            (leaf.clone(), leaf)
        }
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

fn leaf(field: &Field, kind: Kind) -> Value {
    let first = field.values.first();
    match kind {
        Kind::Boolean => json!(true),
        Kind::Integer | Kind::Number => json!(first.and_then(|value| value.parse::<i64>().ok()).unwrap_or(7)),
        Kind::Float => json!(1.5),
        Kind::Object => json!({"a": 1}),
        Kind::String | Kind::File => json!(first.map_or("x", String::as_str)),
    }
}

fn object(fields: &[Field]) -> (Value, Value) {
    let (mut sent, mut found) = (Map::new(), Map::new());
    for field in fields {
        let (one, other) = whole(field);
        sent.insert(field.name.clone(), one);
        found.insert(field.name.clone(), other);
    }
    (sent.into(), found.into())
}

/// A string that holds JSON is that JSON: the order of its keys is nobody's.
fn unfolded(value: Value) -> Value {
    match value {
        Value::String(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(&text).map_or(Value::String(text), unfolded)
        }
        Value::Array(items) => items.into_iter().map(unfolded).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, unfolded(value))).collect(),
        other => other,
    }
}

fn through(notifications: &Notifications, webhook: &Webhook, event_type: &str) {
    let (sent, wanted) = object(&webhook.resource);
    let original = webhook.original_type.first().map_or("", String::as_str);
    let letter = Sender::default().notify(event_type, original, &sent);
    let notification = notifications.parse(letter.headers, &letter.body).expect("it is right");
    let name = &webhook.name;
    match notification.event() {
        Event::Unknown(unknown) => panic!("{name}: {unknown:?}"),
        Event::Ambiguous(either) => {
            assert_ne!(event_type, name, "under its own name it is itself");
            assert!(either.could_be().contains(&name.as_str()), "{name} as {event_type}: {either:?}");
            return;
        }
        event => assert_eq!(event.event_type(), name, "as {event_type}"),
    }
    let found = serde_json::to_value(notification.event().value().expose()).expect("JSON");
    assert_eq!(unfolded(found), unfolded(wanted), "{name}");
    let open = OpenTexts::of(api::api().webhook(name).expect("the gateway knows it").notice().resource);
    let odd: Vec<_> = notification.drift().iter().filter(|drift| !open.explain(drift)).collect();
    assert!(odd.is_empty(), "{name}: {odd:?}");
    let is_told = webhook.original_type.is_empty() || notification.envelope_drift().is_empty();
    assert!(is_told, "{name}: {}", notification.envelope_drift());
}

#[test]
fn every_notification_goes_through_its_event_and_loses_no_member() {
    let judge = Judge::load().expect("the spec is right");
    let notifications = notifications(merchant());
    assert_eq!(judge.webhooks().len(), 102);
    for webhook in judge.webhooks() {
        for event_type in std::iter::once(&webhook.name).chain(&webhook.also) {
            through(&notifications, webhook, event_type);
        }
    }
}

/// The event types that several objects come under.
fn contested(webhooks: &[Webhook]) -> Vec<(&str, Vec<&Webhook>)> {
    let types: BTreeSet<&str> = webhooks.iter().flat_map(|one| &one.also).map(String::as_str).collect();
    let is_of = |one: &Webhook, name: &str| one.name == name || one.also.iter().any(|also| also == name);
    let of = |name: &str| webhooks.iter().filter(|one| is_of(one, name)).collect::<Vec<_>>();
    types.into_iter().map(|name| (name, of(name))).filter(|(_, who)| who.len() > 1).collect()
}

/// What it is taken for: one event type, or those that it could be.
fn taken_for(notifications: &Notifications, event_type: &str, original: &str, content: &Value) -> Vec<String> {
    let letter = Sender::default().notify(event_type, original, content);
    let notification = notifications.parse(letter.headers, &letter.body).expect("it is right");
    assert_eq!(notification.plain_text(), content.to_string().as_bytes());
    match notification.event() {
        Event::Ambiguous(either) => either.could_be().iter().map(ToString::to_string).collect(),
        event => vec![event.event_type().to_owned()],
    }
}

/// Whatever member comes more, of another object or of none, and whatever optional one does not come: it stays what it is.
#[test]
fn no_member_more_or_less_makes_one_object_another() {
    let judge = Judge::load().expect("the spec is right");
    let notifications = notifications(merchant());
    let mut count = 0;
    for (event_type, who) in contested(judge.webhooks()) {
        for webhook in &who {
            let (whole, _) = object(&webhook.resource);
            for original in webhook.original_type.iter().map(String::as_str).chain(["", "of tomorrow"]) {
                let expected = taken_for(&notifications, event_type, original, &whole);
                assert!(expected.contains(&webhook.name), "{} as {event_type}: {expected:?}", webhook.name);
                let mut check = |content: Value, what: &str| {
                    let taken = taken_for(&notifications, event_type, original, &content);
                    assert_eq!(taken, expected, "{} of {original:?} {what}", webhook.name);
                    count += 1;
                };
                let others = who.iter().flat_map(|other| &other.resource).map(|field| field.name.as_str());
                for more in others.chain(["new_of_2030"]).filter(|name| whole.get(name).is_none()) {
                    let mut content = whole.clone();
                    content[more] = json!("x");
                    check(content, &format!("with {more}"));
                }
                for field in webhook.resource.iter().filter(|field| field.required != Required::Yes) {
                    let mut content = whole.clone();
                    content.as_object_mut().expect("an object").remove(&field.name);
                    check(content, &format!("without {}", field.name));
                }
            }
        }
    }
    assert!(count >= 400, "{count}");
}

/// Examples of other sources, where they lie beside the repository: each under each of the event types that it is of.
#[test]
fn examples_of_other_sources_lose_no_member() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/evidence/webhook-samples.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: there are none here ({path})");
        return;
    };
    let notifications = notifications(merchant());
    let mut count = 0;
    for line in text.lines() {
        let sample: Value = serde_json::from_str(line).expect("a line is JSON");
        if sample["kind"] != "resource" {
            continue;
        }
        for event_type in sample["webhooks"].as_array().expect("a list").iter().filter_map(Value::as_str) {
            let letter = Sender::default().notify(event_type, "", &sample["json"]);
            let notification = notifications.parse(letter.headers, &letter.body).expect("it is right");
            assert_eq!(notification.plain_text(), sample["json"].to_string().as_bytes());
            let taken = taken_for(&notifications, event_type, "", &sample["json"]);
            let mut more = sample["json"].clone();
            more["new_of_2030"] = json!("x");
            assert_eq!(taken_for(&notifications, event_type, "", &more), taken, "{}", sample["source"]);
            if let Event::Ambiguous(_) | Event::Unknown(_) = notification.event() {
                assert!(event_type == "TRANSACTION.SUCCESS", "{event_type}: {:?}", notification.event());
                continue;
            }
            // What others have encrypted does not open here.
            let is_lost = |told: &String| {
                told.contains("no type knows") || told.contains("absent") && !told.contains("cipher text")
            };
            let lost: Vec<String> = notification.drift().iter().map(ToString::to_string).filter(is_lost).collect();
            assert!(lost.is_empty(), "{event_type} {}: {lost:?}", sample["source"]);
            count += 1;
        }
    }
    assert!(count >= 29, "{count}");
}
