//! The spec of WeChat Pay APIv3: what the documentation states, reviewed and kept in git.

mod error;
mod file;
mod load;
mod model;
mod presence;
mod protocol;
mod source;

pub use error::{Place, SpecError};
pub use model::{
    Base, Body, Content, Encrypted, Field, Kind, Media, Method, Moved, Operation, OperationId, Query, Request,
    Required, Response, Spec, Status, Type, Webhook,
};
pub use presence::Presence;
pub use protocol::{Facts, Protocol, Retry, Verify};
pub use source::Source;
