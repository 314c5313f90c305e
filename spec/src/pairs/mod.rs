//! Notifications and the queries that answer with the same object: what is said of the one is asked of the other.
//!
//! Which of them are pairs, and where they may differ, is data (`pairs.toml`). It is checked on the corrected spec, so
//! that a field that a page or a correction adds to one of them is missed in the other.

mod compare;
mod difference;
mod file;
mod form;
mod paste;

pub use compare::Compared;
pub use difference::{Difference, What};
pub use file::{Exception, Excuse, Lacking, Pair, Pairs};
pub use form::Form;
