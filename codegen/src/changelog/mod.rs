//! What has changed for callers, revision by revision of the documentation, as the text of `CHANGELOG.md`.

pub mod hand;
pub mod history;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wechatpay_spec::diff::{Change, Diff, Rule, Severity, Step};
use wechatpay_spec::{Corrected, Target};

use crate::names::{self, model::Node};

/// A kind of change that hits more places than this is summed up in a line.
const MANY: usize = 20;

/// A state of the documentation in the history of the spec.
#[derive(Clone, Debug)]
pub struct Revision {
    /// When it came in.
    pub date: String,
    /// The state of the documentation, as `source.toml` names it.
    pub name: String,
}

/// What the history says at one point of it.
#[derive(Debug)]
pub enum Entry {
    /// A state, and what has changed since the one before; nothing is said where nothing has.
    Changed { revision: Revision, diff: Diff, state: Box<Corrected> },
    /// The oldest state that can be read.
    First { revision: Revision, operations: usize, webhooks: usize },
    /// States that are there and cannot be read, or are not there at all.
    Unread { count: usize, reason: String },
}

/// The whole text: what people have written in the file as it is `known`, and then the entries, the newest first.
pub fn render(known: &str, entries: &[Entry]) -> String {
    let mut out = format!(
        "{}\n\n{}\n\nWhat has changed for callers, by the state of the documentation that the client was generated from. \
         Written by `cargo xtask changelog`.\n",
        hand::part(known).trim_end(),
        hand::MADE
    );
    for entry in entries {
        match entry {
            Entry::Changed { diff, .. } if diff.is_empty() => {}
            Entry::Changed { revision, diff, state } => changed(&mut out, revision, diff, state),
            Entry::First { revision, operations, webhooks } => {
                let _ = write!(
                    out,
                    "\n{}\n\nThe first state: {operations} operations, {webhooks} notifications.\n",
                    head(revision)
                );
            }
            Entry::Unread { count, reason } => {
                let states = if *count == 1 { "One state" } else { "States" };
                let number = if *count > 1 { format!(" ({count})") } else { String::new() };
                let _ = write!(out, "\n{states} of the spec before this{number} cannot be compared: {reason}.\n");
            }
        }
    }
    out
}

fn head(revision: &Revision) -> String {
    // A commit is known by its first letters.
    let is_hash = revision.name.len() > 12 && revision.name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let short = if is_hash { &revision.name[..12] } else { &revision.name };
    format!("## {} · documentation {short}", revision.date)
}

fn changed(out: &mut String, revision: &Revision, diff: &Diff, state: &Corrected) {
    let worst = diff.worst();
    let (before, from) = (Step::before_one(worst), Step::from_one(worst));
    let _ = write!(
        out,
        "\n{}\n\nThe version takes a {} step below 1.0, a {} step from 1.0 on.\n",
        head(revision),
        before.as_str(),
        from.as_str()
    );
    let breaking: Vec<(&Target, &Change)> =
        diff.changes().filter(|(_, change)| change.rule.severity() == Severity::Breaking).collect();
    if !breaking.is_empty() {
        let _ = write!(out, "\n### Breaking\n\n{}", lines(&breaking));
    }
    let paths = paths(state);
    let added = diff.changes().filter(|(_, change)| change.rule == Rule::OperationAdded);
    let added: Vec<String> = added.map(|(target, _)| new_item(target, state, &paths)).collect();
    if !added.is_empty() {
        let _ = write!(out, "\n### New\n\n{}", added.concat());
    }
    let counts = diff.counts();
    let compatible = counts.compatible.saturating_sub(added.len());
    let _ =
        write!(out, "\nBesides: {compatible} compatible changes, {} of the documentation alone.\n", counts.docs_only);
}

fn lines(changes: &[(&Target, &Change)]) -> String {
    let mut count: BTreeMap<Rule, usize> = BTreeMap::new();
    for (_, change) in changes {
        *count.entry(change.rule).or_default() += 1;
    }
    let mut out = String::new();
    for (target, change) in changes.iter().filter(|(_, change)| count[&change.rule] <= MANY) {
        let place = if change.place.is_empty() { String::new() } else { format!(" {}", code(&change.place)) };
        let sides = match (&change.before, &change.after) {
            (Some(before), Some(after)) => format!(" ({} → {})", code(before), code(after)),
            (Some(only), None) | (None, Some(only)) => format!(" ({})", code(only)),
            (None, None) => String::new(),
        };
        let _ = writeln!(out, "- {}{place}: {}{sides}", code(&target.to_string()), change.rule.meaning());
    }
    for (rule, count) in count.iter().filter(|(_, count)| **count > MANY) {
        let _ = writeln!(out, "- {count} times: {}", rule.meaning());
    }
    out
}

fn new_item(target: &Target, state: &Corrected, paths: &BTreeMap<Target, String>) -> String {
    let title = match target {
        Target::Operation(id) => state.spec.operations.iter().find(|one| one.id == *id).map(|one| &one.title),
        Target::Webhook(name) => state.spec.webhooks.iter().find(|one| one.name == *name).map(|one| &one.title),
    };
    let title = title.map_or("", String::as_str);
    let path = paths.get(target).map(|path| format!(": {}", code(path))).unwrap_or_default();
    format!("- {} {}{path}\n", code(&target.to_string()), text(title))
}

/// The Rust path of whatever has one.
fn paths(state: &Corrected) -> BTreeMap<Target, String> {
    fn walk(node: &Node<'_>, at: &str, paths: &mut BTreeMap<Target, String>) {
        for operation in &node.operations {
            paths.insert(Target::Operation(operation.spec.id.clone()), format!("{at}::{}", operation.name));
        }
        node.children.iter().for_each(|(module, child)| walk(child, &format!("{at}::{module}"), paths));
    }
    let mut paths = BTreeMap::new();
    if let Ok(named) = names::name(state) {
        named.root.children.iter().for_each(|(module, node)| walk(node, module, &mut paths));
        let webhooks = named.webhooks.iter();
        paths.extend(webhooks.map(|webhook| {
            (Target::Webhook(webhook.spec.name.clone()), format!("webhook::{}::Resource", webhook.module))
        }));
    }
    paths
}

/// Text that is no markdown, whatever it holds.
fn code(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

fn text(title: &str) -> String {
    let escaped = title.replace('\\', "\\\\");
    let escaped = ['`', '*', '_', '[', ']', '<', '>']
        .iter()
        .fold(escaped, |text, mark| text.replace(*mark, &format!("\\{mark}")));
    escaped.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use wechatpay_spec::diff::Entry as Changed;

    use super::*;

    fn entry(changes: Vec<Change>) -> Entry {
        let target = Target::Operation("POST /v3/pay/x".parse().unwrap());
        let diff = Diff { entries: vec![Changed { target, title: String::new(), rust: None, changes }] };
        let revision =
            Revision { date: "2026-08-22".to_owned(), name: "1e2d36a0aa11bb22cc33dd44ee55ff6677889900".to_owned() };
        Entry::Changed { revision, diff, state: Box::default() }
    }

    fn change(place: &str) -> Change {
        Change {
            rule: Rule::FieldRemoved,
            place: place.to_owned(),
            before: Some("string".to_owned()),
            after: None,
            label: String::new(),
            probably: None,
        }
    }

    #[test]
    fn what_breaks_is_said_in_words() {
        let text = render("", &[entry(vec![change("request.body a")])]);
        assert!(text.contains("## 2026-08-22 · documentation 1e2d36a0aa11\n"), "{text}");
        assert!(text.contains("- `POST /v3/pay/x` `request.body a`: the field is gone (`string`)\n"), "{text}");
        assert!(text.contains("a minor step below 1.0"), "{text}");
    }

    #[test]
    fn what_hits_many_places_is_summed_up() {
        let many = (0..=MANY).map(|index| change(&format!("request.body f{index}")));
        let text = render("", &[entry(many.collect())]);
        assert!(text.contains("- 21 times: the field is gone\n"), "{text}");
        assert!(!text.contains("f7"), "{text}");
    }

    #[test]
    fn a_state_without_a_change_is_not_mentioned() {
        assert!(
            !render(
                "",
                &[entry(Vec::new())].map(|entry| match entry {
                    Entry::Changed { revision, state, .. } => Entry::Changed { revision, diff: Diff::default(), state },
                    other => other,
                })
            )
            .contains("2026-08-22")
        );
    }

    #[test]
    fn what_people_have_written_stays() {
        let hand = "# Changes\n\n## Unreleased\n\n- It is faster.";
        let first = render(&format!("{hand}\n\n{}\n\nOld.\n", hand::MADE), &[entry(vec![change("request.body a")])]);
        assert!(first.starts_with(&format!("{hand}\n\n{}\n\nWhat has changed", hand::MADE)), "{first}");
        assert!(!first.contains("Old.") && first.contains("the field is gone"), "{first}");
        assert_eq!(render(&first, &[entry(vec![change("request.body a")])]), first);
    }

    #[test]
    fn what_cannot_be_read_is_said_in_one_line() {
        let text = render("", &[Entry::Unread { count: 3, reason: "the clone is shallow".to_owned() }]);
        assert!(
            text.ends_with("States of the spec before this (3) cannot be compared: the clone is shallow.\n"),
            "{text}"
        );
    }
}
