//! The client against the gateway, over loopback.

mod calls;
mod faults;
mod presign;
mod support;
