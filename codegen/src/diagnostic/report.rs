//! The diagnostics themselves, and what collects them.

use std::sync::Arc;

use super::code::{Code, Severity};
use crate::page::{Page, Span};

/// One remark on one place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: Code,
    pub message: String,
    pub page: Arc<Page>,
    pub span: Span,
    /// Another place that matters, and what it is.
    pub other: Option<(Arc<Page>, Span, String)>,
    /// How many rows of the page it keeps out of the spec.
    pub refused: usize,
    /// What to do about it, where there is more to say than the code's own help.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Line and column of the place, from 1; columns count characters.
    pub fn position(&self) -> (usize, usize) {
        self.page.position(self.span.start)
    }

    /// The line of the place.
    pub fn line(&self) -> &str {
        &self.page.text[self.page.line_at(self.span.start)]
    }

    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }

    pub fn help(&self) -> &str {
        self.help.as_deref().unwrap_or_else(|| self.code.help())
    }
}

/// Collects what is said of one page.
pub struct Diagnostics {
    page: Arc<Page>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub fn new(page: &Arc<Page>) -> Self {
        Self { page: Arc::clone(page), list: Vec::new() }
    }

    pub fn page(&self) -> &Arc<Page> {
        &self.page
    }

    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let page = Arc::clone(&self.page);
        let message = short(message.into());
        self.list.push(Diagnostic { code, message, page, span, other: None, refused: 0, help: None });
        self.list.last_mut().expect("just pushed")
    }

    /// The diagnostic before this is the reason why so many rows are not in the spec.
    pub fn refuse(&mut self, rows: usize) {
        if let Some(reason) = self.list.last_mut() {
            reason.refuse(rows);
        }
    }

    /// How many there are so far.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// How many rows have been refused since there were so many diagnostics.
    pub fn refused_since(&self, count: usize) -> usize {
        self.list[count..].iter().map(|diagnostic| diagnostic.refused).sum()
    }

    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}

impl Diagnostic {
    /// Adds another place of the same page.
    pub fn with_other(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        self.other = Some((Arc::clone(&self.page), span, label.into()));
        self
    }

    /// Counts the rows that are kept out of the spec, so that none is lost in silence.
    pub fn refuse(&mut self, rows: usize) -> &mut Self {
        self.refused += rows;
        self
    }

    pub fn with_help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }
}

/// What a message may say at most, in bytes. A page may have a name of any length, and speak of it any number of times.
const LONGEST: usize = 2_000;

fn short(mut message: String) -> String {
    if message.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| message.is_char_boundary(*end)).unwrap_or(0);
        message.truncate(end);
        message.push('…');
        message.shrink_to_fit();
    }
    message
}
