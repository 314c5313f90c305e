//! The files of the spec, by their names.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::{Table, Value};
use wechatpay_spec::overrides::Scope;
use wechatpay_spec::{
    AllowList, Formats, Held, Names, Operation, Overrides, Pairs, Presence, Products, Protocol, Schemas, Source, Spec,
    SpecError, Types, Webhook, validate,
};

pub fn check(file: &str, text: &str) {
    let told = match file {
        "allow.toml" => {
            one(AllowList::parse(file, text), |list| assert_eq!(list.entries().len(), count(text, "allow")))
        }
        "held.toml" => one(Held::parse(file, text), |held| {
            assert_eq!(held.pages().len(), count(text, "held"));
            again(&held.to_toml(), |text| Held::parse(file, text), Held::to_toml);
        }),
        "names.toml" => one(Names::parse(file, text), |names| {
            assert_eq!(recorded(names), stated(text), "a name is lost");
            again(&names.to_toml(), |text| Names::parse(file, text), Names::to_toml);
            assert_eq!(Names::parse(file, &names.to_toml()).as_ref(), Ok(names));
        }),
        "source.toml" => one(Source::parse(file, text).map_err(only), |source| {
            again(&source.to_toml(), |text| Source::parse(file, text), Source::to_toml);
        }),
        "pairs.toml" => one(Pairs::parse(file, text), |_| {}),
        "products.toml" => one(Products::parse(file, text), |_| {}),
        "protocol.toml" => one(Protocol::parse(file, text), |_| {}),
        "presence.json" => one(Presence::parse(file, text).map_err(only), |read| as_it_is(text, &read.to_json())),
        "formats.json" => one(Formats::parse(file, text).map_err(only), |read| as_it_is(text, &read.to_json())),
        "schemas.json" => one(Schemas::parse(file, text).map_err(only), |read| as_it_is(text, &read.to_json())),
        _ => return folders(file, text),
    };
    placed(file, text, &told);
}

/// Files that have names of their own, below a folder.
fn folders(file: &str, text: &str) {
    let files = BTreeMap::from([(file.to_owned(), text.to_owned())]);
    let told = if file.starts_with("overrides/") {
        one(Overrides::from_files(&files), |overrides| {
            assert_eq!(overrides.entries().len(), count(text, "override"));
            correct(overrides);
        })
    } else if file.starts_with("types/") {
        one(Types::from_files(&files), |types| {
            assert_eq!((types.entries().len(), types.declined().len()), (count(text, "type"), count(text, "declined")));
        })
    } else {
        one(Spec::from_files(&files), |spec| {
            // A file of the spec is the only text for what it says.
            assert_eq!(spec.files(), files);
            drop(validate(spec));
        })
    };
    placed(file, text, &told);
}

/// Corrections of a small spec: they fit, or it is said which do not.
fn correct(overrides: &Overrides) {
    let file = "api/v3/acme/widgets.post.json";
    let text = include_str!("widgets.json");
    let webhook = include_str!("notification.json");
    let mut spec = Spec {
        operations: vec![Operation::parse(file, text).expect("it is right")],
        webhooks: vec![Webhook::parse("webhook/v3/WIDGET.SUCCESS.json", webhook).expect("it is right")],
        moved: Vec::new(),
    };
    let before = spec.clone();
    let applied = overrides.apply(&mut spec, Scope::Partial);
    // What is left out is said; what is done is seen.
    if let Ok(applied) = applied {
        let is_other = spec != before;
        assert!(!is_other || applied.corrected > 0, "it is corrected, and by nothing");
        drop(validate(&spec));
    }
}

fn only(error: SpecError) -> Vec<SpecError> {
    vec![error]
}

fn one<T>(read: Result<T, Vec<SpecError>>, look: impl FnOnce(&T)) -> Vec<SpecError> {
    match read {
        Ok(read) => {
            look(&read);
            Vec::new()
        }
        Err(errors) => {
            assert!(!errors.is_empty(), "it is refused for no reason");
            errors
        }
    }
}

/// Each thing that is wrong has its place in the file, or is said of the file as a whole.
fn placed(file: &str, text: &str, errors: &[SpecError]) {
    for error in errors {
        assert_eq!(error.file, file);
        assert!(!error.reason.is_empty());
        let Some(place) = error.place else { continue };
        // The end of the file is a place too, and lies behind its last newline.
        let line = text.split('\n').chain([""]).nth(place.line - 1);
        let line = line.unwrap_or_else(|| panic!("{error}: there are {} lines", text.split('\n').count()));
        assert!((1..=line.chars().count() + 2).contains(&place.column), "{error}: {line:?}");
    }
}

/// What is written is read as what was written.
fn again<T, E: std::fmt::Debug>(written: &str, read: impl Fn(&str) -> Result<T, E>, write: impl Fn(&T) -> String) {
    let read = read(written).unwrap_or_else(|error| panic!("{error:?} in {written}"));
    assert_eq!(write(&read), written);
}

/// What is read of a file and written again says the same.
fn as_it_is(text: &str, written: &str) {
    let json = |text: &str| serde_json::from_str::<Json>(text).expect("it is JSON");
    assert_eq!(json(text), json(written));
}

/// How many entries a file has, by a reader that knows TOML alone.
fn count(text: &str, list: &str) -> usize {
    let table: Table = toml::from_str(text).expect("it is TOML");
    table.get(list).and_then(Value::as_array).map_or(0, Vec::len)
}

fn stated(text: &str) -> (usize, usize) {
    let table: Table = toml::from_str(text).expect("it is TOML");
    (table.len(), table.values().filter_map(Value::as_table).map(Table::len).sum())
}

fn recorded(names: &Names) -> (usize, usize) {
    let (published, types) = (names.published.values(), names.types.values());
    (names.published.len() + names.types.len(), published.chain(types).map(BTreeMap::len).sum())
}
