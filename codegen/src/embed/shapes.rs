//! Lists of fields, each of them once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use wechatpay_spec::{Content, Field, Required, Type};

/// How many bytes of a digest name a shape: enough for some ten thousand.
const NAME: usize = 5;

#[derive(Default)]
pub struct Shapes(BTreeMap<String, String>);

impl Shapes {
    /// The name of these fields, which are kept.
    pub fn of(&mut self, fields: &[Field]) -> String {
        let fields: Vec<Value> = fields.iter().map(|field| Value::Object(self.field(field))).collect();
        let text = Value::Array(fields).to_string();
        let digest = Sha256::digest(&text);
        let name = digest[..NAME].iter().fold(String::new(), |mut name, byte| {
            write!(name, "{byte:02x}").expect("a string takes all text");
            name
        });
        let before = self.0.insert(name.clone(), text.clone());
        assert!(before.is_none_or(|before| before == text), "two shapes have the name {name}: a longer one is needed");
        name
    }

    /// Sorted by name.
    pub fn lines(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter()
    }

    fn field(&mut self, field: &Field) -> Map<String, Value> {
        let mut said = vec![("name", json!(field.name))];
        if field.ty != Type::STRING {
            said.push(("type", json!(field.ty.to_string())));
        }
        if field.required == Required::Yes {
            said.push(("required", json!(true)));
        }
        if let Some(choice) = &field.one_of {
            said.push(("one_of", json!(choice.alternatives())));
        }
        if let Some(format) = field.format {
            said.push(("format", json!(format.as_str())));
        }
        if !field.values.is_empty() {
            said.push(("values", json!(field.values)));
        }
        if let Some(encrypted) = field.encrypted {
            said.push(("encrypted", json!(encrypted.as_str())));
        }
        match &field.content {
            Content::Leaf => {}
            Content::Fields(fields) => said.push(("fields", json!(self.of(fields)))),
            Content::EncodedJson(fields) => said.push(("encoded", json!(self.of(fields)))),
            Content::Variants(variants) => {
                let names: Vec<String> = variants.iter().map(|variant| self.of(&variant.fields)).collect();
                said.push(("variants", json!(names)));
            }
        }
        if let Some(example) = &field.example {
            said.push(("example", example.clone()));
        }
        said.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
