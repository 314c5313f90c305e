//! Members, against the fields of an operation; what is encrypted is decrypted in place.

use serde_json::{Map, Value};

use super::verdict::Rejection;
use crate::api::{Content, Encrypted, Field, Kind, Shape};
use crate::clock::Now;
use crate::crypto::{Algorithm, Padding, decode};
use crate::keys::PlatformKey;

/// A way through the members of a request.
pub(super) struct Walk<'a> {
    key: Option<PlatformKey>,
    /// Whether what is encrypted can be opened at all.
    opens: bool,
    padding: Padding,
    remarks: &'a mut Vec<String>,
}

type Result<T = ()> = std::result::Result<T, Box<Rejection>>;

impl<'a> Walk<'a> {
    /// One that opens with this key of the service.
    pub(super) fn new(key: Option<PlatformKey>, overseas: bool, remarks: &'a mut Vec<String>) -> Self {
        let padding = if overseas { Padding::Pkcs1v15 } else { Padding::OaepSha1 };
        Self { key, opens: true, padding, remarks }
    }

    /// One that opens nothing: of what is encrypted, it sees whether it can be.
    pub(super) fn blind(remarks: &'a mut Vec<String>) -> Self {
        Self { key: None, opens: false, padding: Padding::OaepSha1, remarks }
    }

    pub(super) fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }

    pub(super) fn remarks(&mut self) -> &mut Vec<String> {
        self.remarks
    }

    /// What stands in the path.
    pub(super) fn path(&mut self, shape: Shape, members: &mut Map<String, Value>) -> Result {
        for field in shape.fields() {
            if let Some(value) = members.get_mut(&field.name) {
                *value = typed(field, std::mem::take(value));
                self.value("path", field, &format!("/{}", field.name), value)?;
            }
        }
        Ok(())
    }

    /// What stands in the query: of a list, each item is a pair.
    pub(super) fn query(
        &mut self,
        shape: Option<Shape>,
        optional: bool,
        pairs: Vec<(String, String)>,
    ) -> Result<Map<String, Value>> {
        let mut members = Map::new();
        for (name, text) in pairs {
            let field = shape.and_then(|shape| shape.field(&name));
            let Some(field) = field else {
                self.remark(format!("the query has a `{name}` that the operation does not know"));
                members.insert(name, Value::String(text));
                continue;
            };
            let value = typed(field, Value::String(text));
            match members
                .entry(name)
                .or_insert_with(|| if field.ty.list { Value::Array(Vec::new()) } else { Value::Null })
            {
                Value::Array(items) => items.push(value),
                single => *single = value,
            }
        }
        if let Some(shape) = shape.filter(|_| !(optional && members.is_empty())) {
            for field in shape.fields() {
                self.field("query", field, "", &mut members)?;
            }
            choices("query", shape, "", &members)?;
        }
        Ok(members)
    }

    /// The members of an object.
    pub(super) fn object(
        &mut self,
        location: &str,
        shape: Shape,
        at: &str,
        members: &mut Map<String, Value>,
    ) -> Result {
        if let Some((name, value)) = members.iter().find(|(name, _)| shape.field(name).is_none()) {
            let issue = "请求中含有未在API文档中定义的参数 (no such member is documented)";
            return Err(Rejection::parameter(location, &format!("{at}/{name}"), issue, Some(value)));
        }
        for field in shape.fields() {
            self.field(location, field, at, members)?;
        }
        choices(location, shape, at, members)
    }

    fn field(&mut self, location: &str, field: &Field, at: &str, members: &mut Map<String, Value>) -> Result {
        let at = format!("{at}/{}", field.name);
        match members.get_mut(&field.name) {
            Some(value) => self.values(location, field, &at, value),
            None if field.required && field.one_of.is_empty() => {
                Err(Rejection::parameter(location, &at, "缺少必填参数 (it is required, and is not there)", None))
            }
            None => Ok(()),
        }
    }

    fn values(&mut self, location: &str, field: &Field, at: &str, value: &mut Value) -> Result {
        match value {
            Value::Array(items) if field.ty.list => {
                for (number, item) in items.iter_mut().enumerate() {
                    self.value(location, field, &format!("{at}/{number}"), item)?;
                }
                Ok(())
            }
            other if field.ty.list => Err(mismatch(location, field, at, other)),
            single => self.value(location, field, at, single),
        }
    }

    /// A value, or an item of a list.
    fn value(&mut self, location: &str, field: &Field, at: &str, value: &mut Value) -> Result {
        let fits = match field.ty.kind {
            Kind::String | Kind::File => value.is_string(),
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Number | Kind::Float => value.is_number(),
            Kind::Boolean => value.is_boolean(),
            Kind::Object => value.is_object(),
        };
        if !fits {
            return Err(mismatch(location, field, at, value));
        }
        listed(location, field, at, value)?;
        self.content(location, field, at, value)?;
        if let Value::String(text) = value {
            if field.encrypted == Some(Encrypted::Platform) {
                *text = self.open(location, at, text)?;
            } else {
                self.form(field, at, text);
            }
        }
        Ok(())
    }

    fn content(&mut self, location: &str, field: &Field, at: &str, value: &mut Value) -> Result {
        match (&field.content, value) {
            (Content::Fields(shape), Value::Object(members)) if !shape.fields().is_empty() => {
                self.object(location, *shape, at, members)
            }
            (Content::Variants(shapes), Value::Object(members)) => self.variant(location, shapes, at, members),
            (Content::Encoded(shape), Value::String(text)) => {
                let Ok(Value::Object(mut members)) = serde_json::from_str(text) else {
                    if serde_json::from_str::<Value>(text).is_err() {
                        let issue = "a text that holds JSON, and this one does not";
                        return Err(Rejection::parameter(location, at, issue, Some(&Value::String(text.clone()))));
                    }
                    return Ok(());
                };
                self.object(location, *shape, at, &mut members)
            }
            _ => Ok(()),
        }
    }

    /// One of several shapes: the first one that fits.
    fn variant(&mut self, location: &str, shapes: &[Shape], at: &str, members: &mut Map<String, Value>) -> Result {
        let mut first = None;
        for shape in shapes {
            let mut tried = members.clone();
            match self.object(location, *shape, at, &mut tried) {
                Ok(()) => {
                    *members = tried;
                    return Ok(());
                }
                Err(wrong) => first = first.or(Some(wrong)),
            }
        }
        first.map_or(Ok(()), Err)
    }

    fn form(&mut self, field: &Field, at: &str, text: &str) {
        if text.is_empty() && field.required {
            self.remark(format!("`{at}` is required, and is empty"));
        }
        if field.format.as_deref() == Some("rfc3339") && Now::parse(text).is_none() {
            self.remark(format!("`{at}` is no time such as 2018-06-08T10:34:56+08:00"));
        }
    }

    /// What stands in a confidential member.
    fn open(&mut self, location: &str, at: &str, text: &str) -> Result<String> {
        if text.is_empty() {
            self.remark(format!("`{at}` is empty, and is to be encrypted"));
            return Ok(String::new());
        }
        let value = Value::String(text.to_owned());
        if !self.opens {
            // As long as a block of an RSA key.
            let is_block = decode(text).is_some_and(|sealed| [256, 384, 512].contains(&sealed.len()));
            let issue =
                "请确认待处理的消息是否为加密后的密文 (it is to be encrypted, and is not: no base64 of a whole block)";
            let plain = || Rejection::parameter(location, at, issue, None);
            return if is_block { Ok(text.to_owned()) } else { Err(plain()) };
        }
        let Some(key) = &self.key else {
            let why = format!("`{at}` is encrypted, and no `Wechatpay-Serial` says to which key");
            return Err(Rejection::header("请求包含加密字段，Http头缺少Wechatpay-Serial", why));
        };
        let opened = decode(text).and_then(|sealed| key.identity.key.open(self.padding, &sealed));
        let opened = opened.and_then(|bytes| String::from_utf8(bytes).ok());
        opened.ok_or_else(|| {
            let padding = match self.padding {
                _ if key.identity.key.algorithm() == Algorithm::Sm2 => "SM2",
                Padding::OaepSha1 => "RSAES-OAEP with SHA-1",
                Padding::Pkcs1v15 => "RSAES-PKCS1-v1_5",
            };
            let issue = format!(
                "请确认待处理的消息是否为加密后的密文 (it is not encrypted to `{}`, with {padding}, in base64)",
                key.id
            );
            Rejection::parameter(location, at, &issue, Some(&value))
        })
    }
}

/// A query that belongs to no operation.
pub(super) fn as_it_came(pairs: Vec<(String, String)>) -> Map<String, Value> {
    pairs.into_iter().map(|(name, text)| (name, Value::String(text))).collect()
}

/// What a text of a URL says: a number or a truth value, where the field is one.
fn typed(field: &Field, value: Value) -> Value {
    let Value::String(text) = value else { return value };
    let read = match field.ty.kind {
        Kind::Integer | Kind::Number | Kind::Float => text.parse().ok().map(Value::Number),
        Kind::Boolean => text.parse().ok().map(Value::Bool),
        Kind::String | Kind::Object | Kind::File => None,
    };
    read.unwrap_or(Value::String(text))
}

fn listed(location: &str, field: &Field, at: &str, value: &Value) -> Result {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Ok(()),
    };
    if field.values.is_empty() || field.values.contains(&text) {
        return Ok(());
    }
    let issue = format!("取值不在枚举范围内 (it is none of {})", field.values.join(", "));
    Err(Rejection::parameter(location, at, &issue, Some(value)))
}

fn mismatch(location: &str, field: &Field, at: &str, value: &Value) -> Box<Rejection> {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let issue = format!("参数类型错误 (it is {found}, and {} is wanted)", field.ty);
    Rejection::parameter(location, at, &issue, Some(value))
}

/// Of fields of which a request needs one, one is there.
fn choices(location: &str, shape: Shape, at: &str, members: &Map<String, Value>) -> Result {
    for field in shape.fields().iter().filter(|field| !field.one_of.is_empty()) {
        let is_there = |alternative: &Vec<String>| alternative.iter().all(|name| members.contains_key(name));
        if !field.one_of.iter().any(is_there) {
            let names: Vec<_> = field.one_of.iter().map(|names| names.join(" and ")).collect();
            let issue = format!("缺少必填参数 (one of these is required: {})", names.join(", "));
            return Err(Rejection::parameter(location, &format!("{at}/{}", field.name), &issue, None));
        }
    }
    Ok(())
}
