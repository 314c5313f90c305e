//! The diff against rustc, on a sample; and that the judge would notice a diff that lies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use wechatpay_prove::compile::{Compiler, Verdict};
use wechatpay_prove::judge::{Outcome, Report, judge};
use wechatpay_prove::{fixture, mutate};
use wechatpay_spec::diff::{Diff, Rule, Severity};

/// One mutation of most kinds.
const MUTATIONS: usize = 60;

static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let base = fixture::load(root).unwrap();
    judge(&Compiler::new(root).unwrap(), &base, mutate::some(&base, MUTATIONS, 0)).unwrap()
});

#[test]
fn a_sample_gets_no_wrong_verdict() {
    let report = &*REPORT;
    assert_eq!(report.outcomes.len() + report.refused, MUTATIONS);
    assert_eq!(report.wrong().count(), 0, "{report}");
    let breaks = report.outcomes.iter().filter(|(_, outcome)| matches!(outcome.verdict, Verdict::Breaks(_))).count();
    let compiles = report.outcomes.iter().filter(|(_, outcome)| outcome.verdict == Verdict::Compiles).count();
    assert!(breaks > 10 && compiles > 10, "{breaks} break, {compiles} compile");
}

#[test]
fn a_severity_that_is_turned_is_noticed() {
    // A rule is judged where nothing else is said.
    let mut alone = BTreeMap::new();
    for (_, outcome) in &REPORT.outcomes {
        let rules: BTreeSet<Rule> = outcome.diff.changes().map(|(_, change)| change.rule).collect();
        if let Some(rule) = rules.first().filter(|_| rules.len() == 1) {
            alone.insert(*rule, outcome.verdict.clone());
        }
    }
    assert!(alone.len() > 15, "only {} rules are judged: {alone:?}", alone.len());
    let severities: BTreeSet<Severity> = alone.keys().map(|rule| rule.severity()).collect();
    assert_eq!(severities.len(), Severity::ALL.len());
    // What only the wire shows may be called breaking or not.
    let unseen = [
        Rule::BaseChanged,
        Rule::FactChanged,
        Rule::FieldInOtherPart,
        Rule::ResponseDetailChanged,
        Rule::FurtherTypesChanged,
    ];
    for rule in alone.keys().filter(|rule| !unseen.contains(rule)) {
        let turned = |other: Rule| match (other == *rule, other.severity()) {
            (true, Severity::Breaking) => Severity::Compatible,
            (true, _) => Severity::Breaking,
            (false, severity) => severity,
        };
        assert!(REPORT.wrong_by(&turned).count() > 0, "nobody notices that {rule:?} is {:?}", turned(*rule));
    }
}

#[test]
fn a_diff_that_says_nothing_is_noticed() {
    let mut report = Report::default();
    for (mutant, outcome) in &REPORT.outcomes {
        report.outcomes.push((mutant.clone(), Outcome { diff: Diff::default(), ..outcome.clone() }));
    }
    let differs = REPORT.outcomes.iter().filter(|(_, outcome)| outcome.differs).count();
    assert!(differs > 0);
    assert_eq!(report.wrong().count(), differs);
}
