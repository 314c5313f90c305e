//! What a shared type could be called.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use wechatpay_spec::sourced::Spot;
use wechatpay_spec::{Schemas, Target};

use super::group::Group;
use super::product;
use super::site::Site;
use super::taken::Name;
use super::word::{camel, cleaned, is_generic, join, singular};

/// Segments of a URL that say by what something is found, or what is done with it, and not what it is.
const VERBS: [&str; 30] = [
    "add",
    "apply",
    "batch",
    "build",
    "cancel",
    "close",
    "complete",
    "create",
    "delete",
    "finish",
    "get",
    "id",
    "index",
    "list",
    "modify",
    "notify",
    "partner",
    "query",
    "return",
    "reverse",
    "search",
    "send",
    "set",
    "submit",
    "sync",
    "terminate",
    "unbind",
    "unfreeze",
    "update",
    "use",
];

/// The names that a group could have, the best first; all are in one module.
pub fn candidates(sites: &[Site], group: &Group, schemas: &Schemas) -> Vec<Name> {
    let members = || group.sites.iter().map(|site| &sites[*site]);
    let module = product::of_all(members().map(|site| &site.place.target));
    let own = commonest(members().map(own));
    let outer = commonest(members().filter_map(|site| outer(site, 1)));
    let outmost = commonest(members().filter_map(|site| outer_and(site, 2)));
    let url = thing(members().map(|site| &site.place.target));
    let sourced = sourced(members(), schemas);
    let product = module.to_upper_camel_case();
    let own = own.unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    names.extend(sourced.clone());
    if !is_generic(&own) {
        names.push(own.clone());
    }
    // A whole answer is what its URL is about.
    for base in sourced.into_iter().chain([own]) {
        let fronts = [&outer, &outmost, &url].into_iter().flatten();
        names.extend(fronts.map(|front| join(front, &base)));
        names.push(join(&product, &base));
        let both = url.iter().flat_map(|url| outer.iter().map(move |outer| join(url, outer)));
        names.extend(both.map(|front| join(&front, &base)));
    }
    names.retain(|name| name.starts_with(|first: char| first.is_ascii_uppercase()) && !is_generic(name));
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names.into_iter().map(|name| Name { module: module.clone(), name }).collect()
}

/// What most say; of two that as many say, the shorter, and then the first of the alphabet.
fn commonest(names: impl Iterator<Item = String>) -> Option<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    names.for_each(|name| *count.entry(name).or_default() += 1);
    let order = |(name, places): &(String, usize)| (*places, std::cmp::Reverse((name.len(), name.clone())));
    count.into_iter().max_by_key(order).map(|(name, _)| name)
}

/// `PromotionDetail` of `promotion_detail`, `Item` of `items` where it is one of a list.
fn own(site: &Site) -> String {
    let name = camel(site.step());
    if site.is_element { singular(&name) } else { name }
}

/// The field that it stands in, so many above it.
fn outer(site: &Site, above: usize) -> Option<String> {
    let path = &site.place.path;
    let outer = path.len().checked_sub(1 + above).map(|index| singular(&camel(&path[index])));
    outer.filter(|outer| !is_generic(outer))
}

/// The same with all between the two.
fn outer_and(site: &Site, above: usize) -> Option<String> {
    let near: String = (1..above).rev().filter_map(|above| outer(site, above)).collect();
    outer(site, above).map(|far| join(&far, &near))
}

/// What most URLs and names of events are about: `Transaction` of `/v3/pay/transactions/id/{transaction_id}`. Of words
/// that stand in as many, one of many things says it, and then the last.
fn thing<'t>(targets: impl Iterator<Item = &'t Target>) -> Option<String> {
    let mut found: BTreeMap<String, (usize, bool, usize)> = BTreeMap::new();
    for target in targets {
        let mut seen = BTreeSet::new();
        for (depth, (word, is_many)) in words(target).into_iter().enumerate() {
            let (places, many, deepest) = found.entry(word.clone()).or_default();
            *places += usize::from(seen.insert(word));
            *many |= is_many;
            *deepest = (*deepest).max(depth);
        }
    }
    found.into_iter().max_by_key(|(word, rank)| (*rank, std::cmp::Reverse(word.clone()))).map(|(word, _)| word)
}

/// The words that say what a target is about, each with whether it is many.
fn words(target: &Target) -> Vec<(String, bool)> {
    match target {
        Target::Operation(id) => {
            let is_a_thing = |word: &&str| {
                let is_key = word.starts_with("out-") || word.ends_with("-no") || word.ends_with("-id");
                !word.is_empty() && !word.starts_with('{') && !is_key && !VERBS.contains(word)
            };
            let words = id.path.split('/').skip(2).filter(is_a_thing);
            words.map(|word| (singular(&camel(word)), word.ends_with('s'))).collect()
        }
        Target::Webhook(name) => {
            let word = name.split('.').rev().nth(1);
            word.map(|word| (camel(&word.to_lowercase()), true)).into_iter().collect()
        }
    }
}

/// The name that sources give the type at most of the places of which they speak.
fn sourced<'s>(sites: impl Iterator<Item = &'s Site>, schemas: &Schemas) -> Option<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut speak = 0;
    for site in sites {
        let spot = Spot { side: site.place.side, path: site.place.path.join(".") };
        let Some(told) = schemas.names(&site.place.target, &spot) else { continue };
        speak += 1;
        let names: BTreeSet<String> = told.keys().filter_map(|name| cleaned(name)).collect();
        for name in names {
            *count.entry(name).or_default() += 1;
        }
    }
    let best = commonest_of(count)?;
    (best.1 * 2 > speak).then_some(best.0)
}

fn commonest_of(count: BTreeMap<String, usize>) -> Option<(String, usize)> {
    count.into_iter().max_by_key(|(name, places)| (*places, std::cmp::Reverse((name.len(), name.clone()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_about_the_last_things_that_it_names() {
        let thing = |text: &str| {
            let targets: Vec<Target> = text.split(", ").map(|text| text.parse().unwrap()).collect();
            thing(targets.iter()).unwrap_or_default()
        };
        assert_eq!(thing("GET /v3/pay/transactions/id/{transaction_id}"), "Transaction");
        assert_eq!(thing("GET /v3/pay/transactions/out-trade-no/{out_trade_no}"), "Transaction");
        assert_eq!(thing("POST /v3/profitsharing/orders/unfreeze"), "Order");
        assert_eq!(thing("GET /v3/bill/tradebill"), "Tradebill");
        assert_eq!(thing("GET /v3/thing/a, GET /v3/thing/b"), "Thing");
        assert_eq!(thing("GET /v3/refund/x, GET /v3/refunds/{id}, webhook REFUND.SUCCESS"), "Refund");
        assert_eq!(thing("webhook PAYSCORE.USER_PAID"), "Payscore");
    }
}
