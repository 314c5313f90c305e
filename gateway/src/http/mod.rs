//! HTTP/1.1 as bytes on a socket: nothing is normalised, so that one sees what was really sent, and so that an answer
//! can be wrong in every way.

mod chunked;
mod form;
mod query;
mod read;
mod request;
mod write;

pub use form::{Part, form_remarks, parse_form};
pub use query::{decode_component, pairs};
pub use read::{Incoming, Reader};
pub use request::Request;
pub use write::{head, reason};
