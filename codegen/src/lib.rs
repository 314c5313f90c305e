//! From documentation to spec, from spec to Rust.
//!
//! Data flows one way, and a module knows the stage before it and nothing after it:
//!
//! ```text
//! page → rows → operation → spec → corrected spec → names → Rust
//! ```
//!
//! | stage | module |
//! | --- | --- |
//! | a page, and a place in it | [`page`], below all that speak of pages |
//! | the pages of a folder | [`pages`] |
//! | what is said of a page | [`diagnostic`] |
//! | page → rows → operation | [`read`] |
//! | upstream's pages and our own → one spec | [`merge`] |
//! | what people decided: accepted slips, corrections | [`decisions`] |
//! | corrected spec → names | [`names`] |
//! | names → Rust | [`emit`] |
//! | all of it, in order | [`generate`] |
//! | what changes on disk, all of it or nothing | [`files`] |

// The rooms are named in the tour of the house, also those that one does not enter from outside.
#![allow(rustdoc::private_intra_doc_links)]

pub mod decisions;
pub mod diagnostic;
pub mod emit;
pub mod files;
pub mod generate;
pub mod merge;
pub mod names;
pub mod page;
pub mod pages;
pub mod read;
