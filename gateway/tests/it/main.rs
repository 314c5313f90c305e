//! The gateway as someone sees it who speaks HTTP, and has none of its code.

mod answers;
mod browser;
mod caller;
#[cfg(unix)]
mod conform;
mod faults;
mod keys;
mod notices;
mod openssl;
mod page;
mod scripts;
#[cfg(feature = "shangmi")]
mod shangmi;
mod shop;
mod wire;
