//! What a refresh is made of: parts of the documentation, pages that are held, decisions that have become stale.

mod hold;
mod part;
mod prune;
mod recall;
mod tree;
mod unbuilt;
mod unknown;
