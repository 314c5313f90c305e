//! Beside other SDKs.

use super::chart::{Bar, Chart, Group};
use super::words::{median, number, row, spread, table, times};
use super::{Page, part};
use crate::part::Part;
use crate::results::{Measured, Results};

/// This project's client, as its adapter calls it.
pub const OWN: &str = "wechatpay-client";

pub const WORK: [(&str, &str); 3] = [("order", "an order"), ("query", "its query"), ("notification", "a notification")];

pub fn section(results: &Results, page: &mut Page) {
    let Some(measured) = part(results, Part::Sdks) else { return };
    let who: Vec<String> = names(measured).iter().map(|name| measured.notes[*name].clone()).collect();
    page.say(&format!(
        "## Beside other SDKs\n\n{}: each in a process of its own that is warm, with the same keys, in front of the same \
         [gateway](gateway), doing the same one at a time through its [adapter](gateway/conform/PROTOCOL.md), with default \
         settings, and each answer verified. What is compared is the processor's time of the SDK's process: the time that \
         passes has the gateway's part in it. The Node SDK has no handler for notifications, and takes them as its FAQ \
         shows; the Python SDK opens a connection for each call. [CONFORMANCE.md](CONFORMANCE.md) has what each of them \
         refuses.\n\n",
        who.join("; ")
    ));
    page.show("sdks", chart(measured));
    let mut rows = vec![row(["", "processor", "times ours", "passes", "times ours"])];
    for (work, words) in WORK {
        rows.extend(names(measured).into_iter().map(|name| line(measured, work, words, name)));
    }
    page.say(&table(&rows));
    if let Some(bare) = measured.get("bare") {
        page.say(&format!("One bare signature and verification took {} in the same run.\n\n", spread(bare)));
    }
}

fn line(measured: &Measured, work: &str, words: &str, name: &str) -> Vec<String> {
    let mut cells = vec![format!("{words}: `{name}`")];
    for kind in ["", "/wall"] {
        let figure = measured.get(&format!("{work}/{name}{kind}"));
        let own = measured.get(&format!("{work}/{OWN}{kind}"));
        cells.push(figure.map(spread).unwrap_or_default());
        cells.push(figure.zip(own).filter(|_| name != OWN).map(|(one, own)| times(one, own)).unwrap_or_default());
    }
    cells
}

/// Our own first.
pub fn names(measured: &Measured) -> Vec<&str> {
    let mut names: Vec<&str> = measured.notes.keys().map(String::as_str).collect();
    names.sort_by_key(|name| (*name != OWN, *name));
    names
}

fn chart(measured: &Measured) -> Chart {
    let names = names(measured);
    let group = |(work, words): (&str, &str)| {
        let bar = |(series, name): (usize, &&str)| {
            let figure = measured.get(&format!("{work}/{name}"))?;
            Some(Bar { series, value: figure.median(), text: median(figure) })
        };
        Group { label: words.to_owned(), bars: names.iter().enumerate().filter_map(bar).collect() }
    };
    let bare = measured.get("bare").map(|bare| {
        let label = "a bare signature and verification".to_owned();
        Group { label, bars: vec![Bar { series: 3, value: bare.median(), text: median(bare) }] }
    });
    let mut series: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    series.extend(bare.is_some().then(|| "bare".to_owned()));
    Chart {
        title: "Processor time of the SDK's process".to_owned(),
        series,
        groups: WORK.map(group).into_iter().chain(bare).collect(),
        mark: None,
    }
}

/// `3.4 times our processor time for an order`, of each of the others.
pub fn in_short(measured: &Measured) -> Vec<String> {
    let others = names(measured).into_iter().filter(|name| *name != OWN);
    let one = |name: &str| {
        let ratio = |work: &str| {
            let (other, own) = (measured.get(&format!("{work}/{name}"))?, measured.get(&format!("{work}/{OWN}"))?);
            Some(number(other.times(own)))
        };
        let (order, notification) = (ratio("order")?, ratio("notification")?);
        Some(format!(
            "`{name}` needs {order} times what this client does for an order, {notification} times for a notification"
        ))
    };
    others.filter_map(one).collect()
}
