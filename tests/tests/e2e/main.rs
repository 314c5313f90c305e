//! The client against the gateway, over loopback.

mod caller;
#[path = "../suite/mod.rs"]
mod suite;
