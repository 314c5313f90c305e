//! What a call and a notification cost beside their bare cryptography.

use super::chart::{Bar, Chart, Group};
use super::words::{median, number, spread, table, times};
use super::{Page, part};
use crate::part::Part;
use crate::results::{Measured, Results};

/// Those of the client's backends that were measured.
pub fn backends(measured: &Measured) -> Vec<&'static str> {
    let is_there = |backend: &&str| measured.figures.keys().any(|name| name.split('/').next() == Some(*backend));
    ["aws-lc-rs", "rustcrypto"].into_iter().filter(is_there).collect()
}

/// What stands above the figures of each backend.
fn head(measured: &Measured) -> Vec<String> {
    let columns = backends(measured).into_iter().flat_map(|backend| [backend, "times bare"]);
    std::iter::once("").chain(columns).map(str::to_owned).collect()
}

/// Figure and words.
const WORK: [(&str, &str); 4] = [
    ("one", "an order, one at a time"),
    ("at-once", "an order, 32 at once"),
    ("large", "a large order"),
    ("query", "its query"),
];

pub fn section(results: &Results, page: &mut Page) {
    let Some(measured) = part(results, Part::Calls) else { return };
    page.say(
        "## A call\n\nThe processor's time of the client for one signed and verified call, over a connection that is there, \
         beside one signature and one verification by the same code and nothing else. The server is another process, and \
         answers with bytes that were signed before.\n\n",
    );
    page.show("calls", chart(measured));
    let mut rows = vec![head(measured)];
    rows.push(line(measured, "bare signature and verification", "bare"));
    rows.extend(WORK.map(|(name, words)| line(measured, words, name)));
    page.say(&table(&rows));
    allocations(measured, page);
    first(measured, page);
}

fn line(measured: &Measured, words: &str, name: &str) -> Vec<String> {
    let cells = backends(measured).into_iter().flat_map(|backend| {
        let (figure, bare) = (measured.get(&format!("{backend}/{name}")), measured.get(&format!("{backend}/bare")));
        let ratio = figure.zip(bare).filter(|_| name != "bare").map(|(one, bare)| times(one, bare));
        [figure.map(spread).unwrap_or_default(), ratio.unwrap_or_default()]
    });
    std::iter::once(words.to_owned()).chain(cells).collect()
}

fn chart(measured: &Measured) -> Chart {
    let backends = backends(measured);
    let group = |(name, words): (&str, &str)| {
        let bar = |(series, backend): (usize, &&str)| {
            let (one, bare) = (measured.get(&format!("{backend}/{name}"))?, measured.get(&format!("{backend}/bare"))?);
            let ratio = one.times(bare);
            Some(Bar { series, value: ratio, text: format!("{}×, {}", number(ratio), median(one)) })
        };
        Group { label: words.to_owned(), bars: backends.iter().enumerate().filter_map(bar).collect() }
    };
    Chart {
        title: "Processor time of a call, times its bare signature and verification".to_owned(),
        series: backends.iter().map(|backend| (*backend).to_owned()).collect(),
        groups: WORK.map(group).into(),
        mark: Some((1.0, "bare")),
    }
}

fn allocations(measured: &Measured, page: &mut Page) {
    let get = |name: &str| measured.get(&format!("aws-lc-rs/{name}"));
    let (Some(count), Some(bytes)) = (get("allocations/one"), get("allocated/one")) else { return };
    let memory = get("memory").map(|memory| format!(" The process never had more than {}.", median(memory)));
    page.say(&format!(
        "An order makes {} allocations, of {} together, from its type to the value of its answer.{}\n\n",
        median(count),
        median(bytes),
        memory.unwrap_or_default(),
    ));
}

/// First calls, and many merchants in one process.
fn first(measured: &Measured, page: &mut Page) {
    const ROWS: [(&str, &str); 6] = [
        ("build", "to build a client, the first one of a process"),
        ("first", "its first call"),
        ("second", "its second call"),
        ("merchant/memory", "memory of one more merchant, of 1,500 on one transport"),
        ("merchant/cpu", "to build its client"),
        ("merchant/key", "of which to read its private key"),
    ];
    let backends = backends(measured);
    let mut rows = vec![std::iter::once(&"").chain(&backends).map(|head| (*head).to_owned()).collect()];
    rows.extend(ROWS.map(|(name, words)| {
        let cell = |backend: &&str| measured.get(&format!("{backend}/{name}")).map(spread).unwrap_or_default();
        std::iter::once(words.to_owned()).chain(backends.iter().map(cell)).collect()
    }));
    page.say(&table(&rows));
}

/// Figure and words.
const NOTIFICATIONS: [(&str, &str); 5] = [
    ("received", "verified, opened and read"),
    ("bare", "verified and opened"),
    ("verified", "verified"),
    ("opened", "opened"),
    ("ring", "verified and opened by `ring`"),
];

pub fn notifications(results: &Results, page: &mut Page) {
    let Some(measured) = part(results, Part::Notifications) else { return };
    page.say(
        "## A notification\n\nOne of a payment, from headers and bytes to a value of its type, beside the verification and \
         the decryption by the same code alone; and, to see what these cost anywhere, by `ring` on bytes that are ready.\n\n",
    );
    let mut rows = vec![head(measured)];
    rows.extend(NOTIFICATIONS.map(|(name, words)| line(measured, words, name)));
    page.say(&table(&rows));
}
