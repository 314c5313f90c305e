//! What rustc says of the five commonest mistakes, with the default features: whoever makes one reads nothing else.
//!
//! Each case below `compile_errors/` is compiled against the client as cargo has built it for this very test, which takes
//! seconds. `INSTA_UPDATE=always` renews what is expected.

use std::path::Path;
use std::process::{Command, Output};

/// The rustc whose words are kept: another one says the same in others.
const RUSTC: &str = "rustc 1.95.";

/// The client, as cargo builds it with the default features, and the folder of what it depends on.
fn client() -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    // The test itself, for what it depends on is what cargo has built to run it.
    let test = ["--package", "wechatpay-client", "--test", "compile_errors"];
    let built = run(Command::new(cargo).args(["build", "--quiet", "--message-format=json"]).args(test));
    assert!(built.status.success(), "the client cannot be built: {}", text(&built.stderr));
    let artifacts = text(&built.stdout);
    let artifact =
        artifacts.lines().rfind(|line| line.contains("libwechatpay_client")).expect("cargo says what it made");
    let is_library = |part: &&str| Path::new(part).extension().is_some_and(|extension| extension == "rlib");
    artifact.split('"').find(is_library).expect("it is a library").to_owned()
}

fn run(command: &mut Command) -> Output {
    command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it can be started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What rustc says of a case.
fn said(rustc: &str, client: &str, case: &str) -> String {
    let folder = Path::new(client).parent().expect("a file lies in a folder");
    let file = format!("tests/compile_errors/{case}.rs");
    let output =
        run(Command::new(rustc).args(["--edition=2024", "--crate-type=lib", "--emit=metadata", &file]).args([
            "--out-dir",
            env!("CARGO_TARGET_TMPDIR"),
            "--extern",
            &format!("wechatpay_client={client}"),
            "-L",
            &format!("dependency={}", folder.display()),
            "--diagnostic-width=120",
        ]));
    assert!(!output.status.success(), "{case} is no mistake any more");
    assert!(!text(&output.stderr).contains("E0463"), "the client is not where cargo says: {client}");
    tidied(&text(&output.stderr))
}

/// Without what changes from day to day: lines of the client's files, other types that would do, files of one machine.
fn tidied(said: &str) -> String {
    let mut lines = Vec::new();
    for line in said.lines() {
        let told = line.trim_start();
        let is_place = told.starts_with("--> ") || told.starts_with("::: ");
        let is_other =
            line.starts_with("            wechatpay_client::") || told.starts_with("and ") && told.ends_with(" others");
        if is_other || told.contains("the full name for the type has been written to") {
            continue;
        }
        match line.split_once(".rs:") {
            Some((file, _)) if is_place && file.contains("generated-client/src") => lines.push(format!("{file}.rs")),
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

#[test]
fn the_commonest_mistakes_are_told_in_words_that_help() {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = text(&run(Command::new(&rustc).arg("--version")).stdout);
    if !version.starts_with(RUSTC) {
        eprintln!("skipped: the words are those of {RUSTC}x, and this is {version}");
        return;
    }
    let client = client();
    for case in ["missing_fields", "wrong_type", "missing_feature", "missing_build", "wrong_enum"] {
        insta::with_settings!({ snapshot_path => "compile_errors", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case, said(&rustc, &client, case));
        });
    }
}
