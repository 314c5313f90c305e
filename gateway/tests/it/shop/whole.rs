//! A shop's day: order, payment, query, refund, bill.

use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_gateway::shop::RefundEnd;

use super::{REFUNDS, gateway, get, order, post, query, refund};
use crate::caller::JSAPI;

#[test]
fn a_day_of_a_shop_takes_no_time() {
    let start = Instant::now();
    let gateway = gateway();
    assert_eq!(post(&gateway, JSAPI, &order("A1", 100)).status, 200);
    gateway.pay("A1").expect("it can be paid");
    assert_eq!(query(&gateway, "A1").json()["trade_state"], json!("SUCCESS"));
    assert_eq!(post(&gateway, REFUNDS, &refund("A1", "R1", 100, 100)).status, 200);
    gateway.refund_ends("R1", RefundEnd::Success).expect("it is under way");
    gateway.advance(Duration::from_secs(86_400));
    assert_eq!(get(&gateway, "/v3/bill/tradebill?bill_date=2018-06-08").status, 200);
    // Ten times as long as it is meant to take, as other tests run beside it.
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    println!("{:?}", start.elapsed());
    assert_eq!(gateway.rejections(), [""; 0]);
}

/// What is in a file stays there.
#[cfg(feature = "sqlite")]
#[test]
fn a_file_outlives_the_gateway() {
    use wechatpay_gateway::shop::Books;

    let folder = tempfile::tempdir().expect("a folder");
    let open = || super::on(Books::open(folder.path().join("state")).expect("a file"));
    let first = open();
    super::paid(&first, "A1", 100);
    post(&first, JSAPI, &order("A2", 100));
    post(&first, REFUNDS, &refund("A1", "R1", 40, 100));
    let seen = |gateway: &wechatpay_gateway::Gateway| {
        let refund = get(gateway, "/v3/refund/domestic/refunds/R1").json();
        (query(gateway, "A1").json(), query(gateway, "A2").json(), refund, gateway.orders())
    };
    let before = seen(&first);
    drop(first);
    let second = open();
    assert_eq!(seen(&second), before);
    assert_eq!(before.3.len(), 2);
    let other = super::paid(&second, "A3", 100);
    assert_ne!(json!(other), before.0["transaction_id"], "numbers go on where they were");
    second.advance(Duration::from_secs(300));
    assert_eq!(get(&second, "/v3/refund/domestic/refunds/R1").json()["status"], json!("SUCCESS"));
}
