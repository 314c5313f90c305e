//! What comes out of a reading.

use std::collections::BTreeSet;

use wechatpay_spec::{Moved, Operation, Webhook};

use super::counts::Counts;
use crate::diagnostic::Diagnostic;

/// All that the pages of one tree state.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by id.
    pub operations: Vec<Operation>,
    /// Sorted by name.
    pub webhooks: Vec<Webhook>,
    pub moved: Vec<Moved>,
    /// The paths of all pages, of those too that state nothing.
    pub pages: BTreeSet<String>,
    /// Sorted by page and place.
    pub diagnostics: Vec<Diagnostic>,
    pub counts: Counts,
}

impl Reading {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
