//! A shop's day: order, payment, query, refund, bill.

use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::Padding;
use wechatpay_gateway::keys::{self, MERCHANT_ID};
use wechatpay_gateway::shop::RefundEnd;

use super::{REFUNDS, gateway, get, order, refund};
use crate::caller::{Call, JSAPI};
use crate::notices::{handler, taken};

#[tokio::test]
async fn a_day_of_a_shop_takes_no_time() {
    let (url, _came, handling) = handler(&[200, 204]);
    let start = Instant::now();
    let gateway = Gateway::start().await;
    let today = gateway.now().date();
    let mut order = order("A1", 100);
    order["notify_url"] = json!(url);
    assert_eq!(Call::post(JSAPI, &order).send(&gateway).status, 200);
    gateway.pay("A1").expect("it can be paid");
    let target = format!("/v3/pay/transactions/out-trade-no/A1?mchid={MERCHANT_ID}");
    let paid = Call::get(&target).send(&gateway).json();
    assert_eq!(paid["trade_state"], json!("SUCCESS"));
    let mut refund = refund("A1", "R1", 100, 100);
    refund["notify_url"] = json!(url);
    assert_eq!(Call::post(REFUNDS, &refund).send(&gateway).status, 200);
    gateway.wait_for_deliveries(1).await;
    gateway.refund_ends("R1", RefundEnd::Success).expect("it is under way");
    gateway.wait_for_deliveries(2).await;
    gateway.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(Call::get(&format!("/v3/bill/tradebill?bill_date={today}")).send(&gateway).status, 200);
    println!("{:?}", start.elapsed());
    // Ten times as long as it is meant to take, as other tests run beside it.
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    handling.join().expect("nothing panics");
    let told: Vec<_> = gateway.deliveries().iter().map(|one| taken(&one.letter).expect("it is right")).collect();
    assert_eq!(told[0], ("TRANSACTION.SUCCESS".to_owned(), paid));
    assert_eq!((told[1].0.as_str(), &told[1].1["refund_status"]), ("REFUND.SUCCESS", &json!("SUCCESS")));
    assert_eq!(gateway.rejections(), [""; 0]);
}

#[test]
fn confidential_members_go_out_encrypted() {
    let gateway = gateway();
    super::paid(&gateway, "A1", 100);
    gateway.complain("A1", "x").expect("it is paid");
    let target = "/v3/merchant-service/complaints-v2?begin_date=2018-06-08&end_date=2018-06-08";
    let phone = get(&gateway, target).json()["data"][0]["payer_phone"].clone();
    let sealed = BASE64_STANDARD.decode(phone.as_str().expect("a text")).expect("base64");
    let open = keys::merchant().key.open(Padding::OaepSha1, &sealed);
    assert_eq!(open.as_deref(), Some(&b"13800138000"[..]));
}

/// What is in a file stays there.
#[cfg(feature = "sqlite")]
#[test]
fn a_file_outlives_the_gateway() {
    use wechatpay_gateway::shop::Books;

    use super::{post, query};

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

/// What could not be told before the gateway ended is told by the next one, under the same id; and then no more.
#[cfg(feature = "sqlite")]
#[tokio::test]
async fn what_is_not_acknowledged_is_told_after_a_restart() {
    use wechatpay_gateway::shop::{Books, Shop as _};
    use wechatpay_gateway::{Gateway, keys};

    use crate::caller::Call;
    use crate::notices::{handler, id};

    let (url, _came, handling) = handler(&[500, 200]);
    let folder = tempfile::tempdir().expect("a folder");
    let books = || Books::open(folder.path().join("state")).expect("a file");
    // As slow as the service, so that nothing comes again before the gateway ends.
    let start = || Gateway::builder().shop(books()).speed(1).start_blocking().expect("a port");
    let first = start();
    let mut tea = order("A1", 100);
    tea["notify_url"] = json!(url.split('?').next());
    let made = Call::post(JSAPI, &tea).send(&first);
    assert_eq!(made.status, 200, "{:?}", first.rejections());
    first.pay("A1").expect("it is not paid");
    first.wait_for_deliveries(1).await;
    let told = id(&first.deliveries()[0].letter);
    drop(first);
    assert_eq!(books().pending().len(), 1);

    let second = start();
    second.wait_for_deliveries(1).await;
    handling.join().expect("nothing panics");
    let delivery = &second.deliveries()[0];
    assert!(delivery.delivered.is_acknowledged());
    assert_eq!(id(&delivery.letter), told, "a shop knows it again");
    assert_eq!(crate::notices::taken(&delivery.letter).expect("it is right").1["mchid"], keys::MERCHANT_ID);
    drop(second);
    assert_eq!(books().pending(), []);
}

/// It is told so many times in all, however often the gateway is started.
#[test]
fn what_was_told_in_vain_is_counted_and_ends() {
    use std::sync::Arc;

    use wechatpay_gateway::notify::PAUSES;
    use wechatpay_gateway::shop::{Books, Payment, Pending, Shop as _};

    use super::post;

    let books = Arc::new(Books::in_memory());
    let gateway = super::on(books.clone());
    post(&gateway, JSAPI, &order("A1", 100));
    let now = gateway.now();
    drop(gateway);
    // By nobody who delivers it.
    books.pay("A1", &Payment::new(), now).expect("it is not paid");
    let [Pending { notification, attempts: 0 }] = &books.pending()[..] else { panic!("one is to be told") };
    let last = Pending { notification: notification.clone(), attempts: PAUSES.len() };
    books.put_off(&last);
    assert_eq!(books.pending(), std::slice::from_ref(&last));
    let mut foreign = last.clone();
    foreign.notification.id = "EV-1".to_owned();
    books.put_off(&foreign);
    assert_eq!(books.pending(), std::slice::from_ref(&last), "what the books have not set off is none of theirs");
    books.told(&last);
    assert_eq!(books.pending(), []);
}

/// A record that cannot be read keeps nothing else from happening, and is told where it is asked for.
#[test]
fn what_is_broken_keeps_nothing_else_back() {
    use wechatpay_gateway::shop::{Books, Memory, Store as _};

    let mut memory = Memory::default();
    let due = r#"{"what": "RefundSucceeds", "key": "refund/1900000109/-/broken", "tries": 0}"#;
    let broken = [("due/000000000001/1", due), ("refund/1900000109/-/broken", "{")];
    memory.commit(broken.map(|(key, text)| (key.to_owned(), Some(text.to_owned()))).into()).expect("memory takes all");
    let gateway = super::on(Books::on(memory));
    super::paid(&gateway, "A1", 100);
    super::post(&gateway, REFUNDS, &refund("A1", "R1", 40, 100));
    gateway.advance(Duration::from_secs(300));
    let state = get(&gateway, "/v3/refund/domestic/refunds/R1").json()["status"].clone();
    assert_eq!(state, json!("SUCCESS"));
    let answer = get(&gateway, "/v3/refund/domestic/refunds/broken");
    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!("SYSTEM_ERROR")));
}
