//! Corrections of the documentation: data, decided by people, beside the spec that machines write.
//!
//! Each names its target, the value that it expects to find, the value to set, the reason and the evidence. One that
//! finds another value than it expects, or changes nothing, is an error: the documentation has been fixed.

mod apply;
mod arrival;
mod attribute;
mod correction;
mod earlier;
mod edit;
mod file;
mod find;
mod load;
mod misfit;
mod path;
mod sibling;
mod texts;

pub use apply::{Applied, Scope};
pub use arrival::Arrival;
pub use attribute::Attribute;
pub use correction::{Action, Change, Declined, Override, TargetKey};
pub(crate) use edit::SubjectMut;
pub(crate) use find::Subject;
pub use load::Overrides;
pub use misfit::{Misfit, Why};
pub use path::{FieldPath, Step};
pub use sibling::{Paste, Sibling, Siblings, Undecided};
