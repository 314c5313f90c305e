//! Pages that nobody wrote: whatever is done to a fixture, the reader neither panics nor loses its place.

use std::sync::Arc;

use rayon::prelude::*;
use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::read;

use crate::pages::{Source, fixtures, sources};
use crate::sound::assert_sound;

fn each_source(check: impl Fn(&Source) + Send + Sync) {
    let all: Vec<Source> = fixtures().iter().flat_map(|file| sources(file)).collect();
    all.par_iter().for_each(check);
}

fn assert_reads(path: &str, bytes: &[u8]) {
    assert_sound(&read(&[Arc::new(Page::from_bytes(path, bytes))]));
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // The multiplier and the increment of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

#[test]
fn a_page_may_end_anywhere() {
    each_source(|Source { path, bytes }| {
        for end in 0..bytes.len() {
            assert_reads(path, &bytes[..end]);
        }
    });
}

#[test]
fn lines_may_be_missing_doubled_or_out_of_order() {
    each_source(|Source { path, bytes }| {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
        for at in 0..lines.len() {
            let without = [&lines[..at], &lines[at + 1..]].concat();
            assert_reads(path, &without.concat());
            let twice = [&lines[..=at], &lines[at..]].concat();
            assert_reads(path, &twice.concat());
            let mut swapped = lines.clone();
            swapped.swap(at, (at + 1) % lines.len());
            assert_reads(path, &swapped.concat());
        }
    });
}

/// What has a meaning somewhere in a page, or is troublesome anywhere.
const PIECES: [&str; 40] = [
    "|",
    "\\|",
    "`",
    "{",
    "}",
    "=",
    "\"",
    "'",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    ",",
    ":",
    "-",
    "$",
    "\\",
    "\n",
    "\n\n",
    "\r",
    "\t",
    " ",
    "#",
    "\u{0}",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "\u{1b}[31m",
    "😀",
    "枚举值",
    "枚举值之一",
    "<br/>",
    "参阅",
    "```",
    ":::",
    "$instance",
    "| 请求参数 | 类型 | 描述",
    "{.im-table #request}",
];

#[test]
fn pieces_may_be_put_anywhere() {
    each_source(|Source { path, bytes }| {
        let mut dice = Dice(bytes.len() as u64);
        for round in 0..400 {
            let from = dice.below(bytes.len());
            // Half of them take the place of some bytes, half come in between.
            let to = if round % 2 == 0 { from } else { (from + 1 + dice.below(4)).min(bytes.len()) };
            let piece = PIECES[dice.below(PIECES.len())];
            assert_reads(path, &[&bytes[..from], piece.as_bytes(), &bytes[to..]].concat());
        }
    });
}

#[test]
fn bytes_may_be_no_text() {
    each_source(|Source { path, bytes }| {
        let mut dice = Dice(bytes.len() as u64);
        for _ in 0..100 {
            let mut broken = bytes.clone();
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                if let Some(byte) = broken.get_mut(at) {
                    *byte = u8::try_from(dice.below(256)).expect("a byte");
                }
            }
            assert_reads(path, &broken);
        }
    });
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    let many = 20_000;
    let rows = |row: &dyn Fn(usize) -> String| (0..many / 10).map(row).collect::<String>();
    let page = |rows: &str, arguments: &str| {
        format!(
            "# 深 {{#post}}\n\n| 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n{rows}\n{{.im-table #request}}\n\n\
             ```php\n$instance->chain('v3/acme/deep')->post({arguments});\n```\n"
        )
    };
    let copied = |rows: &str, arguments: &str| {
        format!("深\n\n请求参数类型描述\n{rows}php\n$instance->chain('v3/acme/deep')->post({arguments});")
    };
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(many), close.repeat(many));
    for text in [
        page(&rows(&|depth| format!("| a{depth} {{data-indent={depth}}} | object | x\n")), "[]"),
        page(&rows(&|depth| format!("| a{depth} {{data-indent={}}} | object | x\n", depth % 33)), "[]"),
        page("| a {data-indent=99999999999999999999999999} | object | x\n", "[]"),
        page(&format!("| a {} | string | x\n", "{".repeat(many)), "[]"),
        page(&format!("{}\n", "| a ".repeat(many)), "[]"),
        page(&format!("| a | string | {}枚举值之一\n", r"`A` \| ".repeat(many)), "[]"),
        page(&format!("| a | string | {}\n", "枚举值".repeat(many)), "[]"),
        page(&format!("| a | string | {}\n", "`".repeat(many)), "[]"),
        page("", &nested("[", "]")),
        page("", &nested("array(", ")")),
        page("", &nested("(", ")")),
        page("", &nested("f(", ")")),
        page("", &nested("\\json_encode([", "])")),
        page("", &nested("['a' => ", "]")),
        page("", &format!("'{}'", "\\'".repeat(many))),
        page("", &"$instance->chain('v3/acme/deep')->post([".repeat(many / 10)),
        copied(&rows(&|number| format!("a{number}object对象\n")), "[]"),
        copied(&format!("{}\n", "string".repeat(many)), "[]"),
        copied("", &nested("['a' => ", "]")),
        ">".repeat(many),
        format!("---\n{}", "title: x\n".repeat(many)),
        "::: {.im-redesigned}\n\n".repeat(many / 10),
        "[".repeat(many),
    ] {
        assert_reads("openapi/v3/deep.md", text.as_bytes());
    }
}
