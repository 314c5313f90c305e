//! The commands as they are run: in a checkout made for the test, whatever checkout the binary was built in.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;

use super::tree::{PAGE, checkout, commit, printed, read, run, said, write, xtask};

#[test]
fn a_command_works_on_the_checkout_that_it_is_started_in() {
    let root = checkout();
    let below = root.path().join("spec/docs");
    let output = run(&below, &["generate"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(root.path().join("spec/api/v3/thing.get.json").is_file());
    assert!(run(&below, &["generate", "--check"]).status.success());
}

#[test]
fn outside_of_a_checkout_a_command_says_so() {
    let nowhere = TempDir::new().unwrap();
    // Folders of these names alone are another project.
    write(nowhere.path(), "Cargo.toml", "[workspace]\n");
    write(nowhere.path(), "spec/a", "");
    write(nowhere.path(), "generated-client/Cargo.toml", "[package]\nname = \"other-client\"\n");
    for arguments in [&["generate"][..], &["generate", "--check"], &["diff"], &["test"]] {
        let output = run(nowhere.path(), arguments);
        assert!(!output.status.success());
        assert!(said(&output).contains("lies in no checkout of this project"), "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn a_revision_is_never_an_option() {
    let root = checkout();
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a");
    assert!(run(root.path(), &["diff"]).status.success());
    assert!(run(root.path(), &["diff", "--base", "main"]).status.success());
    let before = fs::read_dir(root.path()).unwrap().count();
    for base in ["--output=stolen", "--remote=.", "-ostolen", "", "nowhere", "HEAD spec"] {
        for (command, option) in [("diff", "--base"), ("mutants", "--since")] {
            let output = run(root.path(), &[command, &format!("{option}={base}")]);
            assert_eq!(output.status.code(), Some(2), "{command}");
            let expected = format!("error: there is no commit `{base}` in ");
            assert!(said(&output).starts_with(&expected), "{command}: {}", said(&output));
        }
    }
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), before, "a file was created");
}

/// What was decided is a part of what is compared: where a file of it is gone, the client is another one.
#[test]
fn decisions_that_are_gone_are_changes() {
    let root = checkout();
    let page = PAGE.replace("| 编号\n", "| 编号\n| note | string | 注\n");
    write(root.path(), "spec/docs/openapi/v3/thing.md", &page);
    let rename = "[[override]]\ntarget = \"GET /v3/thing\"\nside = \"response\"\nfield = \"note\"\n\
                  rename = \"remark\"\nreason = \"slip\"\nevidence = [\"sdk\"]\n";
    write(root.path(), "spec/overrides/a.toml", rename);
    let presence = "{\n  \"source\": \"sdk\",\n  \"present\": {\n    \"GET /v3/thing\": [\"id\"]\n  }\n}\n";
    write(root.path(), "spec/presence.json", presence);
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a");
    let denied = |more: &[&str]| {
        let output = run(root.path(), &[&["diff", "--deny", "breaking"], more].concat());
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(1), ""), "{}", printed(&output));
    };
    assert_eq!(run(root.path(), &["diff", "--deny", "breaking"]).status.code(), Some(0));
    fs::remove_file(root.path().join("spec/presence.json")).unwrap();
    denied(&[]);
    fs::remove_dir_all(root.path().join("spec/overrides")).unwrap();
    denied(&[]);
    commit(root.path(), "b");
    denied(&["--base", "HEAD~1"]);
}

/// Runs a command whose output nobody reads.
fn unheard(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = xtask(folder, arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    (child.wait().unwrap().code(), text)
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let root = checkout();
    assert_eq!(unheard(root.path(), &["generate"]), (Some(0), String::new()));
    let spec = root.path().join("spec");
    write(root.path(), "other/docs/.keep", "");
    let other = root.path().join("other");
    let folders = [other.to_str().unwrap(), spec.to_str().unwrap()];
    assert_eq!(unheard(root.path(), &["diff", folders[0], folders[1]]), (Some(0), String::new()));
    assert_eq!(unheard(root.path(), &["--help"]), (Some(0), String::new()));
}

#[test]
fn a_standard_error_that_has_gone_is_no_panic() {
    let root = checkout();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = xtask(root.path(), &["generate", "--check"]).stdout(Stdio::null()).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

/// `/dev/full` is a disk without room.
#[test]
#[cfg(target_os = "linux")]
fn an_output_that_cannot_be_written_is_a_failure() {
    let root = checkout();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = xtask(root.path(), &["generate"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("error: standard output: "), "{}", said(&output));
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let root = checkout();
    write(root.path(), "proj/spec/api/orders_spec.rb", "theirs");
    let output = run(root.path(), &["generate", "--out", "proj"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "error: spec/api/orders_spec.rb is a file that was not generated, where everything is; \
                    move it elsewhere, or remove it\nerror: nothing was written\n";
    assert_eq!(said(&output), expected);
    write(root.path(), "proj/README.md", "theirs");
    let expected = "error: proj holds what was not generated: `README.md`; \
                    name a folder that is empty, new, or of an earlier run\nerror: nothing was written\n";
    assert_eq!(said(&run(root.path(), &["generate", "--out", "proj"])), expected);
    assert_eq!(said(&run(root.path(), &["generate", "--out", "spec/api"])).lines().count(), 2);
    assert!(!root.path().join("spec/api").exists() && !root.path().join("proj/generated-client").exists());
    for _ in 0..2 {
        assert!(run(root.path(), &["generate", "--out", "ours"]).status.success());
    }
    assert!(root.path().join("ours/spec/api/v3/thing.get.json").is_file());
}

#[test]
fn a_run_that_fails_leaves_no_folder_behind() {
    let root = checkout();
    write(root.path(), "spec/docs/openapi/v3/thing.md", "# no page\n");
    assert!(!run(root.path(), &["generate", "--out", "new/out"]).status.success());
    assert!(!run(root.path(), &["generate"]).status.success());
    assert!(!root.path().join("new").exists() && !root.path().join(".wechatpay-generate").exists());
}

/// As a run leaves it that was killed when it had moved the old file away, and the new one not in.
#[test]
fn what_a_killed_run_has_left_is_taken_back_and_said() {
    let root = checkout();
    assert!(run(root.path(), &["generate"]).status.success());
    let file = root.path().join("spec/api/v3/thing.get.json");
    let step = r#"["rename","spec/api/v3/thing.get.json",".wechatpay-generate/old/0"]"#;
    write(root.path(), ".wechatpay-generate/journal", &format!("{step}\n"));
    fs::create_dir_all(root.path().join(".wechatpay-generate/old")).unwrap();
    fs::rename(&file, root.path().join(".wechatpay-generate/old/0")).unwrap();
    for arguments in [&["generate", "--check"][..], &["generate", "--out", "new"]] {
        let output = run(root.path(), arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).starts_with("error: an earlier run was stopped while it wrote "), "{}", said(&output));
    }
    let output = run(root.path(), &["generate"]);
    assert!(output.status.success());
    assert_eq!(said(&output), "an earlier run was stopped while it wrote; what it had written was taken back\n");
    assert!(file.is_file() && !root.path().join(".wechatpay-generate").exists());
    assert!(run(root.path(), &["generate", "--check"]).status.success());
}

#[test]
fn what_is_undecided_about_a_correction_is_a_note_and_fails_the_check() {
    let root = checkout();
    let page = |name: &str, page: &str| {
        let text = page.replace("v3/thing", &format!("v3/a/b/{name}"));
        write(root.path(), &format!("spec/docs/openapi/v3/a/b/{name}.md"), &text);
    };
    let entry = "[[override]]\ntarget = \"GET /v3/a/b/one\"\npending = [\"GET /v3/a/b/three\"]\nside = \"response\"\nfield = \
                 \"id\"\nexpect.required = true\nset.required = false\nreason = \"seen\"\nevidence = [\"seen\"]\n";
    let says = |text: &str| {
        let output = run(root.path(), &["generate"]);
        assert!(output.status.success() && said(&output).contains(text), "{}", said(&output));
        let check = run(root.path(), &["generate", "--check"]);
        assert!(
            !check.status.success() && said(&check).contains("1 matters of the corrected spec wait"),
            "{}",
            said(&check)
        );
    };
    page("one", PAGE);
    page("two", PAGE);
    write(root.path(), "spec/overrides/a.toml", entry);
    says("note: spec/overrides/a.toml:2:10: the correction of `response id` leaves siblings alone");

    let declined = "declined = [{target = \"GET /v3/a/b/two\", reason = \"seen\"}]\n";
    write(root.path(), "spec/overrides/a.toml", &format!("{entry}{declined}"));
    let check = run(root.path(), &["generate", "--check"]);
    assert!(check.status.success() && said(&check).is_empty(), "{}", said(&check));

    page("three", PAGE);
    says("note: spec/overrides/a.toml:3:12: GET /v3/a/b/three has come, and is corrected. Move it from `pending`");

    page("two", &PAGE.replace("id {data-required}", "id"));
    let stale = run(root.path(), &["generate"]);
    assert!(!stale.status.success());
    assert!(said(&stale).contains("a.toml:10:13: GET /v3/a/b/two response id: is declined, and is no sibling"));
}

/// What is no checkout cannot say what a name stands for.
#[test]
fn the_revision_of_a_plain_folder_is_the_full_name_of_a_commit() {
    let (root, docs) = (checkout(), TempDir::new().unwrap());
    write(docs.path(), "openapi/v3/a/b.md", &PAGE.replace("v3/thing", "v3/a/b"));
    let generate =
        |rev: &str| run(root.path(), &["generate", "--docs", docs.path().to_str().unwrap(), &format!("--rev={rev}")]);
    for rev in ["main", "0f1e2d3c", "", "any text", "-f"] {
        let output = generate(rev);
        assert!(!output.status.success(), "{rev}");
        assert!(said(&output).starts_with(&format!("error: `--rev {rev}`: ")), "{}", said(&output));
        assert!(said(&output).contains("give the full name of the commit"), "{}", said(&output));
    }
    let rev = "0f1e2d3c".repeat(5);
    let output = generate(&rev);
    assert!(said(&output).contains("the pages lie in no checkout") && !output.status.success(), "{}", said(&output));
    // Of the same pages, a checkout knows it; from then on they are known by their digest.
    let rev = commit(docs.path(), "a");
    assert!(generate(&rev).status.success());
    let source = super::tree::read(root.path(), "spec/source.toml");
    assert!(source.contains(&format!("revision = \"{rev}\"\n")), "{source}");
    fs::remove_dir_all(docs.path().join(".git")).unwrap();
    assert!(generate(&rev).status.success());
    let other = said(&generate(&"0".repeat(40)));
    assert!(other.contains(&format!("knows these pages as those of {rev}")), "{other}");
    assert_eq!(super::tree::read(root.path(), "spec/source.toml"), source);
}

#[test]
fn a_folder_that_is_not_the_documentation_names_the_one_that_is() {
    let root = checkout();
    write(root.path(), "website/openapi/v3/thing.md", PAGE);
    write(root.path(), "empty/a.rst", "");
    let refused = |docs: &str| said(&run(root.path(), &["generate", "--docs", docs]));
    assert!(refused("website/openapi/v3").contains("is a part of the documentation; its root is "));
    assert!(refused(".").contains("holds the documentation in ./"), "{}", refused("."));
    assert!(refused("empty").starts_with("error: empty holds no pages"));
    assert!(refused("empty").ends_with("; nothing was written\n"));
    assert_eq!(refused("website"), "");
}

/// What sources say is taken over with where they are to be found, and once said, that stays.
#[test]
fn formats_and_names_are_taken_over_from_facts() {
    let root = checkout();
    assert!(run(root.path(), &["generate"]).status.success());
    let fact = r#"{"operation": "GET /v3/thing", "request": {}, "response": {"id": {"type": "string", "format": "rfc3339"}, "other": {"type": "object", "schema": "Other"}}}"#;
    write(root.path(), "facts.jsonl", fact);
    let refused = run(root.path(), &["formats", "facts.jsonl"]);
    assert!(!refused.status.success() && said(&refused).contains("`--source openapi=…`"), "{}", said(&refused));
    assert!(!root.path().join("spec/formats.json").exists());
    let taken = run(root.path(), &["formats", "--source", "openapi=of it, MIT", "facts.jsonl"]);
    assert!(taken.status.success(), "{}", said(&taken));
    let known = run(root.path(), &["formats", "facts.jsonl"]);
    assert_eq!(printed(&known), "spec/formats.json: 1 fields\nrun `cargo xtask generate`\n");
    let file = read(root.path(), "spec/formats.json");
    assert!(file.contains("of it, MIT") && file.contains("\"response id\": {\"rfc3339\": [\"openapi\"]}"), "{file}");
    let none = run(root.path(), &["schemas", "facts.jsonl"]);
    assert!(printed(&none).contains("left, 1: there is no such field"), "{}{}", printed(&none), said(&none));
    assert!(run(root.path(), &["generate"]).status.success());
    assert!(read(root.path(), "generated-client/src/generated/v3/thing/mod.rs").contains("Format: RFC 3339"));
}
