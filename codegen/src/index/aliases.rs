//! The words that rustdoc finds an item by. It matches the beginning of a word alone, and shows what has the very word
//! first, in no order that we could give. So a word stands on few items: on those that are looked for by it first.

use std::collections::BTreeMap;

use wechatpay_spec::Target;

use super::entry::{Entry, Index};
use super::phrases::{plain, tails};
use crate::names::model::Crate;

/// How many items have one word.
const ITEMS: usize = 3;
/// What is said before the titles of what service providers send.
const PARTNER: &str = "服务商";

/// How near a word is to an item: its own name, then what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Name,
    Tail,
}

/// Gives every operation and notification its words.
pub fn put(named: &mut Crate<'_>, mut aliases: BTreeMap<Target, Vec<String>>) {
    for operation in named.operations_mut() {
        operation.aliases = aliases.remove(&Target::Operation(operation.spec.id.clone())).unwrap_or_default();
    }
    for webhook in &mut named.webhooks {
        webhook.aliases = aliases.remove(&Target::Webhook(webhook.spec.name.clone())).unwrap_or_default();
    }
}

/// The words of each, those first that are its own name.
pub fn aliases(index: &Index<'_>) -> BTreeMap<Target, Vec<String>> {
    let mut claims: BTreeMap<String, Vec<(Near, usize)>> = BTreeMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        for (near, word) in words(index, entry) {
            let claim = claims.entry(word).or_default();
            if claim.iter().all(|(_, other)| *other != at) {
                claim.push((near, at));
            }
        }
    }
    let mut aliases: BTreeMap<usize, Vec<(Near, String)>> = BTreeMap::new();
    for (word, mut claim) in claims {
        claim.sort_unstable();
        for (near, at) in claim.into_iter().take(ITEMS) {
            aliases.entry(at).or_default().push((near, word.clone()));
        }
    }
    let sorted = |mut words: Vec<(Near, String)>| -> Vec<String> {
        words.sort();
        words.into_iter().map(|(_, word)| word).collect()
    };
    aliases.into_iter().map(|(at, all)| (index.entries[at].target.clone(), sorted(all))).collect()
}

/// All that an entry would be found by.
fn words(index: &Index<'_>, entry: &Entry<'_>) -> Vec<(Near, String)> {
    let titles: Vec<String> = std::iter::once(&entry.title).chain(entry.titles).map(|title| plain(title)).collect();
    let tails: Vec<String> = titles.iter().flat_map(|title| tails(title)).collect();
    let partner = |words: &[String]| -> Vec<String> {
        let is_said = |word: &&String| !word.contains(PARTNER);
        let words = words.iter().filter(|_| entry.is_of_partner()).filter(is_said);
        words.map(|word| format!("{PARTNER}{word}")).collect()
    };
    let (of_partner, partner_tails) = (partner(&titles), partner(&tails));
    let names = titles.into_iter().chain(of_partner).chain(product_names(index, entry));
    let names = names.chain(entry.pages().map(str::to_owned)).map(|word| (Near::Name, word));
    let tails = tails.into_iter().chain(partner_tails).map(|word| (Near::Tail, word));
    names.chain(tails).filter(|(_, word)| !word.is_empty()).collect()
}

/// The name of a product finds what is said to be its main thing.
fn product_names(index: &Index<'_>, entry: &Entry<'_>) -> Vec<String> {
    let product = index.product(entry).filter(|product| product.main.contains(&entry.target));
    product.into_iter().flat_map(|it| [&it.zh, &it.en].into_iter().chain(&it.also)).map(|it| plain_name(it)).collect()
}

/// The words of an English name stay words.
fn plain_name(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { plain(name) }
}
