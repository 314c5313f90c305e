//! The data: figures by name, and who measured them, when and where.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::part::Part;

/// All that was measured last, part by part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Results(pub BTreeMap<Part, Taken>);

/// What one run has measured of a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    pub by: Setting,
    pub measured: Measured,
}

/// When and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Setting {
    pub date: String,
    pub revision: String,
    pub rustc: String,
    pub processor: String,
    pub cores: usize,
    pub memory_gib: u64,
    pub system: String,
    /// How many threads wanted a core in the minute before, where the system says that.
    #[serde(default)]
    pub load: String,
}

impl Setting {
    /// Whether something else was at work on each core.
    pub fn is_busy(&self) -> bool {
        self.load.parse::<f64>().is_ok_and(|load| load > 1.0)
    }
}

/// Figures by their names, `what/of/which`, and words that belong to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub figures: BTreeMap<String, Figure>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
}

/// What was measured several times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub unit: String,
    /// In the order in which they were taken: the same index of two figures of a part is the same round.
    pub runs: Vec<f64>,
}

impl Results {
    /// Where the data lies, below the root.
    pub const FILE: &'static str = "benchmarks/results.json";

    /// What is kept; nothing, where there is no file yet.
    pub fn load(root: &Path) -> Result<Self, String> {
        let path = root.join(Self::FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", Self::FILE)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{}: {error}", Self::FILE)),
        }
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("it has texts for names");
        one_line_a_list(&text) + "\n"
    }
}

/// The runs of a figure on one line: a change of one figure is a change of one line.
fn one_line_a_list(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_within = false;
    for line in text.lines() {
        let is_last = is_within && line.trim_start().starts_with(']');
        if is_within {
            let item = line.trim_start();
            out.push_str(item);
            if item.ends_with(',') && !is_last {
                out.push(' ');
            }
        } else {
            out.push_str(line);
        }
        is_within = (is_within && !is_last) || line.ends_with('[');
        if !is_within {
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

impl Measured {
    pub fn put(&mut self, name: impl Into<String>, unit: &str, value: f64) {
        let figure = self.figures.entry(name.into());
        let figure = figure.or_insert_with(|| Figure { unit: unit.to_owned(), runs: Vec::new() });
        // What a clock does not know need not be kept.
        figure.runs.push((value * 1e4).round() / 1e4);
    }

    pub fn note(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.notes.insert(name.into(), text.into());
    }

    pub fn get(&self, name: &str) -> Option<&Figure> {
        self.figures.get(name)
    }

    /// Adds what another program has measured, below a name of its own.
    pub fn add(&mut self, below: &str, other: Self) {
        self.figures.extend(other.figures.into_iter().map(|(name, figure)| (format!("{below}{name}"), figure)));
        self.notes.extend(other.notes.into_iter().map(|(name, note)| (format!("{below}{name}"), note)));
    }
}

impl Figure {
    pub fn median(&self) -> f64 {
        median(self.runs.clone())
    }

    /// The lowest and the highest.
    pub fn spread(&self) -> (f64, f64) {
        let low = self.runs.iter().copied().fold(f64::INFINITY, f64::min);
        (low, self.runs.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    }

    /// How many times the other it is: round by round, where both were measured in the same rounds.
    pub fn times(&self, other: &Self) -> f64 {
        if self.runs.len() == other.runs.len() {
            return median(self.runs.iter().zip(&other.runs).map(|(one, other)| one / other).collect());
        }
        self.median() / other.median()
    }
}

fn median(mut runs: Vec<f64>) -> f64 {
    runs.sort_by(f64::total_cmp);
    match (runs.len(), runs.len() / 2) {
        (0, _) => f64::NAN,
        (count, middle) if count % 2 == 1 => runs[middle],
        (_, middle) => f64::midpoint(runs[middle - 1], runs[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(runs: &[f64]) -> Figure {
        Figure { unit: "s".to_owned(), runs: runs.to_vec() }
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(figure(&[3.0, 1.0, 2.0]).median().to_bits(), 2.0_f64.to_bits());
        assert_eq!(figure(&[4.0, 1.0, 2.0, 100.0]).median().to_bits(), 3.0_f64.to_bits());
        assert_eq!(figure(&[3.0, 1.0, 2.0]).spread(), (1.0, 3.0));
    }

    /// A round in which the machine was busy slows both: the ratio of each round is what is right.
    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let (one, other) = (figure(&[2.0, 20.0, 6.0]), figure(&[1.0, 10.0, 3.0]));
        assert!((one.times(&other) - 2.0).abs() < 1e-9);
        let uneven = (figure(&[2.0, 30.0, 4.0]), figure(&[1.0, 10.0, 4.0]));
        assert!((uneven.0.times(&uneven.1) - 2.0).abs() < 1e-9, "the medians alone say 1");
        assert!((figure(&[6.0]).times(&figure(&[1.0, 2.0, 3.0])) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn the_file_has_a_line_for_each_list_and_is_read_back() {
        let mut measured = Measured::default();
        measured.put("a/b", "s", 1.5);
        measured.put("a/b", "s", 2.000_04);
        measured.put("a/c", "s", 3.0);
        measured.note("who", "one [of, two]");
        let by = Setting {
            date: "2026-11-26".to_owned(),
            revision: "abc".to_owned(),
            rustc: "1.90.0".to_owned(),
            processor: "x".to_owned(),
            cores: 2,
            memory_gib: 4,
            system: "Linux".to_owned(),
            load: "0.12".to_owned(),
        };
        let results = Results([(Part::Generate, Taken { by, measured })].into());
        let text = results.to_json();
        assert!(text.lines().any(|line| line.trim() == r#""runs": [1.5, 2.0]"#), "{text}");
        assert_eq!(serde_json::from_str::<Results>(&text).expect("it is JSON"), results);
    }
}
