//! What every generated type has for the hand of whoever uses it.

use std::collections::HashSet;
use std::str::FromStr as _;

use super::{Secret, encode};
use crate::odd::post::{self, Value as Values};
use crate::odd::post_response::{Item, State};
use crate::odd::{Delete, Post, PostResponse, get};

fn amount(total: i64) -> post::A {
    post::A::builder().a(1).amount(post::AAmount::builder().total(total).build()).build()
}

fn request() -> Post {
    let request = Post::builder().name("张三").一级("x").a(amount(1)).build_("b").body_id("in body");
    request.idempotency_key("key").out_id("1/2").query_id("in query").build()
}

#[test]
fn what_was_given_can_be_read() {
    let request = request();
    assert_eq!((request.out_id.as_str(), request.a.amount.total, request.name.expose()), ("1/2", 1, "张三"));
    assert!(request.pay_auth_no.is_none() && request.values.is_none());
}

#[test]
fn requests_and_answers_compare() {
    assert_eq!(request(), request());
    let mut other = request();
    other.a.amount.total = 2;
    assert_ne!(other, request());
    // What is confidential is compared too, and not printed.
    let mut other = request();
    other.name = Secret::from("李四");
    assert_ne!(other, request());
    assert!(!format!("{other:?}").contains("李四"));

    let mut answer = PostResponse::default();
    assert_eq!(answer, PostResponse::default());
    answer.state = State::Closed;
    assert_ne!(answer, PostResponse::default());
}

/// A test of a caller's own makes the answer that it needs.
#[test]
#[expect(clippy::field_reassign_with_default, reason = "outside of this crate there is no other way")]
fn an_answer_starts_with_nothing_and_is_filled_by_hand() {
    let mut answer = PostResponse::default();
    assert_eq!((answer.id.as_str(), answer.state.as_str(), answer.items.len()), ("", "", 0));
    let mut item = Item::default();
    item.total = 5;
    item.secret = Some("张三".into());
    answer.items = vec![item];
    assert_eq!(encode(&answer).expose().to_string(), r#"{"id":"","state":"","items":[{"total":5,"secret":"张三"}]}"#);
}

#[test]
fn what_needs_nothing_has_a_default() {
    assert_eq!(post::Detail::default(), post::Detail::builder().build());
    assert_eq!(encode(&post::Detail::default()).to_json(), "{}");
}

#[test]
fn an_optional_field_takes_a_value_or_an_option() {
    let with = |text: Option<&str>, switch: Option<bool>, list: Option<Vec<&str>>| {
        Post::builder().pay_auth_no(text).self_(switch).values(list)
    };
    let complete = |builder: post_builder::Empty| {
        let builder = builder.name("n").一级("x").a(amount(1)).build_("b").body_id("i").idempotency_key("k");
        builder.out_id("o").query_id("q").build()
    };
    let none = complete(with(None, None, None));
    assert_eq!((&none.pay_auth_no, none.self_, &none.values), (&None, None, &None));

    let given = complete(with(Some("1"), Some(false), Some(vec!["PAID", "other"])));
    let plain = complete(Post::builder().pay_auth_no("1").self_(false).values(["PAID", "other"]));
    assert_eq!(given, plain);
    assert_eq!((given.pay_auth_no.as_deref(), given.self_), (Some("1"), Some(false)));
    assert_eq!(given.values, Some(vec![Values::PAID, Values::from("other")]));
    // A list of what is confidential, of numbers, and one that is given and empty.
    let lists = complete(Post::builder().names(Some(["张三"])).numbers([1, 2]).values(Vec::<Values>::new()));
    assert_eq!(lists.names.map(|names| names[0].expose().to_owned()), Some("张三".to_owned()));
    assert_eq!((lists.numbers, lists.values), (Some(vec![1, 2]), Some(vec![])));
}

mod post_builder {
    pub type Empty = crate::odd::PostBuilder<crate::required::Needs8>;
}

#[test]
fn an_enum_prints_parses_and_is_json_by_itself() {
    assert_eq!(format!("{}|{:>7}", State::Open, State::from("X")), "OPEN|      X");
    assert_eq!(State::from_str("CLOSED"), Ok(State::Closed));
    assert_eq!("HALF_OPEN".parse::<State>().unwrap().as_str(), "HALF_OPEN");
    assert_eq!(serde_json::to_string(&[State::Open, State::from("X")]).unwrap(), r#"["OPEN","X"]"#);
    let read: HashSet<State> = serde_json::from_str(r#"["OPEN","OPEN","X"]"#).unwrap();
    assert_eq!(read, HashSet::from([State::Open, State::from("X")]));
    let error = serde_json::from_str::<State>("[]").unwrap_err().to_string();
    assert_eq!(error, "$: expected a string, found a list of 0 items");
}

#[test]
fn types_in_the_query_and_the_url_are_like_those_of_a_body() {
    let filter = get::Filter::builder().begin("2026").build();
    assert_eq!(filter, filter.clone());
    let delete = Delete::builder().out_id("1").build();
    assert_eq!(delete.out_id, "1");
}
