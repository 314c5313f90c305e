//! What second sources say of single fields, and no page does: the format of a text, the name of a type.
//!
//! Machines write it (`cargo xtask formats`, `cargo xtask schemas`) from the facts of the sources, and people decide
//! beside it what is not taken.

mod formats;
mod place;
mod schemas;
mod table;
mod take;

pub use formats::{Formats, Odd};
pub use place::Spot;
pub use schemas::Schemas;
pub use table::{By, Told};
pub use take::{Said, Taken};
