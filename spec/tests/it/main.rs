//! The crate as its users see it.

mod allow;
mod canonical;
mod common;
mod diff;
mod folder;
mod overrides;
mod presence;
mod round_trip;
mod source;
mod validate;
