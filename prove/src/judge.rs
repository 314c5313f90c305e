//! What the diff says, held against what rustc says.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use rayon::prelude::*;
use wechatpay_spec::diff::{Change, Diff, Rule, Severity};

use crate::compile::{Compiler, Unit, Verdict};
use crate::mutate::Mutant;
use crate::probe::probe;
use crate::state::{Client, State, diff};

/// What no compiler sees, since it happens on the wire: each rule with the reason.
const UNSEEN: [(Rule, &str); 8] = [
    (Rule::EncryptionChanged, "a text and a confidential text are given alike; it is the wire that tells them apart"),
    (Rule::EncodingChanged, "an object and a string that holds it have the same Rust type"),
    (Rule::BaseChanged, "the client chooses the host"),
    (Rule::FactChanged, "how an answer is verified and when a request is sent again is the client's own work"),
    (Rule::SignerChanged, "who signs is told to the client when it is built, and no type of a request says it"),
    (Rule::FieldInOtherPart, "a setter does not say which part of the request it fills"),
    (Rule::ResponseDetailChanged, "every answer without a body has one type"),
    (Rule::FurtherTypesChanged, "the event types of a notification are text"),
];

/// What a compiler does not see where a new name on the wire reads like the old one in Rust.
const RESPELLED: [(Rule, &str); 2] = [
    (Rule::FieldRemoved, "a field that is spelled otherwise on the wire may have the same name in Rust"),
    (Rule::EnumValueRemoved, "a value that is spelled otherwise on the wire may have the same variant"),
];

/// What two states are to their witnesses.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub diff: Diff,
    pub verdict: Verdict,
    /// Whether the texts of the two clients differ.
    pub differs: bool,
}

/// All of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Each mutation that gave a client, with what was said of it.
    pub outcomes: Vec<(Mutant, Outcome)>,
    /// Those of which no client could be made.
    pub refused: usize,
}

/// Judges mutants. An error says that the fixture, or a client as it is, does not compile.
pub fn judge(compiler: &Compiler, base: &State, mutants: Vec<Mutant>) -> io::Result<Report> {
    sound(compiler, base)?;
    let prepared: Vec<Option<(Mutant, Unit, Client)>> = mutants
        .into_par_iter()
        .map(|mutant| {
            let unit = Unit { client: mutant.new.emit().ok()?, probe: probe(&mutant.old.names().ok()?) };
            let old = mutant.old.emit().ok()?;
            Some((mutant, unit, old))
        })
        .collect();
    let tried = prepared.len();
    let mut mutants = Vec::new();
    let mut units = Vec::new();
    for (mutant, unit, old) in prepared.into_iter().flatten() {
        mutants.push((mutant, old));
        units.push(unit);
    }
    let verdicts = compiler.compile(&units)?;
    let outcomes: Vec<(Mutant, Outcome)> = mutants
        .into_iter()
        .zip(units.iter().zip(verdicts))
        .map(|((mutant, old), (unit, verdict))| {
            let verdict = missing_feature(&old, &unit.client).unwrap_or(verdict);
            let diff = diff(&mutant.old, &mutant.new);
            (mutant, Outcome { diff, verdict, differs: old != unit.client })
        })
        .collect();
    Ok(Report { refused: tried - outcomes.len(), outcomes })
}

/// Each client compiles with the code that was written for it: else nothing that is said of it means anything.
fn sound(compiler: &Compiler, base: &State) -> io::Result<()> {
    let mut units = Vec::new();
    for target in base.targets() {
        let state = base.only(&target);
        let texts = |errors: Vec<String>| io::Error::other(errors.join("\n"));
        units.push(Unit { client: state.emit().map_err(texts)?, probe: probe(&state.names().map_err(texts)?) });
    }
    for (target, verdict) in base.targets().iter().zip(compiler.compile(&units)?) {
        if verdict != Verdict::Compiles {
            return Err(io::Error::other(format!("{target}, as it is: {verdict:?}")));
        }
    }
    Ok(())
}

/// Cargo's part: a caller's manifest names the features that the old client had.
fn missing_feature(old: &Client, new: &Client) -> Option<Verdict> {
    let gone = old.features.iter().find(|feature| !new.features.contains(feature))?;
    Some(Verdict::Breaks(format!("the client has no feature `{gone}`")))
}

/// What is wrong, if rustc and the diff do not agree.
fn wrong(mutant: &Mutant, outcome: &Outcome, severity: &dyn Fn(Rule) -> Severity) -> Option<String> {
    let Outcome { diff, verdict, differs } = outcome;
    let breaking =
        || diff.changes().map(|(_, change)| change).filter(|change| severity(change.rule) == Severity::Breaking);
    match (verdict, breaking().next().is_some()) {
        (Verdict::Unsound(words), _) => Some(format!("the new client does not compile: {words}")),
        (Verdict::Breaks(words), false) => Some(format!("it breaks, and the diff does not say so: {words}")),
        (Verdict::Compiles, true) if mutant.blind.is_none() && !breaking().all(is_unseen) => {
            Some("it compiles, and the diff says that it breaks".to_owned())
        }
        (Verdict::Compiles, false) if mutant.blind.is_some() => {
            Some("the wire breaks, and the diff does not say so".to_owned())
        }
        _ if diff.is_empty() && *differs => Some("the client has changed, and the diff says nothing".to_owned()),
        _ => None,
    }
}

/// Whether a change is nothing for a compiler.
pub fn is_unseen(change: &Change) -> bool {
    UNSEEN.iter().any(|(rule, _)| *rule == change.rule)
}

impl Report {
    /// What is wrong by the severities of the rules.
    pub fn wrong(&self) -> impl Iterator<Item = (&Mutant, &Outcome, String)> {
        self.wrong_by(&Rule::severity)
    }

    /// What would be wrong with other severities.
    pub fn wrong_by<'a>(
        &'a self,
        severity: &'a dyn Fn(Rule) -> Severity,
    ) -> impl Iterator<Item = (&'a Mutant, &'a Outcome, String)> {
        let judged =
            self.outcomes.iter().map(move |(mutant, outcome)| (mutant, outcome, wrong(mutant, outcome, severity)));
        judged.filter_map(|(mutant, outcome, wrong)| Some((mutant, outcome, wrong?)))
    }
}

/// How often rustc took the code and how often it did not.
#[derive(Default)]
struct Tally {
    compiles: usize,
    breaks: usize,
    wrong: usize,
}

impl Tally {
    fn count(&mut self, mutant: &Mutant, outcome: &Outcome) {
        match outcome.verdict {
            Verdict::Compiles => self.compiles += 1,
            _ => self.breaks += 1,
        }
        self.wrong += usize::from(wrong(mutant, outcome, &Rule::severity).is_some());
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by_kind: BTreeMap<&str, Tally> = BTreeMap::new();
        // A rule is judged where it is all that there is to say.
        let mut by_rule: BTreeMap<Rule, Tally> = BTreeMap::new();
        for (mutant, outcome) in &self.outcomes {
            by_kind.entry(mutant.kind).or_default().count(mutant, outcome);
            let rules: Vec<Rule> = outcome.diff.changes().map(|(_, change)| change.rule).collect();
            if let [rule, rest @ ..] = rules.as_slice()
                && rest.iter().all(|other| other == rule)
            {
                by_rule.entry(*rule).or_default().count(mutant, outcome);
            }
        }
        writeln!(f, "{:37} compiles  breaks  wrong", "mutation")?;
        for (kind, Tally { compiles, breaks, wrong }) in &by_kind {
            writeln!(f, "{kind:37} {compiles:8} {breaks:7} {wrong:6}")?;
        }
        writeln!(f, "\n{:26}{:11} compiles  breaks  wrong", "rule, where it is alone", "")?;
        for (rule, Tally { compiles, breaks, wrong }) in &by_rule {
            writeln!(f, "{:25} {:11} {compiles:8} {breaks:7} {wrong:6}", rule.code(), rule.severity().as_str())?;
        }
        writeln!(f, "\nNot for a compiler to see:")?;
        for (rule, reason) in UNSEEN.into_iter().chain(RESPELLED) {
            writeln!(f, "{:25} {:11} {reason}", rule.code(), rule.severity().as_str())?;
        }
        for (mutant, outcome, wrong) in self.wrong() {
            writeln!(f, "\nwrong: {} · {} · {}\n  {wrong}", mutant.target, mutant.kind, mutant.words)?;
            for (target, change) in outcome.diff.changes() {
                let severity = change.rule.severity().as_str();
                let sides = [&change.before, &change.after].map(|side| side.as_deref().unwrap_or("-"));
                writeln!(
                    f,
                    "  diff: {target}: {severity}: {} {} {} → {}",
                    change.rule.code(),
                    change.place,
                    sides[0],
                    sides[1]
                )?;
            }
        }
        let wrong = self.wrong().count();
        writeln!(
            f,
            "\n{} mutations, {} of which no client can be made, {wrong} wrong verdicts",
            self.outcomes.len(),
            self.refused
        )
    }
}
