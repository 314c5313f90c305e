//! What comes out of a reading.

use std::collections::BTreeMap;
use std::sync::Arc;

use wechatpay_spec::{Moved, Operation, Webhook};

use super::counts::Counts;
use crate::diagnostic::Diagnostic;
use crate::page::Page;

/// All that the pages of one tree state.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by id.
    pub operations: Vec<Operation>,
    /// Sorted by name.
    pub webhooks: Vec<Webhook>,
    pub moved: Vec<Moved>,
    /// All pages by their paths, those too that state nothing.
    pub pages: BTreeMap<String, Arc<Page>>,
    /// Sorted by page and place.
    pub diagnostics: Vec<Diagnostic>,
    pub counts: Counts,
}

impl Reading {
    /// Adds what is said of its pages by who knows more than they do.
    pub fn add(&mut self, told: Vec<Diagnostic>) {
        self.diagnostics.extend(told);
        self.diagnostics.sort_by(|a, b| (&a.page.path, a.span.start).cmp(&(&b.page.path, b.span.start)));
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
