//! Values that are made while others are read, and live as long as these.

use std::cell::OnceCell;

use super::Value;

/// A chain of values, each of which can be lent as soon as it is there.
#[derive(Default)]
pub(super) struct Kept(OnceCell<Box<Link>>);

pub(super) struct Link {
    pub(super) value: Value,
    pub(super) next: Kept,
}

impl Kept {
    /// Puts a value at the end of the chain, which this is, and gives the new end.
    pub(super) fn keep(&self, value: Value) -> &Link {
        self.0.get_or_init(|| Box::new(Link { value, next: Self::default() }))
    }
}

impl Drop for Kept {
    /// Link by link: a long chain would be too deep to drop itself.
    fn drop(&mut self) {
        let mut link = self.0.take();
        while let Some(mut last) = link {
            link = last.next.0.take();
        }
    }
}
