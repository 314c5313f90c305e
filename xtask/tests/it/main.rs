//! The commands as they are run.

mod command;
mod refresh;
mod tree;
