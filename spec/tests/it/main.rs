//! The crate as its users see it.

mod canonical;
mod common;
mod folder;
mod presence;
mod round_trip;
mod source;
