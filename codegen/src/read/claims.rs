//! What two pages describe is refused: the first to claim an operation or a notification has it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::counts::Fate;
use super::reading::Reading;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Page, Span};

/// Who was the first to describe each operation, or each notification.
pub struct Claims<K, T> {
    /// What is said when a second one comes.
    code: Code,
    by_key: BTreeMap<K, Claim<T>>,
}

/// A description, and where it stands.
pub struct Claim<T> {
    pub page: Arc<Page>,
    pub span: Span,
    /// The rows that are fields of it.
    pub fields: Fate,
    pub found: T,
}

impl<K: Ord + fmt::Display, T> Claims<K, T> {
    pub fn new(code: Code) -> Self {
        Self { code, by_key: BTreeMap::new() }
    }

    pub fn claim(&mut self, key: K, claim: Claim<T>, reading: &mut Reading) {
        let Some(first) = self.by_key.get(&key) else {
            self.by_key.insert(key, claim);
            return;
        };
        reading.diagnostics.push(Diagnostic {
            code: self.code,
            message: format!("`{key}` is described twice"),
            page: claim.page,
            span: claim.span,
            other: Some((Arc::clone(&first.page), first.span.clone(), "the first description".to_owned())),
            refused: claim.fields.rows(),
            help: None,
        });
    }

    /// What was found, sorted by its key.
    pub fn settle(self, fate: &mut Fate) -> Vec<T> {
        let claims = self.by_key.into_values();
        claims
            .map(|claim| {
                *fate += claim.fields;
                claim.found
            })
            .collect()
    }
}
