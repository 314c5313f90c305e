//! What a shared type could be called.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use wechatpay_spec::sourced::Spot;
use wechatpay_spec::{Schemas, Target};

use super::group::Group;
use super::product;
use super::site::Site;
use crate::names::claims::builder;

/// Names that say nothing by themselves.
const GENERIC: [&str; 36] = [
    "Answer",
    "Body",
    "Content",
    "Data",
    "DataList",
    "Detail",
    "DetailInfo",
    "Details",
    "Entity",
    "Extend",
    "ExtendInfo",
    "Flag",
    "Info",
    "Information",
    "Item",
    "List",
    "Mode",
    "Name",
    "Object",
    "Page",
    "Param",
    "Params",
    "Reason",
    "Record",
    "Request",
    "Resource",
    "Response",
    "Result",
    "State",
    "Status",
    "Total",
    "Type",
    "Value",
    "Values",
    "Code",
    "Scene",
];
/// Beginnings of names in sources that tell classes of the same name apart, and mean nothing to a caller.
const PREFIXES: [&str; 3] = ["CommResp", "Common", "Union"];
/// Ends of them that say what the class is made of.
const SUFFIXES: [&str; 2] = ["Entity", "Enum"];
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

/// What is sent and is called like what comes: the two are never one type.
const INPUT: &str = "Input";

/// A module, and a name in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub module: String,
    pub name: String,
}

/// Names that are taken, each by one type.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Whether what has the name is sent.
    names: BTreeMap<Name, bool>,
    /// What is below a type lies in a module of its name.
    modules: BTreeSet<(String, String)>,
}

impl Taken {
    /// Takes the name of a type, and that of its builder where it has one.
    pub fn take(&mut self, name: &Name, is_sent: bool) -> bool {
        let all = [Some(name.name.clone()), is_sent.then(|| builder(&name.name))];
        let all: Vec<Name> = all.into_iter().flatten().map(|called| name.with(called)).collect();
        let module = (name.module.clone(), name.name.to_snake_case());
        let is_free = !self.modules.contains(&module) && all.iter().all(|name| !self.names.contains_key(name));
        if is_free {
            self.names.extend(all.into_iter().map(|name| (name, is_sent)));
            self.modules.insert(module);
        }
        is_free
    }

    /// Takes the first of some names that is free. What is sent is called after what comes, where that has its name.
    pub fn first(&mut self, names: &[Name], is_sent: bool) -> Option<Name> {
        names.iter().find_map(|name| {
            if self.take(name, is_sent) {
                return Some(name.clone());
            }
            let is_of_a_twin = is_sent && self.names.get(name) == Some(&false);
            let input = is_of_a_twin.then(|| name.with(format!("{}{INPUT}", name.name)))?;
            self.take(&input, is_sent).then_some(input)
        })
    }
}

impl Name {
    fn with(&self, name: String) -> Self {
        Self { module: self.module.clone(), name }
    }
}

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

fn camel(word: &str) -> String {
    word.to_upper_camel_case()
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

/// What a list is of.
fn singular(name: &str) -> String {
    // Goods are many, and one of them is not called a good.
    if name.ends_with("Goods") {
        return name.to_owned();
    }
    let stem = |end: &str| name.strip_suffix(end).filter(|stem| stem.len() > 1);
    match (stem("List"), stem("ies"), stem("s")) {
        (Some(stem), ..) => singular(stem),
        (_, Some(stem), _) => format!("{stem}y"),
        (.., Some(stem)) if !name.ends_with("ss") && !name.ends_with("us") && !name.ends_with("is") => {
            ["sses", "xes", "ches", "shes"]
                .iter()
                .find(|end| name.ends_with(*end))
                .map_or(stem, |_| &name[..name.len() - 2])
                .to_owned()
        }
        _ => name.to_owned(),
    }
}

fn join(front: &str, name: &str) -> String {
    if is_empty_word(name) || front.ends_with(name) {
        front.to_owned()
    } else if name.starts_with(front) {
        name.to_owned()
    } else {
        format!("{front}{name}")
    }
}

/// A word that adds nothing to what is in front of it.
fn is_empty_word(name: &str) -> bool {
    matches!(name, "" | "Data" | "Response" | "Resource" | "Result" | "Item" | "List" | "Object" | "Entity")
}

fn is_generic(name: &str) -> bool {
    name.is_empty() || GENERIC.contains(&name)
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

/// A name of a source as it would be here, where it is good: `SceneInfo` of `definitions/Transaction#SceneInfo`.
fn cleaned(name: &str) -> Option<String> {
    let name = name.rsplit(['#', '/']).next().unwrap_or_default();
    let is_word =
        name.starts_with(|first: char| first.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_word || PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
        return None;
    }
    let short = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
    (!is_generic(short)).then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_one_thing() {
        for (list, one) in [
            ("GoodsDetails", "GoodsDetail"),
            ("GoodsList", "Goods"),
            ("Stores", "Store"),
            ("Activities", "Activity"),
            ("Address", "Address"),
            ("Addresses", "Address"),
            ("Status", "Status"),
            ("Boxes", "Box"),
            ("Branches", "Branch"),
            ("Purchases", "Purchase"),
            ("List", "List"),
        ] {
            assert_eq!(singular(list), one, "{list}");
        }
    }

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

    #[test]
    fn a_name_of_a_source_is_taken_where_it_is_one_of_the_trade() {
        assert_eq!(cleaned("definitions/Transaction#SceneInfo").as_deref(), Some("SceneInfo"));
        assert_eq!(cleaned("WeekEnum").as_deref(), Some("Week"));
        assert_eq!(cleaned("ProductCouponEntity").as_deref(), Some("ProductCoupon"));
        assert_eq!(cleaned("CommRespAmountInfo"), None);
        assert_eq!(cleaned("Detail"), None);
        assert_eq!(cleaned("支付#订单"), None);
    }

    fn named(name: &str) -> Name {
        Name { module: "pay".to_owned(), name: name.to_owned() }
    }

    #[test]
    fn the_name_of_a_builder_is_taken_with_that_of_what_it_builds() {
        let mut taken = Taken::default();
        assert!(taken.take(&named("Amount"), true));
        assert!(!taken.take(&named("AmountBuilder"), false) && !taken.take(&named("Amount"), false));
        assert!(taken.take(&named("PayerBuilder"), false) && !taken.take(&named("Payer"), true));
        assert!(taken.take(&named("Payer"), false));
    }

    #[test]
    fn what_is_sent_is_called_after_what_comes() {
        let mut taken = Taken::default();
        let names = [named("Amount"), named("RefundAmount")];
        let mut first = |is_sent| taken.first(&names, is_sent).map(|name| name.name);
        assert_eq!(first(false).as_deref(), Some("Amount"));
        assert_eq!(first(true).as_deref(), Some("AmountInput"));
        // Another one that is sent has to be told apart by more than that.
        assert_eq!(first(true).as_deref(), Some("RefundAmount"));
        assert_eq!(first(false), None);
    }
}
