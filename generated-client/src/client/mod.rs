//! The client: it signs and sends requests, verifies answers, and reads them.

mod attempt;
mod brand;
mod builder;
mod call;
mod certificates;
mod check;
mod clock;
mod deadline;
mod draft;
mod entry;
mod handle;
mod headers;
mod hosts;
mod keys;
mod links;
mod merchant;
mod network;
#[cfg(feature = "webhook")]
mod notified;
mod party;
mod receive;
mod retry;
mod target;
mod template;
#[cfg(test)]
mod tests;
mod turns;
mod typed;
mod untyped;

pub use brand::Brand;
pub use builder::ClientBuilder;
pub use clock::Clock;
#[cfg(feature = "webhook")]
pub(crate) use clock::{SystemClock, unix};
pub use handle::Client;
pub use keys::Keys;
#[cfg(feature = "webhook")]
pub(crate) use notified::Notified;
pub use retry::RetryPolicy;
pub use untyped::UntypedCall;
#[cfg(feature = "blocking")]
pub(crate) use untyped::UntypedRequest;
