//! What becomes of it when the corpus is twice as large.

use super::chart::{Bar, Chart, Group};
use super::words::{median, number, row, spread, table};
use super::{Page, part};
use crate::part::Part;
use crate::results::{Figure, Results};

/// What was measured of one and of two.
struct Pair<'f> {
    words: &'static str,
    once: &'f Figure,
    twice: &'f Figure,
}

fn pairs(results: &Results) -> Vec<Pair<'_>> {
    let of = |part_of, words, once: &str, twice: &str| {
        let measured = part(results, part_of)?;
        Some(Pair { words, once: measured.get(once)?, twice: measured.get(twice)? })
    };
    let pairs = [
        of(Part::Read, "pages → what they state", "read/once", "read/twice"),
        of(Part::Generate, "spec → client", "generate/once", "generate/twice"),
        of(Part::Builds, "`cargo check` of `full`", "check/full/client/cpu", "check/twice/client/cpu"),
    ];
    pairs.into_iter().flatten().collect()
}

pub fn section(results: &Results, page: &mut Page) {
    let pairs = pairs(results);
    if pairs.is_empty() {
        return;
    }
    page.say(
        "## Generating, and growth\n\nThe same of a corpus of twice the size: each page, operation, notification, correction \
         and shared type once more by another name. What is linear takes twice as long. Nothing is written, and the tools \
         are built as `cargo xtask` builds them.\n\n",
    );
    page.show("growth", chart(&pairs));
    let mut rows = vec![row(["", "the corpus", "twice the corpus", "ratio"])];
    for Pair { words, once, twice } in &pairs {
        let ratio = format!("{}×", number(twice.times(once)));
        rows.push(vec![(*words).to_owned(), spread(once), spread(twice), ratio]);
    }
    page.say(&table(&rows));
    sizes(results, page);
}

fn sizes(results: &Results, page: &mut Page) {
    let get = |part_of, name: &str| part(results, part_of)?.get(name).map(median);
    let read = get(Part::Read, "pages/once").zip(get(Part::Read, "rows/once"));
    if let Some(((pages, rows), twice)) = read.zip(get(Part::Read, "rows/twice")) {
        page.say(&format!("The corpus has {pages} pages of {rows} rows ({twice} twice)"));
    }
    if let Some((operations, lines)) = get(Part::Generate, "operations/once").zip(get(Part::Generate, "lines/once")) {
        page.say(&format!(" and gives {operations} operations in {lines} lines of Rust."));
    }
    if let Some(all) = part(results, Part::Read).and_then(|measured| measured.get("all/once")) {
        page.say(&format!(" The whole way from pages to the client takes {}.", spread(all)));
    }
    page.say("\n\n");
}

fn chart(pairs: &[Pair<'_>]) -> Chart {
    let group = |Pair { words, once, twice }: &Pair<'_>| {
        let ratio = twice.times(once);
        let text = format!("{}×, {} → {}", number(ratio), median(once), median(twice));
        Group { label: words.replace('`', ""), bars: vec![Bar { series: 0, value: ratio, text }] }
    };
    Chart {
        title: "Time for twice the corpus, times the time for one".to_owned(),
        series: vec!["ratio".to_owned()],
        groups: pairs.iter().map(group).collect(),
        mark: Some((2.0, "linear: 2×")),
    }
}

/// The largest of the ratios.
pub fn most(results: &Results) -> Option<f64> {
    pairs(results).iter().map(|pair| pair.twice.times(pair.once)).reduce(f64::max)
}
