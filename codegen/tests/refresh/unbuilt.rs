//! A page of which no crate could be built is held like one that cannot be read.

use std::path::Path;

use tempfile::TempDir;
use wechatpay_codegen::generate::{Generated, Input};
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;

use super::tree::{commit, commit_with, four, notification, of, page, read, repository, run, run_with, said, write};

const REVISION: &str = "0123456789abcdef0123456789abcdef01234567";

fn four_committed() -> (TempDir, TempDir) {
    let (root, docs) = (repository(), four());
    commit(root.path(), docs.path(), Extent::Whole);
    (root, docs)
}

fn put(docs: &Path, url: &str, rows: &str) {
    write(docs, &format!("openapi/v3/{url}.md"), &page("新", "get", &format!("v3/{url}"), rows));
}

fn holding<'a>(root: &'a Path, docs: &'a Path) -> Input<'a> {
    let docs = Docs { revision: Some(REVISION), ..of(docs, Extent::Whole) };
    Input { docs: Some(docs), hold: true, prune: true, ..Input::of(root) }
}

/// The pages that are held, below `openapi/v3`.
fn held(generated: &Generated) -> Vec<String> {
    let pages = generated.summary.held.pages().iter();
    let pages = pages.inspect(|(page, held)| {
        assert!(held.codes.contains("would-not-build") && held.codes.len() == 1, "{page} {:?}", held.codes);
    });
    pages.map(|(page, _)| page.trim_start_matches("openapi/v3/").trim_end_matches(".md").to_owned()).collect()
}

#[test]
fn a_new_page_of_which_no_crate_could_be_built_is_left_out_and_the_others_go_on() {
    let long = format!("x/{}", "long-".repeat(40));
    let cases: [(&[&str], &str); 9] = [
        (&["default/a", "default/b"], "the product `default` is to be a cargo feature"),
        (&["v1.2/a"], "the product `v1.2` is to be a cargo feature"),
        (&["x/aux"], "`aux.get.json` is the name of a device on Windows"),
        (&["x/CON/a", "x/CON/b"], "`CON` is the name of a device on Windows"),
        (&["x/.git/b"], "`.git` is the name of a hidden file"),
        (&["x/a.get.json/b"], "is both a file and a folder"),
        (&["x/A"], "would have the same name in `v3::x::a`"),
        (&["X/new", "X/other"], "would have the same module `v3::x`"),
        (&[&long], "characters, and 200 at most"),
    ];
    for (urls, reason) in cases {
        let (root, docs) = four_committed();
        for url in urls {
            put(docs.path(), url, "");
        }
        put(docs.path(), "x/e", "");
        let error = said(run(root.path(), docs.path(), Extent::Whole));
        assert!(error.contains(reason), "{error}");
        let generated = commit_with(holding(root.path(), docs.path()));
        assert_eq!(held(&generated), urls);
        let said: Vec<&str> = generated.summary.misfits.iter().map(|misfit| misfit.said.as_str()).collect();
        assert!(said.iter().any(|said| said.contains(reason)), "{said:?}");
        assert_eq!(generated.summary.operations, 5, "{urls:?}");
        assert!(read(root.path(), "spec/held.toml").contains(&format!("since = \"{REVISION}\"")));
        // From now on it is known: no run fails for it, and each names it.
        let again = run(root.path(), docs.path(), Extent::Whole).unwrap();
        assert_eq!((held(&again).len(), again.files == generated.files), (urls.len(), true), "{urls:?}");
    }
}

#[test]
fn of_two_that_clash_the_new_one_is_held_and_of_two_new_ones_both() {
    let (root, docs) = four_committed();
    put(docs.path(), "x/deep/Close/a", "");
    put(docs.path(), "y/Deep/a", "");
    put(docs.path(), "y/deep/b", "");
    let generated = commit_with(holding(root.path(), docs.path()));
    assert_eq!(held(&generated), ["y/Deep/a", "y/deep/b"]);
    // What is new in a folder that is published does no harm to it.
    put(docs.path(), "x/deep/close/b", "");
    put(docs.path(), "x/deep/Close/c", "");
    let generated = commit_with(holding(root.path(), docs.path()));
    assert_eq!(held(&generated), ["x/deep/close/b", "y/Deep/a", "y/deep/b"]);
    assert!(read(root.path(), "spec/api/v3/x/deep/Close/c.get.json").contains("新"));
}

#[test]
fn a_page_that_is_published_keeps_its_last_good_spec_until_it_would_build_again() {
    let (root, docs) = four_committed();
    let before = read(root.path(), "spec/api/v3/x/b.get.json");
    let text = page("坏", "get", "v3/x/aux", "");
    write(docs.path(), "openapi/v3/x/b.md", &text);
    write(root.path(), "spec/allow.toml", &allowed("url-file-disagrees", "x/b"));
    let generated = commit_with(holding(root.path(), docs.path()));
    assert_eq!((held(&generated), generated.summary.removed.len()), (vec!["x/b".to_owned()], 0));
    assert_eq!(read(root.path(), "spec/api/v3/x/b.get.json"), before);
    write(docs.path(), "openapi/v3/x/b.md", &page("好", "get", "v3/x/b", ""));
    write(root.path(), "spec/allow.toml", "");
    assert_eq!(
        said(run(root.path(), docs.path(), Extent::Whole)),
        "held.toml:5:8: `openapi/v3/x/b.md` is held, and can be read again or is gone"
    );
    let generated = commit_with(holding(root.path(), docs.path()));
    assert_eq!((held(&generated).len(), generated.summary.dropped.len()), (0, 1));
    assert!(read(root.path(), "spec/api/v3/x/b.get.json").contains("好"));
}

fn allowed(code: &str, page: &str) -> String {
    format!("[[allow]]\ncode = \"{code}\"\npage = \"openapi/v3/{page}.md\"\nreason = \"known\"\n\n")
}

/// What was decided for the committed state of a page is still needed: nothing of it is dropped on the way.
#[test]
fn what_was_decided_for_a_page_that_is_held_stays() {
    let (root, docs) = (repository(), four());
    let slip = "| query | object | 查询\n| a_ b {data-indent=1} | string | 甲";
    put(docs.path(), "x/b", slip);
    let correction = "[[override]]\ntarget = \"GET /v3/x/b\"\nside = \"request.query\"\nfield = \"a_b\"\n\
                      expect.required = false\nset.required = true\nreason = \"x\"\nevidence = [\"y\"]\n";
    write(root.path(), "spec/overrides/x.toml", correction);
    let slips = allowed("blank-in-name", "x/b");
    write(root.path(), "spec/allow.toml", &slips);
    let presence = "{\n  \"source\": \"x\",\n  \"present\": {\n    \"GET /v3/x/b\": [\"id\"]\n  }\n}\n";
    write(root.path(), "spec/presence.json", presence);
    commit(root.path(), docs.path(), Extent::Whole);
    write(docs.path(), "openapi/v3/x/b.md", &page("坏", "get", "v3/x/aux", ""));
    write(root.path(), "spec/allow.toml", &(slips + &allowed("url-file-disagrees", "x/b")));
    let kept =
        ["allow.toml", "overrides/x.toml", "presence.json"].map(|file| read(root.path(), &format!("spec/{file}")));
    let generated = commit_with(holding(root.path(), docs.path()));
    assert_eq!((held(&generated), generated.summary.corrected), (vec!["x/b".to_owned()], 1));
    assert_eq!(generated.summary.dropped, [""; 0]);
    let now =
        ["allow.toml", "overrides/x.toml", "presence.json"].map(|file| read(root.path(), &format!("spec/{file}")));
    assert_eq!(kept, now);
    // Without anything being dropped the page as it is now fits nothing, and is held before that is asked.
    assert_eq!(held(&run(root.path(), docs.path(), Extent::Whole).unwrap()), ["x/b"]);
}

#[test]
fn a_notification_whose_name_is_taken_is_held() {
    let (root, docs) = four_committed();
    write(docs.path(), "webhook/v3/A.DONE.md", &notification("A.DONE", ""));
    commit(root.path(), docs.path(), Extent::Whole);
    write(docs.path(), "webhook/v3/A_DONE.md", &notification("A_DONE", ""));
    let generated = commit_with(holding(root.path(), docs.path()));
    let pages: Vec<&str> = generated.summary.held.pages().keys().map(String::as_str).collect();
    assert_eq!((pages, generated.summary.webhooks), (vec!["webhook/v3/A_DONE.md"], 1));
}

/// What is the fault of no page is no reason to hold one.
#[test]
fn what_no_page_can_mend_is_refused_all_the_same() {
    let (root, docs) = four_committed();
    let manifest = read(root.path(), "generated-client/Cargo.toml");
    let gone = manifest.replace("webhook = []\n", "webhook = []\ndefault = [\"gone\"]\n");
    write(root.path(), "generated-client/Cargo.toml", &gone);
    let error = said(run_with(holding(root.path(), docs.path())));
    assert!(error.contains("the feature `default` turns on `gone`"), "{error}");
    // A feature of that name has come by hand: the product is published, and its pages are as they were.
    write(root.path(), "generated-client/Cargo.toml", &manifest.replace("webhook = []\n", "webhook = []\nx = []\n"));
    let error = said(run_with(holding(root.path(), docs.path())));
    assert!(error.contains("the product `x` is to be a cargo feature"), "{error}");
}

/// An upload without a file: it is read without an error, and makes no sense.
#[test]
fn a_page_that_makes_no_sense_is_held() {
    let (root, docs) = four_committed();
    let rows = "| body {data-required} | object | 上传\n| meta {data-required data-indent=1} | string | 甲";
    write(docs.path(), "openapi/v3/x/up.md", &page("传", "post", "v3/x/up", rows));
    let reason = "the parts of `request.body` hold 0 files, where one is uploaded";
    assert!(said(run(root.path(), docs.path(), Extent::Whole)).contains(reason));
    let generated = commit_with(holding(root.path(), docs.path()));
    let held = &generated.summary.held.pages()["openapi/v3/x/up.md"];
    assert_eq!((held.codes.first().map(String::as_str), generated.summary.operations), (Some("invalid-spec"), 4));
    assert!(generated.summary.misfits[0].said.contains(reason));
    assert!(run(root.path(), docs.path(), Extent::Whole).is_ok());
}

/// A page that no longer fits a type which it shares with others: it is held, and they go on.
#[test]
fn a_page_that_does_not_fit_its_type_is_held_until_somebody_splits_or_widens_it() {
    let (root, docs) = four_committed();
    let places = ["a", "b", "c"].map(|page| format!("  \"GET /v3/x/{page} response\",\n")).concat();
    let entry = format!("[[type]]\nname = \"x::Answer\"\nplaces = [\n{places}]\n");
    write(root.path(), "spec/types/x.toml", &entry);
    commit(root.path(), docs.path(), Extent::Whole);
    let answer = |url: &str| read(root.path(), &format!("generated-client/src/generated/v3/x/{url}/mod.rs"));
    assert!(answer("b").contains("pub use crate::types::x::Answer as GetResponse;"), "{}", answer("b"));
    let more = page("乙", "get", "v3/x/b", "").replace("编号\n", "编号\n| note | string | 备注\n");
    write(docs.path(), "openapi/v3/x/b.md", &more);
    let error = said(run(root.path(), docs.path(), Extent::Whole));
    for line in [
        "spec/types/x.toml:2:8: the places of `x::Answer` are not one type",
        "`note` is missing in `GET /v3/x/a response`, `GET /v3/x/c response`, and there in `GET /v3/x/b response`",
        "split it: take these places out, of which each is a type of its own\n  \"GET /v3/x/b response\",",
        "or widen it, where the same is meant by all that stay\nunite = [\"members\"]\nreason = \"\"",
    ] {
        assert!(error.contains(line), "{error}");
    }
    let generated = commit_with(holding(root.path(), docs.path()));
    assert_eq!(held(&generated), ["x/b"]);
    assert_eq!(generated.summary.operations, 4);
    // Widened, it can be read again.
    write(root.path(), "spec/types/x.toml", &(entry + "unite = [\"members\"]\nreason = \"so\"\n"));
    assert!(commit_with(holding(root.path(), docs.path())).summary.held.is_empty());
    assert!(answer("b").contains("pub use crate::types::x::Answer as GetResponse;"), "{}", answer("b"));
}
