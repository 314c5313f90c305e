//! A release, of a checkout as small as can be. Cargo is a script here: what it packs and judges is not what is tested.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use super::tree::{PAGE, checkout, commit, git, printed, read, run, said, write, xtask};

/// Packs whatever it is asked to, and judges as `there` and `back` say: from what is released to what is here, and back.
const CARGO: &str = r#"#!/bin/sh
case "$1 $2" in
"semver-checks --version") exit 0 ;;
"semver-checks --package")
  while [ "$1" != --manifest-path ]; do shift; done
  way=back
  if [ "${2#"$PWD/"}" != "$2" ]; then way=there; fi
  cat "$(dirname "$0")/$way" >&2
  grep -q "no semver update" "$(dirname "$0")/$way" || exit 100 ;;
"package --locked")
  version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
  while [ "$1" != --target-dir ]; do shift; done
  mkdir -p "$2/package"
  for name in wechatpay-client wechatpay-gateway; do echo packed >"$2/package/$name-$version.crate"; done ;;
*) echo "odd: $*" >&2; exit 1 ;;
esac
"#;

const SAME: &str = "     Summary no semver update required\n";
const GONE: &str = "     Summary semver requires new major version: 1 major and 0 minor checks failed\n";

/// A checkout that can be released, and the folder of its cargo.
fn ready() -> (TempDir, TempDir) {
    let root = checkout();
    let workspace = "[workspace]\n\n[workspace.package]\nversion = \"0.1.0\"\n\n[workspace.dependencies]\n\
                     wechatpay-client = { path = \"generated-client\", version = \"0.1.0\" }\n";
    write(root.path(), "Cargo.toml", workspace);
    write(root.path(), "Cargo.lock", "version = 4\n\n[[package]]\nname = \"wechatpay-client\"\nversion = \"0.1.0\"\n");
    write(root.path(), ".gitignore", "/target\n");
    write(root.path(), "README.md", "wechatpay-client = \"0.1.0\"\n");
    let manifest = read(root.path(), "generated-client/Cargo.toml");
    let manifest = manifest.replace("-client\"\n", "-client\"\nversion.workspace = true\n");
    write(root.path(), "generated-client/Cargo.toml", &manifest);
    write(root.path(), "gateway/Cargo.toml", "[package]\nname = \"wechatpay-gateway\"\nversion.workspace = true\n");
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a");
    changed(root.path());
    git(root.path(), &["remote", "add", "origin", "git@example.org:tea/shop.git"]);

    let cargo = TempDir::new().unwrap();
    write(cargo.path(), "cargo", CARGO);
    write(cargo.path(), "there", SAME);
    write(cargo.path(), "back", SAME);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(cargo.path().join("cargo"), mode).unwrap();
    (root, cargo)
}

/// Commits all that there is, with what the changelog says of it.
fn changed(root: &Path) {
    commit(root, "more");
    let output = run(root, &["changelog"]);
    assert!(output.status.success(), "{}", said(&output));
    commit(root, "changelog");
}

fn release(root: &Path, cargo: &Path, arguments: &[&str]) -> Output {
    let who = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
    let mut command = xtask(root, &[&["release"], arguments].concat());
    command.envs(who.map(|name| (name, "a@b"))).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("CARGO", cargo.join("cargo")).env_remove("CARGO_TARGET_DIR").output().unwrap()
}

fn released(root: &Path, cargo: &Path, arguments: &[&str]) -> String {
    let output = release(root, cargo, &[&["--execute"], arguments].concat());
    assert!(output.status.success(), "{}{}", printed(&output), said(&output));
    printed(&output)
}

fn refused(root: &Path, cargo: &Path, arguments: &[&str], why: &str) {
    let before = (git(root, &["rev-parse", "HEAD"]), git(root, &["status", "--porcelain"]), git(root, &["tag"]));
    let output = release(root, cargo, arguments);
    assert_eq!(output.status.code(), Some(1), "{}{}", printed(&output), said(&output));
    assert!(said(&output).contains(&format!("refused: {why}")), "{why}: {}", said(&output));
    let after = (git(root, &["rev-parse", "HEAD"]), git(root, &["status", "--porcelain"]), git(root, &["tag"]));
    assert_eq!(before, after, "{why}");
}

#[test]
fn a_release_is_a_commit_a_tag_and_what_is_handed_out() {
    let (root, cargo) = ready();
    let (root, cargo) = (root.path(), cargo.path());
    let before = git(root, &["rev-parse", "HEAD"]);
    let dry = release(root, cargo, &[]);
    assert!(dry.status.success(), "{}", said(&dry));
    assert!(
        printed(&dry).contains("It is the first release") && printed(&dry).contains("Nothing is written"),
        "{}",
        printed(&dry)
    );
    assert_eq!((git(root, &["rev-parse", "HEAD"]), git(root, &["status", "--porcelain"])), (before, String::new()));
    assert!(!root.join("target").exists());

    released(root, cargo, &[]);
    assert_eq!(git(root, &["log", "-1", "--format=%s"]), "Release 0.1.0");
    assert_eq!(git(root, &["cat-file", "-t", "v0.1.0"]), "tag");
    assert_eq!(git(root, &["status", "--porcelain"]), "");
    for manifest in ["generated-client/Cargo.toml", "gateway/Cargo.toml"] {
        assert!(read(root, manifest).contains("repository = \"https://example.org/tea/shop\"\n"), "{manifest}");
    }
    let folder = root.join("target/release-0.1.0");
    let mut names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let archives = ["wechatpay-client-0.1.0.crate", "wechatpay-gateway-0.1.0.crate"];
    assert_eq!(names, [&["SHA256SUMS", "notes.md", "openapi.json"], &archives[..]].concat());
    let sums = std::process::Command::new("sha256sum")
        .current_dir(&folder)
        .args(["--check", "--strict", "SHA256SUMS"])
        .output();
    assert!(sums.unwrap().status.success());
    assert!(read(&folder, "openapi.json").contains("\"version\": \"0.1.0\""));

    // As the workflow makes them, of the same commit.
    let again = release(root, cargo, &["--artefacts"]);
    assert!(again.status.success(), "{}", said(&again));
    assert!(read(&folder, "notes.md").contains("It is the first release"));
}

#[test]
fn what_has_changed_says_the_next_version() {
    let (root, cargo) = ready();
    let (root, cargo) = (root.path(), cargo.path());
    released(root, cargo, &[]);
    refused(root, cargo, &["--execute"], "nothing that is published has changed since v0.1.0");

    // A runtime that is mended.
    write(root, "generated-client/src/lib.rs", "//! Mended.\n");
    let changes = read(root, "CHANGELOG.md").replace("## Unreleased\n", "## Unreleased\n\n- It is mended.\n");
    write(root, "CHANGELOG.md", &changes);
    changed(root);
    released(root, cargo, &[]);
    let changes = read(root, "CHANGELOG.md");
    let (unreleased, rest) = changes.split_once("\n## 0.1.1 · ").unwrap();
    assert!(unreleased.ends_with("## Unreleased\n") && rest[..30].contains("\n\n- It is mended.\n"), "{changes}");
    assert!(read(root, "Cargo.toml").contains("version = \"0.1.1\"\n\n[workspace.dependencies]"));
    assert!(read(root, "Cargo.toml").contains("\"generated-client\", version = \"0.1.1\""));
    assert!(read(root, "Cargo.lock").ends_with("version = \"0.1.1\"\n"));
    assert_eq!(read(root, "README.md"), "wechatpay-client = \"0.1.1\"\n");
    assert!(read(root, "target/release-0.1.1/notes.md").starts_with("- It is mended.\n"));

    // The documentation takes a field away.
    let page = PAGE.replace("| id {data-required} | string | 编号\n", "| no {data-required} | string | 编号\n");
    write(root, "spec/docs/openapi/v3/thing.md", &page);
    assert!(run(root, &["generate"]).status.success());
    changed(root);
    let judged = printed(&run(root, &["semver"]));
    assert!(
        judged.contains("Generated: since v0.1.1 there are ") && judged.contains("takes a minor step below 1.0"),
        "{judged}"
    );
    assert_eq!(run(root, &["semver", "--deny", "breaking"]).status.code(), Some(1));
    released(root, cargo, &[]);
    assert!(git(root, &["tag"]).ends_with("v0.2.0"));
    assert!(read(root, "target/release-0.2.0/notes.md").contains("the field is gone"));

    // The runtime breaks.
    write(root, "gateway/src/lib.rs", "//! Another.\n");
    write(cargo, "there", GONE);
    changed(root);
    assert!(printed(&release(root, cargo, &[])).starts_with("0.3.0 of "));

    // A person says otherwise, and why.
    assert_eq!(release(root, cargo, &["--step", "major"]).status.code(), Some(2));
    released(root, cargo, &["--step", "major", "--reason", "it is tried"]);
    assert!(git(root, &["tag", "--list", "--format=%(contents)", "v1.0.0"]).contains("by decision: it is tried"));

    // What has only moved within is a patch; what would be missed on the way back is new.
    write(root, "gateway/src/lib.rs", "//! More.\n");
    write(cargo, "there", SAME);
    changed(root);
    assert!(printed(&release(root, cargo, &[])).starts_with("1.0.1 of "));
    write(cargo, "back", GONE);
    let new = printed(&release(root, cargo, &[]));
    assert!(new.starts_with("1.1.0 of ") && new.contains("By hand: something is new"), "{new}");
}

#[test]
fn what_cannot_be_released_is_refused_and_left_as_it_is() {
    let (root, cargo) = ready();
    let (root, cargo) = (root.path(), cargo.path());
    let refused = |arguments: &[&str], why: &str| refused(root, cargo, arguments, why);
    write(root, "new", "");
    refused(&["--execute"], "1 files are not committed, the first of them: ?? new");
    fs::remove_file(root.join("new")).unwrap();

    git(root, &["switch", "--quiet", "--create", "other"]);
    refused(&[], "this is the branch other; releases are made from main");
    git(root, &["switch", "--quiet", "--detach"]);
    refused(&["--execute"], "this is no branch");
    git(root, &["switch", "--quiet", "main"]);

    git(root, &["remote", "set-url", "origin", "/srv/git/shop.git"]);
    refused(&["--execute"], "wechatpay-gateway has no `repository`, and git knows no address");
    git(root, &["remote", "set-url", "origin", "https://example.org/tea/shop"]);

    refused(&["--execute", "--step", "minor", "--reason", "it is new"], "it is the first release, and that is 0.1.0");
    refused(&["--artefacts"], "this commit is not v0.1.0");
    git(root, &["tag", "v0.1.0"]);
    refused(&["--execute"], "nothing that is published has changed since v0.1.0");
    git(root, &["tag", "--delete", "v0.1.0"]);
    let elsewhere = git(root, &["commit-tree", "-m", "elsewhere", "HEAD^{tree}"]);
    git(root, &["tag", "v0.1.0", &elsewhere]);
    refused(&["--execute"], "0.1.0 is released already: there is a tag v0.1.0");
    git(root, &["tag", "--delete", "v0.1.0"]);

    let record = read(root, "spec/names.toml");
    write(root, "spec/names.toml", &format!("{record}\n"));
    commit(root, "stale");
    refused(&["--execute"], "the client is not what the spec says");
    write(root, "spec/names.toml", &record);
    let changes = read(root, "CHANGELOG.md");
    write(root, "CHANGELOG.md", &format!("{changes}\nStale.\n"));
    commit(root, "stale");
    refused(&["--execute"], "CHANGELOG.md is out of date");
}

#[test]
fn a_release_that_fails_in_the_middle_is_undone() {
    let (root, cargo) = ready();
    let (root, cargo) = (root.path(), cargo.path());
    let before = git(root, &["rev-parse", "HEAD"]);
    write(cargo, "cargo", &CARGO.replace("\"package --locked\")", "never)"));
    let output = release(root, cargo, &["--execute"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("is undone") && said(&output).contains("odd: package"), "{}", said(&output));
    assert_eq!(git(root, &["rev-parse", "HEAD"]), before);
    assert_eq!((git(root, &["status", "--porcelain"]), git(root, &["tag"])), (String::new(), String::new()));
    assert!(!root.join("target/release-0.1.0").exists());
}

/// A clone without history knows no release, and would take each for the first.
#[test]
fn a_shallow_clone_does_not_say_that_nothing_is_released() {
    let (root, cargo) = ready();
    released(root.path(), cargo.path(), &[]);
    let address = format!("file://{}", root.path().display());
    let clones = TempDir::new().unwrap();
    for (name, depth) in [("whole", &[][..]), ("shallow", &["--depth", "1"])] {
        git(clones.path(), &[&["clone", "--quiet", "--no-tags", &address, name], depth].concat());
        let said = run(&clones.path().join(name), &["semver"]);
        assert_eq!(said.status.success(), name == "whole", "{name}: {}", String::from_utf8_lossy(&said.stderr));
    }
    let output = release(&clones.path().join("shallow"), cargo.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("the clone is shallow"), "{}", said(&output));
}

/// What nobody has judged is no reason for a small step.
#[test]
fn what_is_written_by_hand_is_judged_or_decided() {
    let (root, cargo) = ready();
    let (root, cargo) = (root.path(), cargo.path());
    released(root, cargo, &[]);
    write(root, "gateway/src/lib.rs", "//! Another.\n");
    changed(root);
    write(cargo, "there", "error: it has no disk\n");
    let output = release(root, cargo, &[]);
    assert!(
        said(&output).contains("refused: cargo-semver-checks has not judged wechatpay-client: error"),
        "{}",
        said(&output)
    );
    write(cargo, "cargo", &CARGO.replace("--version\") exit 0", "--version\") exit 1"));
    refused(root, cargo, &["--execute"], "what has changed by hand is not judged: install cargo-semver-checks");
    released(root, cargo, &["--step", "patch", "--reason", "a comment alone"]);
    assert!(git(root, &["tag"]).contains("v0.1.1"));
}
