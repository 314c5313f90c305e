//! Words that are nearly others, and texts that must not be kept: none of them passes without a word.

use std::path::Path;
use std::sync::Arc;

use wechatpay_codegen::diagnostic::{Style, render};
use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::{Reading, read};
use wechatpay_spec::Status;

use crate::pages::pages;
use crate::sound::assert_sound;

/// A page of one operation, with a piece of it changed.
fn changed(from: &str, to: &str) -> Reading {
    changed_twice((from, to), ("", ""))
}

/// The same page, with two pieces changed.
fn changed_twice((from, to): (&str, &str), (other, another): (&str, &str)) -> Reading {
    let page = "---\ntitle: 小部件\n---\n\n# {{ $frontmatter.title }} {#post}\n\n::: danger {.im-important}\n说明\n:::\n\n\
        | 请求参数 | 类型 {.type} | 描述 {.desc}\n| --- | --- | ---\n| base_uri | string | 接入点`https://apihk.mch.weixin.qq.com/`\n\
        | json {data-required} | object | 数据\n| state {data-required data-indent=1} | string | 状态<br/>`OPEN` \\| `SHUT` 枚举值之一\n\n\
        {.im-table #request}\n\n```php\n$instance->chain('v3/acme/told')->post(['json' => ['state' => 'OPEN']]);\n```\n\n\
        | 返回字典 | 类型 {.type} | 描述 {.desc}\n| --- | --- | ---\n| id {data-required} | string | 编号\n\n{.im-table #response}\n\n\
        参阅 [官方文档](https://pay.weixin.qq.com/doc/v3/merchant/1)\n";
    assert!(page.contains(from) && page.contains(other), "{from} {other}");
    let page = page.replace(from, to);
    let page = if other.is_empty() { page } else { page.replace(other, another) };
    let reading = read(&[Arc::new(Page::new("openapi/v3/acme/told.md", &page))]);
    assert_sound(&reading);
    reading
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

#[test]
fn a_page_without_slips_is_told_nothing_of() {
    assert_eq!(codes(&changed("小部件", "部件")), [""; 0]);
}

#[test]
fn a_class_that_is_written_wrongly_is_no_class_and_is_told() {
    let note = "::: danger {.im-important}";
    for written in [
        "::: danger {.img-deprecated}",
        "::: danger {.im-depracated}",
        "::: danger {.im_deprecated}",
        "::: danger {im-deprecated}",
        "::: danger {.IM-deprecated}",
        "::: danger {.im-Deprecated}",
        "::: danger {#im-deprecated}",
        "::: danger .im-deprecated",
        "::: danger {.im-deprecated} 已下线",
        "::: danger ｛.im-deprecated｝",
        "::: danger {.im-deprecated",
        "::: danger im-deprecated",
        "{.im-deprecated}",
        "- {.im-deprecated}",
        "> 已下线 {.im-deprecated}",
        "<div class=\"im-deprecated\">",
        "## 已下线 {.im-deprecated}",
        "- ::: danger {.im-deprecated}",
        "::: danger {.im-redesignd}",
        "::: warning {.im-need-acessment}",
    ] {
        let reading = changed(note, written);
        assert!(codes(&reading).contains(&"class-unread"), "{written}: {:?}", codes(&reading));
        let told: String = reading.diagnostics.iter().map(|diagnostic| render(diagnostic, Style::Plain)).collect();
        assert!(told.contains("did you mean `{.im-"), "{written}: {told}");
    }
    for unknown in
        ["::: danger {.im-brand-new}", "::: danger {.new}", "::: danger {#new}", "::: danger {.im-important state=new}"]
    {
        assert_eq!(codes(&changed(note, unknown)), ["unknown-class"], "{unknown}");
    }
    for known in [
        "::: danger {.im-deprecated}",
        ":::: danger {.im-important .im-deprecated}",
        "说明\n::: danger {.im-deprecated}",
    ] {
        let reading = changed(note, known);
        assert_eq!(codes(&reading), [""; 0], "{known}");
        assert_eq!(reading.operations[0].status, Status::Deprecated, "{known}");
    }
    for nothing in ["::: warning", "::: tip 见 `{out_trade_no}` {out_trade_no}", "::: code-group"] {
        assert_eq!(codes(&changed(note, nothing)), [""; 0], "{nothing}");
    }
}

#[test]
fn a_marker_or_an_attribute_that_is_written_wrongly_is_told() {
    for marker in [
        "{.im-table #reqest}",
        "{.im-table request}",
        "{.im-table}",
        "{#requests}",
        ".im-table #request",
        "{.im-table #request",
    ] {
        let reading = changed("{.im-table #request}", marker);
        assert!(codes(&reading).contains(&"table-without-marker"), "{marker}: {:?}", codes(&reading));
    }
    for (written, meant) in [
        ("data-require", "data-required"),
        ("data_required", "data-required"),
        ("Data-Required", "data-required"),
        ("required", ""),
        ("data-indnt=1", "data-indent"),
        ("data_indent=1", "data-indent"),
    ] {
        let reading = changed("{data-required data-indent=1}", &format!("{{data-indent=1 {written}}}"));
        assert!(codes(&reading).contains(&"unknown-attribute"), "{written}: {:?}", codes(&reading));
        let told: String = reading.diagnostics.iter().map(|diagnostic| render(diagnostic, Style::Plain)).collect();
        assert!(
            told.contains(&if meant.is_empty() { String::new() } else { format!("did you mean `{meant}`?") }),
            "{written}: {told}"
        );
    }
}

#[test]
fn a_base_is_one_url_of_wechat_pay() {
    let base = "`https://apihk.mch.weixin.qq.com/`";
    for (written, code) in [
        ("`https://weixin.qq.com.evil.com/`", "bad-base"),
        ("`http://apihk.mch.weixin.qq.com/`", "bad-base"),
        ("`https://apihk.mch.weixin.qq.com/`或`https://api.mch.weixin.qq.com/hk/`", "bad-base"),
        ("https://evil.com", "bad-base"),
        ("`apihk.mch.weixin.qq.com`", "base-without-url"),
    ] {
        assert_eq!(codes(&changed(base, written)), [code], "{written}");
    }
    for written in
        ["`https://api.wechatpay.cn/`", "`https://api.mch.weixin.qq.com/hk/`，即`https://api.mch.weixin.qq.com/hk/`"]
    {
        assert_eq!(codes(&changed(base, written)), [""; 0], "{written}");
    }
}

#[test]
fn a_base_is_what_the_samples_name() {
    let row = "| base_uri | string | 接入点`https://apihk.mch.weixin.qq.com/`\n";
    let called = |options: &str| format!("post([{options}'json' =>");
    let said = |row_to: &str, options: &str| {
        let page = changed_twice((row, row_to), ("post(['json' =>", &called(options)));
        codes(&page).join(" ")
    };
    let url = "'base_uri' => 'https://apihk.mch.weixin.qq.com/', ";
    for options in [
        "'base_uri' => 'https://api.mch.weixin.qq.com/', ",
        "'base_uri' => 'https://apihk.mch.weixin.qq.com/hk/', ",
        "'base_uri' => 'https://apihk.mch.weixin.qq.com', ",
        "'base_uri' => 'http://apihk.mch.weixin.qq.com/', ",
        "'base_uri' => $base, ",
        "'base_uri' => null, ",
    ] {
        assert_eq!(said(row, options), "base-disagrees", "{options}");
    }
    assert_eq!(said("", url), "base-disagrees", "the row is gone");
    assert_eq!(said(&row.replace("| base_uri |", "| base_url |"), url), "unknown-part base-disagrees");
    assert_eq!(said(&row.replace("base_uri", "base_uri {data-required}"), ""), "base-disagrees", "it is not sent");
    for (row, options) in [(row, url), (row, ""), ("", "")] {
        assert_eq!(said(row, options), "", "{row} {options}");
    }
}

#[test]
fn a_placeholder_and_a_header_are_one_word() {
    let url = ("v3/acme/told'", "v3/acme/{widget_no}'");
    for (ty, more) in [
        ("object", ""),
        ("object[]", ""),
        ("string[]", ""),
        ("integer[]", ""),
        ("string {data-encoded=by-json_encode}", ""),
        ("string", "| {colspan=3 .im-table-line}\n| a {data-indent=1} | string | 甲\n"),
    ] {
        let row = format!("| widget_no {{data-required}} | {ty} | 编号\n{more}| json {{data-required}}");
        let said = changed_twice(url, ("| json {data-required}", &row));
        assert!(codes(&said).contains(&"not-a-word"), "{ty}: {:?}", codes(&said));
        let row = format!(
            "| headers | object | 头\n| X-No {{data-indent=1}} | {ty} | 编号\n{}| json {{data-required}}",
            more.replace("=1}", "=2}")
        );
        assert!(codes(&changed("| json {data-required}", &row)).contains(&"not-a-word"), "{ty} in a header");
        let row = row.replace("headers", "query");
        let is_object = ty.starts_with("object");
        assert_eq!(
            codes(&changed("| json {data-required}", &row)).contains(&"not-a-word"),
            is_object,
            "{ty} in the query"
        );
    }
    for ty in ["string", "integer", "number", "boolean"] {
        let row = format!("| widget_no {{data-required}} | {ty} | 编号\n| json {{data-required}}");
        assert_eq!(codes(&changed_twice(url, ("| json {data-required}", &row))), ["url-file-disagrees"], "{ty}");
    }
}

#[test]
fn a_body_of_the_samples_has_a_row() {
    let reading = changed("post(['json' =>", "post(['body' => $media->getStream(), 'json' =>");
    assert_eq!(codes(&reading), ["sample-key-unknown"]);
}

#[test]
fn a_status_that_is_not_read_is_told() {
    let note = "::: danger {.im-important}\n说明\n:::";
    for written in [
        "::: danger 本接口已下线\n:::",
        "::: danger\n本接口已下线\n:::",
        "::: details 说明\n本接口服务已于 `2019.12.16` (北京时间)下线。\n:::",
        "> [!WARNING]\n> 本接口已下线",
        "**本接口服务已于2019年下线**",
        "<div>本接口已下线</div>",
        "<Badge text=\"已下线\"/>",
        "- 新接口见[这里](/openapi/v3/acme/new)",
        "::: danger {.im-important}\n新接口见[这里](/openapi/v3/acme/new)\n:::",
    ] {
        let reading = changed(note, written);
        assert_eq!(codes(&reading), ["status-unread"], "{written}");
        let (line, _) = reading.diagnostics[0].position();
        assert!((7..=8).contains(&line), "{written} is pointed at, and not line {line}");
    }
    for written in
        ["title: 小部件（已下线）", "title: 小部件\ndescription: 本接口已下线", "title: 小部件\ndeprecated: true"]
    {
        assert_eq!(codes(&changed("title: 小部件", written)), ["status-unread"], "{written}");
    }
    for quiet in [
        "<!-- 本接口已下线 -->",
        "```php\n// 本接口已下线\n```",
        "::: danger {.im-deprecated}\n本接口已下线\n:::",
        "::: warning {.im-redesigned}\n新接口见[这里](/openapi/v3/acme/told)\n:::",
        "商户可通过该接口停止活动，将商品下线。",
    ] {
        assert_eq!(codes(&changed(note, quiet)), [""; 0], "{quiet}");
    }
}

/// A page of a notification, with a piece of it changed.
fn notified(from: &str, to: &str) -> Reading {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/webhook/notification.md");
    let page = pages(&file).remove(0);
    assert!(page.text.contains(from), "{from}");
    let reading = read(&[Arc::new(Page::new(&page.path, &page.text.replacen(from, to, 1)))]);
    assert_sound(&reading);
    reading
}

#[test]
fn an_original_type_is_whatever_word_its_row_names() {
    let row = "原始回调类型<br/>`widget` 枚举值";
    assert_eq!(codes(&notified(row, row)), [""; 0]);
    assert_eq!(codes(&notified(row, "原始回调类型")), [""; 0]);
    for written in ["原始回调类型 widget", "原始回调类型，固定为`widget`", "原始回调类型`widget`"]
    {
        assert_eq!(codes(&notified(row, written)), ["enum-unread"], "{written}");
    }
}

#[test]
fn a_notification_has_no_status() {
    let note = "::: danger {.im-deprecated}\n本通知已下线\n:::\n\n| 请求参数 |";
    assert_eq!(codes(&notified("| 请求参数 |", note)), ["status-unread"]);
}

#[test]
fn a_badge_is_no_part_of_a_title() {
    for badge in ["<Badge type=\"tip\" text=\"新\"/>", "<Badge type='tip'/>", "<b></b>"] {
        let reading = changed("}} {#post}", &format!("}}}} {badge} {{#post}}"));
        assert!(codes(&reading).iter().all(|code| *code == "tag-in-title"), "{badge}: {:?}", codes(&reading));
        assert_eq!(reading.operations[0].title, "小部件", "{badge}");
    }
    let reading = changed("}} {#post}", "}} <Badge text=\"已下线\"/> {#post}");
    assert_eq!((codes(&reading), &*reading.operations[0].title), (vec!["tag-in-title", "status-unread"], "小部件"));
    let reading = changed("title: 小部件", "title: 小部件 (a < b, c > d)");
    assert_eq!((codes(&reading), &*reading.operations[0].title), (vec![], "小部件 (a < b, c > d)"));
}

#[test]
fn what_one_does_not_see_is_not_kept() {
    for unseen in ['\u{202e}', '\u{2066}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{7}', '\u{1b}', '\u{9b}', '\u{2060}'] {
        for (from, to) in [
            ("title: 小部件", format!("title: 小{unseen}部件")),
            ("# {{ $frontmatter.title }}", format!("# 小{unseen}部件")),
            ("状态<br/>", format!("状{unseen}态<br/>")),
            ("`SHUT`", format!("`SH{unseen}UT`")),
            ("| id ", format!("| i{unseen}d ")),
            ("merchant/1", format!("merchant/{unseen}1")),
            ("'OPEN'", format!("'OP{unseen}EN'")),
        ] {
            let reading = changed(from, &to);
            assert!(reading.has_errors(), "U+{:04X} in {from}: {:?}", u32::from(unseen), codes(&reading));
            let told: String = reading.diagnostics.iter().map(|diagnostic| render(diagnostic, Style::Plain)).collect();
            assert!(!told.contains(unseen), "a page cannot turn around what a person reads: {told:?}");
        }
    }
    // Prose may hold what it likes, a label may hold what looks alike; on the wire it is another value.
    assert_eq!(codes(&changed("说明\n", "说\u{200b}明\n")), [""; 0]);
    assert_eq!(codes(&changed("状态<br/>", "状\u{2f26}态\u{200b}<br/>")), [""; 0]);
    assert_eq!(codes(&changed("'OPEN'", "\"OP\\nEN\"")), [""; 0], "a key has lines");
    for alike in ['\u{2f26}', '\u{f9fd}', 'Ａ', '１', '＿', '\u{410}', '\u{391}'] {
        assert_eq!(codes(&changed("`SHUT`", &format!("`SHUT{alike}`"))), ["unseen-character"], "{alike}");
    }
    assert_eq!(codes(&changed("`SHUT`", "`关闭（一级）`")), [""; 0]);
}

#[test]
fn a_radical_in_a_title_or_a_label_is_the_character() {
    let reading = changed("title: 小部件", "title: \u{2f29}部件");
    assert_eq!((codes(&reading), &*reading.operations[0].title), (vec![], "小部件"));
    let shown = format!("{:?}", changed("| 编号", "| \u{2f26}商户编号").operations);
    assert!(shown.contains("子商户编号"), "{shown}");
}

#[test]
fn a_link_is_followed_by_https() {
    let link = "https://pay.weixin.qq.com/doc/v3/merchant/1";
    for written in [
        "http://pay.weixin.qq.com/",
        "javascript:alert(1)",
        "/doc/v3",
        "//pay.weixin.qq.com/",
        "https://",
        "https://a@b.cn/",
        "data:x",
    ] {
        let reading = changed(link, written);
        assert_eq!(codes(&reading), ["bad-link"], "{written}");
        assert_eq!(reading.operations[0].docs, [""; 0], "{written}");
    }
}

#[test]
fn a_url_that_is_longer_than_any_is_none() {
    let called = |length: usize| changed("v3/acme/told", &format!("v3/{}", "a".repeat(length)));
    assert!(!codes(&called(900)).contains(&"bad-url"));
    assert!(codes(&called(1_000)).contains(&"bad-url"));
}

#[test]
fn what_is_said_of_a_name_of_any_length_is_short() {
    let reading = changed("| id {data-required} |", &format!("| {} {{data-required}} |", "号".repeat(10_000)));
    let named = reading.diagnostics.iter().find(|diagnostic| diagnostic.code.as_str() == "bad-name");
    let diagnostic = named.expect("it is no name");
    assert!(diagnostic.message.len() < 2_100 && diagnostic.message.ends_with('…'), "{}", diagnostic.message);
}

#[test]
fn a_place_on_a_line_of_any_length_is_found() {
    // Blocks of characters of several bytes, so that no block of the text ends where a character does.
    for (before, after) in [(0, 0), (1, 3), (5_000, 20_000), (4_095, 1), (4_096, 4_096)] {
        let page = Page::new("page.md", &format!("号\n{}|{}\n", "号".repeat(before), "号".repeat(after)));
        let at = page.text.find('|').expect("the bar");
        assert_eq!((page.position(at), page.line_at(at)), ((2, before + 1), 4..page.text.len() - 1));
        assert_eq!(page.position(at - 1), if before == 0 { (1, 2) } else { (2, before) });
    }
}

/// What a page says is quoted as it stands there; only what one does not see is shown otherwise.
#[test]
fn what_is_quoted_of_a_page_is_neither_doubled_nor_hidden() {
    let first = |from: &str, to: &str| changed(from, to).diagnostics[0].message.clone();
    assert_eq!(first("| state {", "| a\\_'\"b {"), "`a\\_'\"b` cannot be the name of a field");
    assert_eq!(first("| state {", "| a\u{200b}b {"), "`a\\u{200b}b` cannot be the name of a field");
    assert_eq!(first("} | string | 状态", "} | str\\'ing | 状态"), "`str\\'ing` is not a type");
}

#[test]
fn a_note_whose_link_leads_elsewhere_says_where() {
    let note = |link: &str| {
        let note = format!("::: danger {{.im-redesigned}}\n见{link}\n:::\n");
        changed("::: danger {.im-important}\n说明\n:::\n", &note).diagnostics[0].message.clone()
    };
    assert_eq!(
        note("[新](https://pay.weixin.qq.com/doc/v3/merchant/2)"),
        "the note on a newer operation links `https://pay.weixin.qq.com/doc/v3/merchant/2`, which is no page of the documentation"
    );
    assert_eq!(note("新接口"), "the note on a newer operation links none");
}

#[test]
fn the_columns_of_a_table_are_those_that_are_read() {
    for heading in ["请求参数", "返回字典"] {
        let head = format!("| {heading} | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---");
        for columns in [
            "描述 | 类型",
            "描述 {.desc} | 类型 {.type}",
            "类型 | 说明",
            "必填 | 描述",
            "类型 | 描述 | 必填",
            "类型 | 必填 | 描述",
            "类型",
        ] {
            let dashes = "| --- ".repeat(2 + columns.matches('|').count());
            let reading = changed(&head, &format!("| {heading} | {columns}\n{dashes}"));
            assert_eq!(codes(&reading), ["unknown-columns"], "{heading} | {columns}");
            assert!(reading.has_errors() && reading.diagnostics[0].message.contains(heading), "{columns}");
        }
        for columns in ["类型 | 描述", "类型|描述 |", " 类型 {.type} | 描述 {.desc} | | "] {
            let dashes = "| --- ".repeat(if columns.ends_with(' ') { 4 } else { 3 });
            assert_eq!(codes(&changed(&head, &format!("| {heading} | {columns}\n{dashes}"))), [""; 0], "{columns}");
        }
        // The cells of such a column are not those that are read.
        let head_to = format!("| {heading} | 类型 | 必填 | 描述\n| --- | --- | --- | ---");
        let reading = changed_twice((&head, &head_to), (" | string | ", " | string | 是 | "));
        assert!(codes(&reading).contains(&"unknown-columns"), "{:?}", codes(&reading));
    }
}

#[test]
fn the_fields_of_an_answer_are_no_parts() {
    let rows = "| id {data-required} |";
    for part in ["headers", "body", "json", "query", "base_uri"] {
        for ty in ["object", "object[]"] {
            let part =
                format!("| {part} {{data-required}} | {ty} | 部分\n| zzq {{data-indent=1}} | string | 甲\n{rows}");
            let reading = changed(rows, &part);
            assert_eq!(codes(&reading), ["unknown-part"], "{part}");
            assert!(reading.diagnostics[0].help().contains("fields of its JSON"), "{}", reading.diagnostics[0].help());
        }
    }
    for field in [
        "| body {data-required} | string | 商品描述",
        "| a {data-required} | object | 甲\n| body {data-indent=1} | object | 乙",
        "| status {data-required} | string | 状态",
    ] {
        assert_eq!(codes(&changed(rows, &format!("{field}\n{rows}"))), [""; 0], "{field}");
    }
}

#[test]
fn an_operation_has_one_status() {
    let note = "::: danger {.im-important}\n说明\n:::";
    let [one, two] = ["[甲](/openapi/v3/acme/told)", "[乙](/openapi/v3/acme/other)"];
    let newer = "::: warning {.im-redesigned}";
    let offline = "::: danger {.im-deprecated}\n已下线\n:::";
    for (written, lost) in [
        (format!("{newer}\n新接口见{one}和{two}\n:::"), "/openapi/v3/acme/other"),
        (format!("{newer}\n\n新接口见{one}\n\n或{two}\n\n:::"), "/openapi/v3/acme/other"),
        (format!("{newer}\n{one}\n:::\n\n{newer}\n{two}\n:::"), "/openapi/v3/acme/other"),
        (format!("{newer}\n{one}\n:::\n\n{offline}"), ".im-deprecated"),
        (format!("{offline}\n\n{newer}\n{one}\n:::"), ".im-deprecated"),
        (format!("::: danger {{.im-redesigned .im-deprecated}}\n{one}\n:::"), ".im-deprecated"),
    ] {
        let reading = changed(note, &written);
        assert_eq!(codes(&reading), ["status-unread"], "{written}");
        assert!(reading.diagnostics[0].message.contains(&format!("`{lost}`")), "{}", reading.diagnostics[0].message);
        assert_eq!(reading.operations[0].status, Status::Superseded { by: "/openapi/v3/acme/told".to_owned() });
    }
    for written in [
        format!("{newer}\n新接口见{one}，即{one}\n:::"),
        format!("{newer}\n\n新接口见{one}\n\n:::\n\n另见{two}"),
        format!("{newer}\n{one}，[文档](https://pay.weixin.qq.com/doc/v3/merchant/2)\n:::"),
        format!("{offline}\n\n{offline}"),
    ] {
        assert!(!codes(&changed(note, &written)).contains(&"status-unread"), "{written}");
    }
}

#[test]
fn a_class_that_nobody_knows_is_told_wherever_it_stands() {
    let note = "::: danger {.im-important}\n说明\n:::";
    for written in [
        "请注意 {.im-offline}",
        "- 请注意 {.im-offline}",
        "## 请注意 {.im-offline}",
        "{.im-offline}",
        "::: danger {.im-offline} 已停",
        "::: danger .im-offline\n:::",
    ] {
        assert_eq!(codes(&changed(note, written)), ["unknown-class"], "{written}");
    }
    assert_eq!(codes(&changed(note, "```css\n.im-offline {}\n```")), [""; 0]);
}

#[test]
fn what_a_component_shows_is_not_read() {
    let marker = "{.im-table #response}";
    for tag in ["<FieldTable :fields=\"fields\"/>", "<FieldTable>\n\n</FieldTable>", "<field-table\n  file=\"a\"/>"] {
        for written in
            [format!("{marker}\n\n{tag}"), format!("{marker}\n\n见 {tag} 说明"), format!("{marker}\n\n> {tag}")]
        {
            assert_eq!(codes(&changed(marker, &written)), ["include-unread"], "{written}");
        }
    }
    for written in
        ["<Badge text=\"新\"/>", "见`<FieldTable/>`", "类型是List<String>", "a < B", "<!-- <FieldTable/> -->", "<br/>"]
    {
        assert_eq!(codes(&changed(marker, &format!("{marker}\n\n{written}"))), [""; 0], "{written}");
    }
}
