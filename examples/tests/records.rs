//! Records of notifications in a real Redis and a real PostgreSQL, which the tests start where they are installed.

mod servers;

use std::convert::Infallible;
use std::time::Duration;

use serde_json::json;
use wechatpay_client::notification::{Claim, Ending, Notification, Notifications, Recipient, Seen, Sighting};
use wechatpay_examples::postgres::InPostgres;
use wechatpay_examples::redis::InRedis;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::notify::Sender;

fn notification() -> Notification {
    let merchant = Recipient::new(MERCHANT_ID).apiv3_key(API_V3_KEY);
    let merchant = merchant.public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let notifications = Notifications::builder().recipient(merchant).build().expect("the settings are right");
    let letter = Sender::default().notify("TRANSACTION.SUCCESS", "transaction", &json!({"out_trade_no": "tea-1"}));
    notifications.parse(letter.headers, &letter.body).expect("it is right")
}

/// What has to be true of any record: `other` is another connection to it, as another instance of the shop has one.
async fn is_a_record<S: Seen<Error: std::fmt::Debug>>(one: &S, other: &S) {
    let [a, a_again] = [Claim::new("a", "1"), Claim::new("a", "2")];
    assert_eq!(one.seen(&a).await.expect("it answers"), Sighting::First);
    assert_eq!(one.seen(&a).await.expect("it answers"), Sighting::First, "it is the same claim");
    assert_eq!(other.seen(&a_again).await.expect("it answers"), Sighting::InWork);
    // Whoever does not hold it ends nothing.
    other.release(&a_again).await.expect("it answers");
    assert!(!other.done(&a_again).await.expect("it answers"));
    one.release(&a).await.expect("it answers");
    assert_eq!(other.seen(&a_again).await.expect("it answers"), Sighting::First);
    assert!(other.done(&a_again).await.expect("it answers"));
    for record in [one, other] {
        assert_eq!(record.seen(&a).await.expect("it answers"), Sighting::Done);
    }
    // Whoever was taken for dead fails at last: another one has done it by then.
    one.release(&a).await.expect("it answers");
    assert_eq!(other.seen(&a).await.expect("it answers"), Sighting::Done, "what is done stays done");
    // Or is done at last, where nobody holds it.
    assert!(one.done(&Claim::new("c", "1")).await.expect("it answers"));
    assert_eq!(other.seen(&Claim::new("c", "2")).await.expect("it answers"), Sighting::Done, "what is done is known");
    // Of many who ask at once one alone is the first.
    let claims: Vec<_> = (0..8).map(|number| Claim::new("b", number.to_string())).collect();
    let asked =
        claims.iter().enumerate().map(|(at, claim)| if at % 2 == 0 { one.seen(claim) } else { other.seen(claim) });
    let asked = futures_of(asked).await;
    assert_eq!(asked.iter().filter(|sighting| **sighting == Sighting::First).count(), 1, "{asked:?}");

    let notification = notification();
    let work = || std::future::ready(Ok::<(), Infallible>(()));
    assert_eq!(notification.once(one, work).await.status().as_u16(), 204);
    let twice = || async { panic!("it has been worked on") as Result<(), Infallible> };
    assert_eq!(notification.once(other, twice).await.status().as_u16(), 204);
}

/// Whoever is cut off has nobody who waits for it: what he has done is written down all the same, and what he has not done
/// is given up.
async fn ends_what_is_cut_off<S: Seen<Error: std::fmt::Debug>>(record: &S) {
    for (id, ending, expected) in [("d", Ending::Released, Sighting::First), ("e", Ending::Done, Sighting::Done)] {
        let claim = Claim::new(id, "1");
        assert_eq!(record.seen(&claim).await.expect("it answers"), Sighting::First);
        record.cut_off(claim, ending);
        let another = Claim::new(id, "2");
        let is_ended = async { while record.seen(&another).await.expect("it answers") != expected {} };
        tokio::time::timeout(Duration::from_secs(10), is_ended).await.expect("it is ended beside all else");
    }
}

/// Every connection but that of whoever has ended them is gone.
async fn connects_anew<S: Seen<Error: std::fmt::Debug>>(record: &S, id: &str) {
    let claim = Claim::new(id, "1");
    assert_eq!(record.seen(&claim).await.expect("it connects anew"), Sighting::First);
    assert!(record.done(&claim).await.expect("it answers"));
}

/// All of them, at once.
async fn futures_of<E: std::fmt::Debug>(
    asked: impl Iterator<Item = impl Future<Output = Result<Sighting, E>>>,
) -> Vec<Sighting> {
    let mut asked: Vec<_> = asked.map(Box::pin).collect();
    let mut answers: Vec<Option<Sighting>> = vec![None; asked.len()];
    std::future::poll_fn(|context| {
        for (future, answer) in asked.iter_mut().zip(&mut answers).filter(|(_, answer)| answer.is_none()) {
            if let std::task::Poll::Ready(sighting) = future.as_mut().poll(context) {
                *answer = Some(sighting.expect("it answers"));
            }
        }
        if answers.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_record_in_redis() {
    let Some(server) = servers::redis() else { return };
    let connect = || async { InRedis::connect(&server.url).await.expect("it listens") };
    let one = connect().await;
    is_a_record(&one, &connect().await).await;
    ends_what_is_cut_off(&one).await;
    let mut other = redis::Client::open(server.url.as_str()).expect("a URL").get_multiplexed_async_connection().await;
    let mut end = redis::cmd("CLIENT");
    let end = end.arg("KILL").arg("TYPE").arg("normal").arg("SKIPME").arg("yes");
    let ended: usize = end.query_async(other.as_mut().expect("it listens")).await.expect("it answers");
    assert!(ended > 0);
    connects_anew(&one, "f").await;
}

#[tokio::test]
async fn a_record_in_postgresql() {
    let Some(server) = servers::postgresql() else { return };
    let connect = || async { InPostgres::connect(&server.url).await.expect("it listens") };
    let one = connect().await;
    is_a_record(&one, &connect().await).await;
    ends_what_is_cut_off(&one).await;
    let (other, connection) = tokio_postgres::connect(&server.url, tokio_postgres::NoTls).await.expect("it listens");
    tokio::spawn(connection);
    let end =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL";
    assert!(!other.query(end, &[]).await.expect("it answers").is_empty());
    connects_anew(&one, "f").await;
    assert_eq!(one.sweep().await.expect("it answers"), 0, "all of it may come again");
}
