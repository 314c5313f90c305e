//! `refresh`: from a documentation's repository to a tree that is ready for review.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use super::tree::{PAGE, checkout, commit, git, printed, read, run, said, write, xtask};

/// A page of one operation with these rows in its answer.
fn page(name: &str, rows: &str) -> String {
    PAGE.replace("v3/thing", &format!("v3/x/{name}")).replace("| string | 编号\n", &format!("| string | 编号\n{rows}"))
}

const SLIP: &str = "| a_ b | string | 甲\n| c_ d | string | 乙\n";
const BAD: &str = "| a | text | 甲\n";

fn put(docs: &Path, name: &str, rows: &str) {
    write(docs, &format!("openapi/v3/x/{name}.md"), &page(name, rows));
}

/// A documentation of four pages, committed, and the commit.
fn documentation() -> (TempDir, String) {
    let docs = TempDir::new().unwrap();
    for name in ["a", "b", "c", "d"] {
        put(docs.path(), name, "");
    }
    let first = commit(docs.path(), "The first four");
    (docs, first)
}

/// A checkout of this project, committed.
fn project() -> TempDir {
    let root = checkout();
    write(root.path(), ".gitignore", "/target\n");
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a");
    root
}

fn refresh(root: &TempDir, from: &Path, more: &[&str]) -> Output {
    run(root.path(), &[&["refresh", &format!("--from={}", from.display())], more].concat())
}

/// What a refresh that works prints; what it has written is committed.
fn refreshed(root: &TempDir, from: &Path, more: &[&str]) -> String {
    let output = refresh(root, from, more);
    assert_eq!(output.status.code(), Some(0), "{}{}", said(&output), printed(&output));
    commit(root.path(), "refreshed");
    printed(&output)
}

/// What a refresh that is refused says; nothing of the tree is changed.
fn refused(root: &TempDir, from: &Path, more: &[&str]) -> String {
    let before = git(root.path(), &["status", "--porcelain", "--branch"]);
    let output = refresh(root, from, more);
    assert_eq!((output.status.code(), printed(&output).as_str()), (Some(1), ""), "{}", said(&output));
    assert_eq!(git(root.path(), &["status", "--porcelain", "--branch"]), before);
    said(&output)
}

fn revision(root: &TempDir) -> String {
    let source = read(root.path(), "spec/source.toml");
    source.lines().find_map(|line| line.strip_prefix("revision = ")).unwrap_or_default().trim_matches('"').to_owned()
}

#[test]
fn a_path_is_followed_from_commit_to_commit() {
    let (root, (docs, first)) = (project(), documentation());
    let sheet = refreshed(&root, docs.path(), &[]);
    assert!(
        sheet.starts_with(&format!("# Refresh of the documentation\n\n## Done\n\n- from no known revision to {first}"))
    );
    assert!(sheet.contains("\n- added: `GET /v3/x/a`\n") && sheet.contains("## To decide: 0\n\nNothing.\n"), "{sheet}");
    assert!(sheet.contains("## What changes for callers\n\n"), "{sheet}");
    assert_eq!(revision(&root), first);
    assert!(read(root.path(), "spec/api/v3/x/a.get.json").contains("openapi/v3/x/a.md#get"));
    assert!(root.path().join("spec/api/v3/thing.get.json").is_file(), "our own pages stay");

    let again = refresh(&root, docs.path(), &[]);
    assert_eq!((again.status.code(), printed(&again)), (Some(0), format!("nothing new: the spec is at {first}\n")));

    put(docs.path(), "a", "| name | string | 名\n");
    let second = commit(docs.path(), "A name for `a`");
    fs::write(docs.path().join("openapi/v3/x/new.md"), "not committed").unwrap();
    // A path is that of the folder which the command is started in.
    git(root.path(), &["clone", "--quiet", docs.path().to_str().unwrap(), "target/docs"]);
    let output = run(&root.path().join("spec"), &["refresh", "--from", "../target/docs"]);
    assert!(output.status.success(), "{}", said(&output));
    let sheet = printed(&output);
    assert!(sheet.contains(&format!("- from {first} to {second}\n")) && sheet.contains("\n1 commit:\n\n- "), "{sheet}");
    assert!(sheet.contains(" A name for a\n") && !sheet.contains("The first four"), "{sheet}");
    assert_eq!(revision(&root), second);
    assert!(read(root.path(), "spec/api/v3/x/a.get.json").contains("\"name\""));
}

#[test]
fn a_bundle_is_a_repository_with_or_without_a_head() {
    let (root, (docs, first)) = (project(), documentation());
    let bundle = |name: &str, refs: &[&str]| {
        let file = docs.path().join(name);
        git(docs.path(), &[&["bundle", "create", "--quiet", file.to_str().unwrap()], refs].concat());
        file
    };
    let (with, without) = (bundle("with.bundle", &["HEAD", "main"]), bundle("without.bundle", &["main"]));
    let said = refused(&root, &without, &[]);
    assert!(
        said.contains("without.bundle does not say which commit it is at; name one with `--rev`: `main`"),
        "{said}"
    );
    refreshed(&root, &with, &[]);
    assert_eq!(revision(&root), first);
    let again = printed(&refresh(&root, &without, &["--rev", "main"]));
    assert_eq!(again, format!("nothing new: the spec is at {first}\n"));
}

#[test]
fn a_revision_is_a_branch_a_tag_or_a_commit_of_that_repository() {
    let (root, (docs, first)) = (project(), documentation());
    git(docs.path(), &["tag", "v1"]);
    put(docs.path(), "e", "");
    let second = commit(docs.path(), "e");
    git(docs.path(), &["checkout", "--quiet", "-b", "next"]);
    put(docs.path(), "f", "");
    let third = commit(docs.path(), "f");
    git(docs.path(), &["checkout", "--quiet", "main"]);
    for (rev, commit) in [("v1", &first), ("main", &second), ("next", &third), (&first[..9], &first), ("HEAD", &second)]
    {
        refreshed(&root, docs.path(), &["--rev", rev, "--backward"]);
        assert_eq!(revision(&root), *commit, "{rev}");
    }
    for rev in ["nowhere", "0123456789", "", "-f", "--output=stolen", "main:openapi", "main nowhere"] {
        let said = refused(&root, docs.path(), &[&format!("--rev={rev}")]);
        assert!(said.ends_with(&format!(" has no commit, branch or tag `{rev}`\n")), "{said}");
    }
    assert!(!root.path().join("target/upstream/stolen").exists());
    // Another repository was fetched into the same folder before, and has other commits.
    let (other, _) = documentation();
    put(other.path(), "z", "");
    let fourth = commit(other.path(), "z");
    let said = refused(&root, other.path(), &["--rev", &third]);
    assert!(said.contains("has no commit, branch or tag"), "{said}");
    refreshed(&root, other.path(), &["--rev", "main"]);
    assert_eq!(revision(&root), fourth);
}

#[test]
fn what_is_no_documentation_or_cannot_be_reached_says_so() {
    let root = project();
    let other = TempDir::new().unwrap();
    write(other.path(), "README.md", "# Something else\n");
    let at = commit(other.path(), "a");
    let said = refused(&root, other.path(), &[]);
    assert!(
        said.contains(&format!("at {at} has no `openapi/v3`: it is not the documentation of WeChat Pay")),
        "{said}"
    );
    for from in
        ["file:///nonexistent", "http://127.0.0.1:1/", "nonexistent", "--upload-pack=touch stolen", "", "README.md"]
    {
        let said = refused(&root, Path::new(from), &[]);
        assert!(said.starts_with(&format!("error: {from} cannot be fetched: ")), "{from}: {said}");
    }
    assert!(!root.path().join("stolen").exists() && !root.path().join("target/upstream/stolen").exists());
}

/// `ext::` is a command: it is not run, even where the machine is set up to allow that.
#[test]
fn an_address_that_is_a_command_is_not_run() {
    let root = project();
    let stolen = root.path().join("target/stolen");
    let from = format!("ext::sh -c touch% {}", stolen.display());
    let refresh = |more: &[&str]| {
        let mut refresh = xtask(root.path(), &[&["refresh"], more].concat());
        refresh.env("GIT_ALLOW_PROTOCOL", "ext").env("GIT_CONFIG_COUNT", "1");
        refresh.env("GIT_CONFIG_KEY_0", "protocol.ext.allow").env("GIT_CONFIG_VALUE_0", "always").output().unwrap()
    };
    let output = refresh(&["--from", &from]);
    assert!(
        !output.status.success() && said(&output).contains("cannot be fetched: transport 'ext' not allowed"),
        "{}",
        said(&output)
    );
    assert!(!stolen.exists());
    // Nor does the record of the state bring it in.
    let digest = format!("sha256:{}", "0".repeat(64));
    write(root.path(), "spec/source.toml", &format!("repository = \"{from}\"\ndigest = \"{digest}\"\n"));
    let output = refresh(&["--dirty"]);
    assert!(said(&output).starts_with("error: spec/source.toml:1:14: `ext::"), "{}", said(&output));
    assert!(!stolen.exists());
}

#[test]
fn a_spec_that_is_not_committed_is_not_written_over() {
    let (root, (docs, first)) = (project(), documentation());
    write(root.path(), "notes.md", "of something else");
    write(root.path(), "spec/allow.toml", "# mine\n");
    let said = refused(&root, docs.path(), &[]);
    assert!(said.starts_with("error: 1 files of the spec or the client have changes that are not committed"), "{said}");
    assert!(said.contains("spec/allow.toml") && said.contains("`--dirty`"), "{said}");
    refreshed(&root, docs.path(), &["--dirty"]);
    assert_eq!((revision(&root), read(root.path(), "spec/allow.toml")), (first, "# mine\n".to_owned()));
}

#[test]
fn what_a_person_must_decide_is_in_the_worksheet_with_the_lines_to_paste() {
    let (root, (docs, _)) = (project(), documentation());
    refreshed(&root, docs.path(), &[]);
    put(docs.path(), "b", SLIP);
    let second = commit(docs.path(), "Slips");
    let output = refresh(&root, docs.path(), &["--worksheet", "target/sheet.md"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let sheet = printed(&output);
    assert_eq!(read(root.path(), "target/sheet.md"), sheet);
    let entry = lines(&sheet);
    assert!(sheet.contains("## To decide: 1\n\n1. `openapi/v3/x/b.md:19:3` blank-in-name: "), "{sheet}");
    assert!(sheet.contains("`openapi/v3/x/b.md:20:3`"), "{sheet}");
    assert!(sheet.contains("When all is decided, run `cargo xtask generate --docs target/upstream`."), "{sheet}");
    assert_eq!(revision(&root), second);
    // What is pasted is what is missing.
    write(root.path(), "spec/allow.toml", &entry.replace("TODO: why it does no harm", "known"));
    let check = run(root.path(), &["generate", "--docs", docs.path().to_str().unwrap(), "--check"]);
    assert!(check.status.success() && !said(&check).contains("warning"), "{}", said(&check));
}

/// A warning that was there before has been seen: it is told, and nobody is asked again.
#[test]
fn a_warning_is_to_be_decided_once() {
    let (root, (docs, _)) = (project(), documentation());
    refreshed(&root, docs.path(), &[]);
    put(docs.path(), "b", SLIP);
    commit(docs.path(), "Slips");
    // As long as nothing is committed, nobody has seen it.
    for more in [&[][..], &["--dirty"]] {
        let sheet = refresh(&root, docs.path(), more);
        let asked = printed(&sheet).contains("## To decide: 1\n\n1. `openapi/v3/x/b.md:19:3` blank-in-name");
        assert!(asked && sheet.status.code() == Some(3), "{}", printed(&sheet));
        put(docs.path(), "d", "| more | string | 多\n");
        commit(docs.path(), "Of another page");
    }
    commit(root.path(), "seen");
    put(docs.path(), "b", &format!("| name | string | 名\n{SLIP}"));
    commit(docs.path(), "A row above");
    let sheet = refreshed(&root, docs.path(), &[]);
    assert!(sheet.contains("\n- still warned of, as before: `openapi/v3/x/b.md:20:3` blank-in-name: "), "{sheet}");
    assert!(sheet.contains("## To decide: 0\n\nNothing.\n"), "{sheet}");
    put(docs.path(), "b", &format!("{SLIP}| e_ f | string | 丙\n"));
    commit(docs.path(), "One more");
    let output = refresh(&root, docs.path(), &[]);
    let sheet = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{sheet}");
    assert!(sheet.contains("## To decide: 1\n") && lines(&sheet).contains("count = 3\n"), "{sheet}");
    assert!(!sheet.contains("as before"), "{sheet}");
    // Of a page that was held, nobody has seen what else is said of it.
    put(docs.path(), "b", &format!("{SLIP}{BAD}"));
    commit(docs.path(), "Worse");
    refresh(&root, docs.path(), &["--dirty"]);
    commit(root.path(), "held");
    put(docs.path(), "b", SLIP);
    commit(docs.path(), "Better");
    assert_eq!(refresh(&root, docs.path(), &[]).status.code(), Some(3));
}

/// Nothing has come, and what the last run left open is still so.
#[test]
fn what_was_left_open_is_said_until_it_is_decided() {
    let (root, (docs, _)) = (project(), documentation());
    put(docs.path(), "p/one", "");
    put(docs.path(), "p/two", "");
    put(docs.path(), "q/one", "");
    put(docs.path(), "q/two", "");
    let first = commit(docs.path(), "Two families");
    refreshed(&root, docs.path(), &[]);
    let entry = "[[override]]\ntarget = \"GET /v3/x/p/one\"\nside = \"response\"\nfield = \"id\"\nexpect.required = true\n\
                 set.required = false\nreason = \"seen\"\nevidence = [\"seen\"]\n";
    let other = entry.replace("/p/", "/q/");
    write(root.path(), "spec/overrides/x.toml", &format!("{entry}\n{other}"));
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a correction");
    let again = refresh(&root, docs.path(), &[]);
    assert_eq!(again.status.code(), Some(3), "{}{}", said(&again), printed(&again));
    let sheet = printed(&again);
    // What is pasted at the last place leaves the others where they are.
    let places =
        ["\n1. `spec/overrides/x.toml:11:10` the correction", "\n2. `spec/overrides/x.toml:2:10` the correction"];
    assert!(sheet.contains("## To decide: 2\n") && places.iter().all(|place| sheet.contains(place)), "{sheet}");
    let declined = |family: &str| format!("declined = [{{target = \"GET /v3/x/{family}/two\", reason = \"so\"}}]\n");
    write(root.path(), "spec/overrides/x.toml", &format!("{entry}{}\n{other}{}", declined("p"), declined("q")));
    commit(root.path(), "decided");
    let nothing = refreshed(&root, docs.path(), &["--worksheet", "target/sheet.md"]);
    assert_eq!(nothing, format!("nothing new: the spec is at {first}\n"));
    assert_eq!(read(root.path(), "target/sheet.md"), nothing);
}

/// The page has both names now: what is pasted takes the old one away, and the page is read again.
#[test]
fn a_rename_whose_new_name_has_come_gets_the_lines_that_remove_the_old_one() {
    let (root, (docs, _)) = (project(), documentation());
    let row = |name: &str| format!("| {name} | string | 号\n");
    put(docs.path(), "b", &row("old"));
    commit(docs.path(), "A wrong name");
    refreshed(&root, docs.path(), &[]);
    let entry = "[[override]]\ntarget = \"GET /v3/x/b\"\nside = \"response\"\nfield = \"old\"\nrename = \"new\"\n\
                 reason = \"seen\"\nevidence = [\"seen\"]\n";
    write(root.path(), "spec/overrides/x.toml", entry);
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a correction");
    put(docs.path(), "b", &(row("old") + &row("new")));
    commit(docs.path(), "Both names");
    let output = refresh(&root, docs.path(), &[]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let sheet = printed(&output);
    assert!(sheet.contains("there is a `response new` too") && sheet.contains("in place of that target"), "{sheet}");
    let pasted = lines(&sheet).replace("reason = \"\"", "reason = \"twice\"").replace("[]", "[\"the page\"]");
    write(root.path(), "spec/overrides/x.toml", &pasted);
    let output = refresh(&root, docs.path(), &["--dirty"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", said(&output), printed(&output));
    assert!(!root.path().join("spec/held.toml").exists());
}

/// The lines to paste of the first decision.
fn lines(sheet: &str) -> String {
    let start = sheet.find("```toml\n").expect(sheet) + "```toml\n".len();
    let end = sheet[start..].find("```").unwrap();
    sheet[start..start + end].to_owned()
}

#[test]
fn a_page_with_errors_is_held_and_shown_until_it_is_decided() {
    let (root, (docs, first)) = (project(), documentation());
    refreshed(&root, docs.path(), &[]);
    put(docs.path(), "b", BAD);
    put(docs.path(), "c", "| name | string | 名\n");
    let second = commit(docs.path(), "Worse");
    let error = "error[unknown-type]";
    for (message, since) in [("held", &second), ("still held", &second)] {
        let output = refresh(&root, docs.path(), &[]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        let sheet = printed(&output);
        assert!(sheet.contains("## To decide: 1\n\n1. `openapi/v3/x/b.md:19:"), "{message}: {sheet}");
        assert!(
            sheet.contains(&format!("is held for unknown-type since {since}; the spec keeps from it: GET /v3/x/b"))
        );
        assert!(sheet.contains("When all is decided, run the same command with `--dirty`, "), "{message}: {sheet}");
        assert!(sheet.contains(error) && lines(&sheet).contains("code = \"unknown-type\""), "{message}: {sheet}");
        commit(root.path(), message);
        put(docs.path(), "d", "| more | string | 多\n");
        commit(docs.path(), "Of another page");
    }
    assert!(read(root.path(), "spec/api/v3/x/c.get.json").contains("\"name\""), "one bad page holds up the others");
    let source = read(root.path(), "spec/source.toml");
    assert!(!source.contains("revision =") && source.contains("based_on =") && !source.contains(&first), "{source}");
    put(docs.path(), "b", "");
    let last = commit(docs.path(), "Better");
    let sheet = refreshed(&root, docs.path(), &[]);
    assert!(sheet.contains("\n- dropped: spec/held.toml:"), "{sheet}");
    assert!(!root.path().join("spec/held.toml").exists());
    assert_eq!(revision(&root), last);
}

#[test]
fn far_fewer_pages_are_not_taken_for_the_documentation() {
    let (root, (docs, _)) = (project(), documentation());
    refreshed(&root, docs.path(), &[]);
    for name in ["b", "c", "d"] {
        fs::remove_file(docs.path().join(format!("openapi/v3/x/{name}.md"))).unwrap();
    }
    let second = commit(docs.path(), "Most of it goes");
    let said = refused(&root, docs.path(), &[]);
    assert!(said.contains("lacks 3 of the 4 pages") && said.contains("`--shrunk`"), "{said}");
    let sheet = refreshed(&root, docs.path(), &["--shrunk"]);
    assert!(sheet.contains("\n- removed: `GET /v3/x/b`\n"), "{sheet}");
    assert_eq!(revision(&root), second);
}

/// What was decided since would be dropped, and what was added removed.
#[test]
fn an_older_state_is_taken_only_where_it_is_meant() {
    let (root, (docs, first)) = (project(), documentation());
    put(docs.path(), "e", "");
    let second = commit(docs.path(), "One more");
    refreshed(&root, docs.path(), &[]);
    let said = refused(&root, docs.path(), &["--rev", &first]);
    assert!(said.contains(&format!("{first} is older than {second}")) && said.contains("`--backward`"), "{said}");
    assert!(root.path().join("target/upstream/openapi/v3/x/e.md").is_file(), "the pages are those of the spec");
    let sheet = refreshed(&root, docs.path(), &["--rev", &first, "--backward"]);
    assert!(sheet.contains("\n- removed: `GET /v3/x/e`\n"), "{sheet}");
    assert_eq!(revision(&root), first);
}

/// A refresh writes over a folder of its own only, and only where nobody has changed anything in it.
#[test]
fn what_somebody_has_in_the_way_of_the_pages_is_not_lost() {
    let (root, (docs, _)) = (project(), documentation());
    let clone = TempDir::new().unwrap();
    let (clone, folder) = (clone.path().join("clone"), root.path().join("target/upstream"));
    git(root.path(), &["clone", "--quiet", docs.path().to_str().unwrap(), clone.to_str().unwrap()]);
    let (page, mine) = ("openapi/v3/x/a.md", "mine");
    write(&clone, page, mine);
    fs::create_dir_all(root.path().join("target")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&clone, &folder).unwrap();
        let said = refused(&root, docs.path(), &[]);
        assert!(said.contains("target/upstream: is a link"), "{said}");
        fs::remove_file(&folder).unwrap();
    }
    fs::rename(&clone, &folder).unwrap();
    let said = refused(&root, docs.path(), &[]);
    assert!(said.contains("target/upstream: no refresh has made this folder"), "{said}");
    assert_eq!(read(&folder, page), mine);
    assert_eq!(git(&folder, &["symbolic-ref", "HEAD"]), "refs/heads/main");
    fs::remove_dir_all(&folder).unwrap();
    refreshed(&root, docs.path(), &[]);

    for file in [page, "openapi/v3/x/new.md"] {
        write(&folder, file, mine);
        let said = refused(&root, docs.path(), &[]);
        assert!(said.contains("1 files were changed") && said.contains(&format!("({file}, …)")), "{said}");
        assert_eq!(read(&folder, file), mine);
        git(&folder, &["checkout", "--quiet", "--force", "HEAD"]);
    }
    fs::remove_file(folder.join("openapi/v3/x/new.md")).unwrap();
    // What is only gone comes again, and so does what a run was stopped at.
    fs::remove_file(folder.join(page)).unwrap();
    refresh(&root, docs.path(), &[]);
    assert!(folder.join(page).is_file());
    write(&folder, page, "half");
    write(&folder, ".git/refreshed", "");
    refresh(&root, docs.path(), &[]);
    assert_ne!(read(&folder, page), "half");
    write(&folder, page, mine);
    commit(&folder, "Of somebody");
    assert!(refused(&root, docs.path(), &[]).contains("somebody works in it"));
    assert_eq!(read(&folder, page), mine);
}

/// What was decided for a page that has another name by now is not dropped.
#[test]
fn what_was_decided_for_an_operation_that_is_renamed_waits_for_a_decision() {
    let (root, (docs, _)) = (project(), documentation());
    refreshed(&root, docs.path(), &[]);
    let decided = [
        (
            "spec/overrides/x.toml",
            "[[override]]\ntarget = \"GET /v3/x/b\"\nside = \"response\"\nadd = [{ name = \"more\", type = \"string\" }]\n\
             reason = \"seen\"\nevidence = [\"seen\"]\n",
        ),
        ("spec/protocol.toml", "[[facts]]\noperations = [\"GET /v3/x/b\"]\nverify = \"unsigned\"\nsource = \"x\"\n"),
        (
            "spec/presence.json",
            "{\n  \"source\": \"x\",\n  \"present\": {\n    \"GET /v3/x/b\": [\"id\"],\n    \"GET /v3/x/c\": [\"id\"]\n  }\n}\n",
        ),
    ];
    for (file, text) in &decided {
        write(root.path(), file, text);
    }
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "decided");
    fs::remove_file(docs.path().join("openapi/v3/x/b.md")).unwrap();
    put(docs.path(), "bz", "");
    // The evidence for another one has become stale at the same time.
    write(docs.path(), "openapi/v3/x/c.md", &page("c", "").replace("id {data-required}", "id"));
    commit(docs.path(), "Another name");
    let output = refresh(&root, docs.path(), &[]);
    let sheet = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{}{sheet}", said(&output));
    assert!(sheet.contains("1. `GET /v3/x/b` `GET /v3/x/b` is gone, and `GET /v3/x/bz` has come"), "{sheet}");
    let dropped: Vec<&str> = sheet.lines().filter(|line| line.starts_with("- dropped: ")).collect();
    assert!(dropped.len() == 1 && dropped[0].contains("GET /v3/x/c"), "{dropped:?}");
    assert!(lines(&sheet) == "\"GET /v3/x/bz\"\n", "{sheet}");
    for place in ["spec/overrides/x.toml:2:10", "spec/protocol.toml:2:15", "spec/presence.json:4:5"] {
        assert!(sheet.contains(&format!("\n- {place}: ")), "{place}: {sheet}");
    }
    for (file, text) in decided {
        let left = read(root.path(), file);
        assert_eq!(left, text.replace(",\n    \"GET /v3/x/c\": [\"id\"]", ""));
        write(root.path(), file, &left.replace("/x/b\"", "/x/bz\""));
    }
    let check = run(root.path(), &["generate", "--docs", "target/upstream"]);
    assert!(check.status.success(), "{}", said(&check));
    assert!(read(root.path(), "spec/protocol.toml").contains("GET /v3/x/bz"));
}

/// As git runs a hook, or a command of a rebase.
#[test]
fn the_repository_around_is_never_touched() {
    let (root, (docs, first)) = (project(), documentation());
    let head = git(root.path(), &["rev-parse", "HEAD"]);
    // A run was stopped before its repository was one.
    write(root.path(), "target/upstream/.git/refreshed", "");
    write(root.path(), "target/upstream/.git/config", "");
    let mut refresh = xtask(root.path(), &["refresh", "--from", docs.path().to_str().unwrap()]);
    refresh.env("GIT_DIR", root.path().join(".git")).env("GIT_INDEX_FILE", root.path().join(".git/index"));
    let output = refresh.env("GIT_WORK_TREE", root.path()).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(revision(&root), first);
    assert_eq!(git(root.path(), &["rev-parse", "HEAD"]), head);
    assert_eq!(git(root.path(), &["symbolic-ref", "HEAD"]), "refs/heads/main");
    assert!(git(root.path(), &["for-each-ref", "refs/remotes"]).is_empty());
}

/// What a correction brings to one of a pair is asked of the other.
#[test]
fn what_differs_between_a_notification_and_its_query_is_in_the_worksheet() {
    let (root, (docs, _)) = (project(), documentation());
    let notification = "---\ntitle: 知\n---\n\n# {{ $frontmatter.title }} {#post}\n\n\
         | 请求参数 | 类型 {.type} | 描述 {.desc}\n| --- | --- | ---\n| body {data-required} | object | 通知\n\
         | event_type {data-required data-indent=1} | string | 类型<br/>`W.DONE` 枚举值\n\
         | resource {data-required data-indent=1} | object | 资源\n\
         | ciphertext {data-required data-indent=2} | string {data-encrypted=by-aes-gcm} | 密文\n\
         | {colspan=3 .im-table-line}\n\
         | id {data-required data-indent=2} | string | 编号\n\n{.im-table #request}\n\n\
         | 应答规范 | 类型 {.type} | 描述 {.desc}\n| --- | --- | ---\n\
         | status {data-required} | number | 状态码<br/>`20X` 枚举值\n\n{.im-table #response}\n";
    write(docs.path(), "webhook/v3/W.DONE.md", notification);
    commit(docs.path(), "A notification");
    let pair = "[[pair]]\nwebhooks = [\"W.DONE\"]\noperations = [\"GET /v3/x/a\"]\n";
    refreshed(&root, docs.path(), &[]);
    write(root.path(), "spec/pairs.toml", pair);
    commit(root.path(), "A pair");
    put(docs.path(), "a", "| state | string | 状态\n");
    commit(docs.path(), "A state");
    let output = refresh(&root, docs.path(), &[]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let sheet = printed(&output);
    let decision =
        "## To decide: 1\n\n1. `spec/pairs.toml:2:13` webhook W.DONE has no `state`, and `GET /v3/x/a` has it";
    assert!(sheet.contains(decision), "{sheet}");
    assert!(lines(&sheet).contains("add = [{ name = \"state\", type = \"string\", label = \"状态\" }]"), "{sheet}");
}
