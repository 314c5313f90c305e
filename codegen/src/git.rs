//! The system's git, as a reader of checkouts. What is given to it as a name is never taken for an option.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use wechatpay_spec::Source;

/// What git hands to a hook, or to a command of a rebase: it would lead to the repository of that one, whatever folder
/// was meant.
const OF_ANOTHER: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
];

/// How git may reach a repository: not by a command that its address names, whatever the machine is set up to allow.
const PROTOCOLS: &str = "file:git:http:https:ssh";

/// Runs git in a folder; gives what it prints, without the last line end, or what it says is wrong. It asks nothing:
/// nobody would hear it.
pub fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut git = Command::new("git");
    for name in OF_ANOTHER {
        git.env_remove(name);
    }
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ALLOW_PROTOCOL", PROTOCOLS);
    // A checkout may be somebody's: what its configuration names is not run either.
    git.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    let output = git.arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| format!("git: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.trim().strip_prefix("fatal: ").unwrap_or(said.trim()).to_owned())
}

/// The full name of a commit, by whatever name it was given.
pub fn commit(folder: &Path, name: &str) -> Result<String, String> {
    run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])
        .map_err(|_| format!("there is no commit `{name}` in {}", folder.display()))
}

/// What a folder of the repository at `root` was at a commit, by whatever name that was given, in a place of its own.
pub fn unpack(root: &Path, name: &str, folder: &str) -> Result<TempDir, String> {
    let dir = TempDir::new().map_err(|error| error.to_string())?;
    let archive = dir.path().join("archive.tar");
    let (path, commit) = (archive.to_string_lossy(), commit(root, name)?);
    run(root, &["archive", "--format=tar", "-o", &path, &commit, "--", folder])
        .map_err(|said| format!("`{name}` has no `{folder}`: {said}"))?;
    let tar = Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(dir.path()).output();
    let tar = tar.map_err(|error| format!("tar: {error}"))?;
    if tar.status.success() {
        return Ok(dir);
    }
    Err(format!("the archive cannot be unpacked: {}", String::from_utf8_lossy(&tar.stderr).trim()))
}

/// What is known of the state of the documentation that a folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The commit whose pages these are, all of them and as they are there.
    pub revision: Option<String>,
    /// What the caller calls them, and git cannot tell.
    pub claimed: Option<String>,
}

/// The commit whose pages a folder holds, all of them and as they are there.
///
/// `stated` is how the caller calls it. A folder that is no checkout has no other name; one that is a checkout must be at
/// that commit. Without it a checkout knows its own, if it is a whole one and nothing in it has been changed. A folder
/// inside of the repository at `root` is no checkout of another one.
pub fn revision(docs: &Path, root: &Path, stated: Option<&str>) -> Result<Named, String> {
    let top = |folder: &Path| run(folder, &["rev-parse", "--show-toplevel"]).ok();
    let folder = if docs.is_file() { docs.parent().unwrap_or(docs) } else { docs };
    let checkout = top(folder).filter(|found| Some(found) != top(root).as_ref());
    let Some(head) = checkout.and_then(|_| commit(folder, "HEAD").ok()) else {
        return match stated.filter(|stated| !Source::is_commit(stated)) {
            Some(odd) => Err(format!(
                "`--rev {odd}`: {} is no checkout, in which a name could be looked up; give the full name of the commit",
                docs.display()
            )),
            None => Ok(Named { claimed: stated.map(str::to_owned), revision: None }),
        };
    };
    if let Some(stated) = stated
        && commit(folder, stated)? != head
    {
        return Err(format!("`--rev {stated}` is not what {} is at: that is {head}", docs.display()));
    }
    if is_changed(folder) {
        return match stated {
            Some(stated) => Err(format!("{} is not `{stated}`: there are changes in it", docs.display())),
            None => Ok(Named::default()),
        };
    }
    Ok(Named { revision: Some(head), claimed: None })
}

/// Whether pages below a folder are not those of its commit: changed, deleted, new (ignored or not), or not checked out.
fn is_changed(folder: &Path) -> bool {
    let pages = [":(glob)**/*.md", ":(glob)**/*.txt"];
    let ask = |what: &[&str]| run(folder, &[what, &["--"], &pages].concat());
    let status = ask(&["status", "--porcelain", "--untracked-files=all", "--ignored"]);
    // `S`: in the commit, and left out of the checkout. `h`, `s`: changes of these are not looked for.
    let sparse = ask(&["ls-files", "-v"]).map(|list| list.lines().any(|line| !line.starts_with('H')));
    status.map_or(true, |status| !status.is_empty()) || sparse.unwrap_or(true)
}
