//! The same notification again and again.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use wechatpay_client::notification::{Claim, Ending, InMemory, Notification, Seen, Sighting};
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
    let other = claim(notification.id());
    seen.release(&other).await.unwrap();
    assert_eq!(seen.seen(&other).await, Ok(Sighting::Done));
}

#[tokio::test]
async fn a_record_is_lent_and_shared() {
    let (shared, notification) = (Arc::new(InMemory::new(100)), notification());
    let work = || async { Ok::<(), Infallible>(()) };
    assert_eq!(notification.once(&shared, work).await.status().as_u16(), 204);
    let twice = || async { panic!("it has been worked on") as Result<(), Infallible> };
    let lent: &InMemory = &shared;
    assert_eq!(notification.once(&lent, twice).await.status().as_u16(), 204);
    assert_eq!(shared.done(&claim("other")).await, Ok(true));
    assert_eq!(Seen::seen(&lent, &claim("other")).await, Ok(Sighting::Done));
    let new = claim("new");
    assert_eq!(Seen::seen(&lent, &new).await, Ok(Sighting::First));
    Seen::release(&lent, &new).await.unwrap();
    assert_eq!(Seen::seen(&shared, &new).await, Ok(Sighting::First));
    Seen::cut_off(&lent, new.clone(), Ending::Released);
    assert_eq!(Seen::seen(&shared, &new).await, Ok(Sighting::First));
    assert_eq!(Seen::done(&lent, &new).await, Ok(true));
    assert_eq!(Seen::seen(&shared, &new).await, Ok(Sighting::Done));
}

/// Worker 1 outlives its lease, worker 2 takes over and is at it: worker 1 neither says that it is done nor gives it up.
#[tokio::test]
async fn whoever_has_lost_a_claim_ends_nothing() {
    for fails in [false, true] {
        let (seen, notification) = (InMemory::new(100).lease(Duration::ZERO), notification());
        let second = claim(notification.id());
        let slow = notification.once(&seen, || async {
            assert_eq!(seen.seen(&second).await, Ok(Sighting::First), "the first one is taken for dead");
            if fails { Err("the connection is gone") } else { Ok(()) }
        });
        assert_eq!(slow.await.status().as_u16(), 500, "it comes again");
        assert_eq!(seen.done(&claim(notification.id())).await, Ok(false), "it is the second one's");
        assert_eq!(seen.done(&second).await, Ok(true));
    }
}

/// A framework drops the future of a handler whose caller has hung up.
#[tokio::test]
async fn what_is_cut_off_comes_again_at_once() {
    let (seen, notification) = (InMemory::new(100), notification());
    {
        let half = notification.once(&seen, || async {
            std::future::pending::<()>().await;
            Ok::<(), Infallible>(())
        });
        let mut half = std::pin::pin!(half);
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(half.as_mut().poll(context))).await;
        assert!(polled.is_pending());
        let second = notification.once(&seen, || async { panic!("it is at it") as Result<(), Infallible> });
        assert_eq!(second.await.status().as_u16(), 500);
    }
    assert_eq!(notification.once(&seen, || async { Ok::<(), Infallible>(()) }).await.status().as_u16(), 204);
}

/// What has been worked on stays so, though whoever wanted to write it down was cut off.
#[tokio::test]
async fn what_is_done_is_noted_though_it_is_cut_off() {
    let (seen, notification) = (Slow(InMemory::new(100)), notification());
    {
        let half = notification.once(&seen, || async { Ok::<(), Infallible>(()) });
        let mut half = std::pin::pin!(half);
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(half.as_mut().poll(context))).await;
        assert!(polled.is_pending());
    }
    let again = notification.once(&seen, || async { panic!("it has been worked on") as Result<(), Infallible> });
    assert_eq!(again.await.status().as_u16(), 204);
}

/// A record that nobody is cut off from.
struct Whole(InMemory);

impl Seen for Whole {
    type Error = Infallible;

    async fn seen(&self, claim: &Claim) -> Result<Sighting, Infallible> {
        self.0.seen(claim).await
    }

    async fn done(&self, claim: &Claim) -> Result<bool, Infallible> {
        self.0.done(claim).await
    }

    async fn release(&self, claim: &Claim) -> Result<(), Infallible> {
        self.0.release(claim).await
    }

    fn cut_off(&self, claim: Claim, ending: Ending) {
        panic!("{claim:?} has ended by itself: {ending:?}");
    }
}

#[tokio::test]
async fn whoever_has_ended_is_not_cut_off() {
    let (seen, notification) = (Whole(InMemory::new(10)), notification());
    let failed = notification.once(&seen, || std::future::ready(Err("later"))).await;
    assert_eq!(failed.status().as_u16(), 500);
    let done = notification.once(&seen, || std::future::ready(Ok::<(), Infallible>(()))).await;
    assert_eq!(done.status().as_u16(), 204);
}

/// A record that is never done with writing.
struct Slow(InMemory);

impl Seen for Slow {
    type Error = Infallible;

    async fn seen(&self, claim: &Claim) -> Result<Sighting, Infallible> {
        self.0.seen(claim).await
    }

    async fn done(&self, _: &Claim) -> Result<bool, Infallible> {
        std::future::pending().await
    }

    async fn release(&self, claim: &Claim) -> Result<(), Infallible> {
        self.0.release(claim).await
    }

    fn cut_off(&self, claim: Claim, ending: Ending) {
        self.0.cut_off(claim, ending);
    }
}

/// A record that cannot be asked.
struct Broken;

impl Seen for Broken {
    type Error = &'static str;

    async fn seen(&self, _: &Claim) -> Result<Sighting, Self::Error> {
        Err("the connection is gone")
    }

    async fn done(&self, _: &Claim) -> Result<bool, Self::Error> {
        unreachable!("nothing has been worked on")
    }

    async fn release(&self, _: &Claim) -> Result<(), Self::Error> {
        unreachable!("nothing has been worked on")
    }
}

#[tokio::test]
async fn where_the_record_cannot_be_asked_nothing_is_worked_on() {
    let work = || async { panic!("nobody knows whether it is new") as Result<(), Infallible> };
    assert_eq!(notification().once(&Broken, work).await.status().as_u16(), 500);
}

/// A claim of its own for each who asks.
fn claim(id: &str) -> Claim {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    Claim::new(id, NUMBER.fetch_add(1, Ordering::Relaxed).to_string())
}

/// Asks as one who has not asked before.
async fn sighting(seen: &InMemory, id: &str) -> Sighting {
    seen.seen(&claim(id)).await.unwrap_or_else(|never| match never {})
}

async fn done(seen: &InMemory, id: &str) -> bool {
    seen.done(&claim(id)).await.unwrap_or_else(|never| match never {})
}

#[tokio::test]
async fn a_record_in_memory_is_bounded_and_gives_up_whoever_has_died() {
    let seen = InMemory::new(3);
    let [a, b, c] = ["a", "b", "c"].map(claim);
    for claim in [&a, &b, &c] {
        assert_eq!(seen.seen(claim).await, Ok(Sighting::First));
    }
    assert_eq!(seen.seen(&a).await, Ok(Sighting::First), "it is the same claim");
    assert_eq!(seen.done(&b).await, Ok(true));
    assert_eq!(sighting(&seen, "a").await, Sighting::InWork);
    assert_eq!(sighting(&seen, "d").await, Sighting::First, "the one that is done makes room");
    assert_eq!(sighting(&seen, "a").await, Sighting::InWork);
    seen.release(&a).await.unwrap();
    assert_eq!(sighting(&seen, "a").await, Sighting::First);

    let dead = InMemory::new(3).lease(Duration::ZERO);
    assert_eq!(sighting(&dead, "a").await, Sighting::First);
    let last = claim("a");
    assert_eq!(dead.seen(&last).await, Ok(Sighting::First), "whoever had it is taken for dead");
    assert_eq!(dead.done(&last).await, Ok(true));
    assert_eq!(sighting(&dead, "a").await, Sighting::Done);
}

/// Whoever has died leaves no room for what is done otherwise.
#[tokio::test]
async fn those_given_up_make_room_before_those_that_are_done() {
    let seen = InMemory::new(2).lease(Duration::ZERO);
    assert!(done(&seen, "done").await);
    for id in ["dead 1", "dead 2", "dead 3"] {
        assert_eq!(sighting(&seen, id).await, Sighting::First);
    }
    assert_eq!(sighting(&seen, "done").await, Sighting::Done);
}

#[tokio::test]
async fn the_oldest_makes_room() {
    let seen = InMemory::new(3);
    for id in ["a", "b", "c"] {
        assert!(done(&seen, id).await);
    }
    assert_eq!(sighting(&seen, "d").await, Sighting::First);
    let known = [sighting(&seen, "b").await, sighting(&seen, "c").await, sighting(&seen, "d").await];
    assert_eq!(known, [Sighting::Done, Sighting::Done, Sighting::InWork]);
    // What is being worked on stays as long as something is done, and then the oldest of it goes.
    for id in ["e", "f"] {
        assert_eq!(sighting(&seen, id).await, Sighting::First);
    }
    assert_eq!(sighting(&seen, "d").await, Sighting::InWork);
    assert_eq!(sighting(&seen, "g").await, Sighting::First);
    let known = [sighting(&seen, "e").await, sighting(&seen, "f").await, sighting(&seen, "g").await];
    assert_eq!(known, [Sighting::InWork; 3]);
    assert_eq!(sighting(&seen, "d").await, Sighting::First, "it was the oldest");
}

/// A release and a new claim to the same, again and again, leave nothing behind.
#[tokio::test]
async fn a_record_in_memory_keeps_nothing_of_what_is_gone() {
    let seen = InMemory::new(2);
    for _ in 0..3 {
        let claim = claim("a");
        assert_eq!(seen.seen(&claim).await, Ok(Sighting::First));
        seen.release(&claim).await.unwrap();
    }
    assert!(done(&seen, "b").await);
    let told = format!("{seen:?}");
    assert!(!told.contains("\"a\"") && told.matches("\"b\"").count() == 2, "{told}");
}

#[tokio::test]
async fn what_is_done_is_remembered_though_it_had_made_room() {
    let seen = InMemory::new(1);
    let a = claim("a");
    assert_eq!(seen.seen(&a).await, Ok(Sighting::First));
    assert_eq!(sighting(&seen, "b").await, Sighting::First, "there is room for one");
    assert_eq!(seen.done(&a).await, Ok(true));
    assert_eq!(sighting(&seen, "a").await, Sighting::Done);
    assert!(done(&seen, "c").await);
    assert_eq!(sighting(&seen, "c").await, Sighting::Done);
    assert_eq!(sighting(&seen, "a").await, Sighting::First, "it stays bounded");
}
