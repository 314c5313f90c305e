//! From named types to named types: what people have decided is one type (`spec/types/*.toml`) is one from here on.
//!
//! Every operation and notification has its names by now, and keeps them: at each place of a shared type stands a name
//! for it. So no decision makes, changes or takes away a path that a caller can write, but those below `types`.
//!
//! [`index`] finds the types of places, [`merge`] makes one of several and says what differs ([`difference`], told by
//! [`misfit`]), [`place`] puts the one in place of the others. Which of them holds another one is in [`hold`].

mod check;
mod difference;
mod hold;
mod index;
mod member;
mod merge;
mod merging;
mod misfit;
mod place;
mod title;
mod users;
mod widen;
mod word;

use std::collections::BTreeMap;

use rayon::prelude::*;
use wechatpay_spec::Corrected;

use crate::names::model::{Crate, Shared};
use crate::names::{self as named, Refusal};
use index::{Index, Owners};
use merge::Merged;

/// Names everything, and makes one type of what is one.
pub fn name(corrected: &Corrected) -> Result<Crate<'_>, Vec<Refusal>> {
    let mut named = named::name(corrected)?;
    share(&mut named, corrected)?;
    Ok(named)
}

/// Makes one type of what is one. Places that are not there are left out: who checks the decisions says so.
pub fn share(named: &mut Crate<'_>, Corrected { types, names, .. }: &Corrected) -> Result<(), Vec<Refusal>> {
    if types.entries().is_empty() {
        return Ok(());
    }
    let owners = Owners::of(types, &names.types);
    let index = Index::of(named, &owners);
    let merged: Vec<Merged> =
        (0..types.entries().len()).into_par_iter().filter_map(|entry| merge::merge(&index, &owners, entry)).collect();
    let mut refusals: Vec<Refusal> = merged.iter().flat_map(|merged| misfit::refusals(merged, &owners)).collect();
    refusals.extend(check::refusals(&merged, &owners));
    refusals.extend(check::circles(&merged, &owners));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let needless = merged.iter().filter_map(|merged| check::needless(merged, &owners)).collect();
    let features = users::features(&merged);
    let (aliases, widened) = (place::aliases(&merged, &index, &owners), widen::widened(&merged, &index));
    let (mut shared, mut record): (Vec<Shared>, _) = (Vec::new(), BTreeMap::new());
    for merged in merged {
        let features = features[&merged.entry].clone();
        record.insert(owners.entry(merged.entry).full_name(), merged.record.clone());
        shared.push(users::shared(merged, named, (&index, &owners), features));
    }
    shared.sort_by(|a, b| a.name.cmp(&b.name));
    (named.shared, named.names.types, named.widened, named.needless) = (shared, record, widened, needless);
    place::put(named, aliases);
    Ok(())
}
