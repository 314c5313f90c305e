//! Holds files of official examples against the generated types.
//!
//! ```text
//! cargo run -p wechatpay-tests --bin samples -- FILE.jsonl…
//! ```

use std::fs;
use std::process::ExitCode;

use wechatpay_tests::samples::{Judge, Outcome, Sample, Source, samples_of};

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    excused: usize,
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
    match tally.excused {
        0 => println!("{} passed, {} failed", tally.passed, tally.failed),
        excused => println!("{} passed, {} failed, {excused} excused", tally.passed, tally.failed),
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
    match samples_of(line) {
        Ok(samples) => samples.iter().for_each(|sample| judge_sample(judge, place, sample, tally)),
        Err(error) => {
            tally.failed += 1;
            // Its own place is that in the line, which it takes for the whole of the text.
            let text = error.to_string();
            let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
            println!("{place}:{}: {what}", error.column());
        }
    }
}

fn judge_sample(judge: &Judge, place: &str, sample: &Sample, tally: &mut Tally) {
    match judge.judge(sample, Source::Official) {
        Outcome::Passed => tally.passed += 1,
        Outcome::Failed(differences) => {
            tally.failed += 1;
            for difference in &differences {
                println!("{place}: {sample}: {difference}");
            }
        }
        Outcome::Wrong { reason, .. } => {
            tally.excused += 1;
            println!("{place}: excused {sample}: the sample is wrong: {reason}");
        }
    }
}
