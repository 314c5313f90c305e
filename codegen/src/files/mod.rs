//! Generated files on disk: what would change, and the change itself, all of it or none.
//!
//! | question | module |
//! | --- | --- |
//! | which paths are generated, and by what is a file known as generated | [`owned`] |
//! | how does the tree differ, and what is in the way | [`compare`] |
//! | where may files go that do not go into the repository | [`out`] |
//! | who may write: a lock, and a folder for what is not in its place yet | [`staging`] |
//! | in what steps is it changed, and changed back | [`plan`], [`steps`] |
//! | all of it, and what an earlier run has left | [`tree`] |

mod change;
mod compare;
mod out;
mod owned;
mod paths;
mod plan;
mod staging;
mod steps;
#[cfg(test)]
mod tests;
mod tree;

pub use change::{Change, Error, Files};
pub use compare::compare;
pub use out::refuse_out;
pub use staging::refuse_unfinished;
pub use tree::Tree;
