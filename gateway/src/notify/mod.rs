//! Notifications: built, sealed, signed and delivered as the service does it, or wrongly by name.

mod deliver;
mod letter;
mod notification;
mod schedule;
mod wrong;

pub use deliver::{Delivered, deliver};
pub use letter::{Letter, Sealing, Sender};
pub use notification::Notification;
pub use schedule::{PAUSES, pauses};
pub use wrong::{Step, Wrong};
