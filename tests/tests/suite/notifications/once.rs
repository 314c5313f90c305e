//! The same notification again and again.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use wechatpay_client::notification::{InMemory, Notification, Seen, Sighting};
use wechatpay_tests::notify::Sender;

use super::{merchant, notifications, payment};

fn notification() -> Notification {
    let letter = Sender::default().notify("TRANSACTION.SUCCESS", "transaction", &payment());
    notifications(merchant()).parse(letter.headers, &letter.body).expect("it is right")
}

#[tokio::test]
async fn what_comes_ten_times_is_worked_on_once() {
    let (seen, worked, notification) = (InMemory::new(100), AtomicU32::new(0), notification());
    for _ in 0..10 {
        let reply = notification
            .once(&seen, || async {
                worked.fetch_add(1, Ordering::Relaxed);
                Ok::<(), Infallible>(())
            })
            .await;
        assert_eq!((reply.status().as_u16(), reply.body().len()), (204, 0));
    }
    assert_eq!(worked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn what_fails_comes_again_and_its_reason_stays_here() {
    let (seen, notification) = (InMemory::new(100), notification());
    for _ in 0..2 {
        let reply = notification.once(&seen, || async { Err::<(), _>("the table `orders` is locked") }).await;
        assert_eq!(reply.status().as_u16(), 500);
        assert!(!String::from_utf8_lossy(reply.body()).contains("orders"), "{reply:?}");
    }
    assert_eq!(notification.once(&seen, || async { Ok::<(), Infallible>(()) }).await.status().as_u16(), 204);
}

#[tokio::test]
async fn two_at_once_are_not_both_worked_on() {
    let (seen, notification) = (InMemory::new(100), notification());
    let inner = notification.once(&seen, || async {
        let second =
            notification.once(&seen, || async { panic!("it is being worked on") as Result<(), Infallible> }).await;
        assert_eq!(second.status().as_u16(), 500);
        Ok::<(), Infallible>(())
    });
    assert_eq!(inner.await.status().as_u16(), 204);
}

/// Worker 1 outlives its lease, worker 2 takes over and is done, worker 1 fails at last.
#[tokio::test]
async fn what_another_one_has_done_stays_done() {
    let (seen, notification) = (InMemory::new(100).lease(Duration::ZERO), notification());
    let slow = notification.once(&seen, || async {
        let fast = notification.once(&seen, || async { Ok::<(), Infallible>(()) }).await;
        assert_eq!(fast.status().as_u16(), 204);
        Err::<(), _>("the connection is gone")
    });
    assert_eq!(slow.await.status().as_u16(), 500);
    let again = notification.once(&seen, || async { panic!("it is booked") as Result<(), Infallible> }).await;
    assert_eq!(again.status().as_u16(), 204);
    seen.forget(notification.id()).await.unwrap();
    assert_eq!(seen.seen(notification.id()).await, Ok(Sighting::Done));
}

#[tokio::test]
async fn a_record_is_lent_and_shared() {
    let (shared, notification) = (Arc::new(InMemory::new(100)), notification());
    let work = || async { Ok::<(), Infallible>(()) };
    assert_eq!(notification.once(&shared, work).await.status().as_u16(), 204);
    let twice = || async { panic!("it has been worked on") as Result<(), Infallible> };
    let lent: &InMemory = &shared;
    assert_eq!(notification.once(&lent, twice).await.status().as_u16(), 204);
    shared.done("other").await.unwrap();
    assert_eq!(Seen::seen(&lent, "other").await, Ok(Sighting::Done));
    assert_eq!(Seen::seen(&lent, "new").await, Ok(Sighting::First));
    Seen::forget(&lent, "new").await.unwrap();
    assert_eq!(Seen::seen(&shared, "new").await, Ok(Sighting::First));
    Seen::forget(&shared, "new").await.unwrap();
    Seen::done(&lent, "new").await.unwrap();
    assert_eq!(Seen::seen(&shared, "new").await, Ok(Sighting::Done));
}

/// A record that cannot be asked.
struct Broken;

impl Seen for Broken {
    type Error = &'static str;

    async fn seen(&self, _: &str) -> Result<Sighting, Self::Error> {
        Err("the connection is gone")
    }

    async fn done(&self, _: &str) -> Result<(), Self::Error> {
        unreachable!("nothing has been worked on")
    }

    async fn forget(&self, _: &str) -> Result<(), Self::Error> {
        unreachable!("nothing has been worked on")
    }
}

#[tokio::test]
async fn where_the_record_cannot_be_asked_nothing_is_worked_on() {
    let work = || async { panic!("nobody knows whether it is new") as Result<(), Infallible> };
    assert_eq!(notification().once(&Broken, work).await.status().as_u16(), 500);
}

#[tokio::test]
async fn a_record_in_memory_is_bounded_and_gives_up_whoever_has_died() {
    let seen = InMemory::new(3);
    let sighting = |id: &'static str| seen.seen(id);
    for id in ["a", "b", "c"] {
        assert_eq!(sighting(id).await, Ok(Sighting::First));
    }
    seen.done("b").await.unwrap();
    assert_eq!(sighting("a").await, Ok(Sighting::InWork));
    assert_eq!(sighting("d").await, Ok(Sighting::First), "the one that is done makes room");
    assert_eq!(sighting("a").await, Ok(Sighting::InWork));
    assert_eq!(sighting("b").await, Ok(Sighting::First), "it has been forgotten, and so the oldest too");
    assert_eq!(sighting("c").await, Ok(Sighting::InWork));
    seen.forget("c").await.unwrap();
    assert_eq!(sighting("c").await, Ok(Sighting::First));

    let dead = InMemory::new(3).lease(Duration::ZERO);
    assert_eq!(dead.seen("a").await, Ok(Sighting::First));
    assert_eq!(dead.seen("a").await, Ok(Sighting::First), "whoever had it is taken for dead");
    dead.done("a").await.unwrap();
    assert_eq!(dead.seen("a").await, Ok(Sighting::Done));
}

/// Whoever has died leaves no room for what is done otherwise.
#[tokio::test]
async fn those_given_up_make_room_before_those_that_are_done() {
    let seen = InMemory::new(2).lease(Duration::ZERO);
    seen.done("done").await.unwrap();
    for id in ["dead 1", "dead 2", "dead 3"] {
        assert_eq!(seen.seen(id).await, Ok(Sighting::First));
    }
    assert_eq!(seen.seen("done").await, Ok(Sighting::Done));
}

#[tokio::test]
async fn what_is_done_is_remembered_though_it_had_made_room() {
    let seen = InMemory::new(1);
    assert_eq!(seen.seen("a").await, Ok(Sighting::First));
    assert_eq!(seen.seen("b").await, Ok(Sighting::First), "there is room for one");
    seen.done("a").await.unwrap();
    assert_eq!(seen.seen("a").await, Ok(Sighting::Done));
    seen.done("c").await.unwrap();
    assert_eq!(seen.seen("c").await, Ok(Sighting::Done));
    assert_eq!(seen.seen("a").await, Ok(Sighting::First), "it stays bounded");
}
