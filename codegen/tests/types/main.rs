//! What people have decided is one type, is one: which places fit, what becomes of them, and that no name is lost.

mod common;
mod diff;
mod misfits;
mod notifications;
mod paths;
mod property;
mod rules;
