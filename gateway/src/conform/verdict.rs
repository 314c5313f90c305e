//! What is found of an SDK.

use super::protocol::Sdk;

/// What an SDK has made of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// What a right one does.
    Right,
    /// It took what it should refuse.
    Accepted,
    /// It refused what it should take, or lost what the service has said.
    Refused,
    /// It sent something again that it must not.
    SentTwice,
    /// What it sent is none of what the service takes.
    Wrong,
    /// It did not come to an end in time.
    Hung,
    /// Its program ended.
    Crashed,
    /// It has nothing for this, or leaves it to its caller: there is nothing to judge.
    Unsupported,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Right,
        Self::Accepted,
        Self::Refused,
        Self::SentTwice,
        Self::Wrong,
        Self::Hung,
        Self::Crashed,
        Self::Unsupported,
    ];

    /// As it stands in the matrix.
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "ok",
            Self::Accepted => "ACCEPTED",
            Self::Refused => "REFUSED",
            Self::SentTwice => "TWICE",
            Self::Wrong => "WRONG",
            Self::Hung => "HUNG",
            Self::Crashed => "CRASHED",
            Self::Unsupported => "–",
        }
    }

    /// What that means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Right => "does what a right SDK does",
            Self::Accepted => "took what it should refuse",
            Self::Refused => "refused what it should take, or lost the code of a refusal",
            Self::SentTwice => "sent something again that it must not, or followed a redirect",
            Self::Wrong => "sent what the service refuses",
            Self::Hung => "came to no end within the patience of the kit",
            Self::Crashed => "its program ended",
            Self::Unsupported => "has nothing for this, or leaves it to its caller: not judged",
        }
    }

    /// Whether it speaks against the SDK.
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::Right | Self::Unsupported)
    }
}

/// What a scenario belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Everything is right.
    Happy,
    /// Something is wrong, or unusual, with an answer.
    Fault,
    /// Something is wrong, or unusual, with a notification.
    Notification,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Happy, Self::Fault, Self::Notification];

    /// A heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Happy => "What works",
            Self::Fault => "Faults of an answer",
            Self::Notification => "Notifications",
        }
    }
}

/// A scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What it belongs to.
    pub group: Group,
    /// Its name.
    pub name: &'static str,
    /// What happens in it.
    pub what: String,
    /// What a right SDK does.
    pub right: String,
}

/// What was found in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The scenario.
    pub scenario: Scenario,
    /// What the SDK has made of it.
    pub verdict: Verdict,
    /// What was seen, where it is not just right. The same in each run.
    pub note: String,
    /// What the SDK has said, for a person who runs the kit.
    pub said: String,
}

/// All that was found of an SDK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The SDK.
    pub sdk: Sdk,
    /// Scenario by scenario, in the order of [`scenarios`](super::scenarios).
    pub findings: Vec<Finding>,
}

impl Report {
    /// How many of a group have come to a verdict.
    pub fn count(&self, group: Group, verdict: Verdict) -> usize {
        let is = |finding: &&Finding| finding.scenario.group == group && finding.verdict == verdict;
        self.findings.iter().filter(is).count()
    }

    /// What speaks against the SDK.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.verdict.is_fault())
    }
}
