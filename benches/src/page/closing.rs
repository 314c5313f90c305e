//! What is said in short, what is not good, and how all of it is repeated.

use std::collections::BTreeMap;

use super::calls::backends;
use super::words::{median, number, row, spread, table};
use super::{Page, builds, growth, part, sdks};
use crate::part::Part;
use crate::results::{Measured, Results, Setting};

pub fn in_short(results: &Results) -> String {
    let bare = |part_of, name: &str| {
        let measured = part(results, part_of)?;
        let of = |backend: &str| {
            let ratio = get(measured, backend, name)?.times(get(measured, backend, "bare")?);
            Some(format!("{} times on {backend}", number(ratio)))
        };
        let said: Vec<String> = backends(measured).into_iter().filter_map(of).collect();
        Some(said.join(", ")).filter(|said| !said.is_empty())
    };
    let mut said = Vec::new();
    if let Some(times) = bare(Part::Calls, "one") {
        said.push(format!("A call, in bare signatures and verifications: {times}."));
    }
    if let Some(times) = bare(Part::Notifications, "received") {
        said.push(format!("A notification, in bare verifications and decryptions: {times}."));
    }
    said.extend(part(results, Part::Sdks).map(sdks::in_short).into_iter().flatten().map(|line| line + "."));
    if let Some(measured) = part(results, Part::Builds) {
        let ratio = |kind, set| builds::ratio(measured, kind, set).map(number);
        for (set, words) in [("default", "With the default products"), ("full", "With `full`")] {
            if let Some(check) = ratio("check", set) {
                said.push(format!("{words} `cargo check` of the client takes {check} times what `serde` derives for its types alone take."));
            }
        }
        if let Some(release) = ratio("release", "default-used") {
            said.push(format!(
                "A release build with each default type used takes {release} times what it takes with derives."
            ));
        }
    }
    if let Some(most) = growth::most(results) {
        said.push(format!("Twice the corpus takes {} times as long at most.", number(most)));
    }
    if said.is_empty() { String::new() } else { list(&said) + "\n" }
}

fn get<'m>(measured: &'m Measured, below: &str, name: &str) -> Option<&'m crate::results::Figure> {
    measured.get(&format!("{below}/{name}"))
}

fn list(said: &[String]) -> String {
    format!("- {}\n", said.join("\n- "))
}

/// Figure and words.
const GATEWAY: [(&str, &str); 4] = [
    ("start/first", "to start the first one of a process"),
    ("start/again", "to start another one"),
    ("signed", "a request, signed by its caller"),
    ("orders", "orders by 32 callers at once"),
];

pub fn gateway(results: &Results, page: &mut Page) {
    let Some(measured) = part(results, Part::Gateway) else { return };
    page.say(
        "## The gateway\n\nThe [gateway](gateway) of the tests, which verifies each request and signs each answer, and its \
         callers, who sign theirs, on the same machine.\n\n",
    );
    let mut rows = vec![row(["", ""])];
    rows.extend(
        GATEWAY.iter().filter_map(|(name, words)| Some(vec![(*words).to_owned(), spread(measured.get(name)?)])),
    );
    page.say(&table(&rows));
}

/// A page of benchmarks that has nothing to regret has left something out.
pub fn not_good(results: &Results) -> String {
    let mut said = Vec::new();
    if let Some(measured) = part(results, Part::Builds) {
        let dearer = builds::dearer(measured);
        if !dearer.is_empty() {
            said.push(format!("The client is dearer to build than derives alone: {}.", dearer.join(", ")));
        }
        if let Some(full) = measured.get("release/full/client") {
            said.push(format!(
                "`full` is not for everyday use: {} in release. A product alone is a feature of its own.",
                median(full)
            ));
        }
    }
    if let Some(measured) = part(results, Part::Calls) {
        if let Some((first, second)) = get(measured, "aws-lc-rs", "first").zip(get(measured, "aws-lc-rs", "second")) {
            said.push(format!(
                "The first call of a process takes {} times as long as the second.",
                number(first.times(second))
            ));
        }
        if let Some((aws, rust)) = get(measured, "aws-lc-rs", "bare").zip(get(measured, "rustcrypto", "bare")) {
            let (rust, aws) = if rust.median() >= aws.median() {
                ((rust, "rustcrypto"), (aws, "aws-lc-rs"))
            } else {
                ((aws, "aws-lc-rs"), (rust, "rustcrypto"))
            };
            let ratio = number(rust.0.median() / aws.0.median());
            said.push(format!(
                "The backend is most of a call: {} needs {ratio} times what {} does, bare.",
                rust.1, aws.1
            ));
        }
    }
    if let Some(measured) = part(results, Part::Sdks) {
        said.extend(slower(measured));
        said.push(
            "Other SDKs were called by a script of ours, without tuning; none of their authors has seen it.".to_owned(),
        );
    }
    if said.is_empty() {
        return String::new();
    }
    let missing = missing(results);
    if !missing.is_empty() {
        said.push(format!("Not measured yet: {}.", missing.join(", ")));
    }
    said.push("All of it is of one machine with few cores, over the loopback interface and without TLS. Over a real network a call waits for the service, and not for its client.".to_owned());
    format!("## What is not good\n\n{}\n", list(&said))
}

/// What `cargo xtask bench` would measure, and the kept figures do not have.
fn missing(results: &Results) -> Vec<String> {
    let parts = Part::ALL.into_iter().filter(|part| !results.0.contains_key(part));
    let mut missing: Vec<String> = parts.map(|part| format!("`{part}`")).collect();
    for part_of in [Part::Calls, Part::Notifications] {
        if part(results, part_of).is_some_and(|measured| backends(measured).len() < 2) {
            missing.push(format!("`{part_of}` on the other backend"));
        }
    }
    let has_release = |measured: &Measured| measured.figures.keys().any(|name| name.starts_with("release/"));
    if part(results, Part::Builds).is_some_and(|measured| !has_release(measured)) {
        missing.push("release builds".to_owned());
    }
    missing
}

/// Where another SDK needs less than this client.
fn slower(measured: &Measured) -> Vec<String> {
    let mut said = Vec::new();
    for (work, words) in sdks::WORK {
        for name in sdks::names(measured).into_iter().filter(|name| *name != sdks::OWN) {
            let Some((own, other)) = get(measured, work, sdks::OWN).zip(get(measured, work, name)) else { continue };
            let ratio = own.times(other);
            if ratio > 1.0 {
                said.push(format!(
                    "For {words} `{name}` needs less: this client takes {} times as much.",
                    number(ratio)
                ));
            }
        }
    }
    said
}

const HOW: &str = "\
## How to repeat it

```sh
cargo xtask bench                  # all of it, on a machine that does nothing else: half an hour, once it is built
cargo xtask bench calls sdks       # parts of it; `--help` has them all
cargo xtask bench --prepare        # builds what is measured, so that the measuring is short
cargo xtask bench --quick          # whether it works
cargo xtask bench --render         # this page anew, from the figures that are kept
```

`read` wants the documentation's pages (`--docs DIR`), `sdks` Python with `venv`, Node with `npm`, and their registries; what
is not there is skipped with a word, and keeps its figures of before. Run it before and after a change that is to make
something faster, on the same machine, and compare ratios: shared runners are too noisy for anything else, so no CI job does.

";

/// Where others were at work.
const BUSY: &str = "\
The machine was busy with other builds while some of it was measured: where the load before a part is more than one, the time
that passes says little, and what is said of the processor's time and of ratios is of that one run.
";

pub fn how(results: &Results) -> String {
    let mut by: BTreeMap<&Setting, Vec<&str>> = BTreeMap::new();
    for (part, taken) in &results.0 {
        by.entry(&taken.by).or_default().push(part.name());
    }
    let busy = if by.keys().any(|setting| setting.is_busy()) { BUSY } else { "" };
    let mut rows = vec![row(["measured", "on", "at", "rustc", "machine", "load before"])];
    rows.extend(by.into_iter().map(|(setting, parts)| {
        let Setting { date, revision, rustc, processor, cores, memory_gib, system, load } = setting;
        let machine = format!("{processor}, {cores} cores, {memory_gib} GiB, {system}");
        vec![parts.join(", "), date.clone(), format!("`{revision}`"), rustc.clone(), machine, load.clone()]
    }));
    format!("{HOW}{}{busy}", table(&rows)).trim_end().to_owned() + "\n"
}
