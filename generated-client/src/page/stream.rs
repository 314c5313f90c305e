//! Pages and items in async code.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::course::Course;
use super::paged::Paged;
use crate::client::Client;
use crate::error::Error;

type Call<O> = Pin<Box<dyn Future<Output = Result<<O as crate::operation::Operation>::Response, Error>> + Send>>;

impl Client {
    /// The pages of a list, from the one that the request asks for: [the module](super).
    pub fn pages<O: Paged>(&self, request: O) -> Pages<O> {
        Pages { client: self.clone(), course: Course::new(request), call: None }
    }

    /// The items of a list, from the first on the page that the request asks for: [the module](super).
    pub fn items<O: Paged>(&self, request: O) -> Items<O> {
        Items { pages: self.pages(request), items: Vec::new().into_iter() }
    }
}

/// The pages of a list, each asked for when it is wanted: a stream, which ends with the first error.
#[must_use = "a list is asked for page by page"]
pub struct Pages<O: Paged> {
    client: Client,
    course: Course<O>,
    call: Option<Call<O>>,
}

/// The items of a list, whose pages are asked for when they are wanted: a stream, which ends with the first error.
#[must_use = "a list is asked for page by page"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
}

/// Nothing in them is looked at in place.
impl<O: Paged> Unpin for Pages<O> {}
impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> Pages<O> {
    /// Ends with an error when there are more pages than this. Without it the limit is 10,000.
    pub fn limit(mut self, pages: u64) -> Self {
        self.course.limit(pages);
        self
    }

    /// The next page.
    pub async fn next(&mut self) -> Option<Result<O::Response, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The request of the page that is next, or of the one that failed: with it one can go on later. `None` where there
    /// are no more.
    pub fn request(&self) -> Option<&O> {
        self.course.next()
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { client, course, call } = &mut *self;
        if call.is_none() {
            match course.request() {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(request)) => *call = Some(Box::pin(client.send(request))),
            }
        }
        let Some(answer) = call else { return Poll::Ready(None) };
        let answer = ready!(answer.as_mut().poll(context));
        *call = None;
        Poll::Ready(Some(course.answered(answer)))
    }
}

impl<O: Paged> Items<O> {
    /// Ends with an error when there are more pages than this: [`Pages::limit`].
    pub fn limit(self, pages: u64) -> Self {
        Self { pages: self.pages.limit(pages), ..self }
    }

    /// The next item.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The request of the page that is next, or of the one that failed: [`Pages::request`].
    pub fn request(&self) -> Option<&O> {
        self.pages.request()
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.items = O::into_list(page).into_iter(),
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("of", &O::META.path).finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("of", &O::META.path).finish_non_exhaustive()
    }
}
