//! What the end-to-end tests stand on, beside the gateway of its own crate: a few operations, and short words.

pub mod figures;
pub mod keys;
pub mod notify;
pub mod open;
pub mod operations;
pub mod samples;
pub mod stand;
pub mod tls;
