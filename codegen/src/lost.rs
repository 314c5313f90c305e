//! Names that are published, and that the record does not know any more: a file that was deleted, a merge that went
//! wrong. What is written next would rename them.

use wechatpay_spec::types::SharedType;
use wechatpay_spec::{Corrected, Names, Spec, Target};

use crate::names::model::Crate;
use crate::names::{Refusal, Renamed, name};

/// What the record lacks: tables of what the committed spec has; and, where it is known what was `published` last, the
/// names that would become others without their lines. A line that says another name is somebody's decision.
pub fn lost(corrected: &Corrected, committed: &Spec, published: Option<&Names>, now: &Crate<'_>) -> Vec<Refusal> {
    // Where nothing has been published, nothing is missed.
    let is_first = published.is_some_and(|published| published.published.is_empty());
    let known = |target: &Target| is_first || corrected.names.published.contains_key(target);
    let unrecorded: Vec<Target> = committed.stated().into_keys().filter(|target| !known(target)).collect();
    let renamed = published.map_or_else(Vec::new, |published| renamed(corrected, published, now));
    let types = published.map_or_else(Vec::new, |published| types(corrected, published));
    let refusals = [
        (!unrecorded.is_empty()).then_some(Refusal::Unrecorded { targets: unrecorded }),
        (!renamed.is_empty()).then_some(Refusal::Lost { renamed }),
    ];
    refusals.into_iter().flatten().chain(types).collect()
}

/// Tables of types that stand at several places, and still do.
fn types(corrected: &Corrected, published: &Names) -> Vec<Refusal> {
    let is_lost = |name: &String| published.types.contains_key(name) && !corrected.names.types.contains_key(name);
    let lost = corrected.types.entries().iter().map(SharedType::full_name).filter(is_lost);
    lost.map(|name| Refusal::UnrecordedType { name }).collect()
}

fn renamed(corrected: &Corrected, published: &Names, now: &Crate<'_>) -> Vec<Renamed> {
    let before = Corrected { names: published.clone(), ..corrected.clone() };
    let Ok(named) = name(&before) else { return Vec::new() };
    let mut renamed = Vec::new();
    for (target, stated) in corrected.spec.stated() {
        let source = stated.source();
        let Some(lines) = published.of(&target, source, &corrected.spec.moved) else { continue };
        let recorded = corrected.names.of(&target, source, &corrected.spec.moved);
        let (Some(was), Some(is)) = (named.given.get(&target), now.given.get(&target)) else { continue };
        for (item, was) in was {
            let is_lost = recorded.is_none_or(|recorded| lines.contains_key(item) && !recorded.contains_key(item));
            if let Some(is) = is.get(item).filter(|is| is_lost && *is != was) {
                let (was, is) = (was.clone(), is.clone());
                renamed.push(Renamed { target: target.clone(), item: item.clone(), was, is });
            }
        }
    }
    renamed
}
