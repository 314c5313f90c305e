//! What a corrected spec must hold to, whatever the documentation says: without it no client can be made of it.

use std::collections::BTreeSet;

use crate::error::SpecError;
use crate::model::{Body, Content, Encrypted, Field, Kind, Operation, Required, Response, Spec, Type, Webhook};
use crate::target::Side;
use crate::text::{check_name, check_value};

/// Everything in a spec that makes no sense. What the documentation got wrong is to be corrected by an override.
pub fn validate(spec: &Spec) -> Vec<SpecError> {
    let operations = spec.operations.iter().flat_map(operation);
    operations.chain(spec.webhooks.iter().flat_map(webhook)).collect()
}

fn operation(operation: &Operation) -> Vec<SpecError> {
    let mut check = Check { file: operation.file(), page: &operation.source, errors: Vec::new() };
    let request = &operation.request;
    check.placeholders(operation);
    check.side(Side::RequestPath, &request.path);
    check.side(Side::RequestQuery, &request.query.fields);
    check.side(Side::RequestHeaders, &request.headers);
    match &request.body {
        Body::None => {}
        Body::Json { fields, .. } => check.side(Side::RequestBody, fields),
        Body::Multipart { parts } => {
            check.parts(parts);
            check.side(Side::RequestBody, parts);
        }
    }
    if let Response::Json { fields } = &operation.response {
        check.side(Side::Response, fields);
    }
    check.errors
}

fn webhook(webhook: &Webhook) -> Vec<SpecError> {
    let mut check = Check { file: webhook.file(), page: &webhook.source, errors: Vec::new() };
    for reason in [webhook.check_name(), webhook.check_also()].into_iter().filter_map(Result::err) {
        check.report(&reason);
    }
    check.side(Side::Resource, &webhook.resource);
    check.side(Side::Answer, webhook.answer.as_deref().unwrap_or_default());
    check.errors
}

/// The file that is looked at, the page that it comes from, and what was found.
struct Check<'s> {
    file: String,
    page: &'s str,
    errors: Vec<SpecError>,
}

impl Check<'_> {
    fn report(&mut self, reason: &str) {
        // The file may not have been written yet: the page is where to look.
        self.errors.push(SpecError::of_file(&self.file, format!("{reason} (read from {})", self.page)));
    }

    /// Each placeholder of the URL has its path parameter, and each path parameter its placeholder.
    fn placeholders(&mut self, operation: &Operation) {
        let path = &operation.request.path;
        let mut names = BTreeSet::new();
        for name in operation.id.placeholders() {
            if !names.insert(name) {
                self.report(&format!("the URL has two placeholders `{{{name}}}`"));
            } else if !path.iter().any(|field| field.name == name) {
                self.report(&format!("no field of `request.path` is the placeholder `{{{name}}}` of the URL"));
            }
        }
        for field in path.iter().filter(|field| !names.contains(field.name.as_str())) {
            self.report(&format!("request.path {}: is no placeholder of the URL", field.name));
        }
    }

    /// An upload has one file, and at most one part that describes it.
    fn parts(&mut self, parts: &[Field]) {
        let files = parts.iter().filter(|part| part.ty.kind == Kind::File).count();
        if files != 1 {
            self.report(&format!("the parts of `request.body` hold {files} files, where one is uploaded"));
        }
        let described = parts.iter().filter(|part| matches!(part.content, Content::EncodedJson(_))).count();
        if described > 1 {
            self.report(&format!("the parts of `request.body` hold {described} of JSON, where one is signed"));
        }
        let texts = parts.iter().filter(|part| !matches!(part.content, Content::EncodedJson(_)));
        for part in texts.filter(|part| part.ty.list || part.ty.kind == Kind::Object || part.encrypted.is_some()) {
            self.report(&format!("request.body {}: a part of an upload is a file, JSON or a single text", part.name));
        }
    }

    fn side(&mut self, side: Side, fields: &[Field]) {
        self.fields(side, "", fields);
    }

    fn fields(&mut self, side: Side, above: &str, fields: &[Field]) {
        let mut seen = BTreeSet::new();
        for field in fields {
            let dot = if above.is_empty() { "" } else { "." };
            let path = format!("{above}{dot}{}", field.name);
            if field.name.is_empty() {
                let place = format!("{side} {above}");
                let place = place.trim_end();
                self.report(&format!("{place}: a field has no name, as only the one list that a JSON text is may"));
            } else if let Err(reason) = check_name(&field.name) {
                self.report(&format!("{side} {path}: {reason}"));
            }
            if let Err(reason) = choice(side, field, fields) {
                self.report(&format!("{side} {path}: {reason}"));
            }
            if !seen.insert(&field.name) {
                self.report(&format!("{side} {path}: comes twice"));
            }
            if field.ty.kind == Kind::File && !(above.is_empty() && side == Side::RequestBody) {
                self.report(&format!("{side} {path}: a file is a part of an upload and nothing else"));
            }
            self.field(side, &path, field);
        }
    }

    fn field(&mut self, side: Side, path: &str, field: &Field) {
        let ty = field.ty;
        if let Some(key) = field.encrypted.filter(|key| !goes(*key, side, ty)) {
            self.report(&format!("{side} {path}: a `{ty}` there is not encrypted with `{}`", key.as_str()));
        }
        let mut values = BTreeSet::new();
        for value in field.values.iter().filter(|value| !values.insert(*value)) {
            self.report(&format!("{side} {path}: the enum has `{value}` twice"));
        }
        for reason in field.values.iter().filter_map(|value| check_value(value).err()) {
            self.report(&format!("{side} {path}: {reason}"));
        }
        if let Err(reason) = holds(side, field) {
            self.report(&format!("{side} {path}: {reason}"));
        }
        match &field.content {
            Content::Leaf => {}
            Content::Fields(_) | Content::Variants(_) if ty.kind != Kind::Object => {
                self.report(&format!("{side} {path}: a `{ty}` has no fields"));
            }
            Content::EncodedJson(_) if ty != Type::STRING => {
                self.report(&format!("{side} {path}: a `{ty}` does not hold JSON"));
            }
            Content::EncodedJson(fields) => match field.bare_list().filter(|list| list.ty.list) {
                Some(list) => self.field(side, path, list),
                None => self.fields(side, path, fields),
            },
            Content::Fields(fields) => self.fields(side, path, fields),
            Content::Variants(variants) => {
                for (index, variant) in variants.iter().enumerate() {
                    self.fields(side, &format!("{path}#{}", index + 1), &variant.fields);
                }
            }
        }
    }
}

/// Why the choice of a field makes no sense among those beside it.
fn choice(side: Side, field: &Field, beside: &[Field]) -> Result<(), String> {
    let Some(choice) = &field.one_of else { return Ok(()) };
    if matches!(side, Side::Response | Side::Resource) {
        return Err("is one of several, as only what a caller gives can be".to_owned());
    }
    if field.required != Required::No {
        return Err("is required, and one of several".to_owned());
    }
    if !choice.names().any(|name| name == field.name) {
        return Err(format!("is none of those of which it is one: {choice}"));
    }
    let is_there = |name: &&str| beside.iter().any(|other| other.name == **name && other.one_of == field.one_of);
    match choice.names().find(|name| !is_there(name)) {
        Some(name) => Err(format!("is one of {choice}, and `{name}` is not, or is not there")),
        None => Ok(()),
    }
}

/// Why a field cannot hold the values that it is said to have.
fn holds(side: Side, field: &Field) -> Result<(), String> {
    let kind = field.ty.kind;
    let Some(first) = field.values.first() else { return Ok(()) };
    if field.content != Content::Leaf || matches!(kind, Kind::Boolean | Kind::Object) {
        let what = if matches!(field.content, Content::EncodedJson(_)) {
            "a text of JSON".to_owned()
        } else {
            format!("a `{}`", field.ty)
        };
        return Err(format!("{what} has no enum, and `{first}` is a value of one: correct the type, or the enum"));
    }
    let is_held = |value: &str| match kind {
        Kind::Integer | Kind::Number => {
            is_whole(value) || side == Side::Answer && kind == Kind::Number && is_class(value)
        }
        Kind::Float => value.parse().is_ok_and(f64::is_finite),
        _ => true,
    };
    match field.values.iter().find(|value| !is_held(value)) {
        Some(value) => {
            Err(format!("a `{}` does not hold the value `{value}`: correct the type, or the enum", field.ty))
        }
        None => Ok(()),
    }
}

/// A whole number, as it stands on the wire: `01` is a text.
fn is_whole(value: &str) -> bool {
    value.parse::<i64>().is_ok_and(|number| number.to_string() == value)
}

/// `20X`, `4XX`: HTTP statuses that an answer to a notification can have.
fn is_class(value: &str) -> bool {
    let digits = value.trim_end_matches('X');
    value.len() == 3 && digits.len() < 3 && digits.parse().is_ok_and(|digits: u8| digits > 0)
}

/// Whose key a field can be encrypted with: WeChat Pay's on the way out, the merchant's on the way back.
fn goes(key: Encrypted, side: Side, ty: Type) -> bool {
    let key_fits = match side {
        Side::RequestQuery | Side::RequestBody => key == Encrypted::Platform,
        Side::Response | Side::Resource => key == Encrypted::Merchant,
        Side::RequestPath | Side::RequestHeaders | Side::Answer => false,
    };
    key_fits && ty.kind == Kind::String
}
