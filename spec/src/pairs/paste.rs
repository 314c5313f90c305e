//! The lines that decide about a difference, as the files of people have them.

use std::fmt;

use super::difference::{Difference, What};
use super::file::{Lacking, Pairs};
use crate::model::{Content, Field, OperationId};
use crate::overrides::Paste;

const MEND: &str = "into a file of `spec/overrides/`, where the page leaves it out";
const RETYPE: &str = "into a file of `spec/overrides/`, where the page of the notification is wrong";
const RETYPE_ANSWER: &str = "into a file of `spec/overrides/`, where the pages of the answers are wrong";
const EXCEPT: &str = "into `except` of the pair, with a reason, where both are right";

impl Difference {
    /// The lines that decide about it, each with where they go.
    pub fn pastes(&self) -> Vec<Paste> {
        pastes(self)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", Pairs::FILE, self.place, self.news())?;
        for Paste { into, lines } in self.pastes() {
            write!(f, "\n{into}:\n{}", lines.trim_end())?;
        }
        Ok(())
    }
}

fn pastes(difference: &Difference) -> Vec<Paste> {
    let webhook = difference.webhook.as_deref().unwrap_or_default();
    let path = &difference.path;
    let (to_webhook, to_answers) = (of_webhook(webhook), of_answers(&difference.operations));
    let in_answer = |path: &str| join(difference.at.as_deref().unwrap_or_default(), path);
    let except = |excuse: String| Paste { into: EXCEPT, lines: exception(path, &excuse) };
    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    match &difference.what {
        What::Lacks(Lacking::Webhook, field) => {
            let mend = Paste { into: MEND, lines: entry(&to_webhook, parent, &added(field)) };
            vec![mend, except("lacks = \"webhook\"".to_owned())]
        }
        What::Lacks(Lacking::Operation, field) => {
            let mend = Paste { into: MEND, lines: entry(&to_answers, &in_answer(parent), &added(field)) };
            vec![mend, except("lacks = \"operation\"".to_owned())]
        }
        What::Types([ours, theirs]) => {
            let retype = |is, should| format!("expect = {{ type = \"{is}\" }}\nset = {{ type = \"{should}\" }}\n");
            vec![
                Paste { into: RETYPE, lines: entry(&to_webhook, path, &retype(ours, theirs)) },
                Paste { into: RETYPE_ANSWER, lines: entry(&to_answers, &in_answer(path), &retype(theirs, ours)) },
                except(format!("type = [\"{ours}\", \"{theirs}\"]")),
            ]
        }
        What::Values(lacking, values) => {
            let add = format!("enum = {{ add = {values:?} }}\n");
            let lines = match lacking {
                Lacking::Webhook => entry(&to_webhook, path, &add),
                Lacking::Operation => entry(&to_answers, &in_answer(path), &add),
            };
            vec![Paste { into: MEND, lines }, except(format!("enum = {values:?}"))]
        }
        What::Shapeless(_) => Vec::new(),
    }
}

fn of_webhook(name: &str) -> String {
    format!("target = \"webhook {name}\"\nside = \"resource\"\n")
}

fn of_answers(operations: &[OperationId]) -> String {
    let targets: Vec<String> = operations.iter().map(|id| format!("  \"{id}\",\n")).collect();
    format!("targets = [\n{}]\nside = \"response\"\n", targets.concat())
}

fn entry(target: &str, field: &str, action: &str) -> String {
    let field = if field.is_empty() { String::new() } else { format!("field = \"{field}\"\n") };
    format!("[[override]]\n{target}{field}{action}reason = \"\"\nevidence = []\n")
}

fn exception(path: &str, excuse: &str) -> String {
    format!("  {{ field = \"{path}\", {excuse}, reason = \"\" }},\n")
}

/// A field that is to be added: optional, for the page does not have it.
fn added(field: &Field) -> String {
    format!("add = [{}]\n", inline(field))
}

fn inline(field: &Field) -> String {
    let mut keys = vec![format!("name = {:?}", field.name), format!("type = \"{}\"", field.ty)];
    if !field.label.is_empty() {
        keys.push(format!("label = {:?}", field.label));
    }
    if !field.values.is_empty() {
        keys.push(format!("enum = {:?}", field.values));
    }
    keys.extend(field.encrypted.map(|key| format!("encrypted = \"{}\"", key.as_str())));
    if matches!(field.content, Content::EncodedJson(_)) {
        keys.push("encoded = \"json\"".to_owned());
    }
    let members = field.members();
    if !members.is_empty() {
        keys.push(format!("fields = [{}]", members.iter().map(inline).collect::<Vec<_>>().join(", ")));
    }
    format!("{{ {} }}", keys.join(", "))
}

fn join(at: &str, path: &str) -> String {
    match (at, path) {
        ("", path) | (path, "") => path.to_owned(),
        (at, path) => format!("{at}.{path}"),
    }
}
