//! The names of types that stand at several places: those that people give, and those of the types below them.

use wechatpay_spec::{Recorded, Side};

use super::claims::{self, Claim};
use super::kept::{At, Kept};
use super::words;

/// A type below a shared one.
pub struct Below {
    /// From that one.
    pub path: Vec<String>,
    pub has_builder: bool,
    /// Its field is a list.
    pub is_element: bool,
}

/// Names the types below a shared one. What is recorded stands. With them comes what is to be recorded from now on; or
/// what cannot stand.
pub fn below_shared(
    types: impl Iterator<Item = Below>,
    recorded: Option<&Recorded>,
) -> Result<(Vec<String>, Recorded), Vec<String>> {
    let mut kept = Kept::of_shared(recorded);
    let claim = |Below { path, has_builder, is_element }| Claim {
        at: At { side: Side::Response, path },
        builder: has_builder,
        element: is_element,
    };
    let claims: Vec<Claim> = types.map(claim).collect();
    let names = claims::settle(&claims, &mut kept);
    let given = kept.finish();
    let refused: Vec<String> = given.refusals.iter().map(ToString::to_string).collect();
    if refused.is_empty() { Ok((names, given.recorded)) } else { Err(refused) }
}

/// The module of what is below a shared type.
pub fn module_of(name: &str) -> String {
    words::event(name)
}

/// Whether types can have this module.
pub fn is_module(name: &str) -> bool {
    words::is_identifier(name)
}

/// Whether a type can be called so.
pub fn is_type(name: &str) -> bool {
    words::is_identifier(name) && !words::TAKEN_TYPES.contains(&name)
}
