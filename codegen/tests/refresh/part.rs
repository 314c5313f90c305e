//! A part of the documentation is taken for what it is.

use std::fs;

use wechatpay_codegen::part::Extent;

use super::tree::{commit, documentation, four, moved, operations, page, read, repository, run, said, write};

#[test]
fn only_the_operations_of_the_given_pages_are_taken_over() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let before = read(root.path(), "spec/api/v3/x/a.get.json");
    let part =
        documentation(&[("x/b.md", &page("乙", "get", "v3/x/b", "")), ("x/e.md", &page("新", "get", "v3/x/e", ""))]);
    let merged = commit(root.path(), part.path(), Extent::Part);
    assert_eq!(operations(&merged), ["x/a", "x/b", "x/c", "x/d", "x/e"]);
    assert!(merged.summary.removed.is_empty());
    assert_eq!(read(root.path(), "spec/api/v3/x/a.get.json"), before);
    assert!(read(root.path(), "spec/api/v3/x/b.get.json").contains("乙"));
}

#[test]
fn what_a_given_page_no_longer_documents_is_removed_and_said() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let part = documentation(&[("x/b.md", &page("乙", "get", "v3/x/renamed", ""))]);
    let merged = run(root.path(), part.path(), Extent::Part).unwrap();
    assert_eq!(operations(&merged), ["x/a", "x/c", "x/d", "x/renamed"]);
    assert_eq!(merged.summary.removed, ["GET /v3/x/b"]);
}

#[test]
fn a_page_of_a_part_that_has_moved_takes_its_operations_with_it() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let part = documentation(&[("x/b.md", &moved("/openapi/v3/x/e")), ("x/e.md", &page("新", "get", "v3/x/e", ""))]);
    let merged = commit(root.path(), part.path(), Extent::Part);
    assert_eq!(operations(&merged), ["x/a", "x/c", "x/d", "x/e"]);
    assert!(read(root.path(), "spec/moved.json").contains("/openapi/v3/x/b"));
    // And back: a page that is one again has not moved.
    let back = documentation(&[("x/b.md", &page("乙", "get", "v3/x/b", ""))]);
    let merged = commit(root.path(), back.path(), Extent::Part);
    assert_eq!(operations(&merged), ["x/a", "x/b", "x/c", "x/d", "x/e"]);
    assert!(!root.path().join("spec/moved.json").exists());
}

#[test]
fn a_page_is_known_by_its_path_in_the_documentation_however_it_is_given() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let source = |name: &str| {
        let text = read(root.path(), &format!("spec/api/v3/x/{name}.get.json"));
        text.lines().find(|line| line.contains("\"source\"")).unwrap().trim().to_owned()
    };
    // A folder below the documentation, and one page of it.
    write(docs.path(), "openapi/v3/x/b.md", &page("乙", "get", "v3/x/b", ""));
    commit(root.path(), &docs.path().join("openapi/v3/x"), Extent::Part);
    commit(root.path(), &docs.path().join("openapi/v3/x/b.md"), Extent::Part);
    assert_eq!(source("b"), r#""source": "openapi/v3/x/b.md#get","#);
    // Pages from somewhere: what they document says which they are, or will be.
    let loose = tempfile::TempDir::new().unwrap();
    write(loose.path(), "copy.md", &page("丙", "get", "v3/x/c", ""));
    write(loose.path(), "new.md", &page("丙", "get", "v3/x/{id}/new", "| id | string | 编号"));
    let merged = commit(root.path(), loose.path(), Extent::Part);
    assert_eq!(operations(&merged).len(), 5);
    assert_eq!(source("c"), r#""source": "openapi/v3/x/c.md#get","#);
    assert_eq!(source("{id}/new"), r#""source": "openapi/v3/x/{id}/new.md#get","#);
    // One that documents nothing is known by how its path ends, or not at all.
    fs::remove_file(loose.path().join("new.md")).unwrap();
    write(loose.path(), "x/d.md", &moved("/openapi/v3/x/e"));
    let merged = run(root.path(), loose.path(), Extent::Part).unwrap();
    assert_eq!(merged.summary.removed, ["GET /v3/x/d"]);
    write(loose.path(), "who.md", &moved("/openapi/v3/x/e"));
    assert!(said(run(root.path(), loose.path(), Extent::Part)).starts_with("who.md: which page of the documentation"));
}

#[test]
fn two_pages_are_not_taken_for_one() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let loose = tempfile::TempDir::new().unwrap();
    write(loose.path(), "one.md", &page("一", "get", "v3/x/c", ""));
    write(loose.path(), "two.md", &page("二", "post", "v3/x/c", ""));
    write(docs.path(), "openapi/v3/x/c.md", &page("一", "get", "v3/x/c", ""));
    let said = said(run(root.path(), loose.path(), Extent::Part));
    assert_eq!(said, "one.md and two.md are both the page openapi/v3/x/c.md of the documentation");
}

#[test]
fn a_part_is_not_taken_for_the_whole() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    write(
        root.path(),
        "spec/allow.toml",
        "[[allow]]\ncode = \"bad-name\"\npage = \"openapi/v3/x/c.md\"\nreason = \"x\"\n",
    );
    let part = documentation(&[("x/b.md", &page("乙", "get", "v3/x/b", ""))]);
    let said = said(run(root.path(), part.path(), Extent::Whole));
    assert!(said.contains("lacks 3 of the 4 pages") && said.contains("`--merge`") && !said.contains("allow"), "{said}");
    // Half of so few may have gone.
    fs::remove_file(root.path().join("spec/allow.toml")).unwrap();
    write(part.path(), "openapi/v3/x/a.md", &page("甲", "get", "v3/x/a", ""));
    assert_eq!(run(root.path(), part.path(), Extent::Whole).unwrap().summary.removed.len(), 2);
    fs::remove_file(part.path().join("openapi/v3/x/a.md")).unwrap();
    assert_eq!(run(root.path(), part.path(), Extent::Shrunk).unwrap().summary.removed.len(), 3);
}

#[test]
fn a_tenth_of_many_pages_is_as_much_as_may_be_missing() {
    let texts: Vec<_> =
        (0..120).map(|n| (format!("x/n{n}.md"), page("甲", "get", &format!("v3/x/n{n}"), ""))).collect();
    let pages: Vec<_> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (root, docs) = (repository(), documentation(&pages));
    commit(root.path(), docs.path(), Extent::Whole);
    assert!(run(root.path(), documentation(&pages[..108]).path(), Extent::Whole).is_ok());
    let said = said(run(root.path(), documentation(&pages[..107]).path(), Extent::Whole));
    assert!(said.contains("lacks 13 of the 120 pages"), "{said}");
}

#[test]
fn elsewhere_nothing_is_removed_but_what_a_given_page_has_lost() {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    let part = documentation(&[("x/b.md", &page("乙", "get", "v3/x/renamed", ""))]);
    let elsewhere = run(root.path(), part.path(), Extent::Elsewhere).unwrap();
    assert_eq!(operations(&elsewhere), ["x/renamed"]);
    assert_eq!((elsewhere.summary.removed, elsewhere.summary.absent), (vec!["GET /v3/x/b".to_owned()], 3));
}

#[test]
fn what_was_decided_for_pages_that_are_not_given_is_left_alone() {
    let (root, docs) = (repository(), four());
    write(
        docs.path(),
        "openapi/v3/x/c.md",
        &page("坏", "get", "v3/x/c", "| query | object | 查询\n| a_ b {data-indent=1} | string | 甲"),
    );
    let allowed = "[[allow]]\ncode = \"blank-in-name\"\npage = \"openapi/v3/x/c.md\"\nreason = \"x\"\n";
    write(root.path(), "spec/allow.toml", allowed);
    commit(root.path(), docs.path(), Extent::Whole);
    let part = documentation(&[("x/b.md", &page("乙", "get", "v3/x/b", ""))]);
    commit(root.path(), part.path(), Extent::Part);
    write(part.path(), "openapi/v3/x/c.md", &page("好", "get", "v3/x/c", ""));
    assert!(said(run(root.path(), part.path(), Extent::Part)).starts_with("allow.toml:2:8"));
}
