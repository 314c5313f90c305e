//! Where in the files of the spec a change stands.

use std::collections::BTreeMap;

use crate::model::Spec;
use crate::target::Target;

/// The texts of both specs as their files state them: a change is found in the new one, or, where all of it is gone, in
/// the old one.
#[derive(Debug, Default)]
pub struct Places {
    files: BTreeMap<String, String>,
}

/// What opens each side in a file.
const SIDES: [(&str, &[&str]); 8] = [
    ("request.path", &["request", "path"]),
    ("request.query", &["request", "query"]),
    ("request.headers", &["request", "headers"]),
    ("request.body", &["request", "json"]),
    ("request.body", &["request", "multipart"]),
    ("response", &["response"]),
    ("resource", &["resource"]),
    ("answer", &["answer"]),
];

impl Places {
    pub fn of_specs([old, new]: &[Spec; 2]) -> Self {
        let mut files = old.files();
        files.extend(new.files());
        Self { files }
    }

    /// The file from the repository's root, and the line: that of the field, or of the nearest one above it that is
    /// there.
    pub fn of(&self, target: &Target, place: &str) -> Option<(String, usize)> {
        let file = match target {
            Target::Operation(id) => id.file(),
            Target::Webhook(name) => format!("webhook/v3/{name}.json"),
        };
        let text = self.files.get(&file)?;
        Some((format!("spec/{file}"), line(text, place)))
    }
}

/// The line of the deepest part of a place (`response amount.total`) that the text has; else the line that names what
/// the file is about, which is its second one.
fn line(text: &str, place: &str) -> usize {
    let (side, path) = place.split_once(' ').unwrap_or((place, ""));
    let path = path.split(' ').next().unwrap_or_default();
    // An answer of its own is what stands in the body.
    let body = (side == "answer" && !path.is_empty()).then_some("body");
    let wanted = body.into_iter().chain(path.split(['.', '#'])).filter(|name| !name.is_empty());
    let wanted: Vec<&str> = wanted.collect();
    let mut found = (0, 2);
    // What is open at a line: its indent, and its name.
    let mut open: Vec<(usize, String, bool)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        let Some((name, is_field)) = opened(words) else { continue };
        open.retain(|(above, ..)| *above < indent);
        open.push((indent, name, is_field));
        let keys: Vec<&str> = open.iter().filter(|(.., field)| !field).map(|(_, name, _)| name.as_str()).collect();
        let inside = |(known, parts): &(&str, &[&str])| *known == side && keys.starts_with(parts);
        if !SIDES.iter().any(inside) {
            continue;
        }
        let names: Vec<&str> = open.iter().filter(|(.., field)| *field).map(|(_, name, _)| name.as_str()).collect();
        let depth = names.iter().zip(&wanted).take_while(|(name, wanted)| name == wanted).count();
        let is_deeper = depth == names.len() && (depth > found.0 || found == (0, 2));
        if is_deeper {
            found = (depth, number + 1);
        }
    }
    found.1
}

/// The key that a line opens (`"query": [`), or the field (`{"name": "payer", …`).
fn opened(words: &str) -> Option<(String, bool)> {
    if let Some(rest) = words.strip_prefix("{\"name\": ") {
        return Some((first_text(rest)?, true));
    }
    let key = first_text(words)?;
    words[key.len() + 2..].starts_with(':').then_some((key, false))
}

fn first_text(text: &str) -> Option<String> {
    let mut texts = serde_json::Deserializer::from_str(text).into_iter::<String>();
    texts.next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "operation": "POST /v3/a",
  "request": {
    "query": [
      {"name": "total", "type": "integer"}
    ],
    "json": {"required": true, "fields": [
      {"name": "amount", "type": "object", "fields": [
        {"name": "total", "type": "integer"}
      ]}
    ]}
  },
  "response": {"kind": "json", "fields": [
    {"name": "detail", "type": "object", "variants": [[
      {"name": "total", "type": "integer"}
    ]]}
  ]}
}
"#;

    #[test]
    fn a_field_stands_at_its_line() {
        let cases = [
            ("", 2),
            ("request.query total", 5),
            ("request.body amount", 8),
            ("request.body amount.total", 9),
            ("response detail.total", 15),
            ("response detail#1", 14),
            ("response detail `A B`", 14),
            ("request.body", 7),
            ("request.body amount.gone", 8),
            ("request.body gone", 7),
            ("request.headers gone", 2),
        ];
        for (place, number) in cases {
            assert_eq!(line(TEXT, place), number, "{place}");
        }
    }
}
