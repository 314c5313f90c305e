//! A typed client for WeChat Pay APIv3, generated from its documentation.

pub mod operation;
pub mod wire;

/// Stands for the hand-written client until it is here.
#[derive(Debug)]
pub struct Client;
impl Client {
    /// Sends.
    pub fn send(&self) {}
}
