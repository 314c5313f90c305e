//! The table of what is read as what, row by row.

use super::{DriftKind, In, Out, Read, Secret, Value, Wire, encode, read};
use crate::odd::post_response::State;

/// An object with one member of a type.
struct With<T>(T);

impl<T: Wire> Wire for With<T> {
    fn put(&self, out: &mut Out) {
        out.field("v", &self.0);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self(from.field("v"))
    }
}

/// An object with one member whose JSON stands in a string.
struct Encoded<T>(T);

impl<T: Wire> Wire for Encoded<T> {
    fn put(&self, out: &mut Out) {
        out.encoded("v", &self.0);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self(from.encoded("v"))
    }
}

/// The object of the table.
struct Object {
    a: i64,
}

impl Wire for Object {
    fn put(&self, out: &mut Out) {
        out.field("a", &self.a);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self { a: from.field("a") }
    }
}

/// What came of a row: what went out, and what was told; or why nothing did.
type Outcome = Result<(String, Vec<String>), String>;

fn outcome<T: Wire>(json: &str) -> Outcome {
    let body = format!("{{\"v\":{json}}}");
    let Read { value, drift, .. } = read::<T>(body.as_bytes()).map_err(|error| error.message().to_owned())?;
    assert!(drift.iter().all(|drift| drift.path().starts_with("$.v")), "{json}: {drift}");
    let told = drift.iter().map(|drift| match drift.kind() {
        DriftKind::Dropped { member, reason } if member == "$.v" => format!("none: {reason}"),
        kind => kind.to_string(),
    });
    Ok((encode(&value).expose().to_string(), told.collect()))
}

/// With the member required, and optional.
fn both<T: Wire>(json: &str) -> [Outcome; 2] {
    [outcome::<With<T>>(json), outcome::<With<Option<T>>>(json)]
}

fn outcomes(ty: &str, json: &str) -> [Outcome; 2] {
    match ty {
        "text" => both::<String>(json),
        "enum" => both::<State>(json),
        "confidential" => both::<Secret>(json),
        "integer" => both::<i64>(json),
        "number" => both::<f64>(json),
        "boolean" => both::<bool>(json),
        "object" => both::<Object>(json),
        "list of objects" => both::<Vec<Object>>(json),
        "list of texts" => both::<Vec<String>>(json),
        "JSON in a string" => [outcome::<Encoded<Object>>(json), outcome::<Encoded<Option<Object>>>(json)],
        "any JSON" => both::<Value>(json),
        other => panic!("the table has a type that is none: {other}"),
    }
}

#[test]
fn each_row_of_the_table_holds() {
    let rows = include_str!("tolerance.md").lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|'));
    let rows = rows.map(|row| row.split(" | ").map(str::trim).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows.filter(|row| !["type", "---"].contains(&row[0])) {
        let &[ty, comes, goes, told] = &row[..] else { panic!("a row of four: {row:?}") };
        let (comes, goes) = (comes.trim_matches('`'), goes.trim_matches('`'));
        let found = outcomes(ty, comes);
        let expected = expected(ty, goes, told);
        if found != expected {
            wrong.push(format!("{ty} {comes}:\n  is       {found:?}\n  expected {expected:?}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 80, "{count} rows");
}

/// What a row says of a required and of an optional member.
fn expected(ty: &str, goes: &str, told: &str) -> [Outcome; 2] {
    let told: Vec<String> = told.split("; ").filter(|told| !told.is_empty()).map(str::to_owned).collect();
    let nothing = |told: &[String]| Ok(("{}".to_owned(), told.to_vec()));
    match goes {
        "none" => [Err(told[0].clone()), nothing(&[format!("none: {}", told[0])])],
        // A list that has to come is an empty one.
        "absent" if ty.starts_with("list") => {
            let required = if told.is_empty() { vec![DriftKind::Missing.to_string()] } else { told.clone() };
            [Ok((r#"{"v":[]}"#.to_owned(), required)), nothing(&told)]
        }
        "absent" => {
            let required = if told.is_empty() { "required, but absent or null" } else { "found an empty string" };
            let found = outcome_of_absent(ty, required);
            [found, nothing(&told)]
        }
        _ => {
            let whole = Ok((format!("{{\"v\":{goes}}}"), told));
            [whole.clone(), whole]
        }
    }
}

fn outcome_of_absent(ty: &str, why: &str) -> Outcome {
    let wanted = match ty {
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "a boolean",
        _ => "an object",
    };
    Err(if why.starts_with("found") { format!("expected {wanted}, {why}") } else { why.to_owned() })
}
