//! `generate` and what it leaves on disk: nothing on an error, nothing stale, the same every time.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use wechatpay_codegen::failure::{Failure, Findings};
use wechatpay_codegen::files::{self, Change, Tree};
use wechatpay_codegen::generate::{Generated, Input, generate};
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;
use wechatpay_spec::SpecError;

/// A page in the source form with one operation.
fn page(title: &str, method: &str, url: &str, rows: &str) -> String {
    format!(
        "---\ntitle: {title}\n---\n\n# {{{{ $frontmatter.title }}}} {{#{method}}}\n\n\
         | 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n{rows}\n\n{{.im-table #request}}\n\n\
         ```php\n$instance->chain('{url}')->{method}([]);\n```\n\n\
         | 返回字典 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| id {{data-required}} | string | 编号\n\n\
         {{.im-table #response}}\n"
    )
}

/// A repository with these pages of its own.
fn repository(pages: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().unwrap();
    write(root.path(), "spec/docs/openapi/v3/.keep", "");
    for (path, text) in pages {
        write(root.path(), &format!("spec/docs/openapi/v3/{path}"), text);
    }
    fs::create_dir_all(root.path().join("generated-client/src")).unwrap();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/Cargo.toml");
    fs::copy(manifest, root.path().join("generated-client/Cargo.toml")).unwrap();
    root
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run(root: &Path, docs: Option<&Path>) -> Result<Generated, Failure> {
    with(root, docs.map(|docs| of(docs, Extent::Whole)), false)
}

fn with(root: &Path, docs: Option<Docs<'_>>, hold: bool) -> Result<Generated, Failure> {
    generate(Input { docs, hold, ..Input::of(root) }, &|_, _| {})
}

fn of(folder: &Path, extent: Extent) -> Docs<'_> {
    Docs { folder, extent, revision: None }
}

/// Generates and writes; gives the paths of what has changed.
fn write_all(root: &Path, docs: Option<&Path>) -> Vec<Change> {
    let tree = Tree::open(root).unwrap();
    let generated = run(root, docs).unwrap();
    let changes = files::compare(root, &generated.files).unwrap();
    tree.write(&generated.files, &changes).unwrap();
    changes
}

fn spec_files(root: &Path) -> Vec<String> {
    let generated = run(root, None).unwrap();
    generated.files.keys().filter(|path| path.starts_with("spec/api")).cloned().collect()
}

#[test]
fn a_second_run_changes_nothing() {
    let root = repository(&[("thing.md", &page("物", "get", "v3/thing", ""))]);
    assert!(!write_all(root.path(), None).is_empty());
    assert_eq!(write_all(root.path(), None), []);
}

#[test]
fn what_is_no_longer_described_is_removed_and_listed() {
    let one = page("一", "get", "v3/one", "");
    let root = repository(&[("one.md", &one), ("deep/two.md", &page("二", "get", "v3/deep/two", ""))]);
    write_all(root.path(), None);
    fs::remove_file(root.path().join("spec/docs/openapi/v3/deep/two.md")).unwrap();
    let generated = run(root.path(), None).unwrap();
    assert_eq!(generated.summary.removed, ["GET /v3/deep/two"]);
    let changes = write_all(root.path(), None);
    assert!(changes.contains(&Change::Remove("spec/api/v3/deep/two.get.json".to_owned())));
    assert!(!root.path().join("spec/api/v3/deep").exists(), "an empty folder stays behind");
    assert_eq!(spec_files(root.path()), ["spec/api/v3/one.get.json"]);
}

#[test]
fn all_errors_of_a_run_are_reported_together() {
    let jump = page("一", "get", "v3/one", "| query | object | 查询\n| a {data-indent=2} | string | 甲");
    let kind = page("二", "get", "v3/two", "| query | object | 查询\n| a {data-indent=1} | text | 甲");
    let root = repository(&[("one.md", &jump), ("two.md", &kind)]);
    let Err(Failure::Found(Findings { diagnostics, .. })) = run(root.path(), None) else {
        panic!("the pages are wrong")
    };
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["indent-jump", "unknown-type"]);
}

#[test]
fn two_pages_of_one_tree_may_not_describe_one_operation() {
    let one = page("一", "get", "v3/one", "");
    let root = repository(&[("a.md", &one), ("b.md", &one)]);
    let Err(Failure::Found(Findings { diagnostics, .. })) = run(root.path(), None) else {
        panic!("one operation, two pages")
    };
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["url-file-disagrees", "duplicate-operation", "url-file-disagrees"]);
    let (other, _, _) = diagnostics[1].other.as_ref().unwrap();
    assert_eq!(
        (diagnostics[1].page.path.as_str(), other.path.as_str()),
        ("spec/docs/openapi/v3/b.md", "spec/docs/openapi/v3/a.md",)
    );
}

#[test]
fn upstream_speaks_for_what_it_has_and_is_kept_like_a_lock_file() {
    let root = repository(&[
        ("ours.md", &page("我们", "get", "v3/ours", "")),
        ("both.md", &page("旧", "get", "v3/both", "")),
        ("old.md", &page("旧", "get", "v3/old", "")),
    ]);
    write_all(root.path(), None);
    let docs = TempDir::new().unwrap();
    write(docs.path(), "openapi/v3/both.md", &page("新", "get", "v3/both", ""));
    let moved = "---\ntitle: Moved to /openapi/v3/new\nhead:\n  - - meta\n    - http-equiv: refresh\n      content: 0;url=/openapi/v3/new\n---\n";
    write(docs.path(), "openapi/v3/old.md", moved);
    write(docs.path(), "openapi/v3/new.md", &page("新", "get", "v3/new", ""));
    write(docs.path(), "guide/index.md", "# A guide is no page of ours\n");

    write_all(root.path(), Some(docs.path()));
    let expected = ["spec/api/v3/both.get.json", "spec/api/v3/new.get.json", "spec/api/v3/ours.get.json"];
    assert_eq!(spec_files(root.path()), expected);
    let both = fs::read_to_string(root.path().join("spec/api/v3/both.get.json")).unwrap();
    assert!(both.contains(r#""title": "新""#) && both.contains(r#""source": "openapi/v3/both.md#get""#));
    let moved = fs::read_to_string(root.path().join("spec/moved.json")).unwrap();
    assert!(moved.contains("/openapi/v3/old") && moved.contains("/openapi/v3/new"));
    // Without the tree, what came from it stays; nothing is stale.
    assert_eq!(write_all(root.path(), None), []);
}

const OVERRIDE: &str = r#"
[[override]]
target = "GET /v3/one/{id}"
side = "request.path"
field = "one_id"
rename = "id"
reason = "the URL has it"
evidence = ["URL"]
"#;

const ALLOWED: &str = r#"
[[allow]]
code = "placeholder-undocumented"
page = "openapi/v3/one/{id}.md"
reason = "a correction renames it"
"#;

/// A tree of upstream with a placeholder below `query`, and a repository that accepts and corrects it.
fn misnamed() -> (TempDir, TempDir) {
    let root = repository(&[]);
    write(root.path(), "spec/overrides/one.toml", OVERRIDE);
    write(root.path(), "spec/allow.toml", ALLOWED);
    let docs = TempDir::new().unwrap();
    let rows = "| one_id {data-required} | string | 编号";
    write(docs.path(), "openapi/v3/one/{id}.md", &page("一", "get", "v3/one/{id}", rows));
    (root, docs)
}

fn failure(root: &Path, docs: Option<&Path>) -> String {
    match run(root, docs) {
        Err(Failure::Spec(errors)) => lines(&errors),
        Err(Failure::Found(Findings { diagnostics, decisions, .. })) => {
            let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str().to_owned()).collect();
            [codes, vec![lines(&decisions)]].concat().join("\n").trim().to_owned()
        }
        other => panic!("{other:?}"),
    }
}

fn lines(errors: &[SpecError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_slip_is_accepted_and_corrected_and_the_spec_keeps_what_the_page_says() {
    let (root, docs) = misnamed();
    let generated = run(root.path(), Some(docs.path())).unwrap();
    assert_eq!((generated.summary.allowed, generated.summary.corrected), (1, 1));
    assert!(generated.diagnostics.is_empty());
    assert!(generated.files["spec/api/v3/one/{id}.get.json"].contains(r#"{"name": "one_id""#));
}

#[test]
fn a_slip_that_nothing_accepts_or_corrects_is_an_error() {
    let (root, docs) = misnamed();
    fs::remove_file(root.path().join("spec/overrides/one.toml")).unwrap();
    let file = "api/v3/one/{id}.get.json";
    let uncorrected = [
        format!(
            "{file}: no field of `request.path` is the placeholder `{{id}}` of the URL (read from openapi/v3/one/{{id}}.md#get)"
        ),
        format!("{file}: request.path one_id: is no placeholder of the URL (read from openapi/v3/one/{{id}}.md#get)"),
    ];
    assert_eq!(failure(root.path(), Some(docs.path())), uncorrected.join("\n"));
    fs::remove_file(root.path().join("spec/allow.toml")).unwrap();
    // The page is wrong: what is corrected is then the committed spec, which has no such operation.
    assert_eq!(failure(root.path(), Some(docs.path())), "placeholder-undocumented");
}

#[test]
fn what_was_decided_for_a_page_that_has_been_mended_is_stale() {
    let (root, docs) = misnamed();
    let mended = page("一", "get", "v3/one/{id}", "| id {data-required} | string | 编号");
    write(docs.path(), "openapi/v3/one/{id}.md", &mended);
    let stale = "allow.toml:3:8: accepts 1 `placeholder-undocumented` in openapi/v3/one/{id}.md, found 0";
    let said = failure(root.path(), Some(docs.path()));
    let (allowed, corrected) = said.split_once('\n').expect("both in one run");
    assert_eq!(allowed, stale);
    assert!(corrected.starts_with("overrides/one.toml:3:10: GET /v3/one/{id}"), "{corrected}");
    fs::remove_file(root.path().join("spec/allow.toml")).unwrap();
    assert!(failure(root.path(), Some(docs.path())).starts_with("overrides/one.toml:3:10: GET /v3/one/{id}"));
}

#[test]
fn what_was_decided_for_a_page_that_is_gone_is_stale_but_in_a_part_of_the_documentation() {
    let (root, docs) = misnamed();
    let protocol = "[[facts]]\noperations = [\"GET /v3/one/{id}\"]\nverify = \"unsigned\"\nsource = \"x\"\n";
    write(root.path(), "spec/protocol.toml", protocol);
    fs::remove_file(docs.path().join("openapi/v3/one/{id}.md")).unwrap();
    write(docs.path(), "openapi/v3/two.md", &page("二", "get", "v3/two", ""));
    assert!(failure(root.path(), Some(docs.path())).starts_with("allow.toml:3:8"));
    fs::remove_file(root.path().join("spec/allow.toml")).unwrap();
    assert_eq!(
        failure(root.path(), Some(docs.path())),
        "overrides/one.toml:3:10: GET /v3/one/{id} request.path one_id: is not in the spec. Mend the name; name it under \
         `pending` if its page is still to come; drop it if its page is gone\n\
         protocol.toml:2:15: `GET /v3/one/{id}` is not in the spec"
    );
    write(root.path(), "spec/allow.toml", ALLOWED);
    let generated = with(root.path(), Some(of(docs.path(), Extent::Elsewhere)), false).unwrap();
    assert_eq!((generated.summary.allowed, generated.summary.corrected), (0, 0));
}

#[test]
fn all_that_is_wrong_with_what_was_decided_is_reported_together() {
    let (root, _) = misnamed();
    write(root.path(), "spec/allow.toml", "[[allow]]\ncode = 1\n");
    write(root.path(), "spec/overrides/one.toml", "[[overide]]\n");
    let said = failure(root.path(), None);
    assert!(said.contains("allow.toml:2:8") && said.contains("overrides/one.toml:1:3"), "{said}");
}

#[test]
fn the_state_of_the_documentation_is_recorded_and_kept() {
    let (root, docs) = misnamed();
    let with = |revision| {
        let docs = Docs { revision, ..of(docs.path(), Extent::Whole) };
        with(root.path(), Some(docs), false).unwrap().files["spec/source.toml"].clone()
    };
    let unnamed = with(None);
    assert!(!unnamed.contains("revision =") && unnamed.contains("digest = \"sha256:"), "{unnamed}");
    let recorded = with(Some("0123abcd"));
    assert!(recorded.contains("revision = \"0123abcd\"") && recorded.contains("repository = \"https://"));
    let elsewhere = recorded.replace("https://", "https://mirror.");
    write(root.path(), "spec/source.toml", &elsewhere);
    assert_eq!(with(None), elsewhere);
    assert_eq!(with(Some("4567")), elsewhere.replace("0123abcd", "4567"));
    write(docs.path(), "openapi/v3/two.md", &page("二", "get", "v3/two", ""));
    assert!(!with(None).contains("revision ="), "a name stays for pages that are not its own");
}
