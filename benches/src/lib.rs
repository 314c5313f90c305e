//! What this project costs, measured as code.
//!
//! A [`Part`] is measured in one run, with what it is compared to beside it, in turn, so that whatever else the machine does
//! slows both. What comes of it is data ([`results`], kept in `benchmarks/results.json`), and [`page`] makes
//! `BENCHMARKS.md` and its pictures of that.
//!
//! | what | module |
//! | --- | --- |
//! | figures, and who measured them | [`results`], [`machine`] |
//! | spec → client, pages → spec | [`corpus`], which also makes a corpus of twice the size |
//! | builds of the client | [`builds`], beside a [`stand_in`] of plain `serde` derives |
//! | calls, notifications, other SDKs, the gateway | [`programs`], which are run and print [`lines`] |
//! | the page and its pictures | [`page`] |

// The rooms are named in the tour of the house, also those that one does not enter from outside.
#![allow(rustdoc::private_intra_doc_links)]

pub mod builds;
mod command;
pub mod corpus;
pub mod lines;
mod machine;
pub mod page;
mod part;
pub mod programs;
pub mod results;
pub mod stand_in;
mod twice;

pub use part::{Outcome, Part, Run, measure};
