//! What is said of a page: a code, a message, a place, and a way out.
//!
//! Reading never stops at the first problem. Each stage reports into [`Diagnostics`] and goes on with the best guess,
//! so that one run says all there is to say.

mod code;
mod remedy;
mod render;
mod report;

pub use code::{Code, Severity};
pub use remedy::remedies;
pub use render::{Style, render};
pub use report::{Diagnostic, Diagnostics};
