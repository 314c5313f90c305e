//! Whose a notification is: those whose keys verify and open it, and of several the one that it names.

use std::sync::Arc;

use super::Ids;
use super::addressee::{Addressee, Addressees};
use crate::fields::Decrypter;
use crate::wire::Value;

/// Whose it may be.
#[derive(Clone, Default)]
pub(super) struct Whose {
    /// Those whose keys have verified and opened it.
    pub(super) sure: Addressees,
    /// Those whose APIv3 key has opened it, and who do not know the key that has signed it.
    pub(super) unsure: Addressees,
}

impl Whose {
    /// Everybody whose it may be, each id once.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let ids = || self.sure.iter().chain(&self.unsure).map(|one| one.id.as_str());
        ids().enumerate().filter(move |(place, id)| !ids().take(*place).any(|other| other == *id)).map(|(_, id)| id)
    }

    /// The one whose it is, where that is known.
    pub(super) fn decided(&self) -> Option<&str> {
        let mut ids = self.ids();
        ids.next().filter(|_| ids.next().is_none() && !self.sure.is_empty())
    }

    /// The same in a text, where it is not known.
    pub(super) fn undecided(&self) -> Option<Ids> {
        if self.decided().is_some() { None } else { Some(self.ids().collect()) }
    }

    /// Of several, those whom the first of these members names that names any of them. It is the content that says so, which
    /// is verified by now.
    pub(super) fn named_in(self, content: &Value, accounts: &[&str]) -> Self {
        let named = |account: &&str| {
            let id = content.get(account)?.as_str()?;
            let named = self.only(id);
            let is_anyone = named.ids().next().is_some();
            is_anyone.then_some(named)
        };
        if self.decided().is_some() {
            return self;
        }
        accounts.iter().find_map(named).unwrap_or(self)
    }

    /// What of it is of this id.
    pub(super) fn only(&self, id: &str) -> Self {
        let of = |all: &Addressees| all.iter().filter(|one| one.id == id).cloned().collect();
        Self { sure: of(&self.sure), unsure: of(&self.unsure) }
    }

    /// What opens confidential members, if it is known whose it is and he has it. The same one may have been given twice.
    pub(super) fn decrypter(&self) -> Option<Arc<dyn Decrypter>> {
        self.sure.iter().find_map(|one| one.decrypter.clone())
    }

    /// Who signs answers: whoever can, of those that are the same one.
    pub(super) fn answering(&self) -> Option<&Arc<Addressee>> {
        self.sure.iter().find(|one| one.signer.is_some()).or_else(|| self.sure.first())
    }
}
