//! The files of the spec: one canonical JSON text per operation and webhook, its name, its printer and its strict parser.

mod name;
mod parse;
mod print;
mod shape;

pub(crate) use name::{is_api, is_webhook};
pub(crate) use parse::parse_moved;
pub(crate) use print::print_moved;
