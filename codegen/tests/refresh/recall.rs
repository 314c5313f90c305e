//! What a page says less than the committed spec, and links that lead nowhere.

use wechatpay_codegen::failure::{Failure, Findings};
use wechatpay_codegen::generate::Generated;
use wechatpay_codegen::part::Extent;

use super::tree::{bad, commit, documentation, moved, page, repository, run};

/// The warnings, each with the line that it points at.
fn told(outcome: Result<Generated, Failure>) -> Vec<String> {
    let diagnostics = match outcome {
        Ok(generated) => generated.diagnostics,
        Err(Failure::Found(Findings { diagnostics, .. })) => diagnostics,
        Err(failure) => panic!("{failure}"),
    };
    diagnostics.iter().map(|said| format!("{}: {}: {}", said.code.as_str(), said.message, said.line())).collect()
}

const ROWS: [&str; 4] = [
    "| json | object | 数据",
    "| a {data-indent=1} | object | 甲",
    "| state {data-indent=2} | string | 甲<br/>`A` \\| `B` 枚举值之一",
    "| state {data-indent=1} | string | 乙<br/>`C` \\| `D` 枚举值之一",
];

#[test]
fn values_that_are_not_read_any_more_are_told_of_at_their_row() {
    let root = repository();
    let state = |values: &str| page("甲", "post", "v3/x/a", &ROWS.join("\n")).replace("`C` \\| `D` 枚举值之一", values);
    let answer = |text: String| text.replace("编号", "编号<br/>`X` 枚举值");
    let before = documentation(&[("x/a.md", &answer(state("`C` \\| `D` 枚举值之一")))]);
    commit(root.path(), before.path(), Extent::Whole);
    assert_eq!(told(run(root.path(), before.path(), Extent::Whole)), [""; 0]);
    let after = documentation(&[("x/a.md", &state("见说明"))]);
    for extent in [Extent::Whole, Extent::Part] {
        assert_eq!(
            told(run(root.path(), after.path(), extent)),
            [
                "enum-gone: `state` had the values `C`, `D`, and has none any more: | state {data-indent=1} | string | 乙<br/>见说明",
                "enum-gone: `id` had the values `X`, and has none any more: | id {data-required} | string | 编号",
            ]
        );
    }
    assert_eq!(told(run(root.path(), after.path(), Extent::Elsewhere)), [""; 0], "another state may say less");
    commit(root.path(), after.path(), Extent::Whole);
    assert_eq!(told(run(root.path(), after.path(), Extent::Whole)), [""; 0], "it is said once");
}

#[test]
fn a_newer_operation_is_on_a_page_that_is_there() {
    let root = repository();
    let note = |by: &str| {
        let text = page("甲", "get", "v3/x/a", "");
        text.replace("{#get}\n", &format!("{{#get}}\n\n::: warning {{.im-redesigned}}\n[新接口]({by})\n:::\n"))
    };
    let (other, gone) = (page("乙", "get", "v3/x/b", ""), moved("/openapi/v3/x/b"));
    let old = bad("v3/x/d");
    let pages = |by: &str| {
        documentation(&[
            ("x/a.md", &note(by)),
            ("x/b.md", &other),
            ("x/c.md", &gone),
            ("x/{id}.md", &page("丁", "get", "v3/x/{id}", "| id | string | 编号")),
        ])
    };
    for there in ["b", "b#get", "b.html", "c", "{id}", "%7Bid%7D#get"] {
        let docs = pages(&format!("/openapi/v3/x/{there}"));
        assert_eq!(told(run(root.path(), docs.path(), Extent::Whole)), [""; 0], "{there}");
    }
    for nowhere in ["/openapi/v3/x/nowhere", "/openapi/v3/x", "/openapi/v3/x/b/"] {
        let said = told(run(root.path(), pages(nowhere).path(), Extent::Whole));
        let expected = format!(
            "superseded-by-nothing: the newer operation is said to be `{nowhere}`, and there is no such page: [新接口]({nowhere})"
        );
        assert_eq!(said, [expected]);
    }
    // Of a part, the committed spec knows the other pages; of another state, nobody does.
    let alone = documentation(&[("x/a.md", &note("/openapi/v3/x/b"))]);
    assert_eq!(told(run(root.path(), alone.path(), Extent::Part)).len(), 1);
    assert_eq!(told(run(root.path(), alone.path(), Extent::Elsewhere)), [""; 0]);
    commit(root.path(), pages("/openapi/v3/x/b").path(), Extent::Whole);
    assert_eq!(told(run(root.path(), alone.path(), Extent::Part)), [""; 0]);
    let broken = documentation(&[("x/a.md", &note("/openapi/v3/x/d")), ("x/d.md", &old)]);
    assert_eq!(told(run(root.path(), broken.path(), Extent::Part)).len(), 1, "a page that cannot be read is there");
}
