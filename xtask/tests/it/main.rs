//! The commands as they are run.

mod command;
mod evidence;
mod names;
mod refresh;
mod release;
mod tree;
mod types;
