//! Time and memory grow with a page, and not with its square: whatever there is many of, on a page, in a table, on a
//! line. Each of these took minutes, or gigabytes, where something was looked for in all that had come before.

use std::sync::Arc;
use std::time::{Duration, Instant};

use wechatpay_codegen::diagnostic::{Style, render};
use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::read;

/// Many times what a slow machine needs for one page; what is quadratic needs many times more.
const BOUND: Duration = Duration::from_secs(15);

/// A machine that is busy with something else may hold up one reading, and hardly all of them.
const ATTEMPTS: usize = 3;

const CALL: &str = "$instance->chain('v3/acme/big')->post([]);";

/// Repeats a piece, with its number in place of `#`.
fn many(count: usize, piece: &str) -> String {
    (0..count).map(|n| piece.replace('#', &n.to_string())).collect()
}

fn page(rows: &str, sample: &str) -> String {
    format!(
        "# 大 {{#post}}\n\n| 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| json {{data-required}} | object | x\n{rows}\n\
         {{.im-table #request}}\n\n```php\n{sample}\n```\n"
    )
}

fn rows(count: usize, row: &str) -> String {
    page(&many(count, &format!("{row}\n")), CALL)
}

fn described(count: usize, before: &str, value: &str, behind: &str) -> String {
    page(&format!("| a {{data-indent=1}} | string | {before}{}{behind}\n", many(count, value)), CALL)
}

fn called(arguments: &str) -> String {
    format!("$instance->chain('v3/acme/big')->post({arguments});")
}

fn copied(rows: &str, rest: &str) -> String {
    format!("大\n\n请求参数 类型 描述\n{rows}\n\n```php\n{rest}\n```\n")
}

/// Reads each page, renders all that is said of it, and bounds the time and the size of that.
fn assert_linear(pages: &[(&str, String)]) {
    for (what, text) in pages {
        let (mut told, mut rendered) = (0, 0);
        let mut attempt = || {
            let start = Instant::now();
            let reading = read(&[Arc::new(Page::new("openapi/v3/acme/big.md", text))]);
            told = reading.diagnostics.len();
            rendered = reading.diagnostics.iter().map(|told| render(told, Style::Plain).len()).sum();
            start.elapsed()
        };
        let mut took = attempt();
        for _ in 1..ATTEMPTS {
            took = if took < BOUND { took } else { attempt() };
        }
        println!("{what}: {} bytes, {told} diagnostics, {rendered} bytes of them, {took:?}", text.len());
        assert!(took < BOUND, "{what}: {took:?}");
        assert!(rendered < 6_000 * (told + 1), "{what}: {rendered} bytes are said in {told} diagnostics");
    }
}

#[test]
fn tables_are_read_in_linear_time() {
    let nested: String = (0..60_000)
        .map(|n| format!("| a{n} {{data-indent={}}} | object | x\n", 1 + n % 32))
        .collect::<Vec<_>>()
        .concat();
    let siblings = many(60_000, "| a# {data-indent=2} | string | x\n");
    assert_linear(&[
        ("rows below an object", rows(100_000, "| a# {data-indent=1} | string | x")),
        ("rows below a string", page(&format!("| a {{data-indent=1}} | string | x\n{siblings}"), CALL)),
        ("rows without a parent", rows(15_000, "| a# {data-indent=5} | string | x")),
        ("objects without a parent", rows(15_000, "| a# {data-indent=5} | object | x")),
        ("rows of one name", rows(15_000, "| a {data-indent=1} | string | x")),
        ("nested objects", page(&nested, CALL)),
        ("rows on the top level", rows(10_000, "| a# | string | x")),
        (
            "shapes",
            rows(
                10_000,
                "| {colspan=3 .im-table-line}\n| a {data-indent=1} | object | x\n| b# {data-indent=2} | string | x",
            ),
        ),
        ("cells", rows(1, &many(100_000, "| a# "))),
    ]);
}

#[test]
fn attributes_and_values_are_read_in_linear_time() {
    let name = "n".repeat(200_000);
    let known = many(60_000, r"`A#`、");
    assert_linear(&[
        ("attributes", page(&format!("| a {{{}}} | string | x\n", many(20_000, "a# ")), CALL)),
        ("short lines of attributes", rows(1_000, &format!("| a {{{}}} | string | x", many(10, "a# ")))),
        ("values", described(100_000, "", r"`A#` \| ", "枚举值之一")),
        (
            "values of a long name",
            page(&format!("| {name} {{data-indent=1}} | string | {}枚举值之一\n", many(20_000, r"`A#` \| ")), CALL),
        ),
        ("equal values", described(20_000, "", r"`A` \| ", "枚举值之一")),
        ("listed values", described(60_000, "枚举值：", "`A#`、", "`B`")),
        ("explained values", described(60_000, "枚举值：<br/>", "`A#`：甲；", "")),
        ("values on lines", described(60_000, "枚举值：", "<br/>`A#`：甲", "")),
        ("values in a row", described(60_000, "枚举值：<br/>`B`：甲，", "`A#`、", "`C`：乙")),
        ("values in a row that is none", described(60_000, "枚举值：<br/>`B`：甲，", "`A#`、", "`甲 乙`：乙")),
        ("blanks", described(200_000, "枚举值：<br/>`B`：甲", " ", "乙")),
        ("values spoken of again", described(1, &format!("{known}`B`枚举值之一。{known}"), "", "")),
        ("brackets", described(60_000, "", "`A#`(甲) ", "枚举值之一")),
        ("markers", described(100_000, "", "枚举值", "")),
        ("lists without a marker", described(60_000, "", "`A#`、", "乙")),
        ("words without a marker", described(60_000, "", "A#、（", "")),
        ("runs of backticks", described(60_000, "", "``A#``、`", "")),
        ("empty values", described(60_000, "", "``、``乙`、", "")),
        ("announcements", described(100_000, "", "取值为 ", "")),
    ]);
}

#[test]
fn samples_are_read_in_linear_time() {
    let keys = many(60_000, "'a#' => 1, ");
    let below = many(60_000, "| a# {data-indent=1} | string | x\n");
    let maps = called(&format!("['json' => ['a' => [{}]]]", many(10_000, "['b#' => 1], ")));
    let list = format!("| a {{data-indent=1}} | object[] | x\n{}", many(10_000, "| b# {data-indent=2} | string | x\n"));
    let path = many(3_000, "{p#}/");
    assert_linear(&[
        (
            "keys",
            page(
                "| b {data-indent=1} | string | x\n",
                &called(&format!("['json' => [{}]]", many(15_000, "'a#' => 1, "))),
            ),
        ),
        ("keys of rows", page(&below, &called(&format!("['json' => [{keys}]]")))),
        (
            "keys of the top level",
            page(&many(8_000, "| a# | string | x\n"), &called(&format!("[{}]", many(8_000, "'a#' => 1, ")))),
        ),
        ("maps of a list", page(&list, &maps)),
        ("calls on a line", page("", &format!("{CALL} ").repeat(40_000))),
        ("calls of other URLs on a line", page("", &many(20_000, "$instance->chain('v3/a#')->post([]); "))),
        ("calls that do not parse", page("", &"$instance->chain('v3/acme/big')->post([ ".repeat(20_000))),
        ("calls in a comment", page("", &format!("/* {}", "$instance ".repeat(60_000)))),
        ("calls behind blanks", page("", &format!("{}{}", " ".repeat(300_000), "$instance ".repeat(20_000)))),
        ("samples", page("", &format!("{CALL}\n```\n\n```php\n").repeat(20_000))),
        ("placeholders", page("", &format!("$instance->chain('v3/{path}x')->post([]);"))),
        (
            "a long URL and many others",
            page(
                "",
                &format!(
                    "$instance->chain('v3/{}')->post([]);\n{}",
                    "a".repeat(200_000),
                    format!("{CALL}\n").repeat(10_000)
                ),
            ),
        ),
    ]);
}

#[test]
fn pages_are_read_in_linear_time() {
    let operation = page("", CALL);
    assert_linear(&[
        ("operations", operation.repeat(2_000)),
        ("notifications", "# 大 {#post}\n\n| 应答规范 | 类型 | 描述\n| --- | --- | ---\n| a | string | x\n\n{.im-table #response}\n\n".repeat(10_000)),
        ("headings", "# 大\n\n".repeat(60_000)),
        ("tables", format!("{operation}{}", "| 参数 | 类型\n| --- | ---\n| a | x\n\n".repeat(10_000))),
        ("notes", format!("{operation}{}", "::: danger {.im-important}\n注\n:::\n\n".repeat(20_000))),
        ("classes", format!("{operation}{}", "::: danger {.im-x#}\n注\n:::\n\n".repeat(10_000))),
        ("words of an end", format!("{operation}{}", "该接口已作废的".repeat(60_000))),
        ("words of an end behind marks", format!("{operation}{}{}", "*".repeat(60_000), "已下线的".repeat(60_000))),
        ("lines of prose", format!("{operation}{}", "该接口作废的\n".repeat(60_000))),
        ("tags in a title", format!("# {} {{#get}}\n", "<a".repeat(100_000))),
        ("links", format!("{operation}参阅 {}\n", many(60_000, "[甲](https://a.cn/#) "))),
        ("links that are none", format!("{operation}参阅 {}\n", many(20_000, "[甲](http://a.cn/#) "))),
        ("comments", format!("{operation}{}", "<!-- | a | string | x -->\n".repeat(10_000))),
        ("includes", format!("{operation}{}", "<!--@include: ".repeat(20_000))),
        ("quotes", "> ".repeat(100_000)),
        ("brackets", "[".repeat(100_000)),
        ("backticks", (1..600).map(|n| format!("{} ", "`".repeat(n))).collect::<Vec<_>>().concat()),
    ]);
}

#[test]
fn copied_pages_are_read_in_linear_time() {
    let rows = format!("json object 甲\n{}", many(30_000, "a# string 甲\n"));
    let keys = called(&format!("['json' => [{}]]", many(60_000, "'a#' => 1, ")));
    let nested = called(&format!("[{}]", many(10_000, "'a#' => ['b' => 1], ")));
    assert_linear(&[
        ("rows", copied(&rows, &keys)),
        ("rows without a sample", copied(&rows, "")),
        ("rows of a nested sample", copied(&many(10_000, "a# object 甲\nb string 乙\n"), &nested)),
        ("operations", copied("a string 甲", CALL).repeat(5_000)),
        ("operations without a sample", copied("a string 甲", "").repeat(10_000)),
        ("answers", format!("{}{}", copied("a string 甲", CALL), "返回字典 类型 描述\na string 甲\n\n".repeat(20_000))),
        ("types", format!("大\n\n请求参数类型描述\n{}甲\n", many(60_000, "xstring#"))),
        ("heads", "请求参数类型描述".repeat(10_000)),
    ]);
}
