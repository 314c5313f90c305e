//! Which page is next, and whether there is one. No I/O in here.

use std::collections::HashSet;

use super::paged::Paged;
use super::turn::{Read, Turn};
use crate::error::Error;

/// How many pages are read of a list unless it is said otherwise.
const MOST_PAGES: u64 = 10_000;

/// The way from the first page to the last.
pub(super) struct Course<O: Paged> {
    /// The request of the page that is next, or on its way.
    next: Option<O>,
    is_over: bool,
    /// The page before.
    last: Vec<O::Item>,
    /// What pages were called that have been asked for.
    tokens: HashSet<String>,
    /// How many items have come, of how many pages.
    read: Read,
    /// How many pages may be asked for.
    most: u64,
}

impl<O: Paged> Course<O> {
    pub(super) fn new(first: O) -> Self {
        Self {
            next: Some(first),
            is_over: false,
            last: Vec::new(),
            tokens: HashSet::new(),
            read: Read::default(),
            most: MOST_PAGES,
        }
    }

    pub(super) fn limit(&mut self, pages: u64) {
        self.most = pages;
    }

    pub(super) fn next(&self) -> Option<&O> {
        self.next.as_ref()
    }

    /// The request of the next page, to be sent.
    pub(super) fn request(&mut self) -> Option<Result<O, Error>> {
        let next = self.next.as_ref().filter(|_| !self.is_over)?;
        let asked = if self.read.pages >= self.most {
            Err(Self::broken(format!(
                "{} pages have been read, the most that may be, and there may be more",
                self.most
            )))
        } else if next.token().is_some_and(|token| !self.tokens.insert(token.to_owned())) {
            Err(Self::broken("the next page is one that has been read: the list has no end"))
        } else {
            Ok(next.clone())
        };
        self.is_over = asked.is_err();
        Some(asked)
    }

    /// Takes what has come of the request.
    pub(super) fn answered(&mut self, answer: Result<O::Response, Error>) -> Result<O::Response, Error> {
        let turned = answer.and_then(|answer| self.turn(&answer).map(|()| answer));
        self.is_over = turned.is_err() || self.next.is_none();
        turned
    }

    fn turn(&mut self, answer: &O::Response) -> Result<(), Error> {
        let items = O::list(answer);
        if !items.is_empty() && items == self.last {
            return Err(Self::broken("the page is the same as the one before it: the list has no end"));
        }
        self.last = items.to_vec();
        self.read = Read { items: self.read.items + items.len() as u64, pages: self.read.pages + 1 };
        let Some(asked) = self.next.take() else { return Ok(()) };
        let mut next = asked.clone();
        match next.turn(answer, self.read) {
            Turn::Next => self.next = Some(next),
            Turn::End => {}
            Turn::Short { read, total } => {
                self.next = Some(asked);
                return Err(Self::broken(format!("it has ended after {read} items, and says that it has {total}")));
            }
        }
        Ok(())
    }

    fn broken(reason: impl Into<String>) -> Error {
        Error::list(format!("{} {}", O::META.method.as_str(), O::META.path), O::PLACE, reason)
    }
}
