//! What is in a module, in the words of the documentation: whoever reads a list of modules reads titles.

use std::collections::BTreeMap;

use wechatpay_spec::{Products, Target};

use crate::names::model::Node;

/// More titles than so many say less than the name of the product.
const TITLES: usize = 3;

/// By URL, what is at it and below it.
pub fn abouts(root: &Node<'_>, products: &Products) -> BTreeMap<String, String> {
    let mut abouts = BTreeMap::new();
    for child in root.children.values() {
        walk(child, products, &mut abouts);
    }
    abouts
}

/// Says it of each.
pub fn put(root: &mut Node<'_>, abouts: &BTreeMap<String, String>) {
    for child in root.children.values_mut() {
        child.about = abouts.get(&child.url).cloned().unwrap_or_default();
        put(child, abouts);
    }
}

/// The titles and the products at and below a node, in the order of the tree.
#[derive(Default)]
struct Below {
    titles: Vec<String>,
    products: Vec<usize>,
}

fn walk(node: &Node<'_>, products: &Products, abouts: &mut BTreeMap<String, String>) -> Below {
    let mut below = Below::default();
    for operation in &node.operations {
        add(&mut below.titles, operation.spec.title.trim().to_owned());
        below.products.extend(products.of(&Target::Operation(operation.spec.id.clone())));
    }
    let own = below.titles.clone();
    for child in node.children.values() {
        let more = walk(child, products, abouts);
        more.titles.into_iter().for_each(|title| add(&mut below.titles, title));
        below.products.extend(more.products);
    }
    below.products.sort_unstable();
    below.products.dedup();
    let about = if own.is_empty() { of_folder(node, &below, products) } else { own.join(", ") };
    abouts.insert(node.url.clone(), about);
    below
}

/// A product by its names; else what few titles say, or the names of few products.
fn of_folder(node: &Node<'_>, below: &Below, products: &Products) -> String {
    let whole = products.all().iter().find(|product| product.at.contains(&node.url));
    if let Some(product) = whole {
        return format!("{} · {}", product.zh, product.en);
    }
    if below.titles.len() <= TITLES {
        return below.titles.join(", ");
    }
    let names: Vec<&str> = below.products.iter().map(|at| products.all()[*at].zh.as_str()).collect();
    if names.len() <= TITLES { names.join(", ") } else { String::new() }
}

fn add(titles: &mut Vec<String>, title: String) {
    if !titles.contains(&title) {
        titles.push(title);
    }
}
