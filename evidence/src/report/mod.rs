//! How the disagreements are told: to people, with the lines that decide them, and to programs.

mod json;
mod open;
mod paste;
mod sums;
mod text;

pub use json::to_json;
pub use open::{Open, open};
pub use sums::to_sums;
pub use text::to_text;
