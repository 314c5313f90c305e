//! The lines that decide about siblings, as a file of corrections has them.

use std::fmt::Write;

use super::found::{Paste, Sibling};
use crate::overrides::attribute::Attribute;
use crate::overrides::correction::{Action, Override, TargetKey};

impl Override {
    /// Targets for this correction, and corrections of their own for fields with another path.
    pub(super) fn cover(&self, siblings: &[Sibling]) -> Vec<Paste> {
        let (same, other): (Vec<&Sibling>, Vec<&Sibling>) =
            siblings.iter().partition(|sibling| self.is_of_the_same_place(sibling));
        let mut pastes = Vec::new();
        if !same.is_empty() {
            pastes.push(self.targets_for(&same));
        }
        if !other.is_empty() {
            let lines = other.iter().map(|sibling| self.copy_for(sibling)).collect::<Vec<_>>().join("\n");
            pastes.push(Paste { into: "as a correction of its own", lines });
        }
        pastes
    }

    fn is_of_the_same_place(&self, sibling: &Sibling) -> bool {
        sibling.side == self.side && sibling.field == self.field
    }

    fn targets_for(&self, siblings: &[&Sibling]) -> Paste {
        let lines = |targets: Vec<String>| {
            targets.iter().fold(String::new(), |lines, target| lines + &format!("  \"{target}\",\n"))
        };
        let new = lines(siblings.iter().map(|sibling| sibling.target.to_string()).collect());
        match self.form {
            TargetKey::Targets if self.targets.is_empty() => {
                Paste { into: "as `targets`", lines: format!("targets = [\n{new}]\n") }
            }
            TargetKey::Targets => Paste { into: "into `targets`", lines: new },
            TargetKey::Target => {
                let known = lines(self.targets.iter().map(|(target, _)| target.to_string()).collect());
                Paste { into: "in place of `target`", lines: format!("targets = [\n{known}{new}]\n") }
            }
        }
    }

    /// The same correction of a field with another path. Its reason and evidence are its own.
    fn copy_for(&self, sibling: &Sibling) -> String {
        let Sibling { target, side, field } = sibling;
        let mut lines = format!("[[override]]\ntarget = \"{target}\"\nside = \"{side}\"\n");
        if !field.0.is_empty() {
            let _ = writeln!(lines, "field = \"{field}\"");
        }
        let table = |attributes: Vec<&Attribute>| {
            let keys = attributes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            format!("{{ {keys} }}")
        };
        let action = match &self.action {
            Action::Set(changes) => {
                let expect = table(changes.iter().map(|change| &change.expect).collect());
                let set = table(changes.iter().map(|change| &change.set).collect());
                format!("expect = {expect}\nset = {set}\n")
            }
            Action::Values { add, remove } => format!("enum = {{ add = {add:?}, remove = {remove:?} }}\n"),
            Action::Remove { expect } => format!("remove = true\nexpect = {}\n", table(expect.iter().collect())),
            Action::Rename(name) => format!("rename = {name:?}\n"),
            Action::OneOf(choice) => format!("one_of = {}\n", choice.to_list()),
            // These have siblings with the same path only.
            Action::Add { .. } | Action::Move { .. } => String::new(),
        };
        let _ = write!(lines, "{action}reason = \"\"\nevidence = []\n");
        lines
    }

    pub(super) fn decline(&self, siblings: &[Sibling]) -> Paste {
        let mut lines = String::new();
        for Sibling { target, side, field } in siblings {
            let field = if *field == self.field { String::new() } else { format!(", field = \"{field}\"") };
            let side = if *side == self.side { String::new() } else { format!(", side = \"{side}\"") };
            let _ = writeln!(lines, "  {{ target = \"{target}\"{side}{field}, reason = \"\" }},");
        }
        if self.declined.is_empty() {
            Paste { into: "as a key of the correction", lines: format!("declined = [\n{lines}]\n") }
        } else {
            Paste { into: "into `declined`", lines }
        }
    }
}
