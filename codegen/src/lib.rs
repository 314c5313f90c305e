//! From documentation to spec, from spec to Rust.

pub mod diagnostic;
pub mod read;
