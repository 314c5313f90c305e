//! Whether the diff tells the truth.
//!
//! What the diff says of two specs is held against two witnesses that know nothing of its rules: rustc, which compiles
//! a caller's code of the old client with the new one ([`probe`], [`compile`]), and the public items of the two
//! clients ([`surface`]).
//!
//! | who is heard | module |
//! | --- | --- |
//! | a state of the documentation, and the client that is emitted from it | [`state`] |
//! | every kind of change, done to a spec | [`mutate`] |
//! | a caller's code | [`probe`] |
//! | rustc | [`compile`] |
//! | the public items of a client | [`surface`] |
//! | what rustc and the diff say together | [`judge`] |
//! | what the public items and the diff say together | [`replay`] |
//! | the history of the documentation, one state after the other | [`history`] |

pub mod compile;
pub mod fixture;
pub mod history;
pub mod judge;
pub mod mutate;
pub mod probe;
pub mod replay;
pub mod state;
pub mod surface;
