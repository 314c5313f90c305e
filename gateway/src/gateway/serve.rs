//! Takes connections, and answers the requests on them.

use std::io;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};

use super::desk::Counter;
use super::record::Exchange;
use super::respond::{Response, respond};
use super::state::State;
use super::wire::{self, Answer};
use crate::api;
use crate::check::Verdict;
use crate::http::{Reader, Request};
use crate::keys::Kind;
use crate::page;
use crate::reply::{Reply, Signs};
use crate::sign::Signing;

pub(super) async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        // What cannot be accepted now can be later: so it is where there are too many open files.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        state.record.add_connection();
        tokio::spawn(converse(stream, state.clone()));
    }
}

/// One request after the other, until a side hangs up. Bytes that are no request are written down.
async fn converse(stream: TcpStream, state: Arc<State>) {
    let _ = stream.set_nodelay(true);
    let mut reader = Reader::new(stream);
    loop {
        match exchange(&mut reader, &state).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                if error.kind() == io::ErrorKind::InvalidData {
                    let Reply { status, headers, body, .. } = Reply::html(400);
                    let answer = Answer { status, headers, body: body.to_vec() };
                    let _ = wire::write(reader.stream(), &answer, None).await;
                    state.record.add_broken(error.to_string());
                }
                return;
            }
        }
    }
}

/// Whether the connection goes on.
async fn exchange(reader: &mut Reader<TcpStream>, state: &Arc<State>) -> io::Result<bool> {
    let Some(incoming) = reader.head().await? else { return Ok(false) };
    let found = api::api().find(&incoming.request.method, &incoming.request.target);
    let operation = found.map(|found| found.operation);
    if state.faults.cuts(&incoming.request, operation) {
        return wire::reset(reader.stream());
    }
    let request = Arc::new(reader.body(incoming).await?);
    let closes = request.header("Connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    if let Some(page) = page(state, &request) {
        return wire::write(reader.stream(), &page, None).await.map(|goes_on| goes_on && !closes);
    }
    let at = state.clock.wire();
    let Response { verdict, reply, given, fault, notifications } = respond(state, request.clone());
    let (answer, wire) = (answer(state, &reply, &verdict), reply.wire());
    state.record.add(|number| Exchange { number, at, request, operation, verdict, reply, given, fault });
    let goes_on = wire::write(reader.stream(), &answer, wire).await;
    // What has happened is told, whatever has become of the answer.
    state.send(notifications);
    Ok(goes_on? && !closes)
}

/// What the status page answers, where it is shown and asked for. It is no exchange of the API.
fn page(state: &Arc<State>, request: &Request) -> Option<Answer> {
    let address = state.settings.page?;
    let Reply { status, headers, body, .. } = page::answer(request, &Counter { state, address })?;
    Some(Answer { status, headers, body: body.to_vec() })
}

/// The answer as it goes out: signed, unless it is not to be, and then made wrong.
fn answer(state: &State, reply: &Reply, verdict: &Verdict) -> Answer {
    let nonce = state.nonce();
    let mut headers = reply.headers.clone();
    headers.push(("Request-ID".to_owned(), format!("08{nonce}-268562944").to_uppercase()));
    headers.push(("Date".to_owned(), state.clock.date_header()));
    headers.push(("Keep-Alive".to_owned(), "timeout=8".to_owned()));
    headers.extend(signed(state, reply, verdict, nonce));
    let mut body = reply.body.to_vec();
    for effect in &reply.effects {
        effect.headers(&mut headers);
        effect.body(&mut body);
    }
    Answer { status: reply.status, headers, body }
}

fn signed(state: &State, reply: &Reply, verdict: &Verdict, nonce: String) -> Vec<(String, String)> {
    let body = match &reply.signs {
        Signs::Nothing => return Vec::new(),
        Signs::Body => reply.body.clone(),
        Signs::Text(text) => text.clone(),
    };
    let platform = state.platform();
    let (kind, key) = match verdict {
        Verdict::Accepted(checked) => (checked.caller.kind, platform.signer(checked.caller.kind, &checked.key)),
        Verdict::Rejected(_) => (Kind::Merchant, platform.first(Kind::Merchant)),
    };
    let mut signing = Signing::new(kind, key, state.clock.wire(), nonce, body);
    for effect in &reply.effects {
        effect.sign(&mut signing);
    }
    signing.headers()
}
