//! The client against the gateway, over loopback.

mod calls;
mod faults;
mod network;
mod requests;
mod retries;
mod settings;
mod support;
