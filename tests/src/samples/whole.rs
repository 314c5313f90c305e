//! A sample shows one part of a request; the types want the whole of it.

use serde_json::{Map, Value};
use wechatpay_spec::{Body, Content, Field, Kind, Request};

/// A sample with placeholders for what it does not show: the parameters of the URL, the headers, and the file of an upload.
pub struct Whole {
    json: Value,
    /// The members that the sample does not have.
    added: Vec<String>,
    /// The part of a form that the sample is the content of.
    part: Option<String>,
}

impl Whole {
    pub fn of(request: &Request, sample: &Value) -> Self {
        let mut whole = Self { json: sample.clone(), added: Vec::new(), part: None };
        if let Body::Multipart { parts } = &request.body {
            whole.wrap(parts, sample);
            // A sample that is the JSON part shows none of the others.
            let is_meta = whole.part.is_some();
            whole.add(parts.iter().filter(|part| is_meta || part.ty.kind == Kind::File));
        }
        whole.add(request.path.iter().chain(&request.query.fields).chain(&request.headers));
        whole
    }

    pub fn json(&self) -> &Value {
        &self.json
    }

    /// What came back of the sample.
    pub fn sample_of(&self, mut found: Value) -> Value {
        if let Some(part) = &self.part {
            return match found.get_mut(part).map(Value::take) {
                Some(Value::String(text)) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
                other => other.unwrap_or_default(),
            };
        }
        if let Value::Object(members) = &mut found {
            members.retain(|name, _| !self.added.contains(name));
        }
        found
    }

    /// The sample of an upload is its JSON part, unless it shows the form.
    fn wrap(&mut self, parts: &[Field], sample: &Value) {
        let json = parts.iter().find(|part| matches!(part.content, Content::EncodedJson(_)));
        if let Some(part) = json.filter(|part| sample.get(&part.name).is_none()) {
            let members = [(part.name.clone(), Value::String(sample.to_string()))];
            self.json = Value::Object(Map::from_iter(members));
            self.part = Some(part.name.clone());
        }
    }

    fn add<'f>(&mut self, fields: impl Iterator<Item = &'f Field>) {
        let Value::Object(members) = &mut self.json else { return };
        for field in fields {
            if !members.contains_key(&field.name) {
                members.insert(field.name.clone(), placeholder(field));
                self.added.push(field.name.clone());
            }
        }
    }
}

fn placeholder(field: &Field) -> Value {
    let one = match field.ty.kind {
        Kind::Boolean => Value::Bool(true),
        Kind::Object => Value::Object(Map::new()),
        _ if !field.fields().is_empty() => Value::Null,
        _ => Value::String("1".to_owned()),
    };
    if field.ty.list { Value::Array(vec![one]) } else { one }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wechatpay_spec::Type;

    use super::*;

    fn field(name: &str, kind: Kind) -> Field {
        Field::new(name, Type::one(kind))
    }

    #[test]
    fn the_parameters_of_the_url_come_and_go() {
        let request = Request { path: vec![field("id", Kind::String)], ..Request::default() };
        let whole = Whole::of(&request, &json!({"a": 1}));
        assert_eq!(whole.json(), &json!({"a": 1, "id": "1"}));
        assert_eq!(whole.sample_of(json!({"id": "1", "a": 2})), json!({"a": 2}));
    }

    #[test]
    fn the_sample_of_an_upload_is_its_json_part() {
        let meta = Field { content: Content::EncodedJson(Vec::new()), ..field("meta", Kind::String) };
        let body = Body::Multipart { parts: vec![field("file", Kind::File), meta, field("item_id", Kind::Integer)] };
        let request = Request { body, ..Request::default() };
        let whole = Whole::of(&request, &json!({"sha256": "ff"}));
        assert_eq!(whole.json(), &json!({"meta": "{\"sha256\":\"ff\"}", "file": "1", "item_id": "1"}));
        assert_eq!(whole.sample_of(json!({"meta": "{\"sha256\": \"00\"}", "file": "1"})), json!({"sha256": "00"}));
        assert_eq!(whole.sample_of(json!({"file": "1"})), Value::Null);
        let form = json!({"meta": "{}"});
        assert_eq!(Whole::of(&request, &form).json(), &json!({"meta": "{}", "file": "1"}));
    }
}
