//! Builds of the client, beside derives of `serde`.

use super::chart::{Bar, Chart, Group};
use super::words::{median, number, row, spread, table, times};
use super::{Page, part};
use crate::part::Part;
use crate::results::{Measured, Results};

/// Figure and words.
const SETS: [(&str, &str); 8] = [
    ("none", "no product"),
    ("pay", "`pay` alone"),
    ("default", "default"),
    ("default-rustcrypto", "default, rustcrypto"),
    ("default-used", "default, each type used"),
    ("full", "`full`"),
    ("full-serde", "`full` and `serde`"),
    ("full-used", "`full`, each type used"),
];

pub fn section(results: &Results, page: &mut Page) {
    let Some(measured) = part(results, Part::Builds) else { return };
    page.say(
        "## Builds\n\nThe client by itself, what it depends on built before: as a whole, without incremental state. Beside it \
         is a crate of plain structs and enums that is made of the same names for this: the same types, fields and values, \
         with `Clone`, `Debug`, `PartialEq`, and `serde`'s `Serialize` and `Deserialize` derived. It has no builders, no \
         documentation, no encryption, no drift and no operations, so it is what the types alone would cost. The client \
         reads and writes JSON without these two traits, and has them with the feature `serde`. \"Each type \
         used\" has code for each of them: the client's `operations-table`, and a table of functions that read and write \
         each request and each answer by `serde_json`. Ratios are of the processor's time, which a busy machine changes \
         least.\n\n",
    );
    for (kind, picture, words) in
        [("check", "builds-check", "`cargo check`"), ("release", "builds-release", "`cargo build --release`")]
    {
        let chart = chart(measured, kind, words);
        if chart.groups.is_empty() {
            continue;
        }
        page.show(picture, chart);
        page.say(&table(&rows(measured, kind, words)));
    }
}

fn rows(measured: &Measured, kind: &str, words: &str) -> Vec<Vec<String>> {
    let mut rows = vec![row([words, "client", "processor time", "derives", "processor time", "client, times derives"])];
    for (set, label) in SETS {
        let get = |who: &str| measured.get(&format!("{kind}/{set}/{who}"));
        let Some(client) = get("client") else { continue };
        let (own, other) = (get("client/cpu"), get("serde/cpu"));
        let ratio = own.zip(other).map(|(own, other)| times(own, other));
        let cells = [Some(client), own, get("serde"), other].map(|figure| figure.map(spread).unwrap_or_default());
        rows.push([&[label.to_owned()], cells.as_slice(), &[ratio.unwrap_or_default()]].concat());
    }
    rows
}

fn chart(measured: &Measured, kind: &str, words: &str) -> Chart {
    let group = |(set, label): (&str, &str)| {
        let bar = |(series, who): (usize, &str)| {
            let figure = measured.get(&format!("{kind}/{set}/{who}/cpu"))?;
            Some(Bar { series, value: figure.median(), text: median(figure) })
        };
        let bars: Vec<Bar> = ["client", "serde"].into_iter().enumerate().filter_map(bar).collect();
        let label = label.replace('`', "");
        Some(Group { label, bars }).filter(|group| !group.bars.is_empty())
    };
    Chart {
        title: format!("Processor time of {}", words.replace('`', "")),
        series: vec!["this client".to_owned(), "serde derives for the same types".to_owned()],
        groups: SETS.into_iter().filter_map(group).collect(),
        mark: None,
    }
}

/// `2.1 times the derives`, by kind and set.
pub fn ratio(measured: &Measured, kind: &str, set: &str) -> Option<f64> {
    let get = |who: &str| measured.get(&format!("{kind}/{set}/{who}/cpu"));
    Some(get("client")?.times(get("serde")?))
}

/// What is dearer than the derives, in words.
pub fn dearer(measured: &Measured) -> Vec<String> {
    let all = ["check", "release"].into_iter().flat_map(|kind| SETS.map(|(set, label)| (kind, set, label)));
    let said = all.filter_map(|(kind, set, label)| {
        let ratio = ratio(measured, kind, set).filter(|ratio| *ratio > 1.05)?;
        Some(format!("{kind} of {label} {}×", number(ratio)))
    });
    said.collect()
}
