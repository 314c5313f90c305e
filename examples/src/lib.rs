//! What shops that take notifications are made of. The shops themselves are in `examples/`: each takes the notifications
//! of one merchant, whose keys the environment names, and works on each of them once.

pub mod postgres;
pub mod redis;
pub mod shop;
