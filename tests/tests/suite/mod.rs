//! What is asked of a client, whichever `crate::caller` drives it.

mod bills;
mod brands;
mod calls;
mod certificates;
mod deadlines;
mod downloads;
mod drift;
mod faults;
mod keys;
mod layers;
mod links;
mod network;
mod notifications;
mod outcomes;
mod pages;
mod presign;
mod properties;
mod requests;
mod retries;
mod runtimes;
mod settings;
mod shangmi;
pub(crate) mod support;
mod transport;
mod unsendable;
mod untyped;
mod uploads;
