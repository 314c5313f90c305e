//! Whatever stands between two rows, or swallows them: each line that is a row ends in the spec, or an error says why not.

use std::sync::Arc;

use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::{Reading, read};

use crate::sound::assert_sound;

const ROWS: [&str; 3] = [
    "| widget_no {data-required data-indent=1} | string | 编号",
    "| total {data-indent=1} | integer | 总数",
    "| name {data-indent=1} | string | 名称",
];

/// A page whose rows are those given, with more between them.
fn page(request: &str) -> String {
    format!(
        "---\ntitle: 小部件\n---\n\n# 小部件 {{#post}}\n\n\
         | 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| json {{data-required}} | object | 数据\n{request}\n\n\
         {{.im-table #request}}\n\n\
         ```php\n$instance->chain('v3/acme/lost')->post(['json' => ['widget_no' => '1', 'total' => 1, 'name' => '2']]);\n```\n\n\
         | 返回字典 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| state {{data-required}} | string | 状态\n\n\
         {{.im-table #response}}\n"
    )
}

fn reading(text: &str, path: &str) -> Reading {
    let reading = read(&[Arc::new(Page::new(path, text))]);
    assert_sound(&reading);
    reading
}

/// What is told of a page in which something stands between two rows.
fn told(between: &str, request: &str) -> Reading {
    let reading = reading(&page(request), "openapi/v3/acme/lost.md");
    let rows = 5;
    assert!(reading.counts.rows >= rows, "{between:?}: {} of {rows} rows were seen", reading.counts.rows);
    reading
}

/// All that ends a table, or that rows can be a part of.
const BETWEEN: [&str; 62] = [
    "1. 说明",
    "2) 说明",
    "1.",
    "- x",
    "* x",
    "+ x",
    "- ",
    "* ",
    "- [ ] ",
    "- [x] x",
    "- - x",
    "> 引用",
    ">",
    "> - x",
    "# 标题",
    "### 标题",
    "#",
    "```",
    "```php",
    "~~~",
    "````md",
    "```\n```",
    "    code",
    "\tcode",
    "---",
    "***",
    "* * *",
    "===",
    "[a]: /b",
    "[a]: /b \"",
    "[a]: <",
    "<div>",
    "</div>",
    "<div",
    "<p>x</p>",
    "<table>",
    "<span>",
    "<Badge/>",
    "<script>",
    "<style>",
    "<pre>",
    "<pre><code>",
    "<textarea>",
    "<!-- x -->",
    "<!-- -->",
    "<!--",
    "<?php",
    "<!DOCTYPE x",
    "<![CDATA[",
    "::: tip",
    ":::",
    "::: warning {.im-important}",
    "::: code-group",
    "---\ntitle: x\n---",
    "",
    "\n",
    "文字",
    "文字\n",
    "\n文字",
    "\n1. 说明\n\n   更多",
    "[^1]: 脚注",
    "$$",
];

#[test]
fn nothing_between_two_rows_loses_the_rows_below() {
    for between in BETWEEN {
        let request = format!("{}\n{}\n{between}\n{}", ROWS[0], ROWS[1], ROWS[2]);
        let reading = told(between, &request);
        let [operation] = reading.operations.as_slice() else {
            assert!(reading.has_errors(), "{between:?} takes the operation in silence");
            continue;
        };
        let shown = format!("{operation:?}");
        let is_whole = shown.contains("\"total\"") && shown.contains("\"name\"") && shown.contains("\"state\"");
        assert!(is_whole || reading.has_errors(), "{between:?} loses rows in silence: {shown}");
    }
}

#[test]
fn nothing_before_a_row_on_its_line_loses_it() {
    for before in
        ["> ", ">> ", "- ", "* ", "1. ", "- [ ] ", "  ", "    ", "\t", "> - ", "<div> ", "<b>", "- > 1. ", "\u{200b}"]
    {
        let request = format!("{}\n{before}{}\n{}", ROWS[0], ROWS[1], ROWS[2]);
        let reading = told(before, &request);
        let shown = format!("{:?}", reading.operations);
        let is_whole = shown.contains("\"total\"") && shown.contains("\"name\"") && shown.contains("\"state\"");
        assert!(is_whole || reading.has_errors(), "{before:?} loses rows in silence: {shown}");
    }
}

/// Rows of a copied page, wherever they have got to.
#[test]
fn a_copied_row_is_read_or_refused_wherever_it_stands() {
    // Each shape by what stands before, between and behind the cells of a row.
    for (before, between, behind) in [("| ", " | ", " |"), ("", "\t", ""), ("", "", "")] {
        let row = |name: &str, ty: &str, words: &str| format!("{before}{name}{between}{ty}{between}{words}{behind}");
        let places = ["", "above", "late", "sample", "below"];
        for at in places {
            let lost = |place: &str| if place == at { row("lost", "string", "丢失") } else { String::new() };
            let text = [
                "小部件",
                "",
                &lost("above"),
                &row("请求参数", "类型", "描述"),
                &row("json", "object", "数据"),
                &row("widget_no", "string", "编号"),
                "",
                &lost("late"),
                "php",
                "$instance->chain('v3/acme/lost')->post(['json' => ['widget_no' => '1']]);",
                &lost("sample"),
                &row("返回字典", "类型", "描述"),
                &row("state", "string", "状态"),
                "参阅 官方文档",
                &lost("below"),
                "",
            ];
            let reading = reading(&text.join("\n"), "openapi/v3/acme/lost.txt");
            let rows = 3 + usize::from(!at.is_empty());
            assert_eq!(reading.counts.rows, rows, "{between:?}, {at}: {:?}", reading.counts.fate);
            assert_eq!(reading.has_errors(), !at.is_empty(), "{between:?}, {at}");
        }
    }
}
