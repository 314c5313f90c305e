//! State that ends with the gateway.

use std::collections::BTreeMap;

use super::{Changes, Span, Store, StoreError};

/// Keeps everything in memory.
#[derive(Debug, Default)]
pub struct Memory(BTreeMap<String, String>);

impl Store for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.0.get(key).cloned())
    }

    fn range(&self, span: &Span) -> Result<Vec<(String, String)>, StoreError> {
        if span.from >= span.before {
            return Ok(Vec::new());
        }
        let all = self.0.range(span.from.clone()..span.before.clone());
        let owned = |(key, text): (&String, &String)| (key.clone(), text.clone());
        Ok(if span.backwards {
            all.rev().take(span.limit).map(owned).collect()
        } else {
            all.take(span.limit).map(owned).collect()
        })
    }

    fn commit(&mut self, changes: Changes) -> Result<(), StoreError> {
        for (key, text) in changes {
            match text {
                Some(text) => self.0.insert(key, text),
                None => self.0.remove(&key),
            };
        }
        Ok(())
    }
}
