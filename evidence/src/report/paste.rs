//! The lines that decide a disagreement, one way or the other.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::compare::{Disagreement, Mark, UNKNOWN_EVENT};
use crate::kind::Kind;

/// A correction that follows the source, for `spec/overrides`. Nothing where there is no way to follow it by data.
pub(super) fn correction(one: &Disagreement) -> Option<String> {
    let change = change(one)?;
    // A member goes into its parent.
    let field = match (one.kind, one.field.rsplit_once('.')) {
        (Kind::MissingField, parent) => parent.map_or("", |(parent, _)| parent),
        _ => one.field.as_str(),
    };
    let field = if field.is_empty() { String::new() } else { format!("field = {}\n", text(field)) };
    let target = text(&one.target.to_string());
    Some(format!(
        "[[override]]\ntarget = {target}\nside = \"{}\"\n{field}{change}\nreason = \"TODO\"\nevidence = [{}]\n",
        one.side,
        text(&format!(
            "{}: {}",
            super::json::speakers(one),
            one.says.as_str().map_or_else(|| one.says.to_string(), str::to_owned)
        )),
    ))
}

fn change(one: &Disagreement) -> Option<String> {
    let says = &one.says;
    Some(match one.kind {
        Kind::Required if one.spec == Value::Bool(true) => "expect.required = true\nset.required = false".to_owned(),
        Kind::Required => "expect.required = false\nset.required = true".to_owned(),
        Kind::Encrypted => {
            let key = one.spec.as_str().unwrap_or("none");
            let set = match (key, one.side) {
                ("none", wechatpay_spec::Side::Response) => "merchant",
                ("none", wechatpay_spec::Side::Resource) => "apiv3",
                ("none", _) => "platform",
                _ => "none",
            };
            format!("expect.encrypted = \"{key}\"\nset.encrypted = \"{set}\"")
        }
        Kind::Type => {
            let (expect, set) = (one.spec.as_str()?, says.as_str()?);
            format!("expect.type = \"{expect}\"\nset.type = \"{set}\"")
        }
        Kind::List => {
            let expect = one.spec.as_str()?;
            let set = expect.strip_suffix("[]").map_or_else(|| format!("{expect}[]"), str::to_owned);
            format!("expect.type = \"{expect}\"\nset.type = \"{set}\"")
        }
        Kind::Enum => values(one),
        Kind::MissingField if *says == UNKNOWN_EVENT => return None,
        Kind::MissingField => added(one),
        Kind::ExtraField => format!("remove = true\nexpect.type = {}", text(one.spec.get("type")?.as_str()?)),
    })
}

fn values(one: &Disagreement) -> String {
    let adds = one.says.get("adds").and_then(Value::as_array).cloned();
    // An example shows one value.
    let adds = adds.unwrap_or_else(|| if one.says.is_object() { Vec::new() } else { vec![one.says.clone()] });
    let adds: Vec<String> = adds.iter().map(|value| text(value.as_str().unwrap_or(&value.to_string()))).collect();
    if adds.is_empty() {
        let lacks = one.says.get("lacks").map_or_else(|| "[]".to_owned(), toml);
        return format!("enum.remove = {lacks}");
    }
    format!("enum.add = [{}]", adds.join(", "))
}

fn added(one: &Disagreement) -> String {
    let name = one.field.rsplit_once('.').map_or(one.field.as_str(), |(_, name)| name);
    let kind = one.says.get("type").and_then(Value::as_str).unwrap_or("string");
    // An example shows a list, and not of what.
    let kind = if kind == "list" { "object[]" } else { kind };
    let values = one.says.get("enum").map(|values| format!(", enum = {}", toml(values))).unwrap_or_default();
    let below = one.says.get("fields").map(|_| ", fields = [] # TODO").unwrap_or_default();
    if below.is_empty() {
        format!("add = [\n  {{ name = {}, type = \"{kind}\"{values} }},\n]", text(name))
    } else {
        format!(
            "add = [\n  {{ name = {}, type = \"{kind}\"{values}, fields = [\n    # TODO: {}\n  ] }},\n]",
            text(name),
            one.says["fields"]
        )
    }
}

/// The head of an entry that declines disagreements of one kind and one source, for `spec/evidence.toml`.
pub(super) fn declined(group: &[&Disagreement]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let sources: BTreeSet<&str> = first.sources().iter().map(|source| source.as_str()).collect();
    let names: Vec<String> = sources.iter().map(|name| text(name)).collect();
    let source = match names.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let places: String = group.iter().map(|one| place(one)).collect();
    format!("[[declined]]\nkind = \"{}\"\nsource = {source}\nreason = \"TODO\"\nplaces = [\n{places}]\n", first.kind)
}

/// An entry for marks of encryption that stand by themselves.
pub(super) fn sole(marks: &[&Mark]) -> String {
    let place = |mark: &&Mark| {
        let (at, field) = (text(&mark.target.to_string()), text(&mark.field));
        format!("  {{ at = {at}, side = \"{}\", field = {field} }},\n", mark.side)
    };
    let places: String = marks.iter().map(place).collect();
    format!("[[sole]]\nreason = \"TODO\"\nplaces = [\n{places}]\n")
}

fn place(one: &Disagreement) -> String {
    let (at, field) = (text(&one.target.to_string()), text(&one.field));
    // That a source does not have it, is what an extra field is.
    let says = if one.kind == Kind::ExtraField && one.says == "absent" {
        String::new()
    } else {
        format!(", says = {}", toml(&one.says))
    };
    format!("  {{ at = {at}, side = \"{}\", field = {field}{says} }},\n", one.side)
}

/// A value as TOML has it, in one line.
fn toml(value: &Value) -> String {
    match value {
        Value::String(value) => text(value),
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{} = {}", key_of(key), toml(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Null => "\"\"".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn key_of(key: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { text(key) }
}

fn text(value: &str) -> String {
    ::toml::Value::from(value).to_string()
}
