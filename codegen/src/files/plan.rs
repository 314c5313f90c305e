//! The steps that make a change.

use std::collections::BTreeSet;
use std::path::Path;

use super::change::{Change, Files};
use super::owned::owner;
use super::paths::above;
use super::staging::staged;
use super::steps::Step;

/// What is to be done: folders first, then each file, the old one out and the new one in, then folders that are empty.
pub fn plan(root: &Path, files: &Files, changes: &[Change]) -> Vec<Step> {
    let mut plan: Vec<Step> = missing_folders(root, changes).into_iter().map(Step::Make).collect();
    for (index, change) in changes.iter().enumerate() {
        let path = change.path().to_owned();
        if !matches!(change, Change::Create(_)) {
            plan.push(Step::Rename { from: path.clone(), to: staged("old", index) });
        }
        if !matches!(change, Change::Remove(_)) {
            plan.push(Step::Rename { from: staged("new", index), to: path });
        }
    }
    plan.extend(empty_folders(files, changes).into_iter().rev().map(Step::Leave));
    plan
}

fn missing_folders(root: &Path, changes: &[Change]) -> BTreeSet<String> {
    let created = changes.iter().filter(|change| matches!(change, Change::Create(_)));
    let above = created.flat_map(|change| above(change.path()));
    above.collect::<BTreeSet<_>>().into_iter().filter(|folder| !root.join(folder).is_dir()).map(str::to_owned).collect()
}

/// Folders that have lost their last file. One that is generated as a whole stays by itself.
fn empty_folders(files: &Files, changes: &[Change]) -> BTreeSet<String> {
    let kept: BTreeSet<&str> = files.keys().flat_map(|path| above(path)).collect();
    let removed = changes.iter().filter(|change| matches!(change, Change::Remove(_)));
    let left = removed.flat_map(|change| above(change.path()));
    let is_inside = |folder: &&str| owner(folder).is_some_and(|owned| owned.path != *folder);
    left.filter(|folder| !kept.contains(folder)).filter(is_inside).map(str::to_owned).collect()
}
