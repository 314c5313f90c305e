//! Lists that come in pages: each item once, each page a call like any other.

use serde_json::{Value, json};
use wechatpay_client::v3::ecommerce::subject_sub_merchants::{Get, get::OrganizationType};
use wechatpay_client::{Error, RetryPolicy};
use wechatpay_gateway::Reply;
use wechatpay_tests::stand::{Routes, start};

use super::support::{assert_all_right, builder, built, client};

const ROUTE: &str = "GET /v3/ecommerce/subject-sub-merchants";

fn page(items: std::ops::Range<u32>, total: u32) -> Reply {
    let data: Vec<Value> = items.clone().map(|item| json!({"sub_mchid": item.to_string()})).collect();
    Reply::json(&json!({"data": data, "offset": items.start, "limit": 2, "total_count": total}))
}

fn request() -> Get {
    Get::builder().organization_type(OrganizationType::Enterprise).cert_number("911").limit(2).build()
}

#[tokio::test]
async fn items_of_several_pages() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([page(0..2, 5), page(2..4, 5), page(4..5, 5)]);
    let caller = client(&gateway);
    let items = caller.items(request()).await;
    let items: Vec<_> = items.into_iter().map(|item| item.expect("it is right").sub_mchid).collect();
    assert_eq!(items, ["0", "1", "2", "3", "4"].map(|item| Some(item.to_owned())));
    let asked: Vec<_> = gateway.requests().iter().map(|request| request.target.clone()).collect();
    for (target, offset) in asked.iter().zip(["limit=2", "offset=2", "offset=4"]) {
        assert!(target.ends_with(offset), "{asked:?}");
    }
    assert_eq!(asked.len(), 3);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn pages_are_retried_like_any_call() {
    let gateway = start().await;
    let busy = Reply::error(500, "SYSTEM_ERROR", "later");
    gateway.route(ROUTE).replies([page(0..2, 3), busy, page(2..3, 3)]);
    let caller = built(builder(&gateway).retry(RetryPolicy::default()));
    let items = caller.items(request()).await;
    assert_eq!((items.len(), items.iter().all(Result::is_ok)), (3, true), "{items:?}");
}

#[tokio::test]
async fn an_error_on_the_third_page_comes_after_the_items_before_it() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([page(0..2, 9), page(2..4, 9), Reply::error(403, "NO_AUTH", "no"), page(6..8, 9)]);
    let caller = client(&gateway);
    let items = caller.items(request()).await;
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 4);
    let Some(Err(Error::Api(error))) = items.last() else { panic!("{items:?}") };
    assert_eq!((error.code.as_str(), items.len(), gateway.requests().len()), ("NO_AUTH", 5, 3));
}

#[tokio::test]
async fn pages_are_asked_for_when_they_are_wanted() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([page(0..2, 5), page(2..4, 5)]);
    let (first, next) = client(&gateway).first_page(request()).await;
    assert_eq!((first.expect("it is right").data.len(), next.and_then(|next| next.offset)), (2, Some(2)));
    assert_eq!(gateway.requests().len(), 1);
}

#[tokio::test]
async fn more_pages_than_the_limit_end_with_an_error_and_can_be_gone_on_with() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([page(0..2, 9), page(2..4, 9), page(4..6, 9)]);
    let (items, next) = client(&gateway).items_within(1, request()).await;
    assert_eq!((items.len(), items.iter().filter(|item| item.is_ok()).count()), (3, 2));
    assert!(matches!(items.last(), Some(Err(Error::List { .. }))), "{items:?}");
    assert_eq!((next.and_then(|next| next.offset), gateway.requests().len()), (Some(2), 1));
}
