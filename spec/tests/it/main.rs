//! The crate as its users see it.

mod allow;
mod canonical;
mod common;
mod contract;
mod diff;
mod folder;
mod inventory;
mod moves;
mod overrides;
mod pairs;
mod presence;
mod repository;
mod round_trip;
mod show;
mod sides;
mod source;
mod sourced;
mod types;
mod validate;
