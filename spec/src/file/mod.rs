//! The files of the spec: one canonical JSON text per operation and webhook, its name, its printer and its strict parser.

mod name;
mod parse;
mod print;
mod shape;

pub(crate) use name::{MOVED, is_api, is_webhook};
pub use name::{check_event, says_it_is};
pub(crate) use parse::{canonical, parse_json, parse_moved};
pub(crate) use print::{Object, print_moved, texts};
pub(crate) use shape::{FieldFile, RequiredFile, Word, fields};
