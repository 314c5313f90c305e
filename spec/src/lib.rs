//! The spec of WeChat Pay APIv3: what the documentation states, reviewed and kept in git.

mod allow;
mod error;
mod file;
mod load;
mod model;
pub mod overrides;
mod presence;
mod protocol;
mod source;

pub use allow::{AllowList, Allowed, Filtered, Occurrence};
pub use error::{Place, SpecError};
pub use model::{
    Base, Body, Content, Encrypted, Field, Kind, Media, Method, Moved, Operation, OperationId, Query, Request,
    Required, Response, Spec, Status, Type, Webhook,
};
pub use overrides::Overrides;
pub use presence::Presence;
pub use protocol::{Facts, Protocol, Retry, Verify};
pub use source::Source;
