//! Holds files of official examples against the generated types.
//!
//! ```text
//! cargo run -p wechatpay-tests --bin samples -- FILE.jsonl…
//! ```

use std::fs;
use std::process::ExitCode;

use wechatpay_tests::samples::{Judge, Outcome, Sample, Source};

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: samples FILE.jsonl…");
        return ExitCode::FAILURE;
    }
    let judge = match Judge::load() {
        Ok(judge) => judge,
        Err(errors) => {
            eprintln!("{errors}");
            return ExitCode::FAILURE;
        }
    };
    let mut tally = Tally::default();
    for file in &files {
        judge_file(&judge, file, &mut tally);
    }
    match tally.skipped {
        0 => println!("{} passed, {} failed", tally.passed, tally.failed),
        skipped => println!("{} passed, {} failed, {skipped} skipped", tally.passed, tally.failed),
    }
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn judge_file(judge: &Judge, file: &str, tally: &mut Tally) {
    match fs::read(file) {
        Ok(bytes) => {
            let lines = bytes.split(|byte| *byte == b'\n').enumerate();
            for (number, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
                judge_line(judge, &format!("{file}:{}", number + 1), line, tally);
            }
        }
        Err(error) => {
            tally.failed += 1;
            println!("{file}: {error}");
        }
    }
}

fn judge_line(judge: &Judge, place: &str, line: &[u8], tally: &mut Tally) {
    let sample = match serde_json::from_slice::<Sample>(line) {
        Ok(sample) => sample,
        Err(error) => {
            tally.failed += 1;
            // Its own place is that in the line, which it takes for the whole of the text.
            let text = error.to_string();
            let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
            println!("{place}:{}: {what}", error.column());
            return;
        }
    };
    match judge.judge(&sample, Source::Official) {
        Outcome::Passed => tally.passed += 1,
        Outcome::Failed(differences) => {
            tally.failed += 1;
            for difference in &differences {
                println!("{place}: {sample}: {difference}");
            }
        }
        Outcome::Skipped(why) => {
            tally.skipped += 1;
            println!("{place}: skipped {sample}: {why}");
        }
        Outcome::Wrong { reason, .. } => {
            tally.skipped += 1;
            println!("{place}: skipped {sample}: the sample is wrong: {reason}");
        }
    }
}
