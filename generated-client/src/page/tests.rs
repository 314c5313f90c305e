//! Where a list ends, whatever it says of itself.

use super::course::Course;
use super::paged::Paged;
use super::turn::Turn;
use crate::error::Error;
use crate::operation::{Meta, Method, Operation};
use crate::wire::{In, Out, Wire};

/// A page of numbers.
#[derive(Clone, Default)]
struct Page {
    data: Option<Vec<u32>>,
    total: Option<i64>,
    next: String,
}

#[derive(Clone, Default)]
struct ByOffset {
    offset: Option<i64>,
}

#[derive(Clone, Default)]
struct Endless {
    offset: i64,
}

#[derive(Clone, Default)]
struct ByNumber {
    page_index: Option<i64>,
}

/// Its place counts pages, from 0.
#[derive(Clone, Default)]
struct FromZero {
    offset: i64,
}

/// Its total may be of more than what is listed.
#[derive(Clone, Default)]
struct Filtered {
    offset: Option<i64>,
}

#[derive(Clone, Default)]
struct ByToken {
    page_token: Option<String>,
}

macro_rules! operations {
    ($($name:ident)*) => {
        $(
            impl Wire for $name {
                fn put(&self, _: &mut Out) {}
                fn get(_: &mut In<'_>) -> Self {
                    Self::default()
                }
            }
        )*
    };
}
operations! { Page ByOffset Endless ByNumber FromZero Filtered ByToken }

macro_rules! lists {
    ($($name:ident)*) => {
        $(
            impl Operation for $name {
                type Response = Page;
                const META: Meta = Meta::new(Method::Get, "/v3/numbers");
            }
        )*
    };
}
lists! { ByOffset Endless ByNumber FromZero Filtered ByToken }

super::paged::paged!(ByOffset, "offset", u32, data, offset offset until total);
super::paged::paged!(Endless, "offset", u32, data, offset offset);
super::paged::paged!(ByNumber, "page_index", u32, data, number page_index from 1 until total);
super::paged::paged!(FromZero, "offset", u32, data, number offset from 0 until total);
super::paged::paged!(Filtered, "offset", u32, data, offset offset at_most total);
super::paged::paged!(ByToken, "page_token", u32, data, token page_token next);

/// What has come of a list that answers so.
struct Walk<O> {
    requests: Vec<O>,
    items: Vec<u32>,
    error: Option<String>,
}

fn walk<O: Paged<Response = Page, Item = u32>>(mut course: Course<O>, mut answer: impl FnMut(&O) -> Page) -> Walk<O> {
    let mut walk = Walk { requests: Vec::new(), items: Vec::new(), error: None };
    while let Some(request) = course.request() {
        assert!(walk.error.is_none(), "nothing follows an error");
        let answer = request.map(|request| {
            walk.requests.push(request.clone());
            answer(&request)
        });
        match answer.and_then(|answer| course.answered(Ok(answer))) {
            Ok(page) => walk.items.extend(O::into_list(page)),
            Err(error) => {
                walk.error = Some(error.to_string());
                break;
            }
        }
    }
    walk
}

fn page(data: impl IntoIterator<Item = u32>, total: Option<i64>) -> Page {
    Page { data: Some(data.into_iter().collect()), total, next: String::new() }
}

/// Two on a page, of the numbers below five.
fn numbers(offset: Option<i64>, total: Option<i64>) -> Page {
    let start = u32::try_from(offset.unwrap_or_default()).expect("it is small");
    page((start..5).take(2), total)
}

fn offsets(walk: &Walk<ByOffset>) -> Vec<Option<i64>> {
    walk.requests.iter().map(|request| request.offset).collect()
}

#[test]
fn a_list_ends_with_its_total() {
    let walked = walk(Course::new(ByOffset::default()), |request| numbers(request.offset, Some(5)));
    assert_eq!((&walked.items, &walked.error), (&vec![0, 1, 2, 3, 4], &None));
    assert_eq!(offsets(&walked), [None, Some(2), Some(4)]);
    let later = walk(Course::new(ByOffset { offset: Some(3) }), |request| numbers(request.offset, Some(5)));
    assert_eq!((later.items, later.requests.len()), (vec![3, 4], 1));
}

#[test]
fn a_list_that_ends_before_its_total_is_told() {
    // All that has come is given, and the page that had to have more is the one to go on with.
    let more = walk(Course::new(ByOffset::default()), |request| numbers(request.offset, Some(6)));
    assert_eq!((&more.items, offsets(&more)), (&vec![0, 1, 2, 3, 4], vec![None, Some(2), Some(4), Some(5)]));
    assert_eq!(
        more.error.as_deref(),
        Some(
            "GET /v3/numbers: the list cannot be read on by `offset`: it has ended after 5 items, and says that it has 6. \
             What has come of it is whole: `Pages::request` is the page to go on with"
        )
    );
    let mut course = Course::new(ByOffset { offset: Some(5) });
    course.request().expect("there is another").expect("it is right");
    course.answered(Ok(page([], Some(6)))).map(drop).expect_err("there is to be one more");
    assert_eq!(course.next().and_then(|request| request.offset), Some(5));
}

#[test]
fn a_total_of_more_than_is_asked_for_is_not_waited_for() {
    let walked = walk(Course::new(Filtered::default()), |request| numbers(request.offset, Some(6)));
    assert_eq!((walked.items, walked.requests.len(), walked.error), (vec![0, 1, 2, 3, 4], 4, None));
    let walked = walk(Course::new(Filtered::default()), |request| numbers(request.offset, Some(5)));
    assert_eq!((walked.items, walked.requests.len(), walked.error), (vec![0, 1, 2, 3, 4], 3, None));
}

#[test]
fn a_total_that_is_too_small_ends_no_later_than_the_list() {
    // Less than have come: what has come is given.
    let fewer = walk(Course::new(ByOffset::default()), |request| numbers(request.offset, Some(1)));
    assert_eq!((fewer.items, fewer.error), (vec![0, 1], None));
    for none in [Some(0), Some(-1)] {
        let walked = walk(Course::new(ByOffset::default()), |request| numbers(request.offset, none));
        assert_eq!((walked.items, walked.requests.len()), (vec![0, 1], 1));
    }
}

#[test]
fn without_a_total_a_list_ends_with_nothing() {
    let walked = walk(Course::new(Endless::default()), |request| numbers(Some(request.offset), None));
    assert_eq!((walked.items, walked.requests.len(), walked.error), (vec![0, 1, 2, 3, 4], 4, None));
    let absent = walk(Course::new(Endless::default()), |_| Page::default());
    assert_eq!((absent.items, absent.requests.len()), (vec![], 1));
}

#[test]
fn a_service_that_does_not_turn_the_page_is_told() {
    let walked = walk(Course::new(ByOffset::default()), |_| page([1, 2], Some(1_000)));
    assert_eq!((walked.items, walked.requests.len()), (vec![1, 2], 2));
    assert!(
        walked.error.is_some_and(|error| error.contains("`offset`") && error.contains("the same as the one before"))
    );
}

#[test]
fn a_list_that_never_ends_is_given_up() {
    let mut course = Course::new(Endless::default());
    course.limit(3);
    let walked = walk(course, |request| page([u32::try_from(request.offset).expect("it is small")], None));
    assert_eq!((walked.items, walked.requests.len()), (vec![0, 1, 2], 3));
    assert!(walked.error.is_some_and(|error| error.contains("3 pages have been read")));
    let walked = walk(Course::new(Endless::default()), |request| {
        page([u32::try_from(request.offset).expect("it is small")], None)
    });
    assert_eq!(walked.requests.len(), 10_000);
    // As many as there are is not too many.
    let mut course = Course::new(ByOffset::default());
    course.limit(3);
    assert_eq!(walk(course, |request| numbers(request.offset, Some(5))).error, None);
}

#[test]
fn pages_by_number() {
    let answer = |request: &ByNumber| numbers(Some((request.page_index.unwrap_or(1) - 1) * 2), Some(5));
    let walked = walk(Course::new(ByNumber::default()), answer);
    assert_eq!((walked.items, walked.error), (vec![0, 1, 2, 3, 4], None));
    assert_eq!(walked.requests.iter().map(|request| request.page_index).collect::<Vec<_>>(), [None, Some(2), Some(3)]);
    // From the middle the total says nothing.
    let later = walk(Course::new(ByNumber { page_index: Some(2) }), answer);
    assert_eq!((later.items, later.requests.len(), later.error), (vec![2, 3, 4], 3, None));
    // From the first page on it does.
    let short = walk(Course::new(ByNumber { page_index: Some(1) }), |request| {
        numbers(Some((request.page_index.unwrap_or(1) - 1) * 2), Some(6))
    });
    assert_eq!((short.items, short.requests.len()), (vec![0, 1, 2, 3, 4], 4));
    assert!(short.error.is_some_and(|error| error.contains("ended after 5 items, and says that it has 6")));
}

#[test]
fn pages_by_number_from_zero() {
    let answer = |request: &FromZero| numbers(Some(request.offset * 2), Some(5));
    let walked = walk(Course::new(FromZero::default()), answer);
    assert_eq!((walked.items, walked.error), (vec![0, 1, 2, 3, 4], None));
    assert_eq!(walked.requests.iter().map(|request| request.offset).collect::<Vec<_>>(), [0, 1, 2]);
    let later = walk(Course::new(FromZero { offset: 1 }), answer);
    assert_eq!((later.items, later.requests.len(), later.error), (vec![2, 3, 4], 3, None));
}

fn named(data: &[u32], next: &str) -> Page {
    Page { data: Some(data.to_vec()), total: Some(1), next: next.to_owned() }
}

#[test]
fn pages_by_name() {
    let walked = walk(Course::new(ByToken::default()), |request| match request.page_token.as_deref() {
        None => named(&[0, 1], "a"),
        Some("a") => named(&[], "b"),
        Some("b") => named(&[2], ""),
        Some(other) => panic!("{other}"),
    });
    assert_eq!((walked.items, walked.error), (vec![0, 1, 2], None));
    assert_eq!(walked.requests.len(), 3);
}

#[test]
fn a_name_that_comes_again_is_told() {
    let mut number = 0;
    let mut next = |token: &'static str| {
        number += 1;
        named(&[number], token)
    };
    let once = walk(Course::new(ByToken::default()), |_| next("a"));
    assert_eq!((once.items, once.requests.len()), (vec![1, 2], 2));
    assert!(once.error.is_some_and(|error| error.contains("`page_token`") && error.contains("has no end")));
    let circle = walk(Course::new(ByToken::default()), |request| match request.page_token.as_deref() {
        Some("a") => next("b"),
        _ => next("a"),
    });
    assert_eq!((circle.items.len(), circle.requests.len(), circle.error.is_some()), (3, 3, true));
}

#[test]
fn an_error_is_the_end_and_says_where_to_go_on() {
    let mut course = Course::new(ByOffset::default());
    for offset in [None, Some(2)] {
        let request = course.request().expect("there is another").expect("it is right");
        assert_eq!(request.offset, offset);
        course.answered(Ok(numbers(offset, Some(5)))).expect("it is a page");
    }
    course.request().expect("there is another").expect("it is right");
    course.answered(Err(Error::request("x", "broken"))).map(drop).expect_err("it failed");
    assert!(course.request().is_none());
    assert_eq!(course.next().and_then(|request| request.offset), Some(4), "the page that failed");
}

#[test]
fn a_token_that_is_always_there_is_set_like_one_that_may_be_absent() {
    let (mut always, mut maybe) = ("a".to_owned(), None::<String>);
    assert_eq!(crate::page::by_token(&mut always, &Some("b".to_owned())), Turn::Next);
    assert_eq!(crate::page::by_token(&mut maybe, &"b".to_owned()), Turn::Next);
    assert_eq!((always.as_str(), maybe.as_deref()), ("b", Some("b")));
    assert_eq!(crate::page::by_token(&mut always, &String::new()), Turn::End);
    assert_eq!(always, "b");
}
