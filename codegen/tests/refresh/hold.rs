//! One bad page does not hold up the others, and is not forgotten.

use std::fs;

use wechatpay_codegen::generate::Input;
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;
use wechatpay_spec::Held;

use super::tree::{bad, commit, commit_with, four, of, operations, page, read, repository, run, run_with, said, write};

const R1: &str = "0123456789abcdef0123456789abcdef01234567";
const R2: &str = "89abcdef0123456789abcdef0123456789abcdef";

#[test]
fn a_page_with_errors_keeps_its_last_good_spec_and_the_others_are_taken_over() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let before = read(root.path(), "spec/api/v3/x/b.get.json");
    write(docs.path(), "openapi/v3/x/b.md", &bad("v3/x/b"));
    write(docs.path(), "openapi/v3/x/c.md", &page("丙", "get", "v3/x/c", ""));
    write(docs.path(), "openapi/v3/x/new.md", &bad("v3/x/new"));
    assert_eq!(
        said(run(root.path(), docs.path(), Extent::Whole)),
        "openapi/v3/x/b.md: unknown-type\nopenapi/v3/x/new.md: unknown-type"
    );
    let docs = Docs { revision: Some(R1), ..of(docs.path(), Extent::Whole) };
    let input = Input { docs: Some(docs), hold: true, ..Input::of(root.path()) };
    let held = commit_with(input);
    assert_eq!(operations(&held), ["x/a", "x/b", "x/c", "x/d"], "a page that was never good has nothing to keep");
    assert_eq!(held.diagnostics.len(), 2, "what is held is shown when it is held");
    assert_eq!(read(root.path(), "spec/api/v3/x/b.get.json"), before);
    assert!(read(root.path(), "spec/api/v3/x/c.get.json").contains("丙"));
    let record = Held::load(&root.path().join("spec")).unwrap();
    let pages: Vec<_> = record.pages().iter().map(|(page, held)| (page.as_str(), held.since.as_str())).collect();
    assert_eq!(pages, [("openapi/v3/x/b.md", R1), ("openapi/v3/x/new.md", R1)]);
    assert!(record.pages()["openapi/v3/x/b.md"].codes.contains("unknown-type"));
    // The state is near to that revision, and is not it.
    let source = read(root.path(), "spec/source.toml");
    assert!(source.contains(&format!("based_on = \"{R1}\"")) && !source.contains("revision ="), "{source}");

    // From now on it is known: every run names it, and none fails for it.
    let again = run_with(Input { hold: false, ..input }).unwrap();
    assert_eq!((again.diagnostics.len(), again.summary.held.pages().len()), (0, 2));
    assert_eq!(again.files["spec/held.toml"], read(root.path(), "spec/held.toml"));
    let without = run_with(Input::of(root.path())).unwrap();
    assert_eq!(without.summary.held.pages().len(), 2);
    let later = Docs { revision: Some(R2), ..docs };
    let later = commit_with(Input { docs: Some(later), ..input });
    assert_eq!(later.summary.held.pages()["openapi/v3/x/b.md"].since, R1, "since when does not change");
}

#[test]
fn an_entry_whose_page_can_be_read_again_or_is_gone_is_stale() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    write(docs.path(), "openapi/v3/x/b.md", &bad("v3/x/b"));
    write(docs.path(), "openapi/v3/x/c.md", &bad("v3/x/c"));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    commit_with(input);
    write(docs.path(), "openapi/v3/x/b.md", &page("好", "get", "v3/x/b", ""));
    fs::remove_file(docs.path().join("openapi/v3/x/c.md")).unwrap();
    let said = said(run(root.path(), docs.path(), Extent::Whole));
    let lines: Vec<_> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["held.toml:5:8", "held.toml:10:8"]);
    // A part that does not have them says nothing of them.
    let part = docs.path().join("openapi/v3/x/a.md");
    assert_eq!(run(root.path(), &part, Extent::Part).unwrap().summary.held.pages().len(), 2);
    let held = commit_with(input);
    assert_eq!((held.summary.dropped.len(), held.summary.removed), (2, vec!["GET /v3/x/c".to_owned()]));
    assert!(!root.path().join("spec/held.toml").exists(), "a record of nothing stays behind");
}

#[test]
fn what_is_wrong_with_a_held_page_is_what_the_record_says() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    write(docs.path(), "openapi/v3/x/b.md", &bad("v3/x/b"));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    commit_with(input);
    let worse = page("坏", "get", "v3/x/b", "| query | object | 查询\n| a {data-indent=3} | string | 甲");
    write(docs.path(), "openapi/v3/x/b.md", &worse);
    let said = said(run(root.path(), docs.path(), Extent::Whole));
    assert!(
        said.starts_with("held.toml:5:8: `openapi/v3/x/b.md` is held for `unknown-type`, and has `indent-jump`"),
        "{said}"
    );
    commit_with(input);
    assert!(read(root.path(), "spec/held.toml").contains("codes = [\"indent-jump\"]"));
}

#[test]
fn what_two_pages_describe_is_held_on_both() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let before = read(root.path(), "spec/api/v3/x/b.get.json");
    write(docs.path(), "openapi/v3/x/a2.md", &page("又", "get", "v3/x/b", ""));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    let held = commit_with(input);
    let pages: Vec<_> = held.summary.held.pages().keys().map(String::as_str).collect();
    assert_eq!(pages, ["openapi/v3/x/a2.md", "openapi/v3/x/b.md"]);
    assert_eq!(read(root.path(), "spec/api/v3/x/b.get.json"), before);
}

#[test]
fn what_is_accepted_on_a_held_page_is_not_stale_and_what_corrects_it_corrects_what_is_kept() {
    let (root, docs) = (repository(), four());
    let slip = page("乙", "get", "v3/x/b", "| query | object | 查询\n| a_ b {data-indent=1} | string | 甲");
    write(docs.path(), "openapi/v3/x/b.md", &slip);
    write(
        root.path(),
        "spec/allow.toml",
        "[[allow]]\ncode = \"blank-in-name\"\npage = \"openapi/v3/x/b.md\"\nreason = \"x\"\n",
    );
    let correction = "[[override]]\ntarget = \"GET /v3/x/b\"\nside = \"request.query\"\nfield = \"a_b\"\n\
                      expect.required = false\nset.required = true\nreason = \"x\"\nevidence = [\"y\"]\n";
    write(root.path(), "spec/overrides/x.toml", correction);
    commit(root.path(), docs.path(), Extent::Whole);
    write(docs.path(), "openapi/v3/x/b.md", &bad("v3/x/b"));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    assert_eq!(commit_with(input).summary.corrected, 1);
}

#[test]
fn errors_of_pages_and_of_what_was_decided_come_in_one_run() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let correction = |name: &str| {
        format!(
            "[[override]]\ntarget = \"GET /v3/x/{name}\"\nside = \"response\"\nfield = \"no\"\nexpect.required = true\n\
             set.required = false\nreason = \"x\"\nevidence = [\"y\"]\n"
        )
    };
    write(root.path(), "spec/overrides/x.toml", &(correction("c") + &correction("gone")));
    write(
        root.path(),
        "spec/allow.toml",
        "[[allow]]\ncode = \"bad-name\"\npage = \"openapi/v3/x/d.md\"\nreason = \"x\"\n",
    );
    write(docs.path(), "openapi/v3/x/b.md", &bad("v3/x/b"));
    let said = said(run(root.path(), docs.path(), Extent::Whole));
    let lines: Vec<_> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["openapi/v3/x/b.md", "allow.toml:2:8", "overrides/x.toml:2:10", "overrides/x.toml:10:10"]);
}
