//! Whatever stands on a page: it is read or refused with a place, in time, and no row of it is lost in silence.
//!
//! An input is a page; or several, each behind a line `=== PATH`; or, behind a line `=== between`, what stands between
//! two rows of a good page.

#![no_main]

#[path = "../../codegen/tests/read/sound.rs"]
mod sound;

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use wechatpay_codegen::diagnostic::Code;
use wechatpay_codegen::page::{Page, Span};
use wechatpay_codegen::read::{Counts, Reading, read};
use wechatpay_fuzz::budget;
use wechatpay_spec::Spec;

const OPENING: &[u8] = b"=== ";
const BETWEEN: &[u8] = b"=== between\n";

fuzz_target!(init: budget::stay_here(), |bytes: &[u8]| {
    match bytes.strip_prefix(BETWEEN) {
        Some(between) => nothing_is_lost(&String::from_utf8_lossy(between)),
        None => drop(sound_reading(&pages(bytes))),
    }
});

fn pages(bytes: &[u8]) -> Vec<Arc<Page>> {
    let mut pages: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(OPENING), pages.last_mut()) {
            (Some(path), _) => pages.push((String::from_utf8_lossy(path).trim().to_owned(), Vec::new())),
            (None, Some((_, text))) => text.extend(line),
            (None, None) => pages.push(("openapi/v3/acme/widgets.md".to_owned(), line.to_vec())),
        }
    }
    // Two files have two names.
    pages.sort();
    pages.dedup_by(|one, other| one.0 == other.0);
    pages.into_iter().map(|(path, text)| Arc::new(Page::from_bytes(path, &text))).collect()
}

fn sound_reading(pages: &[Arc<Page>]) -> Reading {
    let reading = budget::within(pages.iter().map(|page| page.text.len()).sum(), || read(pages));
    sound::assert_sound(&reading);
    let turned: Vec<_> = pages.iter().rev().cloned().collect();
    assert_eq!(told(&read(&turned)), told(&reading), "the same pages are read as the same");
    reading
}

/// All that comes of pages.
fn told(reading: &Reading) -> (Spec, Counts, Vec<Told<'_>>) {
    let told = reading.diagnostics.iter().map(|told| (told.code, &*told.page.path, &told.span, &*told.message));
    (sound::spec(reading), reading.counts, told.collect())
}

type Told<'r> = (Code, &'r str, &'r Span, &'r str);

/// A page is good but for what stands between two of its rows: each row is in the spec, or an error says why not.
fn nothing_is_lost(between: &str) {
    // What opens a comment may close it below the rows, which a warning says.
    if between.contains("-->") {
        return;
    }
    let text = format!(
        "# 小部件 {{#post}}\n\n\
         | 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| json {{data-required}} | object | 数据\n\
         | widget_no {{data-required data-indent=1}} | string | 编号\n{between}\n\
         | total {{data-indent=1}} | integer | 总数\n| owner {{data-indent=1}} | string | 名称\n\n\
         {{.im-table #request}}\n\n\
         ```php\n$instance->chain('v3/acme/lost')->post(['json' => ['widget_no' => '1', 'total' => 1, 'owner' => '2']]);\n```\n\n\
         | 返回字典 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| state {{data-required}} | string | 状态\n\n\
         {{.im-table #response}}\n"
    );
    let reading = sound_reading(&[Arc::new(Page::new("openapi/v3/acme/lost.md", &text))]);
    let shown = format!("{:?}", reading.operations);
    let is_whole = ["widget_no", "total", "owner", "state"].iter().all(|name| shown.contains(&format!("{name:?}")));
    assert!(is_whole || reading.has_errors(), "rows are lost in silence: {text}");
}
