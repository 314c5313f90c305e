//! What things are called: as in Rust, with dots for `::`, so that who knows one knows the other.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use wechatpay_spec::OperationId;

use crate::names;

/// `v3.pay.transactions.jsapi`: where the types of a URL are.
pub fn module(path: &str) -> String {
    component(&names::modules(path).join("."))
}

/// `v3.pay.transactions.jsapi.post`: as there is one operation of a method at a URL, no two are called so.
pub fn operation(id: &OperationId) -> String {
    format!("{}.{}", module(&id.path), id.method.lower())
}

/// The product that an operation belongs to: its cargo feature.
pub fn product(path: &str) -> String {
    let root = || path.split('/').find(|segment| !segment.is_empty()).unwrap_or("other").to_owned();
    names::feature(path).unwrap_or_else(root)
}

/// A component is called by letters, digits, `.`, `-` and `_`. Names of Rust have no `-`, so that it can stand for what
/// else they have.
pub fn component(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    for letter in name.replace("r#", "").chars() {
        match letter {
            '.' | '_' => spelled.push(letter),
            letter if letter.is_ascii_alphanumeric() => spelled.push(letter),
            other => write!(spelled, "-{:x}", u32::from(other)).expect("a string takes all text"),
        }
    }
    spelled
}

/// Components whose names tools could not keep apart, and what they are called for it.
///
/// Most generators make one word of a name: `pay.goods.Detail` and `pay.GoodsDetail` would be one type to them. The one
/// that lies higher keeps its name, and the other one has a number.
#[derive(Default)]
pub struct Spelling {
    others: HashMap<String, String>,
}

impl Spelling {
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut words: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in names {
            words.entry(word(name)).or_default().push(name);
        }
        let taken: HashSet<String> = words.keys().cloned().collect();
        let mut others = HashMap::new();
        for mut alike in words.into_values() {
            alike.sort_by_key(|name| (name.matches('.').count(), *name));
            let mut numbers = 2..;
            for name in &alike[1..] {
                let free = numbers.find_map(|number| {
                    let spelled = format!("{name}_{number}");
                    (!taken.contains(&word(&spelled))).then_some(spelled)
                });
                others.extend(free.map(|spelled| ((*name).to_owned(), spelled)));
            }
        }
        Self { others }
    }

    pub fn is_plain(&self) -> bool {
        self.others.is_empty()
    }

    pub fn spell(&self, name: String) -> String {
        self.others.get(&name).cloned().unwrap_or(name)
    }
}

/// What generators have in common in making a name of their language: letters and digits remain.
fn word(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The names of paths in the document.
///
/// Two URLs that differ in the names of their placeholders alone are one to OpenAPI, be they two operations to WeChat
/// Pay. The second one has its placeholders as a fragment behind it, which no client sends.
#[derive(Default)]
pub struct Paths {
    taken: HashSet<String>,
}

impl Paths {
    pub fn name(&mut self, id: &OperationId) -> String {
        let is_placeholder = |segment: &&str| segment.starts_with('{');
        let form: Vec<&str> = id.path.split('/').map(|it| if is_placeholder(&it) { "{}" } else { it }).collect();
        if self.taken.insert(form.join("/")) {
            return id.path.clone();
        }
        format!("{}#{}", id.path, id.placeholders().collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_that_read_alike_are_told_apart() {
        let spelling =
            Spelling::of(["a.goods.Detail", "a.GoodsDetail", "a.goods_d.Etail", "a.GoodsDetail2", "b.Goods"]);
        let spelled = |name: &str| spelling.spell(name.to_owned());
        // Whatever their order: the second number is taken by a name of its own.
        assert_eq!(spelled("a.GoodsDetail"), "a.GoodsDetail");
        assert_eq!(spelled("a.goods.Detail"), "a.goods.Detail_3");
        assert_eq!(spelled("a.goods_d.Etail"), "a.goods_d.Etail_4");
        assert_eq!(spelled("b.Goods"), "b.Goods");
        assert!(Spelling::of(["a.B", "a.C"]).is_plain());
    }

    #[test]
    fn a_component_has_letters_that_one_may_have() {
        assert_eq!(component("v3.r#type.一_A"), "v3.type.-4e00_A");
    }

    #[test]
    fn two_urls_that_differ_in_placeholders_alone_are_two_paths() {
        let mut paths = Paths::default();
        let mut name = |id: &str| paths.name(&id.parse().unwrap());
        assert_eq!(name("POST /v3/a/{x}/{y}"), "/v3/a/{x}/{y}");
        assert_eq!(name("POST /v3/a/{z}/{y}"), "/v3/a/{z}/{y}#z,y");
        assert_eq!(name("POST /v3/a/x/{y}"), "/v3/a/x/{y}");
    }
}
