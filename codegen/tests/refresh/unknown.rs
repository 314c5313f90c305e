//! Decisions about what does not exist: they are told without the documentation too.

use wechatpay_codegen::generate::Input;
use wechatpay_codegen::part::Extent;

use super::tree::{bad, commit, commit_with, four, of, page, read, repository, run_with, said, write};

const SLIP: &str = "| query | object | 查询\n| a_ b {data-indent=1} | string | 甲";

fn allowed(code: &str, page: &str) -> String {
    format!("[[allow]]\ncode = \"{code}\"\npage = \"openapi/v3/x/{page}.md\"\nreason = \"known\"\n\n")
}

fn held(code: &str, page: &str) -> String {
    format!(
        "[[held]]\npage = \"openapi/v3/x/{page}.md\"\ncodes = [\"{code}\"]\nsince = \"the repository's own pages\"\n\n"
    )
}

#[test]
fn a_code_that_no_diagnostic_has_is_refused_with_those_near_it() {
    let root = repository();
    write(root.path(), "spec/allow.toml", &allowed("blank-in-names", "a"));
    write(root.path(), "spec/held.toml", &(held("unknown-typ", "a") + &held("override-misfit", "b")));
    assert_eq!(
        said(run_with(Input::of(root.path()))),
        "allow.toml:2:8: there is no code `blank-in-names`; near it: `blank-in-name`\n\
         held.toml:2:8: there is no code `unknown-typ`; near it: `unknown-type`, `unknown-row`"
    );
}

#[test]
fn a_page_that_nobody_knows_is_refused_with_those_near_it() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", SLIP));
    write(root.path(), "spec/allow.toml", &allowed("blank-in-name", "b"));
    commit(root.path(), docs.path(), Extent::Whole);
    write(root.path(), "spec/allow.toml", &(allowed("blank-in-name", "b") + &allowed("blank-in-name", "bb")));
    write(root.path(), "spec/held.toml", &held("unknown-type", "cc"));
    let input = Input::of(root.path());
    let expected = "allow.toml:7:8: there is no page `openapi/v3/x/bb.md`; near it: `openapi/v3/x/b.md`, \
                    `openapi/v3/x/a.md`, `openapi/v3/x/c.md`\n\
                    held.toml:2:8: there is no page `openapi/v3/x/cc.md`; near it: `openapi/v3/x/c.md`, \
                    `openapi/v3/x/a.md`, `openapi/v3/x/b.md`";
    assert_eq!(said(run_with(input)), expected);
    // It is a typing error, and not stale: nothing drops it.
    let prune = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, hold: true, ..input };
    assert!(said(run_with(prune)).starts_with(expected.lines().next().unwrap()));
    let elsewhere = Input { docs: Some(of(docs.path(), Extent::Elsewhere)), ..input };
    assert!(run_with(elsewhere).is_ok());
}

/// Of a page without an operation, and of one that could never be read, the spec has nothing: they are there.
#[test]
fn a_page_of_which_the_spec_has_nothing_is_known_as_long_as_it_is_there() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/guide.md", "# Nothing\n");
    write(docs.path(), "openapi/v3/x/new.md", &bad("v3/x/new"));
    write(root.path(), "spec/allow.toml", &allowed("not-a-page", "guide"));
    let hold = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    commit_with(hold);
    let empty = "empty = [\"openapi/v3/x/guide.md\", \"openapi/v3/x/new.md\"]\n";
    assert!(read(root.path(), "spec/source.toml").contains(empty));
    assert!(run_with(Input::of(root.path())).is_ok());
    // A part says nothing of the others.
    write(docs.path(), "openapi/v3/x/new.md", &page("新", "get", "v3/x/new", ""));
    let part = docs.path().join("openapi/v3/x/new.md");
    commit_with(Input { docs: Some(of(&part, Extent::Part)), ..hold });
    assert!(read(root.path(), "spec/source.toml").contains("empty = [\"openapi/v3/x/guide.md\"]\n"));
    assert!(run_with(Input::of(root.path())).is_ok());
}
