//! What a program has to do with its command line, its end, and its port.

use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};
use std::net::TcpListener;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where a shop listens: `gateway.env` has notifications sent there.
pub const ADDRESS: &str = "127.0.0.1:3000";

/// Why a program ends. What `main` returns is printed by its `Debug`; of this it is the text of the error, which says what
/// to do.
pub struct Report(Box<dyn Error>);

impl Debug for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, f)
    }
}

impl<E: Into<Box<dyn Error>>> From<E> for Report {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// A number that no run before has used: a shop takes its own, from its database.
pub fn number(what: &str) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{what}{}", since.as_nanos())
}

/// An argument of the command line, from 1.
pub fn argument(place: usize, what: &str) -> Result<String, String> {
    std::env::args().nth(place).ok_or_else(|| format!("argument {place} is missing: {what}"))
}

/// One that is more than a text.
pub fn parsed<T: FromStr<Err: Display>>(place: usize, what: &str) -> Result<T, String> {
    let text = argument(place, what)?;
    text.parse().map_err(|error| format!("argument {place} is `{text}`, which is not {what}: {error}"))
}

/// All of them, of which one at least is there.
pub fn arguments(what: &str) -> Result<Vec<String>, String> {
    argument(1, what)?;
    Ok(std::env::args().skip(1).collect())
}

/// Listens where notifications go to.
pub fn listen() -> Result<TcpListener, String> {
    let listening = TcpListener::bind(ADDRESS).and_then(|listener| {
        listener.set_nonblocking(true)?; // both frameworks want that
        Ok(listener)
    });
    listening.map_err(|error| format!("{ADDRESS} cannot be listened on: {error}; is another shop running there?"))
}
