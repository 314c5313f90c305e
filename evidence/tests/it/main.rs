//! The evidence from outside: what is read, compared and decided.

mod contract;
mod decided;
mod facts;
mod found;
mod marks;
mod oracle;
mod support;
