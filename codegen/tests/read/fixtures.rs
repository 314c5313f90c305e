use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use wechatpay_codegen::diagnostic::{Code, Style, render};
use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::{Reading, read};
use wechatpay_spec::Spec;

use crate::order::shown;
use crate::pages::{fixtures, pages, sources};
use crate::sound::assert_sound;

#[test]
fn every_page_reads_as_it_was_reviewed() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::glob!("../pages", "**/*.{md,txt}", |file| {
            insta::assert_snapshot!("reads", report(file));
        });
    });
}

/// What a reviewer looks at: the canonical spec, and the diagnostics as a user sees them.
fn report(file: &Path) -> String {
    let reading = read(&pages(file));
    assert_sound(&reading);
    let Reading { operations, webhooks, moved, diagnostics, counts, .. } = reading;
    let mut report = String::new();
    for (path, text) in (Spec { operations, webhooks, moved }).files() {
        if text != "[\n]\n" {
            write!(report, "── {path}\n{text}").expect("a string takes it");
        }
    }
    for diagnostic in &diagnostics {
        writeln!(report, "── {}", render(diagnostic, Style::Plain)).expect("a string takes it");
    }
    writeln!(report, "── {} rows: {}", counts.rows, counts.fate).expect("a string takes it");
    report
}

#[test]
fn every_code_occurs_in_a_fixture() {
    let said: BTreeSet<Code> =
        fixtures().iter().flat_map(|file| read(&pages(file)).diagnostics).map(|diagnostic| diagnostic.code).collect();
    // These take more than pages: the tests of refreshing show them.
    let recalled = [Code::EnumGone, Code::SupersededByNothing];
    let silent = Code::ALL.iter().filter(|code| !said.contains(code) && !recalled.contains(code));
    let silent: Vec<&str> = silent.map(|code| code.as_str()).collect();
    assert_eq!(silent, [""; 0], "no fixture shows these");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    for file in fixtures() {
        for source in sources(&file) {
            for end in [&b"\r\n"[..], b"\r"] {
                let mut foreign = b"\xef\xbb\xbf".to_vec();
                for line in source.bytes.split_inclusive(|&byte| byte == b'\n') {
                    let body = line.strip_suffix(b"\n");
                    foreign.extend(body.unwrap_or(line));
                    foreign.extend(if body.is_some() { end } else { b"" });
                }
                let other = Arc::new(Page::from_bytes(&source.path, &foreign));
                assert_eq!(shown(&read(&[other])), shown(&read(&[source.page()])), "{file:?}");
            }
        }
    }
}
