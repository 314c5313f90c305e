//! The documentation's repository, fetched into a folder of its own: from an address, a path, or a bundle.

use std::path::{Path, PathBuf};

use crate::git;
use crate::refresh::folder::Folder;

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

/// What of a documentation is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The repository.
    pub from: &'a str,
    /// The commit, branch or tag; without it what the repository itself is at.
    pub rev: Option<&'a str>,
    /// The commit that the spec is nearest to.
    pub known: Option<&'a str>,
    /// Whether a state may be taken that is older than this one.
    pub backward: bool,
}

/// Fetches what is wanted into `folder`, and checks it out.
pub fn fetch(folder: &Path, wanted: Wanted<'_>) -> Result<Upstream, String> {
    let from = resolved(wanted.from);
    let ours = Folder::open(folder)?;
    let head = fetch_all(folder, &from)?;
    let commit = match wanted.rev.filter(|rev| *rev != "HEAD") {
        Some(rev) => named(folder, rev).ok_or_else(|| format!("{from} has no commit, branch or tag `{rev}`"))?,
        None => head.ok_or_else(|| {
            format!("{from} does not say which commit it is at; name one with `--rev`: {}", branches(folder))
        })?,
    };
    if let Some(known) = wanted.known.filter(|known| !wanted.backward && is_older(folder, &commit, known)) {
        return Err(format!(
            "{commit} is older than {known}, which the spec holds: what has come since would be removed; say \
             `--backward` if that is meant"
        ));
    }
    ours.check_out(&commit)?;
    if !["openapi/v3", "webhook/v3"].iter().any(|part| folder.join(part).is_dir()) {
        return Err(format!("{from} at {commit} has no `openapi/v3`: it is not the documentation of WeChat Pay"));
    }
    let between = wanted.known.and_then(|known| between(folder, known, &commit));
    Ok(Upstream { folder: folder.to_owned(), commit, between })
}

/// Whether a commit has become another one.
fn is_older(folder: &Path, commit: &str, known: &str) -> bool {
    let known = git::commit(folder, known).ok().filter(|known| known != commit);
    known.is_some_and(|known| git::run(folder, &["merge-base", "--is-ancestor", commit, &known]).is_ok())
}

/// A path, also of a bundle, is that of where the command was started; anything else is an address.
fn resolved(from: &str) -> String {
    let path = Path::new(from);
    path.canonicalize().map_or_else(|_| from.to_owned(), |path| path.display().to_string())
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
