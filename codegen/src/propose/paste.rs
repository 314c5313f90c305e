//! Proposals as entries of `types/*.toml`.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use wechatpay_spec::Types;
use wechatpay_spec::types::Unite;

use super::taken::Name;
use super::{Proposal, Proposals};

/// How many differences are told of a proposal.
const TOLD: usize = 6;

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.name)
    }
}

impl Proposals {
    /// All entries to paste, each with what speaks for it.
    pub fn to_toml(&self) -> String {
        self.proposals.iter().fold(String::new(), |text, proposal| text + &proposal.about() + &proposal.entry() + "\n")
    }

    /// What is to be added to which file below the spec's folder. What has no name is left out.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for proposal in &self.proposals {
            if let Some(name) = &proposal.name {
                let text = files.entry(format!("{}/{}.toml", Types::FOLDER, name.module)).or_default();
                let _ = write!(text, "\n{}", proposal.entry());
            }
        }
        files
    }

    /// One line: what there is, and what becomes of it.
    pub fn summary(&self) -> String {
        let Self { proposals, places, decided, declined, before, after } = self;
        let grouped: usize = proposals.iter().map(|proposal| proposal.places.len()).sum();
        let unnamed = proposals.iter().filter(|proposal| proposal.name.is_none()).count();
        let unnamed = if unnamed == 0 { String::new() } else { format!(", {unnamed} of them without a free name") };
        format!(
            "{places} places, {decided} of them decided; {} proposals for {grouped} places{unnamed}, and {declined} that are declined; types: {} → {}; fields and values: {} → {}",
            proposals.len(),
            before.types,
            after.types,
            before.fields,
            after.fields
        )
    }
}

impl Proposal {
    /// What speaks for it, and what a person has to look at.
    fn about(&self) -> String {
        let mut out = format!("# Saves {} fields and values at {} places.", self.saves, self.places.len());
        if self.meets.query {
            out += if self.meets.write {
                " A query, its notification and a write meet in it."
            } else {
                " A query and its notification meet in it."
            };
        }
        out.push('\n');
        for difference in self.differences.iter().take(TOLD) {
            let _ = writeln!(out, "# - {difference}");
        }
        if self.differences.len() > TOLD {
            let _ = writeln!(out, "# - and {} more", self.differences.len() - TOLD);
        }
        if self.name.is_none() {
            let _ = writeln!(out, "# No name is free: {}.", self.taken.join(", "));
        }
        out
    }

    /// The entry alone.
    fn entry(&self) -> String {
        let name = self.name.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut out = format!("[[type]]\nname = \"{name}\"\n");
        if self.unite != Unite::default() {
            let words: Vec<String> = self.unite.words().iter().map(|word| format!("\"{word}\"")).collect();
            let _ = writeln!(out, "unite = [{}]", words.join(", "));
        }
        out += "places = [\n";
        for place in &self.places {
            let _ = writeln!(out, "  {},", quoted(&place.to_string()));
        }
        out += "]\n";
        if self.unite != Unite::default() {
            let _ = writeln!(out, "reason = {}", quoted(&self.reason()));
        }
        out
    }

    /// What the pages differ in; that they mean the same is for a person to say.
    fn reason(&self) -> String {
        let told: Vec<&str> = self.differences.iter().take(TOLD).map(String::as_str).collect();
        let more = if self.differences.len() > TOLD { "; and so on" } else { "" };
        format!("Its pages differ: {}{more}.", told.join("; "))
    }
}

/// A literal string where that will do.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
