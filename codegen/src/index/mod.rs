//! From names to where a person finds them: every operation and notification with its titles, its product, its path in
//! Rust and its official pages, in the order in which people look for them.
//!
//! What is found by which words is decided here once: [`aliases`] gives rustdoc its words, [`modules`] says what is in a
//! module, [`find`] answers `cargo xtask find`, and [`page`] is `OPERATIONS.md`.

mod aliases;
pub mod by_hand;
mod entry;
pub mod find;
mod modules;
mod page;
mod phrases;

use wechatpay_spec::Corrected;

pub use entry::{Entry, Index};
pub use page::FILE;

use crate::names::model::Crate;

/// Gives all that is named its words for whoever looks for it, and makes the page of all of it.
pub fn lay(named: &mut Crate<'_>, corrected: &Corrected) -> String {
    let index = Index::of(named, corrected);
    let (aliases, page) = (aliases::aliases(&index), page::page(&index));
    let abouts = modules::abouts(&named.root, &corrected.products);
    aliases::put(named, aliases);
    modules::put(&mut named.root, &abouts);
    page
}
