//! From documentation to spec, from spec to Rust.
//!
//! Data flows one way, and a module knows the stage before it and nothing after it:
//!
//! ```text
//! page → rows → operation → spec → corrected spec → names → shared types → Rust
//! ```
//!
//! | stage | module |
//! | --- | --- |
//! | a page, and a place in it | [`page`], below all that speak of pages |
//! | the pages of a folder | [`pages`] |
//! | what is said of a page | [`diagnostic`] |
//! | page → rows → operation | [`read`] |
//! | where a statement comes from | [`origin`] |
//! | a part of the documentation, and its place in it | [`part`] |
//! | what no page can tell by itself | [`recall`] |
//! | all pages of a run, read | [`input`], with their [`digest`] |
//! | upstream's pages and our own → one spec | [`merge`] |
//! | what people decided: accepted slips, corrections | [`decisions`] |
//! | pages that cannot be read | [`hold`] |
//! | what is stated, and what is decided, side by side | [`judge`] |
//! | what was decided for what has another name by now | [`renamed`] |
//! | what was decided and is stale, or is to be decided | [`prune`], [`accept`], and the [`desk`] for both |
//! | which state of the documentation this is | [`record`], asked of [`git`] |
//! | corrected spec → names | [`names`] |
//! | published names that the record has lost | [`lost`] |
//! | names → what could be one type | [`propose`] |
//! | names → what is one type, and stands once | [`share`] |
//! | what a caller can write | [`public`] |
//! | names → where a person finds them | [`index`] |
//! | names → Rust | [`emit`] |
//! | names → OpenAPI 3.1, for other languages | [`openapi`] |
//! | corrected spec → what the gateway embeds | [`embed`] |
//! | pages of which no crate could be built | [`blame`] |
//! | all of it, in order | [`generate`], or a [`failure`] |
//! | the way from upstream to a tree ready for review | [`refresh`] |
//! | what has changed for callers, over time | [`changelog`] |
//! | what changes on disk, all of it or nothing | [`files`] |

// The rooms are named in the tour of the house, also those that one does not enter from outside.
#![allow(rustdoc::private_intra_doc_links)]

pub mod accept;
pub mod blame;
pub mod changelog;
pub mod decisions;
pub mod desk;
pub mod diagnostic;
pub mod digest;
pub mod embed;
pub mod emit;
pub mod failure;
pub mod files;
pub mod generate;
pub mod git;
pub mod hold;
pub mod index;
pub mod input;
pub mod judge;
pub mod lost;
pub mod merge;
pub mod names;
pub mod openapi;
pub mod origin;
pub mod page;
pub mod pages;
pub mod part;
pub mod propose;
pub mod prune;
pub mod public;
pub mod read;
mod recall;
pub mod record;
pub mod refresh;
pub mod renamed;
pub mod share;
