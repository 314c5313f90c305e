//! The examples of the documentation, and official ones, against the generated types.

use std::fs;
use std::path::Path;

use wechatpay_tests::samples::{Judge, Outcome, Sample, Side, example};

/// The code sample of each page, as JSON, decodes into the request type and encodes back equal.
#[test]
fn the_sample_of_each_page_comes_back_as_it_is() {
    let judge = Judge::load().expect("the spec is right");
    let mut failures = Vec::new();
    let mut passed = 0;
    for operation in judge.operations() {
        let Some(json) = example::body(&operation.request) else { continue };
        let id = operation.id.to_string();
        let sample = Sample { operation: Some(id.clone()), webhook: None, side: Some(Side::Request), json };
        match judge.judge(&sample) {
            Outcome::Passed => passed += 1,
            outcome => failures.push(format!("{id}: {outcome:?}")),
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), failures.len() + passed, failures.join("\n"));
    assert!(passed >= 5, "only {passed} samples");
}

/// The official examples lie beside the repository, and not everywhere.
#[test]
fn official_examples_keep_what_the_spec_knows() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/official.jsonl");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("skipped: the official examples are not here");
        return;
    };
    let judge = Judge::load().expect("the spec is right");
    let mut failures = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let sample: Sample = serde_json::from_str(line).expect("a sample a line");
        if let Outcome::Failed(reasons) = judge.judge(&sample) {
            failures.push(format!("line {}: {sample}: {}", number + 1, reasons.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
