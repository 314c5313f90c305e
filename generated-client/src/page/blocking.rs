//! Pages and items on a thread that waits.

use std::fmt;
use std::vec;

use super::course::Course;
use super::paged::Paged;
use crate::blocking::Client;
use crate::error::Error;

impl Client {
    /// The pages of a list, from the one that the request asks for: [the module](super).
    pub fn pages<O: Paged>(&self, request: O) -> Pages<O> {
        Pages { client: self.clone(), course: Course::new(request) }
    }

    /// The items of a list, from the first on the page that the request asks for: [the module](super).
    pub fn items<O: Paged>(&self, request: O) -> Items<O> {
        Items { pages: self.pages(request), items: Vec::new().into_iter() }
    }
}

/// The pages of a list, each asked for when it is wanted: an iterator, which ends with the first error.
#[must_use = "a list is asked for page by page"]
pub struct Pages<O: Paged> {
    client: Client,
    course: Course<O>,
}

/// The items of a list, whose pages are asked for when they are wanted: an iterator, which ends with the first error.
#[must_use = "a list is asked for page by page"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
}

impl<O: Paged> Pages<O> {
    /// Ends with an error when there are more pages than this: [`Pages::limit`](crate::page::Pages::limit).
    pub fn limit(mut self, pages: u64) -> Self {
        self.course.limit(pages);
        self
    }

    /// The request of the page that is next, or of the one that failed:
    /// [`Pages::request`](crate::page::Pages::request).
    pub fn request(&self) -> Option<&O> {
        self.course.next()
    }
}

impl<O: Paged> Iterator for Pages<O> {
    type Item = Result<O::Response, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let answer = self.course.request()?.map(|request| self.client.send(request));
        Some(answer.and_then(|answer| self.course.answered(answer)))
    }
}

impl<O: Paged> Items<O> {
    /// Ends with an error when there are more pages than this: [`Pages::limit`](crate::page::Pages::limit).
    pub fn limit(self, pages: u64) -> Self {
        Self { pages: self.pages.limit(pages), ..self }
    }

    /// The request of the page that is next, or of the one that failed:
    /// [`Pages::request`](crate::page::Pages::request).
    pub fn request(&self) -> Option<&O> {
        self.pages.request()
    }
}

impl<O: Paged> Iterator for Items<O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.items = O::into_list(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("blocking::Pages").field("of", &O::META.path).finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("blocking::Items").field("of", &O::META.path).finish_non_exhaustive()
    }
}
