//! The matrix as text and as a page.

use std::fmt::Write as _;

use super::verdict::{Finding, Group, Report, Scenario, Verdict};

/// What speaks against each SDK, and the numbers: for a terminal.
pub fn text(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        let _ = writeln!(text, "{}", title(report));
        for finding in report.faults() {
            let (word, name) = (finding.verdict.word(), finding.scenario.name);
            let _ = writeln!(text, "  {word:9} {name}: {}", finding.note);
            let _ = writeln!(text, "            right: {}", finding.scenario.right);
            if !finding.said.is_empty() {
                let _ = writeln!(text, "            said:  {}", finding.said);
            }
        }
        for group in Group::ALL {
            let _ = writeln!(text, "  {}: {}", group.title(), numbers(report, group));
        }
    }
    text
}

fn title(report: &Report) -> String {
    format!("{} {} ({})", report.sdk.sdk, report.sdk.version, report.sdk.language)
}

fn numbers(report: &Report, group: Group) -> String {
    let counts = Verdict::ALL.map(|verdict| (report.count(group, verdict), verdict));
    let shown =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, verdict)| format!("{count} {}", verdict.word()));
    shown.collect::<Vec<_>>().join(", ")
}

/// What stands above the matrix.
const HEAD: &str = "# Conformance of SDKs

What SDKs make of right answers, of wrong ones, and of notifications, as `wechatpay conform` has seen it: it runs a gateway
on the loopback interface, drives each SDK by a small adapter, and judges by what came to the gateway and by what the SDK
hands over. `gateway/conform/run.sh` installs the SDKs in the versions named here and writes this page;
`gateway/conform/PROTOCOL.md` says how another SDK takes part.

- What is right stands beside each scenario. The tables are those of the gateway (`gateway/src/fault`,
  `gateway/src/notify/wrong.rs`): a reading of WeChat Pay's rules by this project, which is the author of one of the SDKs.
- Every fault of an answer meets the creation of an order (`a-new-state`: a query), once, and the query of another order
  follows; both count.
- A write that is sent again with the same bytes after 202, 429, 500, 502 or 503 is right, signed or not: WeChat Pay's rules
  ask for it, and its number names one order. After all else it is `TWICE`.
- Some rows are about form alone. Who takes base64 with a blank in it is laxer than RFC 4648, and who refuses a list of one
  in place of an object is stricter than need be: signature and tag cover both, and neither lets anyone forge anything.
- SDKs are used with their own settings. Each is told to wait three seconds for an exchange; one that has no answer after
  twenty is taken to hang.
- Of an SDK that hands over text or JSON, what is wrong with the content of a signed answer is left to its caller, and so
  not judged; likewise whether an unsigned error is believed, where an SDK does not tell signed from unsigned ones.
- `wechatpayv3` has no setting for its host: its adapter sets the attribute in which the SDK keeps it.
- `wechatpay-axios-plugin` has no handler for notifications: its adapter has one, made of the SDK's functions for
  signatures and decryption. Of its verdicts on notifications, those about times, headers, algorithms and members are about
  that handler.
- An adapter compares nothing itself: an SDK that hands over the file of a bill without a look at its hash has taken it.

";

/// The page: numbers, and a table of each group.
pub fn markdown(reports: &[Report]) -> String {
    let mut page = HEAD.to_owned();
    summary(&mut page, reports);
    for group in Group::ALL {
        let _ = writeln!(page, "\n## {}\n", group.title());
        table(&mut page, reports, group);
    }
    for report in reports {
        let _ = writeln!(page, "\n## What was seen of {}\n", report.sdk.sdk);
        for finding in report.findings.iter().filter(|finding| !finding.note.is_empty()) {
            let (name, word) = (finding.scenario.name, finding.verdict.word());
            let _ = writeln!(page, "- `{name}`, {word}: {}", cell(&finding.note));
        }
    }
    page
}

fn summary(page: &mut String, reports: &[Report]) {
    let _ = writeln!(page, "| SDK | language | group |{}", heads(Verdict::ALL.map(Verdict::word)));
    let _ = writeln!(page, "| --- | --- | --- |{}", " ---: |".repeat(Verdict::ALL.len()));
    for report in reports {
        for group in Group::ALL {
            let counts = Verdict::ALL.map(|verdict| report.count(group, verdict).to_string());
            let (name, version, language) = (&report.sdk.sdk, &report.sdk.version, &report.sdk.language);
            let _ = writeln!(page, "| `{name}` {version} | {language} | {} |{}", group.title(), heads(counts));
        }
    }
    let _ = writeln!(page, "\n| verdict | is |\n| --- | --- |");
    for verdict in Verdict::ALL {
        let _ = writeln!(page, "| {} | {} |", verdict.word(), verdict.meaning());
    }
}

fn heads(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    cells.into_iter().fold(String::new(), |row, cell| row + " " + cell.as_ref() + " |")
}

fn table(page: &mut String, reports: &[Report], group: Group) {
    let names = reports.iter().map(|report| format!("`{}`", report.sdk.sdk));
    let _ = writeln!(page, "| scenario | what happens | a right SDK |{}", heads(names));
    let _ = writeln!(page, "| --- | --- | --- |{}", " --- |".repeat(reports.len()));
    for scenario in rows(reports, group) {
        let words = reports.iter().map(|report| of(report, scenario).map_or("", |finding| finding.verdict.word()));
        let (name, what, right) = (scenario.name, cell(&scenario.what), cell(&scenario.right));
        let _ = writeln!(page, "| `{name}` | {what} | {right} |{}", heads(words));
    }
}

/// The scenarios of the first report: all have the same.
fn rows(reports: &[Report], group: Group) -> impl Iterator<Item = &Scenario> {
    let findings = reports.first().map_or(&[][..], |report| &report.findings);
    findings.iter().map(|finding| &finding.scenario).filter(move |scenario| scenario.group == group)
}

fn of<'a>(report: &'a Report, scenario: &Scenario) -> Option<&'a Finding> {
    report.findings.iter().find(|finding| finding.scenario == *scenario)
}

/// A text in a cell of a table, on one line.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\r', '\n'], " ")
}
