//! The crate as its users see it.

mod canonical;
mod common;
mod folder;
mod round_trip;
