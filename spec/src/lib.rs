//! The spec of WeChat Pay APIv3: what the documentation states, reviewed and kept in git.
//!
//! The reader fills it, the emitter reads it, and neither is known here:
//!
//! ```no_run
//! use std::path::Path;
//! use wechatpay_spec::overrides::{Overrides, Scope};
//! use wechatpay_spec::{Presence, Spec};
//!
//! let folder = Path::new("spec");
//! let mut spec = Spec::load(folder).unwrap(); // what the documentation states
//! Overrides::load(folder).unwrap().apply(&mut spec, Scope::Whole).unwrap(); // what is right
//! let presence = Presence::load(folder).unwrap(); // what an answer really holds
//! ```

mod allow;
pub mod diff;
mod error;
mod file;
mod load;
mod model;
pub mod overrides;
mod presence;
mod protocol;
mod source;
mod target;

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
pub use target::{Side, Target};
