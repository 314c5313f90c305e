//! The samples of a page: code that is no PHP is refused with a place, and a value that is written in PHP is read as the
//! same value, however it is written.
//!
//! An input is code; or, behind a line `=== value`, choices from which a value is made.

#![no_main]

#[path = "../../codegen/tests/read/sound.rs"]
mod sound;

use std::fmt::Write as _;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use serde_json::{Number, Value};
use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::read;
use wechatpay_fuzz::budget;
use wechatpay_fuzz::choices::Choices;
use wechatpay_spec::Body;

const VALUE: &[u8] = b"=== value\n";

fuzz_target!(init: budget::stay_here(), |bytes: &[u8]| match bytes.strip_prefix(VALUE) {
    Some(choices) => as_written(&mut Choices(choices)),
    None => {
        let page = page("string", &String::from_utf8_lossy(bytes));
        let reading = budget::within(page.text.len(), || read(std::slice::from_ref(&page)));
        sound::assert_sound(&reading);
        assert_eq!(sound::spec(&read(&[page])), sound::spec(&reading));
    }
});

fn page(ty: &str, code: &str) -> Arc<Page> {
    let text = format!(
        "# 小部件 {{#post}}\n\n\
         | 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| json {{data-required}} | object | 数据\n\
         | value {{data-required data-indent=1}} | {ty} | 值\n| other {{data-indent=1}} | integer | 数\n\n\
         {{.im-table #request}}\n\n```php\n{code}\n```\n\n\
         | 返回字典 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| state {{data-required}} | string | 状态\n\n\
         {{.im-table #response}}\n"
    );
    Arc::new(Page::new("openapi/v3/acme/widgets.md", &text))
}

fn as_written(choices: &mut Choices<'_>) {
    let value = value(choices, 3);
    let mut literal = String::new();
    write_value(&value, choices, &mut literal);
    // A fence within the sample would end it.
    if literal.contains("```") {
        return;
    }
    let call = ["$instance->v3->acme->widgets->post", "$instance['v3/acme/widgets']->postAsync"];
    let code = format!("{}(['json' => ['value' => {literal}, 'other' => 7]]);", choices.of(&call));
    let reading = read(&[page("string", &code)]);
    let [operation] = reading.operations.as_slice() else {
        panic!("{code}: {:?}", reading.diagnostics);
    };
    let Body::Json { fields, .. } = &operation.request.body else { panic!("{code}: the body is JSON") };
    let shown = |name: &str| fields.iter().find(|field| field.name == name).and_then(|field| field.example.clone());
    assert_eq!(shown("other"), Some(7.into()), "{code}");
    // `null` is no example.
    assert_eq!(shown("value"), Some(value).filter(|value| !value.is_null()), "{code}");
}

fn value(choices: &mut Choices<'_>, depth: u8) -> Value {
    match choices.digit(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => Value::Bool(choices.flag()),
        2 => i64::from(choices.byte()).into(),
        3 => (i64::from_le_bytes(std::array::from_fn(|_| choices.byte())).max(-i64::MAX)).into(),
        4 => {
            let float = f64::from(i32::from_le_bytes(std::array::from_fn(|_| choices.byte()))) / 64.0;
            Number::from_f64(float).map_or(Value::Null, Value::Number)
        }
        5 => Value::String(text(choices)),
        6 => (0..choices.digit(4)).map(|_| value(choices, depth - 1)).collect(),
        _ => {
            let count = 1 + choices.digit(3);
            let keys = (0..count).map(|number| format!("{number}{}", text(choices)));
            Value::Object(keys.collect::<Vec<_>>().into_iter().map(|key| (key, value(choices, depth - 1))).collect())
        }
    }
}

fn text(choices: &mut Choices<'_>) -> String {
    const PIECES: [&str; 20] = [
        "a", "微", "😀", "'", "\"", "\\", "\\\\", "$", "$a", "{", "{$", "}", "//", "#", "/*", "*/", "\n", "\t", "n",
        "u{41}",
    ];
    (0..choices.digit(7)).map(|_| choices.of(&PIECES)).collect()
}

/// Writes a value in one of the ways that PHP has for it, by the manual of PHP.
fn write_value(value: &Value, choices: &mut Choices<'_>, out: &mut String) {
    blank(choices, out);
    let written = match value {
        Value::Null => write!(out, "{}", choices.of(&["null", "NULL", "\\null"])),
        Value::Bool(true) => write!(out, "{}", choices.of(&["true", "TRUE", "(true)"])),
        Value::Bool(false) => write!(out, "{}", choices.of(&["false", "\\false", "False"])),
        Value::Number(number) => write!(out, "{number}"),
        Value::String(text) => {
            write_text(text, choices, out);
            Ok(())
        }
        Value::Array(items) => {
            let close = open(choices, out);
            for item in items {
                write_value(item, choices, out);
                out.push(',');
            }
            write!(out, "{close}")
        }
        Value::Object(members) => {
            out.push_str(choices.of(&["", "(object)"]));
            let close = open(choices, out);
            for (key, value) in members {
                write_text(key, choices, out);
                out.push_str(choices.of(&["=>", " => "]));
                write_value(value, choices, out);
                out.push(',');
            }
            write!(out, "{close}")
        }
    };
    written.expect("a text takes it");
    blank(choices, out);
}

fn open(choices: &mut Choices<'_>, out: &mut String) -> &'static str {
    let (open, close) = choices.of(&[("[", "]"), ("array(", ")")]);
    out.push_str(open);
    close
}

fn blank(choices: &mut Choices<'_>, out: &mut String) {
    out.push_str(choices.of(&["", " ", "\n", "/* , ] */", "// ' ]\n", "# \"\n"]));
}

fn write_text(text: &str, choices: &mut Choices<'_>, out: &mut String) {
    let middle = text.char_indices().nth(choices.digit(4).into()).map_or(0, |(at, _)| at);
    let (first, last) = text.split_at(middle);
    for (at, piece) in [first, last].into_iter().enumerate() {
        match choices.flag() {
            true => out.extend(["'", &piece.replace('\\', "\\\\").replace('\'', "\\'"), "'"]),
            false => {
                let escaped = piece.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
                let escaped = escaped.replace('\n', choices.of(&["\\n", "\n", "\\u{a}"]));
                out.extend(["\"", &escaped.replace('微', choices.of(&["微", "\\u{5fae}"])), "\""]);
            }
        }
        out.push_str(if at == 0 { choices.of(&[" . ", "."]) } else { "" });
    }
}
