//! The rules of the specification that need no other tool to be looked at.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, REAL, exported, objects, odd};

/// Both documents, each by its name.
fn both() -> [(&'static str, Document); 2] {
    [("real", Document(REAL.1.0.clone())), ("odd", Document::of(&odd()))]
}

#[test]
fn every_reference_leads_to_something() {
    for (name, document) in both() {
        let mut count = 0;
        objects(&document.0, "", &mut |way, members| {
            let Some(to) = members.get("$ref").and_then(Value::as_str) else { return };
            count += 1;
            let pointer = to.strip_prefix('#').unwrap_or_else(|| panic!("{name} {way}: {to} is elsewhere"));
            assert!(document.0.pointer(pointer).is_some(), "{name} {way}: {to} is nothing");
        });
        assert!(count > 10, "{name}: references are found");
    }
}

/// Also to generators that make one word of them.
#[test]
fn every_operation_and_every_component_has_a_name_of_its_own() {
    let word = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    for (name, document) in both() {
        let operations = document.operations().map(|(_, _, operation)| operation);
        let webhooks = document.at("/webhooks").as_object().unwrap().values().map(|item| &item["post"]);
        let ids = operations.chain(webhooks).map(|operation| operation["operationId"].as_str().unwrap().to_owned());
        let components = document.at("/components/schemas").as_object().unwrap().keys().cloned();
        for names in [ids.collect::<Vec<_>>(), components.collect()] {
            let mut words = BTreeSet::new();
            for one in names {
                assert!(words.insert(word(&one)), "{name}: `{one}` reads like another one");
                let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
                assert!(one.chars().all(is_plain), "{name}: `{one}` is no name of a component");
            }
        }
    }
}

#[test]
fn every_placeholder_is_a_parameter_and_the_other_way_round() {
    for (name, document) in both() {
        for (path, method, operation) in document.operations() {
            let url = path.split('#').next().unwrap();
            let placeholders: BTreeSet<&str> =
                url.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0).collect();
            let none = Vec::new();
            let parameters: Vec<&Value> = operation["parameters"].as_array().unwrap_or(&none).iter().collect();
            let mut keys = BTreeSet::new();
            for parameter in &parameters {
                let key = (parameter["in"].as_str(), parameter["name"].as_str());
                assert!(keys.insert(key), "{name} {method} {path}: {key:?} stands there twice");
                assert!(parameter["in"] != "path" || parameter["required"] == true, "{name} {method} {path}: {key:?}");
            }
            let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path");
            let declared: BTreeSet<&str> = in_path.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(placeholders, declared, "{name} {method} {path}");
        }
    }
}

/// OpenAPI forbids two paths that differ in the names of their placeholders alone.
#[test]
fn no_two_paths_are_alike() {
    for (name, document) in both() {
        let mut forms = BTreeSet::new();
        for path in document.at("/paths").as_object().unwrap().keys() {
            let segments = path.split('/').map(|segment| match (segment.starts_with('{'), segment.split_once('#')) {
                (true, _) => "{}",
                (false, _) => segment,
            });
            assert!(forms.insert(segments.collect::<Vec<_>>().join("/")), "{name}: {path} is like another one");
        }
    }
}

#[test]
fn what_is_required_is_a_member_and_what_is_secured_is_a_scheme() {
    for (name, document) in both() {
        objects(&document.0, "", &mut |way, members| {
            // A member may be called so itself.
            let required = members.get("required").and_then(Value::as_array);
            let properties = members.get("properties").and_then(Value::as_object);
            let (Some(required), Some(properties)) = (required, properties) else { return };
            let mut seen = BTreeSet::new();
            for member in required.iter().filter_map(Value::as_str) {
                assert!(properties.get(member).is_some(), "{name} {way}: `{member}` is required, and is no member");
                assert!(seen.insert(member), "{name} {way}: `{member}` is required twice");
            }
        });
        let schemes = document.at("/components/securitySchemes").as_object().unwrap();
        let operations = document.operations().map(|(_, _, operation)| &operation["security"]);
        for requirement in operations.chain([document.at("/security")]).filter_map(Value::as_array).flatten() {
            let known = requirement.as_object().unwrap().keys().all(|scheme| schemes.contains_key(scheme));
            assert!(known, "{name}: {requirement}");
        }
        let tags = document.at("/tags").as_array().unwrap();
        let tags: BTreeSet<&str> = tags.iter().map(|tag| tag["name"].as_str().unwrap()).collect();
        for (path, _, operation) in document.operations() {
            assert!(tags.contains(operation["tags"][0].as_str().unwrap()), "{name} {path}");
        }
    }
}

/// No member stands twice: a reader would see the last one alone.
#[test]
fn no_object_says_the_same_twice() {
    for corrected in [&REAL.0, &odd()] {
        let text = exported(corrected);
        let parsed: Value = serde_json::from_str(&text).unwrap();
        let count = |text: &str| text.lines().count();
        assert_eq!(count(&text), count(&serde_json::to_string_pretty(&parsed).unwrap()));
    }
}

#[test]
fn the_same_spec_gives_the_same_text_in_whatever_order() {
    let corrected = odd();
    let mut turned = corrected.clone();
    turned.spec.operations.reverse();
    turned.spec.webhooks.reverse();
    assert_eq!(exported(&turned), exported(&corrected));
}
