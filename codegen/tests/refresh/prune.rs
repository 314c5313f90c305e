//! What has become stale is dropped when that is wanted, and said; what is left is accepted, and not forgotten.

use std::collections::BTreeSet;
use std::fs;

use wechatpay_codegen::diagnostic::Code;
use wechatpay_codegen::generate::Input;
use wechatpay_codegen::part::Extent;

use super::tree::{
    commit, commit_with, documentation, four, notification, of, page, read, repository, run, run_with, said, write,
};

const SLIP: &str =
    "| query | object | 查询\n| a_ b {data-indent=1} | string | 甲\n| c_ d {data-indent=1} | string | 乙";

fn allowed(page: &str, count: usize) -> String {
    format!(
        "# Of {page}.\n[[allow]]\ncode = \"blank-in-name\"\npage = \"openapi/v3/x/{page}.md\"\ncount = {count}\nreason = \"known\"\n\n"
    )
}

fn correction(targets: &str, field: &str) -> String {
    format!(
        "[[override]]\ntargets = [{targets}]\nside = \"response\"\nfield = \"{field}\"\nexpect.required = true\n\
         set.required = false\nreason = \"why\"\nevidence = [\"y\"]\n\n"
    )
}

#[test]
fn what_is_stale_is_dropped_and_said_and_the_rest_stays_as_it_is() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/gone.md", &page("走", "get", "v3/x/gone", ""));
    write(docs.path(), "openapi/v3/x/never.md", &page("走", "get", "v3/x/never", ""));
    write(docs.path(), "openapi/v3/x/deep/e.md", &page("深", "get", "v3/x/deep/e", ""));
    commit(root.path(), docs.path(), Extent::Whole);
    for gone in ["gone", "never", "deep/e"] {
        fs::remove_file(docs.path().join(format!("openapi/v3/x/{gone}.md"))).unwrap();
    }
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", SLIP));
    write(docs.path(), "openapi/v3/x/c.md", &page("丙", "get", "v3/x/c", SLIP));
    write(root.path(), "spec/allow.toml", &(allowed("b", 3) + &allowed("c", 2) + &allowed("d", 1)));
    let overrides = correction("\"GET /v3/x/a\", \"GET /v3/x/gone\"", "id") + &correction("\"GET /v3/x/never\"", "id");
    write(root.path(), "spec/overrides/x.toml", &overrides);
    let facts = "[[facts]]\noperations = [\"GET /v3/x/gone\"]\nbelow = [\"/v3/x/deep/\"]\nverify = \"unsigned\"\nsource = \"x\"\n";
    write(root.path(), "spec/protocol.toml", facts);
    let presence = "{\n  \"source\": \"x\",\n  \"present\": {\n    \"GET /v3/x/b\": [\"id\"],\n    \"GET /v3/x/gone\": [\"id\"]\n  }\n}\n";
    write(root.path(), "spec/presence.json", presence);
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    let pruned = commit_with(input);
    assert_eq!(read(root.path(), "spec/allow.toml").trim_end(), (allowed("b", 2) + &allowed("c", 2)).trim_end());
    assert_eq!(read(root.path(), "spec/overrides/x.toml").trim_end(), correction("\"GET /v3/x/a\"", "id").trim_end());
    assert_eq!(read(root.path(), "spec/protocol.toml"), "# Nothing is left.\n");
    let left = read(root.path(), "spec/presence.json");
    assert!(left.contains("GET /v3/x/b") && !left.contains("gone"), "{left}");
    let dropped = pruned.summary.dropped;
    assert_eq!(dropped.len(), 7, "{dropped:?}");
    let first = "spec/allow.toml:3:8: accepts 3 `blank-in-name` in openapi/v3/x/b.md, found 2; it said: known";
    assert_eq!(dropped[0], first);
    assert!(
        dropped.iter().any(|line| line.starts_with("spec/overrides/x.toml:2:27: GET /v3/x/gone response id: ")
            && line.ends_with("; it said: why")),
        "{dropped:?}"
    );
    // Then nothing is stale any more.
    assert!(run(root.path(), docs.path(), Extent::Whole).is_ok());
}

fn one_type(name: &str, pages: &[&str]) -> String {
    let places: Vec<String> = pages.iter().map(|page| format!("  \"GET /v3/x/{page} response\",\n")).collect();
    format!("[[type]]\nname = \"x::{name}\"\nplaces = [\n{}]\n", places.concat())
}

#[test]
fn a_place_of_a_type_that_is_gone_is_dropped_and_so_is_what_is_left_alone() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/gone.md", &page("走", "get", "v3/x/gone", ""));
    commit(root.path(), docs.path(), Extent::Whole);
    fs::remove_file(docs.path().join("openapi/v3/x/gone.md")).unwrap();
    write(root.path(), "spec/types/x.toml", &one_type("Kept", &["a", "b", "gone"]));
    write(
        root.path(),
        "spec/types/y.toml",
        &one_type("Left", &["c", "gone"]).replace("/gone response", "/gone response "),
    );
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    // A place that cannot be read is a mistake.
    assert!(said(run_with(input)).contains("types/y.toml:5:3: "));
    write(root.path(), "spec/types/y.toml", &one_type("Left", &["c"]));
    assert!(said(run_with(input)).contains("types/y.toml:4:3: `GET /v3/x/c response` is the only place of `x::Left`"));
    write(root.path(), "spec/types/y.toml", "");
    commit_with(input);
    assert_eq!(read(root.path(), "spec/types/x.toml"), one_type("Kept", &["a", "b"]));
}

#[test]
fn a_type_of_which_one_place_is_left_is_dropped_with_its_file() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/gone.md", &page("走", "get", "v3/x/gone", ""));
    commit(root.path(), docs.path(), Extent::Whole);
    fs::remove_file(docs.path().join("openapi/v3/x/gone.md")).unwrap();
    write(root.path(), "spec/types/x.toml", &one_type("Left", &["c", "gone"]));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    let dropped = commit_with(input).summary.dropped;
    assert_eq!(
        dropped,
        [
            "spec/types/x.toml:4:3: `GET /v3/x/c response` is the only place of `x::Left`: one place shares nothing; add another, or take the type out",
            "spec/types/x.toml:5:3: `GET /v3/x/gone` is not in the spec; near it: `GET /v3/x/a`, `GET /v3/x/b`, `GET /v3/x/c`",
            "spec/types/x.toml: it held no other type, and is removed",
        ]
    );
    assert!(!root.path().join("spec/types/x.toml").exists());
}

/// A target, a field, an operation that the committed spec does not have either: nothing has become stale.
#[test]
fn what_has_never_fitted_is_a_mistake_and_is_not_dropped() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let removal = correction("\"GET /v3/x/b\"", "ids").replace("set.required = false", "remove = true");
    let overrides = correction("\"GET /v3/x/a\", \"GET /v3/x/aa\"", "id") + &removal;
    let declining = correction("\"GET /v3/x/c\"", "id")
        .replace("reason =", "declined = [{target = \"GET /v3/x/dd\", reason = \"so\"}]\nreason =");
    write(root.path(), "spec/overrides/x.toml", &(overrides + &declining));
    let facts = "[[facts]]\noperations = [\"GET /v3/x/bb\"]\nverify = \"unsigned\"\nsource = \"x\"\n";
    write(root.path(), "spec/protocol.toml", facts);
    let before = read(root.path(), "spec/overrides/x.toml");
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    let said = said(run_with(input));
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(
        lines[0].starts_with("overrides/x.toml:2:27: GET /v3/x/aa response id: is not in the spec; near it: "),
        "{said}"
    );
    assert!(lines[1].contains("GET /v3/x/b response ids: there is no `ids`"), "{said}");
    assert!(lines[2].starts_with("protocol.toml:2:15: `GET /v3/x/bb` is not in the spec; near it: "), "{said}");
    assert_eq!(read(root.path(), "spec/overrides/x.toml"), before);
    // Without them, so is the declined sibling, and the evidence.
    write(root.path(), "spec/overrides/x.toml", &declining);
    write(root.path(), "spec/protocol.toml", "");
    let presence = "{\n  \"source\": \"x\",\n  \"present\": {\n    \"GET /v3/x/a\": [\"id\", \"idd\"],\n    \"GET /v3/x/dd\": [\"id\"]\n  }\n}\n";
    write(root.path(), "spec/presence.json", presence);
    let said = super::tree::said(run_with(input));
    let lines: Vec<_> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["overrides/x.toml:7:13", "presence.json:4:27", "presence.json:5:5"], "{said}");
}

#[test]
fn evidence_that_has_never_said_anything_new_is_no_typing_error() {
    let (root, docs) = (repository(), four());
    let more = "编号\n| kinds {data-required} | string[] | 种类\n| note | string | 备注\n";
    write(docs.path(), "openapi/v3/x/f.md", &page("己", "get", "v3/x/f", "").replace("编号\n", more));
    commit(root.path(), docs.path(), Extent::Whole);
    let evidence = |paths: &str| {
        format!("{{\n  \"source\": \"x\",\n  \"present\": {{\n    \"GET /v3/x/f\": [{paths}]\n  }}\n}}\n")
    };
    write(root.path(), "spec/presence.json", &evidence(r#""id", "kinds", "note""#));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    assert_eq!(commit_with(input).summary.dropped.len(), 2);
    assert_eq!(read(root.path(), "spec/presence.json"), evidence(r#""id""#));
}

#[test]
fn what_a_person_must_decide_is_not_dropped() {
    let (root, docs) = (repository(), four());
    write(root.path(), "spec/overrides/x.toml", &correction("\"GET /v3/x/a\"", "name"));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    assert!(said(run_with(input)).starts_with("overrides/x.toml:2:12: GET /v3/x/a response name: there is no"));
}

#[test]
fn a_page_that_a_correction_does_not_fit_any_more_is_held_with_what_it_was() {
    let (root, docs) = (repository(), four());
    write(root.path(), "spec/overrides/x.toml", &correction("\"GET /v3/x/a\"", "id"));
    commit(root.path(), docs.path(), Extent::Whole);
    let before = read(root.path(), "spec/api/v3/x/a.get.json");
    let lost = page("甲", "get", "v3/x/a", "").replace("| id {data-required}", "| number {data-required}");
    write(docs.path(), "openapi/v3/x/a.md", &lost);
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, prune: true, ..Input::of(root.path()) };
    let held = commit_with(input);
    assert_eq!(held.summary.held.pages()["openapi/v3/x/a.md"].codes, BTreeSet::from(["override-misfit".to_owned()]));
    assert_eq!(read(root.path(), "spec/api/v3/x/a.get.json"), before);
    assert!(run(root.path(), docs.path(), Extent::Whole).is_ok(), "what is held is held by every run");
    // The correction is mended: the page fits, and the entry is stale.
    write(root.path(), "spec/overrides/x.toml", &correction("\"GET /v3/x/a\"", "number"));
    assert!(said(run(root.path(), docs.path(), Extent::Whole)).starts_with("held.toml:5:8"));
    assert!(commit_with(input).summary.held.is_empty());
}

/// Nothing may be dropped, and the run goes on: the page waits for somebody to look at the correction.
#[test]
fn a_page_that_has_mended_by_itself_what_is_corrected_is_held_where_nothing_is_dropped() {
    let (root, docs) = (repository(), four());
    let slip = page("甲", "get", "v3/x/a", "| query | object | 查询\n| no {data-indent=1} | string | 号");
    write(docs.path(), "openapi/v3/x/a.md", &slip);
    let moved = "[[override]]\ntarget = \"GET /v3/x/a\"\nside = \"request.query\"\nfield = \"no\"\n\
                 move = {side = \"request.headers\"}\nreason = \"x\"\nevidence = [\"y\"]\n";
    write(root.path(), "spec/overrides/x.toml", moved);
    commit(root.path(), docs.path(), Extent::Whole);
    let other = page("甲", "get", "v3/x/a", "| headers | object | 头\n| no {data-indent=1} | string | 号");
    write(docs.path(), "openapi/v3/x/a.md", &other);
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", ""));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    let held = commit_with(input);
    assert_eq!(held.summary.held.pages()["openapi/v3/x/a.md"].codes, BTreeSet::from(["override-misfit".to_owned()]));
    assert!(read(root.path(), "spec/api/v3/x/b.get.json").contains("乙"));
    let pruned = commit_with(Input { prune: true, ..input });
    assert!(pruned.summary.held.is_empty());
    assert!(!root.path().join("spec/overrides/x.toml").exists());
}

#[test]
fn a_correction_of_a_new_page_that_is_held_waits_for_it() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/e.md", &super::tree::bad("v3/x/e"));
    write(docs.path(), "openapi/v3/x/f.md", "# Nothing\n");
    write(root.path(), "spec/overrides/x.toml", &correction("\"GET /v3/x/e\", \"GET /v3/x/f\"", "id"));
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), hold: true, ..Input::of(root.path()) };
    assert_eq!(commit_with(input).summary.held.pages().len(), 2);
    assert!(run_with(Input::of(root.path())).is_ok(), "what waits for a held page waits without the pages too");
}

#[test]
fn what_is_left_is_accepted_with_a_reason_to_fill_in() {
    let (root, docs) = (repository(), documentation(&[]));
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", SLIP));
    write(docs.path(), "openapi/v3/x/c.md", &page("丙", "get", "v3/x/c", SLIP));
    write(root.path(), "spec/allow.toml", &allowed("b", 1));
    let accept = BTreeSet::from([Code::BlankInName]);
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), accept: &accept, ..Input::of(root.path()) };
    let accepted = commit_with(input);
    assert_eq!((accepted.summary.accepted.len(), accepted.diagnostics.len()), (2, 0));
    let list = read(root.path(), "spec/allow.toml");
    // What was accepted before has its reason: it need not be that of what has come.
    let new = |page: &str, key: &str| {
        format!(
            "[[allow]]\ncode = \"blank-in-name\"\npage = \"openapi/v3/x/{page}.md\"\n{key}\nreason = \"TODO: why it does no harm\"\n"
        )
    };
    let expected = format!("{}\n{}\n{}", allowed("b", 1), new("b", "text = \"`c_ d`\""), new("c", "count = 2"));
    assert_eq!(list, expected);
    assert_eq!(
        said(run(root.path(), docs.path(), Extent::Whole)),
        "allow.toml:10:8: the reason why `blank-in-name` is accepted is still to be filled in\n\
         allow.toml:16:8: the reason why `blank-in-name` is accepted is still to be filled in"
    );
    write(root.path(), "spec/allow.toml", &list.replace("TODO: why it does no harm", "known"));
    assert!(run(root.path(), docs.path(), Extent::Whole).is_ok());
}

/// Of a row that cannot be read the client has nothing: that is no slip that does no harm.
#[test]
fn what_is_lost_by_what_is_accepted_is_named() {
    let (root, docs) = (repository(), documentation(&[]));
    let accept = BTreeSet::from([Code::UnknownType]);
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), accept: &accept, ..Input::of(root.path()) };
    let rows = "| query | object | 查询\n| a {data-indent=1} | text | 甲\n| b {data-indent=1} | string | 乙";
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", rows));
    let accepted = commit_with(input).summary.accepted;
    let lost = "it keeps 1 row out of the client: `a` (line 10)";
    assert!(accepted.len() == 1 && accepted[0].ends_with(&format!("; {lost}")), "{accepted:?}");
    let list = read(root.path(), "spec/allow.toml");
    assert!(list.trim_start().starts_with(&format!("# Mind: {lost}\n[[allow]]\ncode = \"unknown-type\"\n")), "{list}");
    // Beside it, another one is named for itself.
    write(root.path(), "spec/allow.toml", &list.replace("TODO: why it does no harm", "known"));
    let more = format!("{rows}\n| c {{data-indent=1}} | text | 丙");
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", &more));
    let accepted = commit_with(input).summary.accepted;
    assert!(accepted.len() == 1 && accepted[0].ends_with("1 row out of the client: `c` (line 12)"), "{accepted:?}");
}

/// The same slip on the same page, beside entries of which each has a text: what is written never says what is there.
#[test]
fn what_is_accepted_beside_other_entries_names_a_text_that_none_of_them_has() {
    let (root, docs) = (repository(), documentation(&[]));
    let accept = BTreeSet::from([Code::BlankInName]);
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), accept: &accept, ..Input::of(root.path()) };
    let slips = |parents: &[&str]| {
        let rows = parents.iter().map(|parent| {
            format!("| {parent} {{data-indent=1}} | object | 父\n| a_ b {{data-indent=2}} | string | 甲\n")
        });
        page("乙", "get", "v3/x/b", &format!("| json | object | 数据\n{}", rows.collect::<String>().trim_end()))
    };
    let mut count = 0;
    for parents in [&["p"][..], &["p", "q"], &["p", "q", "r"], &["p", "q", "r", "s"], &["p", "q", "r", "s", "t", "u"]] {
        write(docs.path(), "openapi/v3/x/b.md", &slips(parents));
        let accepted = commit_with(input);
        assert!(accepted.diagnostics.is_empty() && !accepted.summary.accepted.is_empty());
        assert_eq!(accepted.summary.allowed, parents.len());
        let list = read(root.path(), "spec/allow.toml");
        write(root.path(), "spec/allow.toml", &list.replace("TODO: why it does no harm", "known"));
        assert!(run(root.path(), docs.path(), Extent::Whole).is_ok(), "{list}");
        count = list.matches("[[allow]]").count();
    }
    assert_eq!(count, 4, "one without a text, then by what is quoted, by the message, and by the line");
}

#[test]
fn a_file_without_a_correction_is_removed_and_the_others_stay() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "openapi/v3/x/gone.md", &page("走", "get", "v3/x/gone", ""));
    commit(root.path(), docs.path(), Extent::Whole);
    fs::remove_file(docs.path().join("openapi/v3/x/gone.md")).unwrap();
    write(root.path(), "spec/overrides/x.toml", &format!("# Of these.\n\n{}", correction("\"GET /v3/x/gone\"", "id")));
    write(root.path(), "spec/overrides/y.toml", &correction("\"GET /v3/x/a\"", "id"));
    write(root.path(), "spec/overrides/README.md", "notes");
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    let dropped = commit_with(input).summary.dropped;
    assert_eq!(dropped.last().unwrap(), "spec/overrides/x.toml: it held no other correction, and is removed");
    assert!(!root.path().join("spec/overrides/x.toml").exists());
    assert!(read(root.path(), "spec/overrides/y.toml").contains("GET /v3/x/a"));
    assert_eq!(read(root.path(), "spec/overrides/README.md"), "notes");
    assert!(run(root.path(), docs.path(), Extent::Whole).is_ok());
}

#[test]
fn a_declined_sibling_that_is_none_any_more_is_dropped() {
    let texts =
        ["a", "b", "c"].map(|name| (format!("x/f/{name}.md"), page("甲", "get", &format!("v3/x/f/{name}"), "")));
    let docs = documentation(&texts.each_ref().map(|(path, text)| (path.as_str(), text.as_str())));
    let root = repository();
    let declined = "declined = [\n  { target = \"GET /v3/x/f/b\", reason = \"so\" },\n  { target = \"GET /v3/x/f/c\", reason = \"so\" },\n]\nreason =";
    let overrides = correction("\"GET /v3/x/f/a\"", "id").replace("reason =", declined);
    write(root.path(), "spec/overrides/x.toml", &overrides);
    commit(root.path(), docs.path(), Extent::Whole);
    let optional = page("丁", "get", "v3/x/f/c", "").replace("id {data-required}", "id");
    write(docs.path(), "openapi/v3/x/f/c.md", &optional);
    let input = Input { docs: Some(of(docs.path(), Extent::Whole)), prune: true, ..Input::of(root.path()) };
    let dropped = commit_with(input).summary.dropped;
    assert_eq!(dropped.len(), 1, "{dropped:?}");
    let left = read(root.path(), "spec/overrides/x.toml");
    assert_eq!(left, overrides.replace("  { target = \"GET /v3/x/f/c\", reason = \"so\" },\n", ""));
}

/// Names that are gone, and exceptions that only they needed; a pair that has lost one of its sides.
#[test]
fn what_is_stale_of_pairs_is_dropped() {
    let (root, docs) = (repository(), four());
    let none = "| extra {data-indent=2} | string | 多";
    write(docs.path(), "webhook/v3/W.DONE.md", &notification("W.DONE", none));
    write(docs.path(), "webhook/v3/W.GONE.md", &notification("W.GONE", none));
    let pair = |webhook: &str, operations: &str, except: &str| {
        format!("[[pair]]\nwebhooks = [\"{webhook}\"]\noperations = [{operations}]\nexcept = [\n{except}]\n")
    };
    let extra = "  { field = \"extra\", lacks = \"operation\", reason = \"why\" },\n";
    let name = "  { field = \"name\", lacks = \"webhook\", reason = \"of c alone\" },\n";
    let named = page("丙", "get", "v3/x/c", "").replace("| id {", "| name | string | 名\n| id {");
    write(docs.path(), "openapi/v3/x/c.md", &named);
    let pairs = [
        pair("W.DONE", "\"GET /v3/x/a\", \"GET /v3/x/c\"", &format!("{name}{extra}")),
        pair("W.DONE", "\"GET /v3/x/d\"", extra),
        pair("W.GONE", "\"GET /v3/x/a\"", extra),
    ];
    write(root.path(), "spec/pairs.toml", &pairs.join("\n"));
    commit(root.path(), docs.path(), Extent::Whole);
    for gone in ["openapi/v3/x/c.md", "openapi/v3/x/d.md", "webhook/v3/W.GONE.md"] {
        fs::remove_file(docs.path().join(gone)).unwrap();
    }
    let input = Input { docs: Some(of(docs.path(), Extent::Shrunk)), ..Input::of(root.path()) };
    let stale = said(run_with(input));
    assert!(stale.contains("pairs.toml:3:30: `GET /v3/x/c` is not in the spec; near it: `GET /v3/x/a`"), "{stale}");
    let pruned = commit_with(Input { prune: true, ..input });
    let left = pair("W.DONE", "\"GET /v3/x/a\"", extra);
    assert_eq!(read(root.path(), "spec/pairs.toml").trim_end(), left.trim_end());
    assert!(pruned.summary.dropped.len() >= 4, "{:?}", pruned.summary.dropped);
    // What has never been there is a mistake.
    write(root.path(), "spec/pairs.toml", &left.replace("v3/x/a", "v3/x/aa").replace("extra", "extar"));
    let said = said(run_with(Input { prune: true, ..input }));
    let lines: Vec<_> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["pairs.toml:3:15", "pairs.toml:5:3"], "{said}");
}

#[test]
fn what_differs_between_a_pair_is_open_and_keeps_nothing_from_being_made() {
    let (root, docs) = (repository(), four());
    write(docs.path(), "webhook/v3/W.DONE.md", &notification("W.DONE", "| name {data-indent=2} | string | 名"));
    let pair = "[[pair]]\nwebhooks = [\"W.DONE\"]\noperations = [\"GET /v3/x/a\"]\n";
    write(root.path(), "spec/pairs.toml", pair);
    let open = commit_with(Input { docs: Some(of(docs.path(), Extent::Whole)), ..Input::of(root.path()) }).summary.open;
    let notes = open.notes();
    let note = "pairs.toml:2:13: webhook W.DONE has it (`string`, 名): `name`, and none of `GET /v3/x/a` does\n";
    assert!(notes.len() == 1 && notes[0].starts_with(note), "{notes:?}");
    // A correction is what is asked, and not the page alone.
    let added = "[[override]]\ntarget = \"GET /v3/x/a\"\nside = \"response\"\nadd = [{ name = \"name\", type = \"string\" }]\n\
                 reason = \"why\"\nevidence = [\"y\"]\n";
    write(root.path(), "spec/overrides/x.toml", added);
    let open = commit_with(Input { docs: Some(of(docs.path(), Extent::Whole)), ..Input::of(root.path()) }).summary.open;
    assert_eq!(open.notes(), [""; 0]);
}

/// What a machine has taken over from second sources goes with its field, and is no mistake of anyone.
#[test]
fn what_second_sources_say_goes_with_its_field() {
    let (root, docs) = (repository(), four());
    let table =
        |lines: &str| format!("{{\n  \"sources\": {{\n    \"s\": \"of s\"\n  }},\n  \"told\": {{\n{lines}\n  }}\n}}\n");
    let told = |name: &str, what: &str| {
        format!("    \"GET /v3/x/{name}\": {{\n      \"response id\": {{\"{what}\": [\"s\"]}}\n    }}")
    };
    let formats = table(&[told("a", "numeric"), told("b", "numeric")].join(",\n"));
    write(root.path(), "spec/formats.json", &formats);
    let stated = |name: &str| {
        let rows = "| id {data-required} | string | 编号\n| o | object | 物\n| x {data-indent=1} | string | 甲";
        page("甲", "get", &format!("v3/x/{name}"), "").replace("| id {data-required} | string | 编号", rows)
    };
    write(docs.path(), "openapi/v3/x/a.md", &stated("a"));
    write(docs.path(), "openapi/v3/x/b.md", &stated("b"));
    let schemas = formats.replace("response id", "response o").replace("numeric", "Thing");
    write(root.path(), "spec/schemas.json", &schemas);
    commit(root.path(), docs.path(), Extent::Whole);
    assert!(read(root.path(), "generated-client/src/generated/v3/x/a/mod.rs").contains("/// Format: digits."));
    fs::remove_file(docs.path().join("openapi/v3/x/b.md")).unwrap();
    let input = Input { docs: Some(of(docs.path(), Extent::Shrunk)), ..Input::of(root.path()) };
    let stale = said(run_with(input));
    let lines: Vec<_> = stale.lines().collect();
    assert_eq!(lines.len(), 2, "{stale}");
    assert!(lines[0].starts_with("formats.json:10:7: GET /v3/x/b response id: is not in the spec"), "{stale}");
    let pruned = commit_with(Input { prune: true, ..input });
    assert_eq!(read(root.path(), "spec/formats.json"), table(&told("a", "numeric")));
    assert_eq!(read(root.path(), "spec/schemas.json"), table(&told("a", "Thing").replace("response id", "response o")));
    assert_eq!(pruned.summary.dropped.len(), 2, "{:?}", pruned.summary.dropped);
}
