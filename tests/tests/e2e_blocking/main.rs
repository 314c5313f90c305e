//! The blocking client against the gateway, over loopback: the same suite.

mod caller;
#[path = "../suite/mod.rs"]
mod suite;
