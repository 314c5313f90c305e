use std::collections::BTreeMap;
use std::sync::Arc;

use wechatpay_codegen::diagnostic::{Style, render};
use wechatpay_codegen::page::Page;
use wechatpay_codegen::read::{Counts, Reading, read};

use crate::pages::{fixtures, sources};
use crate::sound::spec;

/// All that a reading says.
pub fn shown(reading: &Reading) -> (BTreeMap<String, String>, Vec<String>, Counts) {
    let diagnostics = reading.diagnostics.iter().map(|diagnostic| render(diagnostic, Style::Plain)).collect();
    (spec(reading).files(), diagnostics, reading.counts)
}

#[test]
fn the_order_of_the_pages_changes_nothing() {
    let mut pages: Vec<Arc<Page>> = Vec::new();
    for (number, file) in fixtures().iter().enumerate() {
        pages.extend(
            sources(file)
                .iter()
                .map(|source| Arc::new(Page::from_bytes(format!("{number}/{}", source.path), &source.bytes))),
        );
    }
    let expected = shown(&read(&pages));
    pages.reverse();
    assert_eq!(shown(&read(&pages)), expected, "reversed");
    for step in [7, 31, 64] {
        pages.rotate_left(step);
        let middle = pages.len() / 2;
        let (front, back) = pages.split_at_mut(middle);
        front.iter_mut().zip(back).step_by(3).for_each(|(one, other)| std::mem::swap(one, other));
        assert_eq!(shown(&read(&pages)), expected, "shuffled by {step}");
    }
}
