//! The spec for people and programs outside: the JSON of one operation or webhook, or of all of them.

use std::fmt;

use crate::model::{Operation, Spec, Webhook};
use crate::near;
use crate::target::Target;

/// Why nothing is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A path with several methods.
    Several { path: String, methods: Vec<String> },
    /// Nothing is called so, but these are alike.
    Name { name: String, near: Vec<String> },
}

impl Spec {
    /// The canonical text of what is called so: `POST /v3/pay/transactions/jsapi`, `webhook TRANSACTION.SUCCESS`; a path
    /// alone where it has one method, an event type alone.
    pub fn show(&self, name: &str) -> Result<String, Unknown> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(text) = self.text(&name) {
            return Ok(text);
        }
        let at_path: Vec<&Operation> = self.operations.iter().filter(|operation| operation.id.path == name).collect();
        match at_path.as_slice() {
            [] => Err(Unknown::Name { near: self.near(&name), name }),
            [one] => Ok(one.to_json()),
            several => Err(Unknown::Several {
                methods: several.iter().map(|one| one.id.method.to_string()).collect(),
                path: name,
            }),
        }
    }

    /// All operations, then all webhooks, as one object whose keys are their names.
    pub fn show_all(&self) -> String {
        let operations = self.operations.iter().map(|one| (Target::Operation(one.id.clone()), one.to_json()));
        let webhooks = self.webhooks.iter().map(|one| (Target::Webhook(one.name.clone()), one.to_json()));
        let members: Vec<String> = operations.chain(webhooks).map(|(target, text)| member(&target, &text)).collect();
        match members.as_slice() {
            [] => "{}\n".to_owned(),
            members => format!("{{\n{}\n}}\n", members.join(",\n")),
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        let event = name.strip_prefix("webhook ").unwrap_or(name);
        let webhook = self.webhooks.iter().find(|webhook| webhook.name == event);
        let operation = || self.operations.iter().find(|operation| operation.id.to_string() == name);
        webhook.map(Webhook::to_json).or_else(|| operation().map(Operation::to_json))
    }

    /// The names that are most like one that there is not, however it was written.
    fn near(&self, name: &str) -> Vec<String> {
        let operations = self.operations.iter().map(|operation| operation.id.to_string());
        let webhooks = self.webhooks.iter().map(|webhook| format!("webhook {}", webhook.name));
        let known: Vec<String> = operations.chain(webhooks).collect();
        let bare = |name: &str| name.split_once(' ').map_or(name, |(_, rest)| rest).to_lowercase();
        let wanted = bare(name);
        let short: Vec<String> = known.iter().map(|known| bare(known)).collect();
        let mut near: Vec<String> = Vec::new();
        for alike in near::alike(&wanted, &short.iter().map(String::as_str).collect::<Vec<_>>()) {
            let meant = known.iter().zip(&short).filter(|(_, short)| *short == alike).map(|(known, _)| known.clone());
            near.extend(meant.filter(|meant| !near.contains(meant)).collect::<Vec<_>>());
        }
        near
    }
}

fn member(target: &Target, text: &str) -> String {
    // No line break stands inside of a text: JSON escapes it.
    let body = text.trim_end().replace('\n', "\n  ");
    format!("  {}: {body}", serde_json::Value::from(target.to_string()))
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Several { path, methods } => {
                let names: Vec<String> = methods.iter().map(|method| format!("`{method} {path}`")).collect();
                write!(f, "`{path}` has several methods: {}", names.join(", "))
            }
            Self::Name { name, near } => {
                write!(f, "there is no `{name}` in the spec")?;
                let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
                if names.is_empty() { Ok(()) } else { write!(f, "; did you mean {}?", names.join(", ")) }
            }
        }
    }
}

impl std::error::Error for Unknown {}
