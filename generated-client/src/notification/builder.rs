//! How the receiving end is set up; each mistake is told when it is built.

use std::fmt;
use std::sync::Arc;

use super::addressee::Addressee;
use super::{Notifications, Recipient};
use crate::client::SystemClock;
use crate::crypto;
use crate::error::Error;
use crate::{Client, Clock};

/// Collects who is notified at a URL.
#[derive(Default)]
#[must_use]
pub struct NotificationsBuilder {
    recipients: Vec<Recipient>,
    clients: Vec<Client>,
    clock: Option<Arc<dyn Clock>>,
}

impl Client {
    /// Takes notifications to the merchant and to the brand of this client: with their keys, which the client keeps fresh
    /// and finds more of, and by its clock. The APIv3 key is needed for it.
    pub fn notifications(&self) -> Result<Notifications, Error> {
        Notifications::builder().client(self).build()
    }
}

impl Notifications {
    /// Starts to set up the receiving end without a client, or for many of them.
    pub fn builder() -> NotificationsBuilder {
        NotificationsBuilder::default()
    }
}

impl NotificationsBuilder {
    /// Somebody whose keys are given. One URL may have many: whose a notification is, what verifies and opens it says.
    pub fn recipient(mut self, recipient: Recipient) -> Self {
        self.recipients.push(recipient);
        self
    }

    /// The merchant and the brand of a client, with its keys, which it keeps fresh, and its clock.
    pub fn client(mut self, client: &Client) -> Self {
        self.clients.push(client.clone());
        self
    }

    /// Another clock than that of the client or of the host.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Checks the settings.
    pub fn build(self) -> Result<Notifications, Error> {
        crypto::warm_up();
        let clock = self.clock.or_else(|| self.clients.first().map(Client::clock));
        let given: Result<Vec<_>, _> = self.recipients.into_iter().map(Recipient::check).collect();
        let mut addressees = given?;
        for client in &self.clients {
            let all: Vec<Addressee> = client.notified().into_iter().map(Addressee::from).collect();
            // A client that can open nothing for anyone is a mistake; one of two who has no key is not told of anything.
            if all.iter().all(|one| one.apiv3_keys.is_empty()) {
                let reason = "the client has none, and nothing that is notified opens without it";
                return Err(Error::config("apiv3_key", reason));
            }
            addressees.extend(all.into_iter().filter(|one| !one.apiv3_keys.is_empty()));
        }
        if addressees.is_empty() {
            return Err(Error::config(
                "recipient",
                "there is nobody who is notified: give a `recipient` or a `client`",
            ));
        }
        let clock = clock.unwrap_or_else(|| Arc::new(SystemClock));
        Ok(Notifications::new(addressees.into_iter().map(Arc::new).collect(), clock))
    }
}

impl fmt::Debug for NotificationsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationsBuilder")
            .field("recipients", &self.recipients)
            .field("clients", &self.clients)
            .finish_non_exhaustive()
    }
}
