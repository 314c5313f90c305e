//! The documentation's repository, fetched into a folder of its own: from an address, a path, or a bundle.

use std::fs;
use std::path::{Path, PathBuf};

use crate::git;

/// Where the pages are, below the root of the repository.
pub const FOLDER: &str = "target/upstream";

/// A checkout of the documentation at one commit.
#[derive(Clone, Debug)]
pub struct Upstream {
    pub folder: PathBuf,
    pub commit: String,
    /// What is between the commit that the spec was read from and this one, newest first; nothing where the history does
    /// not say.
    pub between: Option<Vec<String>>,
}

/// Fetches `from` into `folder`, and checks out `rev`, or what `from` itself is at.
pub fn fetch(folder: &Path, from: &str, rev: Option<&str>, known: Option<&str>) -> Result<Upstream, String> {
    let from = resolved(from);
    open(folder)?;
    let head = fetch_all(folder, &from)?;
    let commit = match rev.filter(|rev| *rev != "HEAD") {
        Some(rev) => named(folder, rev).ok_or_else(|| format!("{from} has no commit, branch or tag `{rev}`"))?,
        None => head.ok_or_else(|| {
            format!("{from} does not say which commit it is at; name one with `--rev`: {}", branches(folder))
        })?,
    };
    git::run(folder, &["checkout", "--quiet", "--force", "--detach", &commit, "--"])
        .map_err(|error| format!("{commit} cannot be checked out: {error}"))?;
    git::run(folder, &["clean", "-ffdxq"])?;
    if !["openapi/v3", "webhook/v3"].iter().any(|part| folder.join(part).is_dir()) {
        return Err(format!("{from} at {commit} has no `openapi/v3`: it is not the documentation of WeChat Pay"));
    }
    let between = known.and_then(|known| between(folder, known, &commit));
    Ok(Upstream { folder: folder.to_owned(), commit, between })
}

/// A path, also of a bundle, is that of where the command was started; anything else is an address.
fn resolved(from: &str) -> String {
    let path = Path::new(from);
    path.canonicalize().map_or_else(|_| from.to_owned(), |path| path.display().to_string())
}

/// A repository of its own, so that nothing is ever done to the one around it. Half of one, as a run leaves it that was
/// stopped, is made whole.
fn open(folder: &Path) -> Result<(), String> {
    let at = |error: String| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(|error| at(error.to_string()))?;
    git::run(folder, &["init", "--quiet"]).map_err(at)?;
    let above = git::run(folder, &["rev-parse", "--show-prefix"]).map_err(at)?;
    if above.is_empty() { Ok(()) } else { Err(at("is inside of another repository; remove it".to_owned())) }
}

/// Fetches all branches and tags; gives the commit that the other side is at.
fn fetch_all(folder: &Path, from: &str) -> Result<Option<String>, String> {
    let failed = |error: String| format!("{from} cannot be fetched: {error}");
    let refs = ["+refs/heads/*:refs/remotes/upstream/*", "+refs/tags/*:refs/tags/*"];
    // Pages of old commits are not needed, only their names: a server that can leave them out does.
    let filter = if from.contains("://") { &["--filter=blob:none"][..] } else { &[] };
    let fetch =
        [&["fetch", "--quiet", "--prune", "--no-auto-gc", "--update-shallow"], filter, &["--end-of-options", from]];
    git::run(folder, &[&fetch.concat()[..], &refs].concat()).map_err(failed)?;
    let list = git::run(folder, &["ls-remote", "--end-of-options", from]).map_err(failed)?;
    let head = list.lines().find_map(|line| line.strip_suffix("\tHEAD").map(str::to_owned));
    Ok(head.filter(|head| git::commit(folder, head).is_ok()))
}

/// A branch first, then a tag or a commit: one that the other side has, whatever else was fetched before.
fn named(folder: &Path, rev: &str) -> Option<String> {
    let names = [format!("refs/remotes/upstream/{rev}"), format!("refs/tags/{rev}"), rev.to_owned()];
    let commit = names.iter().find_map(|name| git::commit(folder, name).ok())?;
    let holders =
        git::run(folder, &["for-each-ref", "--count=1", "--contains", &commit, "refs/remotes/upstream", "refs/tags"]);
    holders.is_ok_and(|holders| !holders.is_empty()).then_some(commit)
}

fn branches(folder: &Path) -> String {
    let list = git::run(folder, &["for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes/upstream"]);
    list.unwrap_or_default().lines().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn between(folder: &Path, known: &str, commit: &str) -> Option<Vec<String>> {
    let known = git::commit(folder, known).ok()?;
    let range = format!("{known}..{commit}");
    let log = git::run(folder, &["log", "--format=%h %cs %s", "--end-of-options", &range]).ok()?;
    Some(log.lines().map(str::to_owned).collect())
}
