//! One request, or one act of a test: it reads and writes, and all of it counts, or nothing.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Notification;
use super::pending::Pending;
use super::refusal::Refusal;
use super::store::{Changes, Span, Store, StoreError};
use crate::clock::Now;
use crate::keys::Kind;

/// A key of several parts. Each part can be any text.
pub(super) fn key(parts: &[&str]) -> String {
    let escaped = parts.iter().map(|part| part.replace('%', "%25").replace('/', "%2F"));
    escaped.collect::<Vec<_>>().join("/")
}

/// What is to happen of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Due {
    pub(super) what: What,
    /// The key of what it happens to.
    pub(super) key: String,
    /// Which time it is tried: what was meant for an earlier one comes to nothing.
    pub(super) tries: u32,
}

/// What can happen of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    RefundSucceeds,
    DeductionSucceeds,
    SharingFinishes,
    TransferExpires,
    TransferCancelled,
    BatchFinishes,
}

/// A view of the store, with what has been changed in it and not been written.
#[derive(Debug)]
pub(super) struct Turn<'s> {
    store: &'s mut dyn Store,
    changes: Changes,
    pub(super) now: Now,
    pub(super) notifications: Vec<Notification>,
}

impl<'s> Turn<'s> {
    pub(super) fn new(store: &'s mut dyn Store, now: Now) -> Self {
        Self { store, changes: Changes::new(), now, notifications: Vec::new() }
    }

    /// The record of a key.
    pub(super) fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Refusal> {
        let text = match self.changes.get(key) {
            Some(text) => text.clone(),
            None => self.store.get(key)?,
        };
        text.map(|text| read(key, &text)).transpose()
    }

    /// Writes a record.
    pub(super) fn put<T: Serialize>(&mut self, key: &str, record: &T) -> Result<(), Refusal> {
        let text = serde_json::to_string(record).map_err(|error| StoreError(error.to_string()))?;
        self.changes.insert(key.to_owned(), Some(text));
        Ok(())
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.changes.insert(key.to_owned(), None);
    }

    /// The records of a span, with what this turn has changed.
    pub(super) fn range<T: DeserializeOwned>(&self, span: &Span) -> Result<Vec<(String, T)>, Refusal> {
        let own = self.changes.iter().filter(|(key, _)| span.holds(key));
        let own: Vec<_> = own.collect();
        // As many more as this turn may have removed.
        let wider = Span { limit: span.limit.saturating_add(own.len()), ..span.clone() };
        let mut all = self.store.range(&wider)?;
        let complete = all.len() < wider.limit;
        let edge = all.last().map(|(key, _)| key.clone()).filter(|_| !complete);
        all.retain(|(key, _)| !self.changes.contains_key(key));
        let within = |key: &str| match &edge {
            Some(edge) if span.backwards => key >= edge.as_str(),
            Some(edge) => key <= edge.as_str(),
            None => true,
        };
        let own = own.into_iter().filter(|(key, _)| within(key));
        all.extend(own.filter_map(|(key, text)| Some((key.clone(), text.clone()?))));
        all.sort();
        if span.backwards {
            all.reverse();
        }
        all.truncate(span.limit);
        all.into_iter().map(|(key, text)| read(&key, &text).map(|record| (key, record))).collect()
    }

    /// Shows each record whose key begins so, a few at a time.
    pub(super) fn each<T: DeserializeOwned>(
        &self,
        prefix: &str,
        show: &mut dyn FnMut(T) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut span = Span::of(prefix).limit(1_000);
        loop {
            let some = self.range::<T>(&span)?;
            let is_last = some.len() < span.limit;
            for (at, record) in some {
                span.from = format!("{at}\0");
                show(record)?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// A number that nothing else has.
    pub(super) fn number(&mut self) -> Result<u64, Refusal> {
        let number = self.get::<u64>("number")?.unwrap_or_default() + 1;
        self.put("number", &number)?;
        Ok(number)
    }

    /// A number as the service gives them: this prefix, the day, and digits up to this length in all.
    pub(super) fn id(&mut self, prefix: &str, length: usize) -> Result<String, Refusal> {
        let day: String = self.now.date().chars().filter(char::is_ascii_digit).collect();
        let number = self.number()?;
        let width = length.saturating_sub(prefix.len() + day.len());
        Ok(format!("{prefix}{day}{number:0width$}"))
    }

    /// Has something happen of itself when it is time.
    pub(super) fn later(&mut self, after: Duration, what: What, of: &str, tries: u32) -> Result<(), Refusal> {
        let at = format!("{:012}", self.now.after(after).unix());
        let number = format!("{:012}", self.number()?);
        self.put(&key(&["due", &at, &number]), &Due { what, key: of.to_owned(), tries })
    }

    /// Tells a merchant something, where it has said where to.
    pub(super) fn notify(&mut self, party: &str, url: &str, event_type: &str, said: Said<'_>) {
        if url.is_empty() {
            return;
        }
        self.notifications.push(Notification {
            id: Notification::new_id(),
            create_time: self.now.rfc3339(),
            url: url.to_owned(),
            event_type: event_type.to_owned(),
            original_type: said.original_type.to_owned(),
            summary: said.summary.to_owned(),
            resource: said.resource,
            kind: Kind::Merchant,
            party: party.to_owned(),
        });
    }

    /// Writes what has been changed, and what is to be told of it.
    pub(super) fn commit(mut self) -> Result<Vec<Notification>, Refusal> {
        for notification in std::mem::take(&mut self.notifications) {
            let pending = Pending { notification, attempts: 0 };
            self.put(&pending.key(), &pending)?;
            self.notifications.push(pending.notification);
        }
        if !self.changes.is_empty() {
            self.store.commit(self.changes)?;
        }
        Ok(self.notifications)
    }
}

/// What a notification says.
pub(super) struct Said<'a> {
    pub(super) original_type: &'a str,
    pub(super) summary: &'a str,
    pub(super) resource: serde_json::Value,
}

fn read<T: DeserializeOwned>(key: &str, text: &str) -> Result<T, Refusal> {
    Ok(serde_json::from_str(text).map_err(|error| StoreError(format!("`{key}`: {error}")))?)
}

#[cfg(test)]
mod tests {
    use super::super::store::Memory;
    use super::*;

    #[test]
    fn a_turn_sees_what_it_has_written_and_others_do_not() {
        let mut store = Memory::default();
        let changes = ["a/1", "a/2", "a/3", "b/1"].map(|key| (key.to_owned(), Some("0".to_owned())));
        store.commit(changes.into()).expect("memory takes all");
        let mut turn = Turn::new(&mut store, Now::at(0));
        turn.remove("a/1");
        turn.put("a/2", &1).expect("a number");
        turn.put("a/4", &2).expect("a number");
        let seen = |span: &Span| turn.range::<i32>(span).expect("it is all there");
        assert_eq!(seen(&Span::of("a/")), [("a/2".into(), 1), ("a/3".into(), 0), ("a/4".into(), 2)]);
        assert_eq!(seen(&Span::of("a/").limit(1)), [("a/2".into(), 1)]);
        assert_eq!(seen(&Span::of("a/").backwards().limit(2)), [("a/4".into(), 2), ("a/3".into(), 0)]);
        drop(turn);
        assert_eq!(store.get("a/1"), Ok(Some("0".to_owned())), "nothing was committed");
    }

    #[test]
    fn a_part_of_a_key_can_be_any_text() {
        assert_eq!(key(&["order", "a/b", "c"]), "order/a%2Fb/c");
        assert_ne!(key(&["a/b"]), key(&["a", "b"]));
        assert_ne!(key(&["a%2Fb"]), key(&["a/b"]));
    }
}
