//! Holds files of official examples against the generated types.
//!
//! ```text
//! cargo run -p wechatpay-tests --bin samples -- FILE.jsonl…
//! ```

use std::fs;
use std::process::ExitCode;

use wechatpay_tests::samples::{Judge, Outcome, Sample};

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

fn main() -> ExitCode {
    let judge = match Judge::load() {
        Ok(judge) => judge,
        Err(errors) => {
            eprintln!("{errors}");
            return ExitCode::FAILURE;
        }
    };
    let mut tally = Tally::default();
    for file in std::env::args().skip(1) {
        match fs::read_to_string(&file) {
            Ok(text) => judge_file(&judge, &file, &text, &mut tally),
            Err(error) => {
                println!("{file}: {error}");
                tally.failed += 1;
            }
        }
    }
    match tally.skipped {
        0 => println!("{} passed, {} failed", tally.passed, tally.failed),
        skipped => println!("{} passed, {} failed, {skipped} skipped", tally.passed, tally.failed),
    }
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn judge_file(judge: &Judge, file: &str, text: &str, tally: &mut Tally) {
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("{file}:{}", number + 1);
        let (name, outcome) = match serde_json::from_str::<Sample>(line) {
            Ok(sample) => (sample.to_string(), judge.judge(&sample)),
            Err(error) => (String::new(), Outcome::Failed(vec![error.to_string()])),
        };
        match outcome {
            Outcome::Passed => tally.passed += 1,
            Outcome::Skipped(why) => {
                tally.skipped += 1;
                println!("{place}: skipped {name}: {why}");
            }
            Outcome::Failed(reasons) => {
                tally.failed += 1;
                for reason in reasons {
                    println!("{place}: {name}: {reason}");
                }
            }
        }
    }
}
