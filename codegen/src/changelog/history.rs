//! The states of the spec that the repository remembers, and what has changed from each to the next.

use std::path::Path;

use wechatpay_spec::{Corrected, Source};

use super::{Entry, Revision};
use crate::git;
use crate::public;

/// What a caller's view of the spec follows from: what is stated, what is decided, what is recorded.
const SPEC: &str = "spec";

/// A commit after which the spec was another one.
struct Commit {
    hash: String,
    revision: Revision,
}

/// One entry for each state of the documentation, the newest first.
pub fn entries(root: &Path) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    let mut newer: Option<(Revision, Corrected)> = None;
    let mut unread: Option<(usize, String)> = None;
    for Commit { hash, revision } in states(root)? {
        match load(root, &hash) {
            Ok(state) if unread.is_none() => {
                if let Some((revision, newer)) = newer.take() {
                    let changed = public::between(&state, &newer).map_err(|errors| errors.join("\n"))?;
                    entries.push(Entry::Changed { revision, diff: changed, state: Box::new(newer) });
                }
                newer = Some((revision, state));
            }
            // What lies behind a gap cannot be compared with what lies before it.
            Ok(_) => unread = unread.map(|(count, reason)| (count + 1, reason)),
            Err(error) => unread = Some(unread.map_or((1, error), |(count, reason)| (count + 1, reason))),
        }
    }
    if let Some((revision, Corrected { spec, .. })) = newer {
        let (operations, webhooks) = (spec.operations.len(), spec.webhooks.len());
        entries.push(Entry::First { revision, operations, webhooks });
    }
    entries.extend(unread.map(|(count, reason)| Entry::Unread { count, reason }));
    if git::run(root, &["rev-parse", "--is-shallow-repository"])? == "true" {
        entries.push(Entry::Unread { count: 1, reason: "the clone is shallow".to_owned() });
    }
    Ok(entries)
}

/// The last commit of each state of the documentation, the newest first.
fn states(root: &Path) -> Result<Vec<Commit>, String> {
    let log = git::run(root, &["log", "--first-parent", "--format=%H %cs", "--", SPEC])?;
    let mut commits: Vec<Commit> = Vec::new();
    for line in log.lines() {
        let Some((hash, date)) = line.split_once(' ') else { continue };
        let name = revision(root, hash);
        if let Some(last) = commits.last_mut().filter(|last| last.revision.name == name) {
            // The state came in with its first commit.
            date.clone_into(&mut last.revision.date);
            continue;
        }
        commits.push(Commit { hash: hash.to_owned(), revision: Revision { date: date.to_owned(), name } });
    }
    Ok(commits)
}

/// What `source.toml` calls the state of the documentation.
fn revision(root: &Path, commit: &str) -> String {
    // An old state may have another format: only the one line is looked for.
    let text = git::run(root, &["show", &format!("{commit}:spec/{}", Source::FILE)]).ok();
    let key = |text: &str, key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
        Some(line.trim().trim_matches('"').to_owned())
    };
    let name = text.and_then(|text| key(&text, "revision").or_else(|| key(&text, "digest")));
    name.unwrap_or_else(|| "of the project's own pages".to_owned())
}

fn load(root: &Path, commit: &str) -> Result<Corrected, String> {
    let dir = git::unpack(root, commit, SPEC)?;
    let errors = match Corrected::load(&dir.path().join(SPEC)) {
        Ok(corrected) => return Ok(corrected),
        Err(errors) => errors,
    };
    let first = errors.first().map(ToString::to_string).unwrap_or_default();
    Err(format!("their format is not today's ({first})"))
}
