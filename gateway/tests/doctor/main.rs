//! The doctor names what is wrong, and what to do about it.

mod captures;
mod setup;
mod setups;
