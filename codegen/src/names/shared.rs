//! The names of types that stand at several places: those that people give, and those of the types below them.

use wechatpay_spec::{Recorded, Side};

use super::claims::{self, Claim};
use super::kept::{At, Kept};
use super::words;

/// Names the types below a shared one, each given by its path from it and by whether it has a builder. What is recorded
/// stands. With them comes what is to be recorded from now on; or what cannot stand.
pub fn below_shared(
    types: Vec<(Vec<String>, bool)>,
    recorded: Option<&Recorded>,
) -> Result<(Vec<String>, Recorded), Vec<String>> {
    let mut kept = Kept::of_shared(recorded);
    let claim = |(path, builder)| Claim { at: At { side: Side::Response, path }, builder, element: false };
    let claims: Vec<Claim> = types.into_iter().map(claim).collect();
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
