//! What the examples have in common: who they act for, how a program begins and ends, and what a shop that takes
//! notifications is made of. The examples themselves are in `examples/`, one program a file; `README.md` has a table of
//! them.

mod beside;
pub mod postgres;
pub mod program;
pub mod redis;
pub mod settings;
pub mod shop;
