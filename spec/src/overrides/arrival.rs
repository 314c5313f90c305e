//! Targets that were still to come when a correction was written, and have come.

use std::fmt;

use super::correction::Override;
use crate::error::Place;
use crate::target::Target;

/// A correction of which pending targets have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The file of the correction, and where it names the first of them.
    pub file: String,
    pub place: Place,
    pub targets: Vec<Target>,
    /// What the correction names from now on, as the file has it.
    pub lines: String,
}

impl Arrival {
    /// Where the lines go.
    pub const INTO: &str = "in place of the targets and of `pending`";

    pub(super) fn of(entry: &Override, come: &[(&Target, Place)]) -> Option<Self> {
        let (_, place) = *come.first()?;
        let targets: Vec<Target> = come.iter().map(|(target, _)| (*target).clone()).collect();
        let waits = |target: &&Target| !targets.contains(target);
        let known = entry.targets.iter().map(|(target, _)| target);
        let pending = entry.pending.iter().map(|(target, _)| target).filter(waits);
        let lines = list("targets", known.chain(&targets)) + &list("pending", pending);
        Some(Self { file: entry.file.clone(), place, targets, lines })
    }

    /// What has come, and what to do about it.
    pub fn news(&self) -> String {
        let names: Vec<String> = self.targets.iter().map(ToString::to_string).collect();
        let (come, it) = if names.len() == 1 { ("has come, and is", "it") } else { ("have come, and are", "them") };
        format!("{} {come} corrected. Move {it} from `pending` to `targets`", names.join(", "))
    }
}

/// A key with a list, a line for each; nothing where there is none.
fn list<'a>(key: &str, targets: impl Iterator<Item = &'a Target>) -> String {
    let lines: Vec<String> = targets.map(|target| format!("  \"{target}\",\n")).collect();
    if lines.is_empty() { String::new() } else { format!("{key} = [\n{}]\n", lines.concat()) }
}

impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, lines, .. } = self;
        write!(f, "{file}:{place}: {}; {}:\n{lines}", self.news(), Self::INTO)
    }
}
