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

/// What breaks where no compiler looks: on the wire.
const UNSEEN: [(Rule, &str); 2] = [
    (Rule::EncryptionChanged, "a text and a confidential text are given alike; it is the wire that tells them apart"),
    (Rule::EncodingChanged, "an object and a string that holds it have the same Rust type"),
];

/// What two states are to their witnesses.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub diff: Diff,
    pub verdict: Verdict,
    /// What is wrong, if the two do not agree.
    pub wrong: Option<String>,
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
            let wrong = wrong(&mutant, &diff, &verdict, (&old, &unit.client));
            (mutant, Outcome { diff, verdict, wrong })
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

fn wrong(mutant: &Mutant, diff: &Diff, verdict: &Verdict, (old, new): (&Client, &Client)) -> Option<String> {
    let said = diff.worst() == Some(Severity::Breaking);
    match (verdict, said) {
        (Verdict::Unsound(words), _) => Some(format!("the new client does not compile: {words}")),
        (Verdict::Breaks(words), false) => Some(format!("it breaks, and the diff does not say so: {words}")),
        (Verdict::Compiles, true) if mutant.blind.is_none() && !is_unseen(diff.changes().map(|(_, change)| change)) => {
            Some("it compiles, and the diff says that it breaks".to_owned())
        }
        (Verdict::Compiles, false) if mutant.blind.is_some() => {
            Some("the wire breaks, and the diff does not say so".to_owned())
        }
        _ if diff.is_empty() && old != new => Some("the client has changed, and the diff says nothing".to_owned()),
        _ => None,
    }
}

/// Whether whatever breaks is nothing for a compiler.
pub fn is_unseen<'c>(changes: impl IntoIterator<Item = &'c Change>) -> bool {
    let mut breaking = changes.into_iter().filter(|change| change.rule.severity() == Severity::Breaking);
    breaking.all(|change| UNSEEN.iter().any(|(rule, _)| *rule == change.rule))
}

impl Report {
    pub fn wrong(&self) -> impl Iterator<Item = (&Mutant, &Outcome, &str)> {
        self.outcomes.iter().filter_map(|(mutant, outcome)| Some((mutant, outcome, outcome.wrong.as_deref()?)))
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
    fn count(&mut self, outcome: &Outcome) {
        match outcome.verdict {
            Verdict::Compiles => self.compiles += 1,
            _ => self.breaks += 1,
        }
        self.wrong += usize::from(outcome.wrong.is_some());
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by_kind: BTreeMap<&str, Tally> = BTreeMap::new();
        // A rule is judged where it is all that there is to say.
        let mut by_rule: BTreeMap<Rule, Tally> = BTreeMap::new();
        for (mutant, outcome) in &self.outcomes {
            by_kind.entry(mutant.kind).or_default().count(outcome);
            let rules: Vec<Rule> = outcome.diff.changes().map(|(_, change)| change.rule).collect();
            if let [rule, rest @ ..] = rules.as_slice()
                && rest.iter().all(|other| other == rule)
            {
                by_rule.entry(*rule).or_default().count(outcome);
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
        for (rule, reason) in UNSEEN {
            writeln!(f, "{}: {reason}", rule.code())?;
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
