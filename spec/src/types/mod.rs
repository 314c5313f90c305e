//! What people have decided is one type: a name, and the places where it stands.

mod check;
mod entry;
mod file;
mod place;
mod twice;

pub use entry::{Declined, SharedType, Unite};
pub use file::Types;
pub use place::TypePlace;
