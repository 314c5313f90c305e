//! The spec of WeChat Pay APIv3: what the documentation states, reviewed and kept in git.
//!
//! The reader fills it, the emitter reads it, and neither is known here:
//!
//! ```no_run
//! use std::path::Path;
//! use wechatpay_spec::{Corrected, Spec};
//!
//! let folder = Path::new("spec");
//! let stated = Spec::load(folder).unwrap(); // what the documentation states
//! let corrected = Corrected::load(folder).unwrap(); // what is right, and what an answer really holds
//! ```

mod again;
mod allow;
mod caller;
pub mod choice;
mod corrected;
pub mod diff;
mod error;
mod file;
mod format;
mod held;
pub mod inventory;
mod load;
mod model;
mod moves;
mod names;
pub mod near;
pub mod overrides;
mod page;
pub mod pairs;
mod presence;
mod products;
mod protocol;
mod show;
mod sides;
mod source;
pub mod sourced;
mod stated;
mod target;
mod text;
pub mod types;
mod unite;
pub mod unseen;
mod validate;

pub use again::Retry;
pub use allow::{AllowList, Allowed, Filtered, Occurrence, Unused};
pub use caller::{Digest, Upload};
pub use choice::Choice;
pub use corrected::Corrected;
pub use error::{Place, SpecError};
pub use file::{check_event, says_it_is};
pub use format::Format;
pub use held::{Held, HeldPage};
pub use model::{
    Base, Body, Content, Encrypted, Field, Kind, Media, Method, Moved, Operation, OperationId, Query, Request,
    Required, Response, Spec, Status, Type, Variant, Webhook,
};
pub use names::{Item, ItemKind, Names, Recorded};
pub use overrides::Overrides;
pub use pairs::Pairs;
pub use presence::Presence;
pub use products::{Product, Products};
pub use protocol::{Auth, Facts, Protocol, Verify};
pub use show::Unknown;
pub use sides::Sides;
pub use source::Source;
pub use sourced::{Formats, Schemas};
pub use stated::Stated;
pub use target::{Side, Target};
pub use text::is_wire_name;
pub use types::Types;
pub use validate::validate;
