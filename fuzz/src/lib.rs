//! What the targets have in common.
//!
//! An input is text as far as it can be, so that a seed can be read and a finding understood: a line of choices, a line
//! for each text that is looked at by itself, and the rest.

pub mod budget;
pub mod choices;
pub mod party;
pub mod wire;
