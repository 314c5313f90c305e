//! Texts for which their page lists no values: one that is one type with texts of other pages has theirs, and a value made
//! up for it is told as one that the enum does not list.

use std::collections::BTreeSet;

use wechatpay_client::wire::{Drift, DriftKind};
use wechatpay_gateway::api::{Content, Kind, Shape};

/// The places of such texts, as [`Drift::path`] tells them, without the numbers of items.
pub struct OpenTexts(BTreeSet<String>);

impl OpenTexts {
    pub fn of(shape: Shape) -> Self {
        let mut open = BTreeSet::new();
        add("$", shape, &mut open);
        Self(open)
    }

    /// Whether no more is told than that such a text has a value of another page.
    pub fn explain(&self, drift: &Drift) -> bool {
        let path = drift.path().split('[').enumerate().map(|(at, part)| match part.split_once(']') {
            Some((_, behind)) if at > 0 => behind,
            _ => part,
        });
        matches!(drift.kind(), DriftKind::UnknownValue) && self.0.contains(&path.collect::<String>())
    }
}

fn add(at: &str, shape: Shape, open: &mut BTreeSet<String>) {
    for field in shape.fields() {
        let path = format!("{at}.{}", field.name);
        match &field.content {
            Content::Leaf if field.ty.kind == Kind::String && field.values.is_empty() => drop(open.insert(path)),
            Content::Leaf => {}
            Content::Fields(below) | Content::Encoded(below) => add(&path, *below, open),
            Content::Variants(shapes) => shapes.iter().for_each(|below| add(&path, *below, open)),
        }
    }
}
