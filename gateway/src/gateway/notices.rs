//! Sends notifications off, and writes down what has become of them.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::state::State;
use crate::fault::Right;
use crate::notify::{self, Delivered, Letter, Notification, Sender, Wrong};
use crate::shop::Pending;

/// One delivery of a notification.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What was told.
    pub notification: Notification,
    /// As it went over the wire.
    pub letter: Letter,
    /// When: the time of the wire, in seconds since 1970.
    pub at: i64,
    /// How many times it had been delivered before.
    pub attempt: usize,
    /// What was made wrong.
    pub wrong: Option<Wrong>,
    /// What has become of it.
    pub delivered: Delivered,
}

impl Delivery {
    /// Whether the handler did what a right one does: it takes what is right, and refuses what is not.
    pub fn is_right(&self) -> bool {
        let takes = self.wrong.is_none_or(|wrong| wrong.right() == Right::Accept);
        let refuses = matches!(self.delivered, Delivered::Answered { status: 400..=599, .. });
        if takes { self.delivered.is_acknowledged() } else { refuses }
    }
}

/// All deliveries, in the order of their ends.
#[derive(Debug, Default)]
pub(super) struct Notices {
    deliveries: Mutex<Vec<Arc<Delivery>>>,
    arrival: Notify,
}

impl Notices {
    pub(super) fn all(&self) -> Vec<Arc<Delivery>> {
        self.deliveries.lock().expect("nothing panics while it writes down").clone()
    }

    fn add(&self, delivery: Delivery, kept: usize) -> Arc<Delivery> {
        let delivery = Arc::new(delivery);
        let mut deliveries = self.deliveries.lock().expect("nothing panics while it writes down");
        deliveries.push(delivery.clone());
        if deliveries.len() > kept {
            deliveries.remove(0);
        }
        drop(deliveries);
        self.arrival.notify_waiters();
        delivery
    }

    /// Waits until as many deliveries have come to their end.
    pub(super) async fn wait(&self, count: usize) {
        loop {
            let arrival = self.arrival.notified();
            if self.all().len() >= count {
                return;
            }
            arrival.await;
        }
    }
}

impl State {
    /// A notification as it goes over the wire; nothing where it is for nobody who is known here.
    pub(super) fn letter(&self, notification: &Notification, wrong: Option<Wrong>) -> Option<Letter> {
        let party = self.settings.parties.get(notification.kind, &notification.party)?;
        let key = self.platform().first(notification.kind).clone();
        let sender = Sender { party, key, wire: self.clock.wire() };
        Some(match wrong {
            Some(wrong) => Letter::wrong(notification, &sender, wrong),
            None => Letter::new(notification, &sender),
        })
    }

    /// Delivers once.
    pub(super) async fn deliver(
        &self,
        notification: Notification,
        wrong: Option<Wrong>,
        attempt: usize,
    ) -> Arc<Delivery> {
        let at = self.clock.wire();
        let (letter, delivered) = if let Some(letter) = self.letter(&notification, wrong) {
            let delivered = notify::deliver(&letter).await;
            (letter, delivered)
        } else {
            let why = format!("no {} `{}` is known here", notification.kind.id_name(), notification.party);
            let letter = Letter { url: notification.url.clone(), headers: Vec::new(), body: bytes::Bytes::new() };
            (letter, Delivered::Failed { why })
        };
        self.notices.add(Delivery { notification, letter, at, attempt, wrong, delivered }, self.settings.kept)
    }

    /// Lets what has come due happen.
    pub(super) fn tick(self: &Arc<Self>) {
        self.send(self.settings.shop.tick(self.clock.now()));
    }

    /// Sends notifications off: each until it is acknowledged, with the documented pauses.
    pub(super) fn send(self: &Arc<Self>, notifications: Vec<Notification>) {
        for notification in notifications {
            self.send_from(Pending { notification, attempts: 0 });
        }
    }

    /// Goes on with what the gateway before this one could not deliver.
    pub(super) fn resume(self: &Arc<Self>) {
        for pending in self.settings.shop.pending() {
            self.send_from(pending);
        }
    }

    fn send_from(self: &Arc<Self>, mut pending: Pending) {
        let state = self.clone();
        self.runtime.spawn(async move {
            let shop = &state.settings.shop;
            let mut pauses = notify::pauses(state.settings.speed).skip(pending.attempts);
            let deliver = |pending: &Pending| state.deliver(pending.notification.clone(), None, pending.attempts);
            while !deliver(&pending).await.delivered.is_acknowledged() {
                let Some(pause) = pauses.next() else { break };
                pending.attempts += 1;
                shop.put_off(&pending);
                tokio::time::sleep(pause).await;
            }
            shop.told(&pending);
        });
    }
}
