//! Corrections of the documentation: data, decided by people, beside the spec that machines write.
//!
//! Each names its target, the value that it expects to find, the value to set, the reason and the evidence. One that
//! finds another value than it expects, or changes nothing, is an error: the documentation has been fixed.

mod apply;
mod attribute;
mod correction;
mod file;
mod find;
mod load;
mod path;

pub use apply::{Applied, Scope};
pub use attribute::Attribute;
pub use correction::{Action, Change, Override};
pub use load::Overrides;
pub use path::{FieldPath, Step};
