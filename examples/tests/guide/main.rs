//! The guide: its code is that of the examples and of the tests beside this file, and each of them runs.

mod book;
mod snippets;
mod tests;
