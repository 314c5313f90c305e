//! Siblings: operations of one family that read like a correction's targets before it, and that it does not cover. The
//! same hand wrote their pages, so they often have the same mistake. Each is covered, or declined for a reason.

mod found;
mod paste;
mod rule;
mod search;

pub use found::{Paste, Sibling, Siblings, Undecided};
