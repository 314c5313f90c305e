//! What the end-to-end tests stand on: a gateway that plays WeChat Pay's part, with keys, a clock and a few operations.

pub mod clock;
pub mod digest;
pub mod gateway;
pub mod keys;
pub mod notify;
pub mod operations;
pub mod samples;
pub mod shangmi;
pub mod tls;
