//! What has the same number has the same shape: nothing that a caller or the wire sees is different.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::site::{Body, Site};

/// The number of the shape of each site. What is sent and what comes never have the same.
pub fn shapes(sites: &[Site]) -> Vec<usize> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut shapes = vec![0; sites.len()];
    // What stands in a type comes after it.
    for (index, site) in sites.iter().enumerate().rev() {
        let text = text(site, &shapes);
        let next = known.len();
        shapes[index] = *known.entry(text).or_insert(next);
    }
    shapes
}

fn text(site: &Site, shapes: &[usize]) -> String {
    let mut out = String::from(if site.place.is_sent() { "sent" } else { "come" });
    match &site.body {
        Body::Struct(members) => {
            for member in members {
                let inner = member.inner.map(|inner| shapes[inner]);
                let (list, encoded, presence) = (member.list, member.encoded, member.presence);
                let (wire, ident, kind) = (&member.wire, &member.ident, member.kind);
                let _ = write!(out, "\n{wire:?} {ident} {kind} {inner:?} {list} {encoded} {presence:?}");
                let _ = write!(out, " {:?}", member.values);
                // What has to be given of several is asked of whoever sends.
                if site.place.is_sent() {
                    let _ = write!(out, " {:?}", member.one_of);
                }
            }
        }
        Body::Enum(values) => {
            let _ = write!(out, " {values:?}");
        }
    }
    out
}
