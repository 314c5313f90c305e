//! The client against the gateway, over loopback.

mod calls;
mod certificates;
mod downloads;
mod faults;
mod network;
mod presign;
mod properties;
mod requests;
mod retries;
mod settings;
mod support;
mod traces;
mod uploads;
