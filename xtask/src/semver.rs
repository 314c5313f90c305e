//! `cargo xtask semver`: what has changed for callers since a release, in the generated part and in what is written by hand.

mod by_hand;
mod tool;

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use wechatpay_codegen::{git, public};
use wechatpay_spec::Sides;
use wechatpay_spec::diff::{Counts, Severity, Step};

pub use by_hand::ByHand;

use crate::{checkout, published, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// The release that the working tree is compared with; without it, the last one that it comes after
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Fail where a change is as grave as this
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Breaking,
}

/// What has changed since a release.
pub struct Judgement {
    generated: Option<Severity>,
    counts: Counts,
    by_hand: ByHand,
}

/// 0: it is said which step the next version takes. 1: that is denied. 2: it could not be told.
pub fn run(args: &Args) -> ExitCode {
    terminal::verdict(say(args))
}

fn say(args: &Args) -> Result<bool, String> {
    let root = checkout::root()?;
    let base = match &args.base {
        Some(base) => Some(base.clone()),
        None => published::last(&root)?.as_ref().map(published::tag),
    };
    let Some(base) = base else {
        terminal::print("Nothing is released yet: there is no tag v*.\n").map_err(|error| error.to_string())?;
        return Ok(true);
    };
    let judged = Judgement::since(&root, &base)?;
    let steps = judged.worst().map(|worst| {
        let (before, from) = (Step::before_one(Some(worst)), Step::from_one(Some(worst)));
        format!("The next version takes a {} step below 1.0, a {} step from 1.0 on.\n", before.as_str(), from.as_str())
    });
    let steps = steps.unwrap_or_else(|| "There is nothing to release.\n".to_owned());
    let lines = judged.lines(&base).join("\n");
    terminal::print(format_args!("{lines}\n{steps}")).map_err(|error| error.to_string())?;
    Ok(args.deny.is_none() || judged.worst() != Some(Severity::Breaking))
}

impl Judgement {
    pub fn since(root: &Path, base: &str) -> Result<Self, String> {
        let old = git::unpack(root, base, "spec")?;
        let sides = Sides::load(&old.path().join("spec"), &root.join("spec")).map_err(|errors| errors.join("\n"))?;
        let diff = public::between(&sides.old, &sides.new).map_err(|errors| errors.join("\n"))?;
        Ok(Self { generated: diff.worst(), counts: diff.counts(), by_hand: ByHand::since(root, base)? })
    }

    /// The gravest of all; nothing where nothing that is published has changed.
    pub fn worst(&self) -> Option<Severity> {
        self.generated.max(self.by_hand.severity())
    }

    /// Whether nobody has looked at what is written by hand.
    pub fn is_partial(&self) -> bool {
        matches!(self.by_hand, ByHand::Unjudged)
    }

    /// What is known, a line for each part.
    pub fn lines(&self, base: &str) -> [String; 2] {
        [format!("Generated: {}.", self.sum(base)), format!("By hand: {}.", self.by_hand)]
    }

    /// What has changed in the generated part, in words.
    pub fn sum(&self, base: &str) -> String {
        let Counts { breaking, compatible, docs_only, operations, webhooks } = self.counts;
        if self.generated.is_none() {
            return format!("no operation has changed since {base}");
        }
        format!(
            "since {base} there are {breaking} changes that break, {compatible} that do not and {docs_only} of the \
             documentation alone, in {operations} operations and {webhooks} notifications"
        )
    }
}
