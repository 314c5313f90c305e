//! What the diff says of each commit of the documentation, held against the public items of the two clients.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use wechatpay_codegen::names::model::Node;
use wechatpay_spec::diff::{Diff, Entry, Rule, Severity};
use wechatpay_spec::{OperationId, Target};

use crate::judge::is_unseen;
use crate::state::{Client, State, diff};
use crate::surface::{self, Difference, Surface};

/// Two states and what their witnesses say.
#[derive(Debug, Default)]
pub struct Step {
    pub breaking: usize,
    pub compatible: usize,
    pub docs_only: usize,
    /// What the two do not agree about.
    pub wrong: Vec<String>,
}

/// The file of a client, and the method in it: what belongs to one operation, or to one notification.
type Owner = (String, String);

/// Compares two states in both ways.
pub fn replay(old: &State, new: &State) -> Result<Step, Vec<String>> {
    let diff = diff(old, new);
    let (old, new) = (&changed(old, new), &changed(new, old));
    let (before, after) = (old.emit()?, new.emit()?);
    let owners = owners(old)?.into_iter().chain(owners(new)?).collect::<BTreeMap<Target, Owner>>();
    let mut said: BTreeMap<Owner, Vec<&Entry>> = BTreeMap::new();
    for entry in &diff.entries {
        if let Some(owner) = owners.get(&entry.target) {
            said.entry(owner.clone()).or_default().push(entry);
        }
    }
    let moved: BTreeMap<Owner, Owner> = moves(&diff, &owners);
    let seen = seen(&before, &after, &moved).map_err(|error| vec![error])?;
    let mut step = Step::default();
    let all: BTreeSet<&Owner> = said.keys().chain(seen.keys()).collect();
    for owner in all.into_iter().filter(|owner| !moved.contains_key(*owner)) {
        let entries = said.get(owner).map_or(&[][..], Vec::as_slice);
        let differences = seen.get(owner).map_or(&[][..], Vec::as_slice);
        step.count(entries);
        step.wrong.extend(disagreement(owner, entries, differences));
    }
    Ok(step)
}

/// The state without what is the same in the other one: what is emitted for it depends on nothing else. Where pages
/// have moved, all of it, since old names may have come or gone.
fn changed(state: &State, other: &State) -> State {
    let mut state = state.clone();
    let (spec, other) = (&mut state.corrected.spec, &other.corrected.spec);
    if spec.moved == other.moved {
        spec.operations.retain(|operation| !other.operations.contains(operation));
        spec.webhooks.retain(|webhook| !other.webhooks.contains(webhook));
    }
    state
}

impl Step {
    fn count(&mut self, entries: &[&Entry]) {
        match worst(entries) {
            Some(Severity::Breaking) => self.breaking += 1,
            Some(Severity::Compatible) => self.compatible += 1,
            Some(Severity::DocsOnly) => self.docs_only += 1,
            None => {}
        }
    }
}

fn worst(entries: &[&Entry]) -> Option<Severity> {
    entries.iter().flat_map(|entry| &entry.changes).map(|change| change.rule.severity()).max()
}

/// Where each operation and each notification stands in the client.
fn owners(state: &State) -> Result<BTreeMap<Target, Owner>, Vec<String>> {
    fn walk(node: &Node<'_>, folder: &str, owners: &mut BTreeMap<Target, Owner>) {
        for operation in &node.operations {
            let id: &OperationId = &operation.spec.id;
            let owner = (format!("{folder}/mod.rs"), id.method.lower().to_owned());
            owners.insert(Target::Operation(id.clone()), owner);
        }
        for (module, child) in &node.children {
            walk(child, &format!("{folder}/{}", module.trim_start_matches("r#")), owners);
        }
    }
    let named = state.names()?;
    let mut owners = BTreeMap::new();
    for (module, node) in &named.root.children {
        walk(node, module, &mut owners);
    }
    for webhook in &named.webhooks {
        let file = format!("webhook/{}.rs", webhook.module.trim_start_matches("r#"));
        owners.insert(Target::Webhook(webhook.spec.name.clone()), (file, String::new()));
    }
    Ok(owners)
}

/// Old places of what has moved, each with the new one.
fn moves(diff: &Diff, owners: &BTreeMap<Target, Owner>) -> BTreeMap<Owner, Owner> {
    let moved = diff.changes().filter(|(_, change)| change.rule == Rule::OperationMoved);
    let pair = moved.filter_map(|(target, change)| {
        let from: Target = change.before.as_ref()?.parse().ok()?;
        Some((owners.get(&from)?.clone(), owners.get(target)?.clone()))
    });
    pair.collect()
}

/// What differs in the public items of the files that differ, by owner. What has moved is compared where it is now.
fn seen(
    before: &Client,
    after: &Client,
    moved: &BTreeMap<Owner, Owner>,
) -> Result<BTreeMap<Owner, Vec<Difference>>, String> {
    let [old, new] = [items(before, after)?, items(after, before)?];
    let mut old: BTreeMap<Owner, Surface> = old;
    for (from, to) in moved {
        if let Some(surface) = old.remove(from) {
            old.insert(to.clone(), surface);
        }
    }
    let owners: BTreeSet<&Owner> = old.keys().chain(new.keys()).collect();
    let nothing = Surface::new();
    let compared = owners.into_iter().map(|owner| {
        let sides = [&old, &new].map(|side| side.get(owner).unwrap_or(&nothing));
        (owner.clone(), surface::compare(sides[0], sides[1]))
    });
    Ok(compared.filter(|(_, differences)| !differences.is_empty()).collect())
}

/// The public items of the files that the other client does not have as they are, by owner, by their paths in the file.
fn items(client: &Client, other: &Client) -> Result<BTreeMap<Owner, Surface>, String> {
    let mut items: BTreeMap<Owner, Surface> = BTreeMap::new();
    for (file, text) in client.files.iter().filter(|(file, text)| other.files.get(*file) != Some(*text)) {
        if ["event.rs", "table.rs"].contains(&file.as_str()) {
            continue;
        }
        for (path, item) in surface::of_file(file, text)? {
            if let Some(method) = method_of(file, &path) {
                items.entry((file.clone(), method)).or_default().insert(path, item);
            }
        }
    }
    Ok(items)
}

/// `PostBuilder::total` and `post_response::Amount` belong to the post; a child of the URL belongs to none.
fn method_of(file: &str, path: &str) -> Option<String> {
    if file.starts_with("webhook/") {
        return (file != "webhook/mod.rs").then(String::new);
    }
    let first = path.split("::").next()?;
    let methods = ["get", "post", "put", "patch", "delete"];
    let found = methods.into_iter().find(|method| {
        let (head, tail) = method.split_at(1);
        let name = format!("{}{tail}", head.to_uppercase());
        first == *method
            || first == format!("{method}_response")
            || first.strip_prefix(&name).is_some_and(|rest| ["", "Builder", "Response"].contains(&rest))
    });
    found.map(str::to_owned)
}

fn disagreement((file, method): &Owner, entries: &[&Entry], differences: &[Difference]) -> Option<String> {
    let breaks = differences.iter().any(|difference| difference.breaks);
    let worst = worst(entries);
    let says = worst == Some(Severity::Breaking);
    let changes = entries.iter().flat_map(|entry| &entry.changes);
    let unseen = changes.filter(|change| change.rule.severity() == Severity::Breaking).all(is_unseen);
    let wrong = match (breaks, says) {
        (true, false) => "breaks, and the diff does not say so",
        (false, true) if !unseen => "breaks by the diff, and no public item does",
        (false, _) if !differences.is_empty() && worst < Some(Severity::Compatible) => {
            "public items have changed, and the diff does not say so"
        }
        _ => return None,
    };
    let mut lines = vec![format!("{file} {method}: {wrong}")];
    lines.extend(differences.iter().take(8).map(|difference| format!("  {difference}")));
    for entry in entries {
        lines.extend(entry.changes.iter().take(8).map(|change| {
            let sides = [&change.before, &change.after].map(|side| side.as_deref().unwrap_or("-"));
            format!("  diff: {}: {} {} {}", entry.target, change.rule.code(), change.place, sides.join(" → "))
        }));
    }
    Some(lines.join("\n"))
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { breaking, compatible, docs_only, wrong } = self;
        write!(f, "{breaking} break, {compatible} compatible, {docs_only} docs only, {} disagreements", wrong.len())?;
        wrong.iter().try_for_each(|wrong| write!(f, "\n  {}", wrong.replace('\n', "\n  ")))
    }
}
