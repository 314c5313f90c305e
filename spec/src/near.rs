//! What may have been meant: names that are much like one that is not there.

use crate::model::{OperationId, Spec};

/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.7;
/// How many names of a list are shown.
const SHOWN: usize = 12;
/// How many of them are offered.
const OFFERED: usize = 3;

/// The names of a list, the first of them.
pub(crate) fn list(names: &[&str]) -> String {
    match names.len() {
        0 => "nothing".to_owned(),
        count if count > SHOWN => format!("{} and {} more", quoted(&names[..SHOWN]), count - SHOWN),
        _ => quoted(names),
    }
}

/// `; near it: …`, where some are near.
pub fn similar(name: &str, names: &[&str]) -> String {
    also("; near it:", &alike(name, names))
}

/// `; near it: …`, where operations of a spec have much the same name.
pub(crate) fn operation(spec: &Spec, id: &OperationId) -> String {
    let known: Vec<String> = spec.operations.iter().map(|operation| operation.id.to_string()).collect();
    similar(&id.to_string(), &known.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Words and what they are about, if there is anything.
pub(crate) fn also(words: &str, things: &[impl AsRef<str>]) -> String {
    if things.is_empty() { String::new() } else { format!("{words} {}", quoted(&things[..things.len().min(OFFERED)])) }
}

/// The names that are like this one, the nearest first.
pub(crate) fn alike<'a>(name: &str, names: &[&'a str]) -> Vec<&'a str> {
    let scored = names.iter().map(|other| (strsim::normalized_damerau_levenshtein(name, other), *other));
    let mut alike: Vec<(f64, &str)> = scored.filter(|(score, _)| *score >= ALIKE).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    alike.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

fn quoted(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}
