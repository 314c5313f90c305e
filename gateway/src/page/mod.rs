//! The status page on `/`, and the JSON behind it.
//!
//! It works without a network, and takes orders from this machine alone: whoever asks under another name than that of
//! the loopback interface has been led here by a foreign page (DNS rebinding), and is sent away; what changes something
//! has to come from the page itself. Foreign text gets into the page as text, never as markup, and a policy forbids what
//! would get around that.

mod guard;

use serde_json::{Value, json};

use crate::http::Request;
use crate::reply::Reply;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// What the page shows, and what can be done on it.
pub trait Desk {
    /// The exchanges after this number, the oldest first; of many, the last ones.
    fn exchanges(&self, after: u64) -> Value;
    /// The last orders, the newest first.
    fn orders(&self) -> Value;
    /// The last transfers to users, the newest first.
    fn transfers(&self) -> Value;
    /// The last contracts with users, the newest first.
    fn contracts(&self) -> Value;
    /// The notifications that were delivered last, the newest first: each once, however often it was delivered.
    fn deliveries(&self) -> Value;
    /// What there is to know of the gateway itself.
    fn about(&self) -> Value;
    /// Does something with what has this number: what has come of it, or why it is refused.
    fn act(&self, act: Act, number: &str) -> Result<String, String>;
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The payer pays.
    Pay,
    /// The payer's bank refuses.
    PayFails,
    /// All that is left of the order is refunded.
    Refund,
    /// The merchant is told once more.
    Notify,
    /// The user takes a transfer.
    Confirm,
    /// A transfer fails.
    TransferFails,
    /// The user signs a contract.
    Sign,
    /// The user ends a contract.
    Terminate,
}

impl Act {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "pay" => Self::Pay,
            "pay-fails" => Self::PayFails,
            "refund" => Self::Refund,
            "notify" => Self::Notify,
            "confirm" => Self::Confirm,
            "transfer-fails" => Self::TransferFails,
            "sign" => Self::Sign,
            "terminate" => Self::Terminate,
            _ => return None,
        })
    }
}

/// The answer to a request that is for the page; nothing where it is for the API.
pub fn answer(request: &Request, desk: &dyn Desk) -> Option<Reply> {
    let path = request.path();
    if !["/", "/favicon.ico"].contains(&path) && !path.starts_with("/page/") {
        return None;
    }
    let reply = match guard::refused(request) {
        Some(why) => Reply::new(403, "text/plain; charset=utf-8", why.into_owned()),
        None => served(request, desk),
    };
    let reply =
        ended(reply).unsigned().header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff");
    let reply = reply.header("Referrer-Policy", "no-referrer").header("Cache-Control", "no-store");
    Some(reply.header("X-Frame-Options", "DENY").header("Cross-Origin-Resource-Policy", "same-origin"))
}

/// With its last line ended, for whoever reads it in a terminal.
fn ended(reply: Reply) -> Reply {
    if reply.body.is_empty() || reply.body.ends_with(b"\n") {
        return reply;
    }
    Reply { body: [&reply.body, &b"\n"[..]].concat().into(), ..reply }
}

fn served(request: &Request, desk: &dyn Desk) -> Reply {
    match (request.method.as_str(), request.path()) {
        ("GET", "/") => Reply::new(200, "text/html; charset=utf-8", include_str!("page.html")),
        ("GET", "/page/style.css") => Reply::new(200, "text/css; charset=utf-8", include_str!("style.css")),
        ("GET", "/page/script.js") => Reply::new(200, "text/javascript; charset=utf-8", include_str!("script.js")),
        ("GET", "/page/state") => Reply::json(&state(request, desk)),
        ("POST", "/page/act") => act(request, desk),
        ("GET", "/favicon.ico") => Reply::empty(204),
        _ => Reply::new(404, "text/plain; charset=utf-8", "there is nothing here"),
    }
}

fn state(request: &Request, desk: &dyn Desk) -> Value {
    let after = request.query().and_then(|query| query.strip_prefix("after=")?.parse().ok()).unwrap_or(0);
    json!({
        "about": desk.about(),
        "exchanges": desk.exchanges(after),
        "orders": desk.orders(),
        "transfers": desk.transfers(),
        "contracts": desk.contracts(),
        "deliveries": desk.deliveries(),
    })
}

fn act(request: &Request, desk: &dyn Desk) -> Reply {
    let body = request.json();
    let named = body["act"].as_str().and_then(Act::named).zip(body["number"].as_str());
    match named.map(|(act, number)| desk.act(act, number)) {
        Some(Ok(done)) => Reply::json(&json!({"done": done})),
        Some(Err(why)) => Reply::json(&json!({"error": why})).status(409),
        None => Reply::json(&json!({"error": "no such act"})).status(400),
    }
}
