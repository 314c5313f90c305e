//! The doctor names what is wrong, and what to do about it.

mod captures;
mod kinds;
mod program;
mod setup;
mod setups;
