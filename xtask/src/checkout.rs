//! The checkout that a command works on: the one that it is started in, which need not be the one that it was built in.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use wechatpay_codegen::git;
use wechatpay_spec::{Names, inventory};

/// The root of the checkout around the current folder.
pub fn root() -> Result<PathBuf, String> {
    let start = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    around(&start).ok_or_else(|| {
        format!(
            "{} lies in no checkout of this project (a `Cargo.toml` beside `spec/` and `generated-client/`); change into one",
            start.display()
        )
    })
}

/// The record of names as the last commit has it, where that is another one than lies in the folder: an empty one, where
/// the commit has none.
pub fn published(root: &Path) -> Option<Names> {
    git::commit(root, "HEAD").ok()?;
    let Ok(text) = git::run(root, &["show", &format!("HEAD:./spec/{}", Names::FILE)]) else {
        return Some(Names::default());
    };
    let found = fs::read_to_string(root.join("spec").join(Names::FILE)).unwrap_or_default();
    let is_same = found.trim_end() == text.trim_end();
    if is_same { None } else { Names::parse(Names::FILE, &text).ok() }
}

/// What was decided, has been committed, and is gone: nothing else would miss it.
pub fn refuse_lost(root: &Path) -> Result<(), String> {
    // Where there is no commit, nothing can be gone.
    let Ok(list) = git::run(root, &["ls-tree", "--name-only", "HEAD", "--", "spec/"]) else { return Ok(()) };
    let is_kept = |file: &&str| inventory::is_kept(file.trim_start_matches("spec/"));
    let lost: Vec<&str> = list.lines().filter(is_kept).filter(|file| !root.join(file).exists()).collect();
    if lost.is_empty() {
        return Ok(());
    }
    let files = lost.join(" ");
    Err(format!(
        "{}, which the last commit has: `git checkout HEAD -- {files}` restores {}; if that is meant, commit it first",
        if lost.len() == 1 { format!("{files} is gone") } else { format!("{} are gone", lost.join(", ")) },
        if lost.len() == 1 { "it" } else { "them" },
    ))
}

fn around(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| is_root(folder)).map(Path::to_owned)
}

/// A workspace with a spec, and with the client by its name: another project may have folders that are called so.
fn is_root(folder: &Path) -> bool {
    let names_client = |manifest: String| manifest.lines().any(|line| line.trim() == r#"name = "wechatpay-client""#);
    folder.join("Cargo.toml").is_file()
        && folder.join("spec").is_dir()
        && fs::read_to_string(folder.join("generated-client/Cargo.toml")).is_ok_and(names_client)
}
