//! What benches print for programs, between what they print for people: a figure a line, where `--figures` asks for it.

use serde_json::json;

/// Whether a flag was given.
pub fn is_asked(flag: &str) -> bool {
    std::env::args().any(|argument| argument == flag)
}

/// Whether one short round is enough: whether it works, and not how fast.
pub fn is_quick() -> bool {
    is_asked("--quick")
}

/// A figure, by the name that it has in this bench.
pub fn figure(name: &str, unit: &str, runs: &[f64]) {
    if is_asked("--figures") {
        println!("{}", json!({"figure": name, "unit": unit, "runs": runs}));
    }
}

/// The middle one.
pub fn median(runs: &[f64]) -> f64 {
    let mut runs = runs.to_vec();
    runs.sort_by(f64::total_cmp);
    runs[runs.len() / 2]
}

/// Words that belong to the figures.
pub fn note(name: &str, text: &str) {
    if is_asked("--figures") {
        println!("{}", json!({"note": name, "text": text}));
    }
}
