//! A kit that any SDK can be held against: what works, what goes wrong with an answer, and notifications.
//!
//! An SDK takes part with a small program, its adapter, which reads a task a line and writes what the SDK has made of it:
//! `gateway/conform/PROTOCOL.md` says how. The kit runs a gateway, has the adapter do things, and judges by what came to
//! the gateway and by what the SDK says. What is right is written in two tables that were there before any SDK was
//! judged: [`fault`](crate::fault) and [`notify::Wrong`](crate::notify::Wrong).
//!
//! ```no_run
//! use wechatpay_gateway::conform::{self, Patience};
//!
//! let report = conform::run("python3 adapter.py", Patience::default(), |_| {})?;
//! print!("{}", conform::text(&[report]));
//! # Ok::<(), conform::AdapterError>(())
//! ```

mod adapter;
mod happy;
mod judge;
mod kit;
mod matrix;
mod pace;
mod protocol;
mod verdict;

use serde_json::Value;

pub use adapter::AdapterError;
use adapter::Outcome;
use judge::Judged;
pub use kit::Patience;
use kit::{Kit, order, query};
pub use matrix::{markdown, text};
pub use pace::{Pace, Repeated, paces};
pub use protocol::{Reads, Sdk};
use protocol::{Said, Task, base64};
pub use verdict::{Finding, Group, Report, Scenario, Verdict};

use crate::api;
use crate::fault::{Fault, Right};
use crate::keys::Platform;
use crate::notify::{Notification, Wrong};

/// What is done in a scenario.
enum Work {
    Happy(happy::Steps),
    ByCertificate,
    Fault(Fault),
    EveryEvent,
    Wrong(Wrong),
}

/// What cannot be judged from outside: nobody listens where it leads.
const UNSEEN: [Fault; 1] = [Fault::REDIRECTED_TO_A_STRANGER];

/// All scenarios, in the order of a report.
pub fn scenarios() -> Vec<Scenario> {
    all().into_iter().map(|(scenario, _)| scenario).collect()
}

fn all() -> Vec<(Scenario, Work)> {
    let scenario = |group, name, what: &str, right: &str| {
        let right = right.to_owned();
        Scenario { group, name, what: what.to_owned(), right }
    };
    let happy = |(name, what, steps): (&'static str, &'static str, happy::Steps)| {
        let right = if name == "bill-tampered" { "does not use the file" } else { "does it" };
        (scenario(Group::Happy, name, what, right), Work::Happy(steps))
    };
    let (name, what) = happy::BY_CERTIFICATE;
    let by_certificate = (scenario(Group::Happy, name, what, "does it"), Work::ByCertificate);
    let fault = |fault: Fault| (scenario(Group::Fault, fault.name(), fault.what(), fault.client()), Work::Fault(fault));
    let every = "A notification of each event type that the API has.";
    let every_event = (scenario(Group::Notification, "every-event", every, "takes it"), Work::EveryEvent);
    let wrong = |wrong: Wrong| {
        let right = if wrong.right() == Right::Accept { "takes it" } else { "refuses it" };
        (scenario(Group::Notification, wrong.name(), wrong.what(), right), Work::Wrong(wrong))
    };
    let faults = Fault::all().filter(|fault| !UNSEEN.contains(fault));
    let mut all: Vec<_> = happy::SCENARIOS.into_iter().map(happy).collect();
    all.push(by_certificate);
    all.extend(faults.map(fault));
    all.push(every_event);
    all.extend(Wrong::all().map(wrong));
    all
}

/// Holds an SDK against all scenarios; `seen` is told of each finding as it comes.
pub fn run(command: &str, patience: Patience, seen: impl FnMut(&Finding)) -> Result<Report, AdapterError> {
    run_some(command, patience, |_| true, seen)
}

/// The same for those scenarios that are asked for.
pub fn run_some(
    command: &str,
    patience: Patience,
    wanted: impl Fn(&Scenario) -> bool,
    mut seen: impl FnMut(&Finding),
) -> Result<Report, AdapterError> {
    let mut kit = Kit::start(command, Platform::both(), patience)?;
    let standing = happy::standing(&mut kit);
    let mut findings = Vec::new();
    for (scenario, work) in all().into_iter().filter(|(scenario, _)| wanted(scenario)) {
        kit.last = None;
        let mut other = None;
        let (verdict, note) = match work {
            Work::Happy(steps) => steps(&mut kit),
            Work::ByCertificate => by_certificate(command, patience, &mut other),
            Work::Fault(fault) => faulty(&mut kit, fault, &standing),
            Work::EveryEvent => every_event(&mut kit),
            Work::Wrong(wrong) => notified(&mut kit, wrong),
        };
        let said = other.or(kit.last.take()).as_ref().map(told).unwrap_or_default();
        let finding = Finding { scenario, verdict, note, said };
        seen(&finding);
        findings.push(finding);
    }
    Ok(Report { sdk: kit.sdk.clone(), findings })
}

fn by_certificate(command: &str, patience: Patience, last: &mut Option<Outcome>) -> Judged {
    match Kit::start(command, happy::by_certificate_platform(), patience) {
        Ok(mut kit) => {
            let judged = happy::by_certificate(&mut kit);
            *last = kit.last.take();
            judged
        }
        Err(error) => {
            *last = Some(Outcome::Crashed(error.to_string()));
            (Verdict::Crashed, "it does not start without a public key".to_owned())
        }
    }
}

/// A state that is new needs an answer with a state; all others go with a write.
fn faulty(kit: &mut Kit, fault: Fault, standing: &str) -> Judged {
    let is_read = fault == Fault::A_NEW_STATE;
    let number = kit.number();
    let (task, method, path) =
        if is_read { (query(standing), "GET", kit::QUERY) } else { (order(&number, "coffee"), "POST", kit::JSAPI) };
    let mark = kit.mark();
    kit.gateway.fault(fault).on_path(method, path);
    let outcome = kit.run(&task);
    kit.gateway.clear_faults();
    let sent = kit.sent_after(mark);
    let judged = judge::fault(fault, is_read, kit.sdk.reads, &outcome, &sent);
    if judged.0 == Verdict::Right { happy::goes_on(kit, standing) } else { judged }
}

fn notified(kit: &mut Kit, wrong: Wrong) -> Judged {
    let notification = kit.gateway.notification("TRANSACTION.SUCCESS", "https://example.com/notify");
    let outcome = deliver(kit, &notification, Some(wrong));
    judge::notification(Some(wrong), &notification.resource, kit.sdk.reads, &outcome)
}

fn deliver(kit: &mut Kit, notification: &Notification, wrong: Option<Wrong>) -> Outcome {
    let letter = kit.gateway.letter(notification, wrong);
    kit.run(&Task::Notification { headers: letter.headers, body: base64(&letter.body) })
}

/// The first that is not taken, if there is one.
fn every_event(kit: &mut Kit) -> Judged {
    let mut bad: Vec<(Judged, &str)> = Vec::new();
    for webhook in api::api().webhooks() {
        let notification = kit.gateway.notification(webhook.event_type(), "https://example.com/notify");
        let outcome = deliver(kit, &notification, None);
        let mut plain = notification.resource.clone();
        if let Value::Object(members) = &mut plain {
            // What is encrypted once more comes as another text.
            let sealed =
                |name: &str| webhook.notice().resource.field(name).is_some_and(|field| field.encrypted.is_some());
            members.retain(|name, _| !sealed(name));
        }
        let judged = judge::notification(None, &plain, kit.sdk.reads, &outcome);
        if judged.0 != Verdict::Right {
            bad.push((judged, webhook.event_type()));
        }
    }
    let count = (bad.len(), api::api().webhooks().len());
    match bad.into_iter().next() {
        None => judge::right(),
        Some(((verdict, note), name)) => (verdict, format!("{} of {}, `{name}` the first: {note}", count.0, count.1)),
    }
}

/// In a line, for a person.
fn told(outcome: &Outcome) -> String {
    let text = match outcome {
        Outcome::Said(Said::Answer { status, body, text }) => {
            let body = body.as_ref().map(ToString::to_string).or_else(|| text.clone()).unwrap_or_default();
            format!("answer {} {body}", status.unwrap_or_default())
        }
        Outcome::Said(Said::Error(failure)) => failure.message.clone(),
        Outcome::Said(Said::Refused { message } | Said::Unsupported { message }) => message.clone(),
        Outcome::Said(Said::Accepted { resource }) => format!("accepted {resource}"),
        Outcome::Said(Said::File { .. }) => "a file".to_owned(),
        Outcome::Said(Said::Repeated { .. }) => "repeated".to_owned(),
        Outcome::Said(Said::Ready(_)) | Outcome::Hung => String::new(),
        Outcome::Crashed(why) => why.clone(),
    };
    text.chars().take(200).map(|char| if char.is_control() { ' ' } else { char }).collect()
}
