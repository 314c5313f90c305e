//! From documentation to spec, from spec to Rust.
