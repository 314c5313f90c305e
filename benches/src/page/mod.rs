//! `BENCHMARKS.md` and its pictures, as they follow from the figures.
//!
//! What was not measured is not spoken of. Each section says the ratio first: it is of two things of one run, and changes
//! less from machine to machine than the figures do.

mod builds;
mod calls;
mod chart;
mod closing;
mod growth;
mod sdks;
mod words;

use crate::part::Part;
use crate::results::{Measured, Results};
use chart::Chart;

/// The page, and what it shows.
pub struct Page {
    text: String,
    pictures: Vec<(&'static str, Chart)>,
}

impl Page {
    /// Where the page lies, below the root.
    pub const FILE: &'static str = "BENCHMARKS.md";

    pub fn of(results: &Results) -> Self {
        let mut page = Self { text: INTRODUCTION.to_owned(), pictures: Vec::new() };
        let sections =
            [calls::section, sdks::section, calls::notifications, builds::section, growth::section, closing::gateway];
        page.text.push_str(&closing::in_short(results));
        for section in sections {
            section(results, &mut page);
        }
        page.text.push_str(&closing::not_good(results));
        page.text.push_str(&closing::how(results));
        page
    }

    /// Each file with its text.
    pub fn files(&self) -> Vec<(String, String)> {
        let pictures = self.pictures.iter().map(|(name, chart)| (picture(name), chart.svg()));
        std::iter::once((Self::FILE.to_owned(), self.text.clone())).chain(pictures).collect()
    }

    fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Shows a picture, with its words for those who do not see it.
    fn show(&mut self, name: &'static str, chart: Chart) {
        self.say(&format!("![{}. {}]({})\n\n", chart.title, chart.told(), picture(name)));
        self.pictures.push((name, chart));
    }
}

fn picture(name: &str) -> String {
    format!("benchmarks/{name}.svg")
}

fn part(results: &Results, part: Part) -> Option<&Measured> {
    results.0.get(&part).map(|taken| &taken.measured)
}

const INTRODUCTION: &str = "\
# Benchmarks

What this project costs, beside what it could be compared to. `cargo xtask bench` measures all of it and writes this page,
which follows from [`benchmarks/results.json`](benchmarks/results.json); a test says so.

Ratios come first. Each is of two things that one run has measured in turn, so that a slow or busy machine slows both. The
figures behind them are of one small machine, named [at the end](#how-to-repeat-it): medians, with the lowest and the highest
of the runs in brackets.

";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The page and its pictures in the repository are those that its figures give.
    #[test]
    fn the_page_follows_from_the_figures() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
        let results = Results::load(root).expect("the figures are there");
        for (file, text) in Page::of(&results).files() {
            let kept = std::fs::read_to_string(root.join(&file)).unwrap_or_default();
            assert!(kept == text, "{file} is stale: `cargo xtask bench --render`");
        }
    }

    /// Nothing is made up where nothing was measured.
    #[test]
    fn what_was_not_measured_is_not_spoken_of() {
        let page = Page::of(&Results::default());
        assert_eq!(page.files().len(), 1);
        let text = &page.files()[0].1;
        assert!(!text.contains("NaN") && !text.contains("| "), "{text}");
        assert!(text.contains("cargo xtask bench"), "how it is done is said all the same");
    }
}
