//! The kit in front of adapters that do one thing, whatever they are asked.

use std::time::Duration;

use wechatpay_gateway::conform::{self, Group, Patience, Report, Scenario, Verdict};

const PATIENCE: Patience = Patience { exchange: Duration::from_secs(1), task: Duration::from_secs(20) };

/// An adapter as a line of shell: it is set up, and says this to each task.
fn saying(reads: &str, what: &str) -> String {
    let ready =
        format!("\"result\":\"ready\",\"sdk\":\"a\",\"version\":\"1\",\"language\":\"sh\",\"reads\":\"{reads}\"");
    let script = format!(
        "read -r line; echo '{{\"id\":0,{ready}}}'; while read -r line; do rest=${{line#*:}}; id=${{rest%%,*}}; {what}; done"
    );
    format!("sh -c {}", quoted(&script))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// It says this, with the number of the task.
fn echo(members: &str) -> String {
    format!("echo \"{{\\\"id\\\":$id,{}}}\"", members.replace('"', "\\\""))
}

fn report(command: &str, patience: Patience, wanted: impl Fn(&Scenario) -> bool) -> Report {
    conform::run_some(command, patience, wanted, |_| {}).expect("it starts")
}

fn of(report: &Report, name: &str, group: Group) -> Verdict {
    let mut findings = report.findings.iter().filter(|finding| finding.scenario.group == group);
    findings.find(|finding| finding.scenario.name == name).unwrap_or_else(|| panic!("no {name}")).verdict
}

#[test]
fn who_takes_all_notifications_and_who_takes_none() {
    let notices = |scenario: &Scenario| scenario.group == Group::Notification;
    let all = report(&saying("types", &echo(r#""result":"accepted","resource":{}"#)), PATIENCE, notices);
    let none = report(&saying("types", &echo(r#""result":"refused""#)), PATIENCE, notices);
    let count = |report: &Report, verdict| report.count(Group::Notification, verdict);
    let (wrong, good) = (count(&none, Verdict::Right), count(&none, Verdict::Refused));
    assert!(wrong >= 40 && good >= 10, "{wrong} {good}");
    assert_eq!((count(&all, Verdict::Accepted), count(&all, Verdict::Refused)), (wrong, good));
    assert_eq!(count(&all, Verdict::Right), 0, "what was sealed did not come");
    assert_eq!(of(&all, "tag-flipped", Group::Notification), Verdict::Accepted);
    assert_eq!(of(&none, "every-event", Group::Notification), Verdict::Refused);
}

/// To have nothing for a task is never a pass.
#[test]
fn who_can_do_nothing_passes_nothing() {
    let nothing = report(&saying("types", &echo(r#""result":"unsupported","message":"no""#)), PATIENCE, |_| true);
    assert_eq!(nothing.findings.len(), conform::scenarios().len());
    for finding in &nothing.findings {
        assert_eq!(finding.verdict, Verdict::Unsupported, "{finding:?}");
    }
    assert_eq!(nothing.faults().count(), 0);
}

/// An answer that was never asked for, and an error that came of nothing, say nothing of a fault.
#[test]
fn who_sends_nothing_has_met_no_fault() {
    let faults = |scenario: &Scenario| scenario.group == Group::Fault && scenario.name != "reset-before-read";
    for said in [r#""result":"error""#, r#""result":"answer","status":200,"body":{}"#] {
        let report = report(&saying("types", &echo(said)), PATIENCE, faults);
        let others = report.findings.iter().find(|finding| finding.verdict != Verdict::Wrong);
        assert_eq!(others, None, "{said}");
    }
}

#[test]
fn who_hangs_or_ends_is_started_again() {
    let one = |scenario: &Scenario| ["tag-flipped", "tag-cut"].contains(&scenario.name);
    let short = Patience { task: Duration::from_millis(100), ..PATIENCE };
    let verdicts = |what: &str, patience| {
        let report = report(&saying("types", what), patience, one);
        report.findings.iter().map(|finding| (finding.verdict, finding.note.clone())).collect::<Vec<_>>()
    };
    let hung = (Verdict::Hung, "nothing came back".to_owned());
    assert_eq!(verdicts(":", short), [hung.clone(), hung]);
    let ended = (Verdict::Crashed, "it has ended: exit status: 3".to_owned());
    assert_eq!(verdicts("exit 3", PATIENCE), [ended.clone(), ended]);
    let words = verdicts("echo hello", PATIENCE);
    assert!(words.iter().all(|(verdict, note)| *verdict == Verdict::Crashed && note.contains("`hello`")), "{words:?}");
    let late = verdicts(r#"echo '{"id":0,"result":"refused"}'"#, PATIENCE);
    assert!(
        late.iter().all(|(verdict, note)| *verdict == Verdict::Crashed && note.contains("answers to 0")),
        "{late:?}"
    );
}

#[test]
fn what_is_no_adapter_is_said() {
    let failed = |command: &str| conform::run(command, PATIENCE, |_| {}).expect_err("it is none").to_string();
    let error = failed("true");
    assert!(error.starts_with("`true` cannot be used: it"), "{error}");
    let error = failed(r#"sh -c 'read -r line; echo "{\"id\":0,\"result\":\"refused\"}"'"#);
    assert!(error.contains("it is not ready after `setup`"), "{error}");
}

#[test]
fn the_page_has_a_row_for_each_scenario_and_a_column_for_each_sdk() {
    let one = |scenario: &Scenario| ["tag-flipped", "order"].contains(&scenario.name);
    let refuses = report(&saying("types", &echo(r#""result":"refused""#)), PATIENCE, one);
    let accepts = report(&saying("json", &echo(r#""result":"accepted","resource":{}"#)), PATIENCE, one);
    let page = conform::markdown(&[refuses, accepts]);
    let row = page.lines().find(|line| line.starts_with("| `tag-flipped` |")).expect("a row");
    assert!(row.ends_with("| refuses it | ok | ACCEPTED |"), "{row}");
    for verdict in Verdict::ALL {
        assert!(page.contains(&format!("| {} | {} |", verdict.word(), verdict.meaning())), "{verdict:?}");
    }
    assert!(!page.contains("127.0.0.1"), "a port is another one in each run");
}
