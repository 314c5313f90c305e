//! The document as its readers have it: JSON, and references in it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use wechatpay_codegen::{openapi, share};
use wechatpay_spec::{Corrected, Side, Spec, Target};

pub struct Document(pub Value);

/// The spec of this repository, and what becomes of it.
pub static REAL: LazyLock<(Corrected, Document)> = LazyLock::new(|| {
    let corrected = Corrected::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap();
    let document = Document::of(&corrected);
    (corrected, document)
});

/// The spec in which every field is an odd corner.
pub fn odd() -> Corrected {
    let tests: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    Corrected { spec: Spec::load(&tests.join("spec")).unwrap(), ..Corrected::default() }
}

pub fn exported(corrected: &Corrected) -> String {
    let named = share::name(corrected).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    openapi::export(corrected, &named, &openapi::Origin { version: "1.2.3", source: None })
}

impl Document {
    pub fn of(corrected: &Corrected) -> Self {
        Self(serde_json::from_str(&exported(corrected)).unwrap())
    }

    pub fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
    }

    /// Each operation, with the name of its path and its method.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let items = self.at("/paths").as_object().unwrap().iter();
        items.flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| (&path[..], &method[..], operation))
        })
    }

    pub fn operation(&self, target: &Target) -> &Value {
        match target {
            Target::Webhook(name) => &self.0["webhooks"][name]["post"],
            Target::Operation(id) => {
                let is_it = |(path, method, _): &(&str, &str, &Value)| {
                    path.split('#').next() == Some(&id.path) && *method == id.method.lower()
                };
                self.operations().find(is_it).unwrap_or_else(|| panic!("{id} is missing")).2
            }
        }
    }

    /// Where a reference leads.
    pub fn resolved<'v>(&'v self, mut value: &'v Value) -> &'v Value {
        while let Some(to) = value.get("$ref").and_then(Value::as_str) {
            value = self.at(to.strip_prefix('#').unwrap());
        }
        value
    }

    /// The schema of one side as an object. Parameters have none of their own.
    pub fn side(&self, target: &Target, side: Side) -> Value {
        let operation = self.operation(target);
        let content = |holder: &Value| {
            let kinds = self.resolved(holder)["content"].as_object().cloned().unwrap_or_default();
            kinds.into_iter().next().map(|(_, content)| content["schema"].clone()).unwrap_or_default()
        };
        match side {
            Side::RequestPath => self.parameters(operation, "path"),
            Side::RequestQuery => self.parameters(operation, "query"),
            Side::RequestHeaders => self.parameters(operation, "header"),
            Side::RequestBody => content(&operation["requestBody"]),
            Side::Response | Side::Answer => content(&operation["responses"]["200"]),
            Side::Resource => operation["x-wechatpay-resource"].clone(),
        }
    }

    fn parameters(&self, operation: &Value, place: &str) -> Value {
        let none = Vec::new();
        let all = operation["parameters"].as_array().unwrap_or(&none).iter().map(|one| self.resolved(one));
        let here = all.filter(|one| one["in"] == place);
        let mut side = serde_json::json!({"type": "object", "properties": {}, "required": []});
        for one in here {
            let name = one["name"].as_str().unwrap();
            let schema = match one.get("schema") {
                Some(schema) => schema.clone(),
                // JSON in place of a text.
                None => {
                    serde_json::json!({"type": "string", "contentSchema": one["content"]["application/json"]["schema"]})
                }
            };
            side["properties"][name] = schema;
            if one["required"] == true {
                side["required"].as_array_mut().unwrap().push(name.into());
            }
        }
        side
    }

    /// What is in a list, and in a text that holds JSON.
    pub fn inner<'v>(&'v self, value: &'v Value) -> &'v Value {
        let value = self.resolved(value);
        match value.get("contentSchema").or_else(|| value.get("items")) {
            Some(inner) => self.inner(inner),
            None => value,
        }
    }
}

/// Every value of a JSON text that is an object, with the way to it.
pub fn objects<'v>(value: &'v Value, way: &str, seen: &mut dyn FnMut(&str, &'v serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            seen(way, members);
            for (name, member) in members {
                objects(member, &format!("{way}/{name}"), seen);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{way}/{index}"), seen);
            }
        }
        _ => {}
    }
}
