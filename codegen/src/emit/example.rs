//! An example of a request, made of the values of its page's own sample: what has to be given, and what is answered.
//!
//! It is a doctest that is compiled and not run.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::names::model::{Answer, Base, Enum, Field, Nested, Operation, Side, Struct, Type};
use crate::names::modules;

/// As wide as code is in the documentation.
const WIDTH: usize = 96;
/// A longer text of a sample is cut.
const LONGEST: usize = 44;
/// So many members of an answer are named.
const ANSWERED: usize = 3;
/// What stands for a text that is confidential.
const CONFIDENTIAL: &str = "plain text, encrypted by the client";

/// The lines of the example as documentation, with a blank line before them. Nothing where a value cannot be made.
pub fn doc(operation: &Operation<'_>) -> TokenStream {
    let Some(lines) = lines(operation) else { return TokenStream::new() };
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#[doc = ""] #(#[doc = #lines])*)
}

fn lines(operation: &Operation<'_>) -> Option<Vec<String>> {
    let maker = Maker { types: &operation.request_types, module: operation.spec.id.method.lower() };
    let request = maker.structure(&operation.name, &operation.request)?;
    let (bound, answer) = answered(operation);
    let mut imports = vec![operation.name.clone()];
    imports.extend(answer);
    let mut code = Vec::new();
    write(&request, 0, "let request = ", ";", &mut code);
    if code.iter().any(|line| line.contains(&format!("{}::", maker.module))) {
        imports.push(maker.module.to_owned());
    }
    let imported = if let [one] = imports.as_slice() { one.clone() } else { format!("{{{}}}", imports.join(", ")) };
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("use wechatpay_client::{}::{imported};", modules(&operation.spec.id.path).join("::")),
        "# async fn example(client: wechatpay_client::Client) -> Result<(), wechatpay_client::Error> {".to_owned(),
    ];
    lines.extend(code);
    lines.push(bound);
    lines.extend(["# Ok(()) }".to_owned(), "```".to_owned()]);
    Some(lines)
}

/// What is done with the answer, and the name of its type where that is needed.
fn answered(operation: &Operation<'_>) -> (String, Option<String>) {
    let send = "client.send(request).await?";
    match &operation.answer {
        Answer::Empty { .. } => (format!("{send};"), None),
        Answer::Stream => (format!("{send}.save(\"file\").await?;"), None),
        Answer::Json { body, .. } => {
            let named: Vec<&str> = most_telling(body).iter().map(|field| field.ident.as_str()).collect();
            if named.is_empty() {
                return (format!("let answer = {send};"), None);
            }
            let response = format!("{}Response", operation.name);
            (format!("let {response} {{ {}, .. }} = {send};", named.join(", ")), Some(response))
        }
    }
}

/// The first members of an answer, those before others that are always there.
fn most_telling(body: &Struct) -> Vec<&Field> {
    let (certain, others): (Vec<&Field>, Vec<&Field>) = body.fields.iter().partition(|field| field.is_certain());
    certain.into_iter().chain(others).take(ANSWERED).collect()
}

/// Code that may be too long for a line.
enum Code {
    Text(String),
    /// `Post::builder()`, and the calls on it.
    Chain {
        head: String,
        calls: Vec<(String, Code)>,
    },
    List(Box<Code>),
}

impl Code {
    fn flat(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(item) => format!("[{}]", item.flat()),
            Self::Chain { head, calls } => {
                let calls: Vec<String> =
                    calls.iter().map(|(name, value)| format!(".{name}({})", value.flat())).collect();
                format!("{head}{}.build()", calls.concat())
            }
        }
    }
}

/// Writes it in as few lines as are not too wide.
fn write(code: &Code, indent: usize, before: &str, after: &str, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    let line = format!("{pad}{before}{}{after}", code.flat());
    if width(&line) <= WIDTH {
        return lines.push(line);
    }
    match code {
        Code::Text(_) => lines.push(line),
        Code::List(item) => write(item, indent, &format!("{before}["), &format!("]{after}"), lines),
        Code::Chain { head, calls } => {
            lines.push(format!("{pad}{before}{head}"));
            let mut open = format!("{pad}    ");
            for (name, value) in calls {
                let call = format!(".{name}({})", value.flat());
                let is_blank = open.trim().is_empty();
                if width(&open) + width(&call) <= WIDTH {
                    open.push_str(&call);
                    continue;
                }
                if !is_blank {
                    lines.push(std::mem::replace(&mut open, format!("{pad}    ")));
                }
                if indent + 4 + width(&call) <= WIDTH {
                    open.push_str(&call);
                } else {
                    write(value, indent + 4, &format!(".{name}("), ")", lines);
                }
            }
            if width(&open) + ".build()".len() + after.len() > WIDTH {
                lines.push(std::mem::replace(&mut open, format!("{pad}    ")));
            }
            lines.push(format!("{open}.build(){after}"));
        }
    }
}

/// Chinese is twice as wide.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

struct Maker<'n> {
    types: &'n [Nested],
    /// Where the types of the request lie.
    module: &'n str,
}

impl Maker<'_> {
    fn structure(&self, name: &str, structure: &Struct) -> Option<Code> {
        let mut calls = Vec::new();
        for field in structure.fields.iter().filter(|field| is_shown(field, structure)) {
            let value = self.value(field)?;
            calls.push((field.ident.clone(), if field.list { Code::List(Box::new(value)) } else { value }));
        }
        Some(Code::Chain { head: format!("{name}::builder()"), calls })
    }

    /// One value; of a list, its element.
    fn value(&self, field: &Field) -> Option<Code> {
        let example = match &field.example {
            Some(Value::Array(items)) => items.first(),
            other => other.as_ref(),
        };
        let text = match &field.base {
            Base::String => literal(&example.and_then(as_text).unwrap_or_else(|| field.wire.clone())),
            Base::Secret => format!("{CONFIDENTIAL:?}"),
            Base::Integer => example.and_then(as_integer).unwrap_or(1).to_string(),
            Base::Float => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
            Base::Boolean => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            Base::Json => "wechatpay_client::wire::Value::Object(Vec::new())".to_owned(),
            Base::File => "wechatpay_client::File::from_path(\"file.png\")".to_owned(),
            Base::Shared(_) => return None,
            Base::Named(name) => return self.named(name, example),
        };
        Some(Code::Text(text))
    }

    fn named(&self, name: &str, example: Option<&Value>) -> Option<Code> {
        let path = format!("{}::{name}", self.module);
        match &self.types.iter().find(|nested| nested.ty.name() == name)?.ty {
            Type::Struct(structure) if structure.side == Side::Request => self.structure(&path, structure),
            Type::Struct(_) => None,
            Type::Enum(item) => Some(Code::Text(format!("{path}::{}", variant(item, example)?))),
        }
    }
}

/// What has to be there, and of what one is needed, the first that would do.
fn is_shown(field: &Field, structure: &Struct) -> bool {
    let own = field.ident.trim_start_matches("r#");
    let is_first = |choice: &Vec<Vec<String>>| choice.first().is_some_and(|names| names.iter().any(|name| name == own));
    // A second choice of the same struct names other fields.
    field.is_certain() || structure.fields.iter().any(|other| other.ident == field.ident && is_first(&other.one_of))
}

/// The variant of the sample's value; of a value that is not documented, the first that is.
fn variant<'e>(item: &'e Enum, example: Option<&Value>) -> Option<&'e str> {
    let shown = example.and_then(as_text);
    let of_sample = item.variants.iter().find(|(_, value)| Some(value) == shown.as_ref());
    of_sample.or(item.variants.first()).map(|(variant, _)| variant.as_str())
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn as_integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A text as Rust writes it, and no longer than one reads.
fn literal(text: &str) -> String {
    let is_long = text.chars().count() > LONGEST;
    let text: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{:?}", if is_long { format!("{text}…") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_wide_is_broken_at_calls() {
        let text = |text: &str| Code::Text(text.to_owned());
        let inner =
            Code::Chain { head: "post::A::builder()".to_owned(), calls: vec![("total".to_owned(), text("100"))] };
        let wide = text(&format!("{:?}", "x".repeat(60)));
        let calls = vec![("a".to_owned(), wide), ("amount".to_owned(), inner), ("b".to_owned(), text("1"))];
        let mut lines = Vec::new();
        write(&Code::Chain { head: "Post::builder()".to_owned(), calls }, 0, "let request = ", ";", &mut lines);
        let first = format!("    .a({:?})", "x".repeat(60));
        assert_eq!(
            lines,
            [
                "let request = Post::builder()",
                &first,
                "    .amount(post::A::builder().total(100).build()).b(1).build();"
            ]
        );
        assert!(lines.iter().all(|line| width(line) <= WIDTH));
    }

    #[test]
    fn a_text_is_a_literal_and_short() {
        assert_eq!(literal("a\"b"), "\"a\\\"b\"");
        assert_eq!(literal("一\n二"), "\"一 二\"");
        assert_eq!(literal(&"x".repeat(50)), format!("\"{}…\"", "x".repeat(44)));
    }
}
