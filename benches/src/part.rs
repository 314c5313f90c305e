//! What can be measured, and the run that measures it.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::results::Taken;
use crate::{builds, corpus, machine, programs};

/// What is measured in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Generate,
    Read,
    Builds,
    Calls,
    Notifications,
    Sdks,
    Gateway,
}

impl Part {
    pub const ALL: [Self; 7] =
        [Self::Generate, Self::Read, Self::Builds, Self::Calls, Self::Notifications, Self::Sdks, Self::Gateway];

    /// What it is, for people.
    pub fn about(self) -> &'static str {
        match self {
            Self::Generate => "from the spec to the client",
            Self::Read => "from the documentation's pages to what they state",
            Self::Builds => "to check and to build the client, beside plain `serde` derives for the same types",
            Self::Calls => "a call, beside its bare signature and verification",
            Self::Notifications => "a notification, beside its bare verification and decryption",
            Self::Sdks => "calls and notifications, beside two other SDKs",
            Self::Gateway => "the gateway under load",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Read => "read",
            Self::Builds => "builds",
            Self::Calls => "calls",
            Self::Notifications => "notifications",
            Self::Sdks => "sdks",
            Self::Gateway => "gateway",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a run goes by.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    pub root: &'r Path,
    /// The documentation's pages.
    pub docs: Option<&'r Path>,
    /// Where cargo builds.
    pub target: &'r Path,
    /// One short round of each, and nothing that takes minutes: whether it works.
    pub quick: bool,
    /// So many minutes after it has begun, what takes minutes is not measured again.
    pub minutes: Option<u64>,
    /// Build what is measured, and measure nothing.
    pub prepare: bool,
    /// Told what is done.
    pub say: &'r dyn Fn(&str),
}

impl Run<'_> {
    /// Where copies lie, and what is built of them: what is there is used again.
    pub(crate) fn folder(&self) -> PathBuf {
        self.target.join("benches")
    }

    /// How many rounds there are of what takes seconds.
    pub(crate) fn rounds(&self) -> usize {
        match (self.prepare, self.quick) {
            (true, _) => 0,
            (_, true) => 1,
            _ => 3,
        }
    }
}

/// What has become of a part.
#[derive(Debug)]
pub enum Outcome {
    Taken(Box<Taken>),
    /// It was built.
    Prepared,
    /// Something is not here that it needs.
    Skipped(String),
}

/// Measures a part.
pub fn measure(part: Part, run: Run<'_>) -> Result<Outcome, String> {
    let by = machine::setting(run.root)?;
    let measured = match part {
        Part::Generate => corpus::generate(run)?,
        Part::Read => match run.docs {
            Some(docs) if docs.is_dir() => corpus::pages(run, docs)?,
            Some(docs) => return Ok(Outcome::Skipped(format!("there are no pages in {}", docs.display()))),
            None => return Ok(Outcome::Skipped("the documentation's pages are not here: --docs DIR".to_owned())),
        },
        Part::Builds => builds::measure(run)?,
        Part::Calls => programs::calls(run)?,
        Part::Notifications => programs::notifications(run)?,
        Part::Sdks => match programs::sdks(run)? {
            Ok(measured) => measured,
            Err(why) => return Ok(Outcome::Skipped(why)),
        },
        Part::Gateway => programs::gateway(run)?,
    };
    Ok(if run.prepare { Outcome::Prepared } else { Outcome::Taken(Box::new(Taken { by, measured })) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the file calls a part is what the command does.
    #[test]
    fn a_part_has_one_name() {
        for part in Part::ALL {
            assert_eq!(serde_json::to_value(part).expect("a text"), part.name());
        }
    }
}
