//! The commands as they are run.

mod command;
mod names;
mod refresh;
mod tree;
