//! The forms in which a page can come. Each is turned into the same [`Content`].

mod content;
mod copied;
mod source;

pub use content::Content;

use crate::diagnostic::Diagnostics;
use crate::page::Page;

/// Reads a page in whatever form it came.
pub fn read<'p>(page: &'p Page, diagnostics: &mut Diagnostics) -> Content<'p> {
    if copied::is_copy(page) { copied::read(page, diagnostics) } else { source::read(page, diagnostics) }
}
