//! Every kind of change of a spec, done at every place where it can be done.
//!
//! What a mutation does to the diff is not known here: it changes the spec as a page of the documentation might.

mod fields;
mod lists;
mod operation;
mod place;
mod shapes;

use std::collections::BTreeMap;

use fastrand::Rng;
use wechatpay_spec::Target;

use crate::state::State;

/// So many mutations are a few of each kind.
pub const SAMPLE: usize = 120;

/// Two states that differ in one thing, or in two.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What kind of change it is.
    pub kind: &'static str,
    pub target: Target,
    /// What has been done, in words.
    pub words: String,
    pub old: State,
    pub new: State,
    /// Why a compiler cannot see that it breaks, where it cannot.
    pub blind: Option<&'static str>,
}

/// A change that can be done to one operation or notification.
struct Edit {
    kind: &'static str,
    words: String,
    new: State,
    blind: Option<&'static str>,
}

impl Edit {
    fn new(kind: &'static str, words: String, new: State) -> Self {
        Self { kind, words, new, blind: None }
    }
}

/// All single mutations of a state, by target.
pub fn all(base: &State) -> Vec<Mutant> {
    let targets = base.targets();
    targets.iter().flat_map(|target| single(base, target)).collect()
}

/// What is mutated: it has callers, so that its names are on record.
fn alone(base: &State, target: &Target) -> State {
    base.only(target).published().expect("the fixture has names")
}

fn single(base: &State, target: &Target) -> Vec<Mutant> {
    let old = alone(base, target);
    let mutant = |edit: Edit| Mutant {
        kind: edit.kind,
        target: target.clone(),
        words: edit.words,
        old: old.clone(),
        new: edit.new,
        blind: edit.blind,
    };
    edits(&old).into_iter().map(mutant).collect()
}

/// Whatever can be done to a state of one operation or notification, and leaves a spec of which a client can be made.
fn edits(state: &State) -> Vec<Edit> {
    let mut edits = fields::edits(state);
    edits.extend(lists::edits(state));
    edits.extend(operation::edits(state));
    edits.retain(|edit| edit.new.faults().is_empty() && edit.new.names().is_ok());
    edits
}

/// So many mutations, the same for the same seed: each kind in its turn, and where the single ones do not suffice,
/// two at once.
pub fn some(base: &State, count: usize, seed: u64) -> Vec<Mutant> {
    let mut rng = Rng::with_seed(seed);
    let mut singles = all(base);
    rng.shuffle(&mut singles);
    let mut mutants = in_turn(singles);
    mutants.truncate(count);
    let targets = base.targets();
    while mutants.len() < count {
        mutants.extend(pair(base, &targets[rng.usize(..targets.len())], &mut rng));
    }
    mutants
}

/// The first of each kind, then the second of each, and so on.
fn in_turn(mutants: Vec<Mutant>) -> Vec<Mutant> {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut numbered: Vec<(usize, Mutant)> = Vec::new();
    for mutant in mutants {
        let number = seen.entry(mutant.kind).or_default();
        numbered.push((*number, mutant));
        *number += 1;
    }
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, mutant)| mutant).collect()
}

/// Two mutations, one after the other.
fn pair(base: &State, target: &Target, rng: &mut Rng) -> Option<Mutant> {
    let old = alone(base, target);
    let mut firsts = edits(&old);
    let first = firsts.swap_remove(rng.usize(..firsts.len()));
    let mut seconds = edits(&first.new);
    if seconds.is_empty() {
        return None;
    }
    let second = seconds.swap_remove(rng.usize(..seconds.len()));
    Some(Mutant {
        kind: "two at once",
        target: target.clone(),
        words: format!("{} + {}", first.words, second.words),
        old,
        new: second.new,
        blind: first.blind.or(second.blind),
    })
}
