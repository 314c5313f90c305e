//! The record of names: what is published is not renamed because a file has been lost.

use std::fs;

use super::tree::{PAGE, checkout, commit, read, run, said, write};

const NAMES: &str = "spec/names.toml";

/// A checkout whose page has grown a field, so that a name is held by its record alone.
fn grown() -> tempfile::TempDir {
    let root = checkout();
    let inner = "| detail | object | 详情\n| state {data-indent=1} | string | 状态<br/>`A` \\| `B` 枚举值之一\n";
    let outer = "| state | string | 状态<br/>`C` \\| `D` 枚举值之一\n";
    let page = |more: &str| PAGE.replace("| 编号\n", &format!("| 编号\n{more}"));
    for (text, message) in [(page(inner), "one"), (page(&(inner.to_owned() + outer)), "two")] {
        write(root.path(), "spec/docs/openapi/v3/thing.md", &text);
        let output = run(root.path(), &["generate"]);
        assert!(output.status.success(), "{}", said(&output));
        commit(root.path(), message);
    }
    root
}

#[test]
fn a_record_that_has_lost_a_name_is_restored_and_not_written_anew() {
    let root = grown();
    let record = read(root.path(), NAMES);
    let line = "\"type response detail.state\" = \"State\"\n";
    assert!(record.contains(line), "{record}");
    let refused = |what: &str| {
        for arguments in [&["generate", "--check"][..], &["generate"]] {
            let output = run(root.path(), arguments);
            let said = said(&output);
            assert!(!output.status.success() && said.contains(what), "{said}");
            assert!(
                said.contains("`git checkout HEAD -- spec/names.toml`") && !said.contains("run `cargo xtask"),
                "{said}"
            );
            assert!(said.contains("`type response detail.state`: `State` would become `DetailState`"), "{said}");
        }
    };
    // A line alone is found again by what the other one says.
    write(root.path(), NAMES, &record.replace(line, ""));
    assert!(said(&run(root.path(), &["generate", "--check"])).starts_with("stale: spec/names.toml\n"));
    let thinned: String = record.split_inclusive('\n').filter(|line| !line.starts_with("\"type")).collect();
    write(root.path(), NAMES, &thinned);
    refused("spec/names.toml has lost names that callers use");
    fs::remove_file(root.path().join(NAMES)).unwrap();
    refused("spec/names.toml has no table for `GET /v3/thing`, which the committed spec has");
    write(root.path(), NAMES, &record);
    assert!(run(root.path(), &["generate", "--check"]).status.success());
    // Another name is somebody's decision.
    write(root.path(), NAMES, &record.replace("\"State\"", "\"Inner\""));
    assert!(run(root.path(), &["generate"]).status.success());
}

/// What only checks something, or only says something, changes no file that is generated.
#[test]
fn a_file_of_decisions_that_is_gone_is_missed() {
    let root = checkout();
    write(root.path(), "spec/pairs.toml", "");
    write(root.path(), "spec/evidence-x.toml", "");
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "one");
    let refused = |what: &str| {
        for arguments in [&["generate", "--check"][..], &["generate"], &["refresh", "--from=."]] {
            let output = run(root.path(), arguments);
            assert!(!output.status.success() && said(&output).contains(what), "{arguments:?}: {}", said(&output));
        }
    };
    fs::rename(root.path().join("spec/pairs.toml"), root.path().join("spec/pair.toml")).unwrap();
    refused("spec/pairs.toml is gone, which the last commit has: `git checkout HEAD -- spec/pairs.toml` restores it");
    fs::remove_file(root.path().join("spec/evidence-x.toml")).unwrap();
    refused("spec/evidence-x.toml, spec/pairs.toml are gone");
    commit(root.path(), "on purpose");
    let output = run(root.path(), &["generate", "--check"]);
    let named = "error: spec/pair.toml: no file of the spec is called so; near it: `pairs.toml`";
    assert!(!output.status.success() && said(&output).contains(named), "{}", said(&output));
    fs::remove_file(root.path().join("spec/pair.toml")).unwrap();
    assert!(run(root.path(), &["generate", "--check"]).status.success());
}

/// Without git nobody knows the names, but that there are some.
#[test]
fn a_record_that_is_gone_is_missed_without_git_too() {
    let root = grown();
    fs::remove_dir_all(root.path().join(".git")).unwrap();
    fs::remove_file(root.path().join(NAMES)).unwrap();
    let output = run(root.path(), &["generate", "--check"]);
    assert!(!output.status.success() && said(&output).contains("spec/names.toml has no table for `GET /v3/thing`"));
}

/// A state of before there was a record has published no names that could be lost.
#[test]
fn where_no_record_was_committed_the_first_one_is_written() {
    let root = grown();
    fs::remove_file(root.path().join(NAMES)).unwrap();
    commit(root.path(), "none");
    let output = run(root.path(), &["generate"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(read(root.path(), NAMES).contains("[\"GET /v3/thing\"]"));
}
