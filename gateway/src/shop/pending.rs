//! What merchants are still to be told, from the act that sets it off until it is acknowledged or given up.

use serde::{Deserialize, Serialize};

use super::Notification;
use super::turn::key;

/// A notification that has not been acknowledged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// What is to be told.
    pub notification: Notification,
    /// How many times it has been delivered in vain.
    pub attempts: usize,
}

impl Pending {
    /// What all keys begin with.
    pub(super) const PREFIX: &'static str = "pending/";

    /// In the order in which they were made.
    pub(super) fn key(&self) -> String {
        let Notification { create_time, id, .. } = &self.notification;
        key(&["pending", create_time, id])
    }
}
