//! The canonical text: a leaf field is one line, a field with children opens on one line and lists them below it.

use serde_json::Value;

use crate::model::{
    Base, Body, Content, Field, Moved, Operation, Query, Request, Required, Response, Status, Variant, Webhook,
};

impl Operation {
    /// The canonical text of its file.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut top = Object::lines(&mut out, 2);
        top.text("operation", &self.id.to_string());
        top.text("title", &self.title);
        top.text("source", &self.source);
        top.texts("docs", &self.docs);
        status(&mut top, &self.status);
        if let Some(base) = &self.base {
            base_url(top.key("base"), base);
        }
        request(top.key("request"), &self.request);
        response(top.key("response"), &self.response);
        top.close_file();
        out
    }
}

impl Webhook {
    /// The canonical text of its file.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut top = Object::lines(&mut out, 2);
        top.text("webhook", &self.name);
        top.texts("also", &self.also);
        top.text("title", &self.title);
        top.text("source", &self.source);
        top.texts("docs", &self.docs);
        top.texts("original_type", &self.original_type);
        part(top.key("resource"), &self.resource);
        if let Some(answer) = &self.answer {
            part(top.key("answer"), answer);
        }
        top.close_file();
        out
    }
}

/// The canonical text of `moved.json`: one line per page.
pub(crate) fn print_moved(moved: &[Moved]) -> String {
    let mut out = String::from("[\n");
    for (index, page) in moved.iter().enumerate() {
        out.push_str("  ");
        let mut line = Object::line(&mut out);
        line.text("moved", &page.from);
        line.text("to", &page.to);
        line.close();
        out.push_str(if index + 1 == moved.len() { "\n" } else { ",\n" });
    }
    out.push_str("]\n");
    out
}

fn status(top: &mut Object<'_>, status: &Status) {
    match status {
        Status::Current => {}
        Status::Deprecated => top.text("status", "deprecated"),
        Status::Superseded { by } => {
            top.text("status", "superseded");
            top.text("superseded_by", by);
        }
    }
}

fn base_url(out: &mut String, base: &Base) {
    let mut line = Object::line(out);
    line.text("url", &base.url);
    line.key("required").push_str(if base.required { "true" } else { "false" });
    line.close();
}

fn request(out: &mut String, request: &Request) {
    let mut lines = Object::lines(out, 4);
    fields(lines.key("path"), &request.path, 4);
    query(lines.key("query"), &request.query);
    fields(lines.key("headers"), &request.headers, 4);
    match &request.body {
        Body::None => {}
        Body::Json { required: flag, fields: members } => {
            let mut body = Object::line(lines.key("json"));
            required(&mut body, *flag);
            fields(body.key("fields"), members, 4);
            body.close();
        }
        Body::Multipart { parts } => fields(lines.key("multipart"), parts, 4),
    }
    lines.close();
}

fn query(out: &mut String, query: &Query) {
    if query.required {
        return fields(out, &query.fields, 4);
    }
    let mut part = Object::line(out);
    part.key("required").push_str("false");
    fields(part.key("fields"), &query.fields, 4);
    part.close();
}

fn response(out: &mut String, response: &Response) {
    let mut line = Object::line(out);
    match response {
        Response::Json { fields: members } => {
            line.text("kind", "json");
            fields(line.key("fields"), members, 2);
        }
        Response::Empty { http } => {
            line.text("kind", "empty");
            line.key("http").push_str(&http.to_string());
        }
        Response::Stream { media } => {
            line.text("kind", "stream");
            line.text("media", media.as_str());
        }
    }
    line.close();
}

fn part(out: &mut String, members: &[Field]) {
    let mut line = Object::line(out);
    fields(line.key("fields"), members, 2);
    line.close();
}

/// A list of fields whose first line stands at an indent of `indent` blanks.
fn fields(out: &mut String, fields: &[Field], indent: usize) {
    if fields.is_empty() {
        return out.push_str("[]");
    }
    for (index, member) in fields.iter().enumerate() {
        out.push_str(if index == 0 { "[" } else { "," });
        new_line(out, indent + 2);
        field(out, member, indent + 2);
    }
    new_line(out, indent);
    out.push(']');
}

fn field(out: &mut String, field: &Field, indent: usize) {
    let mut line = Object::line(out);
    line.text("name", &field.name);
    line.text("type", &field.ty.to_string());
    required(&mut line, field.required);
    if let Some(choice) = &field.one_of {
        line.key("one_of").push_str(&choice.to_list());
    }
    if !field.label.is_empty() {
        line.text("label", &field.label);
    }
    if let Some(format) = field.format {
        line.text("format", format.as_str());
    }
    line.texts("enum", &field.values);
    if let Some(encrypted) = field.encrypted {
        line.text("encrypted", encrypted.as_str());
    }
    if matches!(field.content, Content::EncodedJson(_)) {
        line.text("encoded", "json");
    }
    if !field.fields().is_empty() {
        fields(line.key("fields"), field.fields(), indent);
    }
    if let Some(example) = &field.example {
        value(line.key("example"), example);
    }
    if let Content::Variants(alternatives) = &field.content {
        variants(line.key("variants"), alternatives, indent);
    }
    line.close();
}

fn variants(out: &mut String, alternatives: &[Variant], indent: usize) {
    out.push('[');
    for (index, Variant { label, fields: members }) in alternatives.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        let mut line = Object::line(out);
        if !label.is_empty() {
            line.text("label", label);
        }
        fields(line.key("fields"), members, indent);
        line.close();
    }
    out.push(']');
}

fn required(line: &mut Object<'_>, required: Required) {
    match required {
        Required::Yes => line.key("required").push_str("true"),
        Required::No => {}
        Required::Unknown => line.text("required", "unknown"),
    }
}

fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Any JSON value on one line; the keys of an object sorted, whatever the map of this build keeps.
fn value(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                self::value(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            let mut line = Object::line(out);
            for (key, member) in members {
                self::value(line.key(key), member);
            }
            line.close();
        }
        Value::String(text) => self::text(out, text),
        scalar => out.push_str(&scalar.to_string()),
    }
}

pub(crate) fn texts<'a>(out: &mut String, values: impl IntoIterator<Item = &'a String>) {
    out.push('[');
    for (index, value) in values.into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        text(out, value);
    }
    out.push(']');
}

fn text(out: &mut String, text: &str) {
    let plain = |byte| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        // Nearly every text: what follows would copy it three times.
        out.extend(["\"", text, "\""]);
    } else {
        out.push_str(&Value::from(text).to_string());
    }
}

/// An object that is being written.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    /// The blanks in front of each key where every key has a line of its own.
    indent: Option<usize>,
    first: bool,
}

impl<'a> Object<'a> {
    /// On one line, or as much of it as its lists allow.
    pub(crate) fn line(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, indent: None, first: true }
    }

    /// With a line per key.
    pub(crate) fn lines(out: &'a mut String, indent: usize) -> Self {
        out.push('{');
        Self { out, indent: Some(indent), first: true }
    }

    pub(crate) fn key(&mut self, name: &str) -> &mut String {
        if !self.first {
            self.out.push(',');
        }
        match self.indent {
            Some(indent) => new_line(self.out, indent),
            None if self.first => {}
            None => self.out.push(' '),
        }
        self.first = false;
        text(self.out, name);
        self.out.push_str(": ");
        self.out
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        text(self.key(name), value);
    }

    /// A list of strings, left out when it is empty.
    fn texts(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            texts(self.key(name), values);
        }
    }

    pub(crate) fn close(self) {
        if let Some(indent) = self.indent {
            new_line(self.out, indent.saturating_sub(2));
        }
        self.out.push('}');
    }

    /// The end of a file.
    pub(crate) fn close_file(self) {
        new_line(self.out, 0);
        self.out.push_str("}\n");
    }
}
