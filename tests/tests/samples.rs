//! The examples of the documentation, and official ones, against the generated types.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use wechatpay_tests::samples::{Difference, Judge, Outcome, Sample, Side, Source, example, samples_of};

/// What became of the samples of one source.
#[derive(Default)]
struct Results {
    passed: usize,
    failures: Vec<String>,
    /// The entries of the list of wrong samples that were needed.
    wrong: BTreeSet<usize>,
}

impl Results {
    fn add(&mut self, place: &str, sample: &Sample, outcome: Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Wrong { entry, reason } => {
                self.wrong.insert(entry);
                println!("{place}{sample}: the sample is wrong: {reason}");
            }
            Outcome::Failed(differences) => {
                let reasons: Vec<String> = differences.iter().map(Difference::to_string).collect();
                self.failures.push(format!("{place}{sample}: {}", reasons.join("; ")));
            }
        }
    }

    fn check(&self, judge: &Judge, source: Source) {
        assert!(self.failures.is_empty(), "{} failures:\n{}", self.failures.len(), self.failures.join("\n"));
        let stale = judge.wrong().stale(source, &self.wrong);
        assert!(stale.is_empty(), "listed as wrong, and right:\n{}", stale.join("\n"));
    }
}

/// The code sample of each page, as JSON, decodes into the request type and encodes back equal.
#[test]
fn the_sample_of_each_page_comes_back_as_it_is() {
    let judge = Judge::load().expect("the spec is right");
    let mut results = Results::default();
    for operation in judge.operations() {
        let Some(json) = example::body(&operation.request) else { continue };
        let id = operation.id.to_string();
        let sample = Sample { operation: Some(id), webhook: None, side: Some(Side::Request), json };
        results.add("", &sample, judge.judge(&sample, Source::Page));
    }
    results.check(&judge, Source::Page);
    assert!(results.passed >= 500, "only {} samples", results.passed);
}

/// Every sample of a file comes back whole. The files lie beside the repository, and not everywhere.
fn loses_nothing(file: &str, source: Source) {
    let Ok(text) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(file)) else {
        println!("skipped: {file} is not here");
        return;
    };
    let judge = Judge::load().expect("the spec is right");
    let mut results = Results::default();
    for (number, line) in text.lines().enumerate() {
        for sample in samples_of(line.as_bytes()).expect("a sample a line") {
            results.add(&format!("line {}: ", number + 1), &sample, judge.judge(&sample, source));
        }
    }
    println!("{file}: {} samples passed, {} are wrong themselves", results.passed, results.wrong.len());
    results.check(&judge, source);
}

#[test]
fn official_examples_lose_nothing() {
    loses_nothing("samples/official.jsonl", Source::Official);
}

#[test]
fn notifications_lose_nothing() {
    loses_nothing("evidence/webhook-samples.jsonl", Source::Notification);
}

/// The operations of brands stand in no documentation page: their requests are those of the official samples, their
/// answers are made from the types there, with every member that one of them names.
#[test]
fn the_samples_of_brands_come_back_as_they_are() {
    let judge = Judge::load().expect("the spec is right");
    let mut results = Results::default();
    let mut sides: [BTreeSet<String>; 2] = Default::default();
    for (number, line) in include_str!("../fixtures/brand-samples.jsonl").lines().enumerate() {
        for sample in samples_of(line.as_bytes()).expect("a sample a line") {
            let side = usize::from(sample.side == Some(Side::Response));
            sides[side].extend(sample.operation.clone());
            results.add(&format!("line {}: ", number + 1), &sample, judge.judge(&sample, Source::Official));
        }
    }
    assert_eq!(results.failures, Vec::<String>::new());
    assert!(results.wrong.is_empty(), "none of them is excused");
    assert_eq!(results.passed, 68);
    let brands = judge.operations().iter().map(|operation| operation.id.to_string());
    let brands: BTreeSet<String> = brands.filter(|id| id.contains(" /brand/")).collect();
    let [requests, answers] = sides;
    assert_eq!((brands.len(), &brands), (30, &answers));
    // One of them sends nothing.
    assert_eq!(brands.difference(&requests).count(), 1);
}

/// Runs the command over files of these contents: its output, without the folder, and whether it was content.
fn run(files: &[(&str, &[u8])]) -> (String, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_samples"));
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("a file");
        command.arg(folder.path().join(name));
    }
    command.arg(folder.path().join("absent.jsonl"));
    let output = command.output().expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("text");
    (text.replace(&format!("{}/", folder.path().display()), ""), output.status.success())
}

#[test]
fn the_command_tells_every_failure_with_its_place() {
    let lines = [
        r#"{"operation": "GET /v3/certificates", "side": "response", "json": {"data": [{"serial_no": "5157", "effective_time": "", "expire_time": "", "encrypt_certificate": {"algorithm": "", "nonce": "", "associated_data": "", "ciphertext": {}}}]}}"#,
        "",
        r#"{"operation": "GET /v3/no/such/thing", "side": "response", "json": {}}"#,
        r#"{"operation": "GET /v3/certificates", "json": {}}"#,
        r#"{"operation": "GET /v3/certificates", "side": "answer", "json": {}}"#,
        r#"{"json": {}}"#,
        "{",
        r#"{"webhook": "Refund", "json": {"no such key": 1}}"#,
    ];
    let (text, content) = run(&[("a.jsonl", lines.join("\n").as_bytes()), ("b.jsonl", b"\xff\n")]);
    let begins = [
        "a.jsonl:1: GET /v3/certificates response: $.data[0].encrypt_certificate.ciphertext: expected a string, found an object of 0 members",
        "a.jsonl:3: GET /v3/no/such/thing response: $: the spec has no such operation",
        "a.jsonl:4: GET /v3/certificates: $: the line has no side",
        "a.jsonl:5:54: unknown variant `answer`",
        "a.jsonl:6: a sample of nothing: $: the line names neither",
        "a.jsonl:7:1: EOF while parsing an object",
        "a.jsonl:8: webhook Refund: $: no event type is called so, and none keeps all of it; ",
        "a.jsonl:8: webhook Refund: $.no such key: is lost",
        "b.jsonl:1:",
        "absent.jsonl: ",
        "0 passed, 9 failed",
    ];
    assert_eq!(text.lines().count(), begins.len(), "{text}");
    for (line, begin) in text.lines().zip(begins) {
        assert!(line.starts_with(begin), "{line}\nis not\n{begin}");
    }
    assert!(!content);
}

#[test]
fn the_command_is_content_when_nothing_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.jsonl");
    let line = serde_json::json!({
        "operation": "POST /v3/pay/transactions/native", "side": "response", "json": {"code_url": "weixin://pay", "empty": Value::Null},
    });
    fs::write(&file, line.to_string()).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_samples")).arg(&file).output().expect("the command runs");
    assert_eq!(String::from_utf8(output.stdout).expect("text"), "1 passed, 0 failed\n");
    assert!(output.status.success());
}
