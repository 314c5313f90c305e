//! Takes connections, and answers the requests on them.

use std::io;
use std::sync::Arc;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::record::Exchange;
use super::respond::{Response, respond};
use super::state::State;
use crate::check::Verdict;
use crate::http::{self, Reader, Reply, Signs};
use crate::keys::Kind;
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
                    let page = Reply::html(400);
                    let _ = write(reader.stream(), &page, page.headers.clone()).await;
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
    let request = Arc::new(reader.body(incoming).await?);
    let closes = request.header("Connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let at = state.clock.wire();
    let Response { verdict, reply, given, notifications } = respond(state, request.clone());
    let headers = headers(state, &reply, &verdict);
    let operation = crate::api::api().find(&request.method, &request.target).map(|found| found.operation);
    state.record.add(|number| Exchange { number, at, request, operation, verdict, reply: reply.clone(), given });
    write(reader.stream(), &reply, headers).await?;
    state.send(notifications);
    Ok(!closes)
}

/// The headers of an answer, signed where it is to be.
fn headers(state: &State, reply: &Reply, verdict: &Verdict) -> Vec<(String, String)> {
    let nonce = state.nonce();
    let mut headers = reply.headers.clone();
    headers.push(("Request-ID".to_owned(), format!("08{nonce}-268562944").to_uppercase()));
    headers.push(("Keep-Alive".to_owned(), "timeout=8".to_owned()));
    let body = match &reply.signs {
        Signs::Nothing => return headers,
        Signs::Body => reply.body.clone(),
        Signs::Text(text) => text.clone(),
    };
    let (kind, key) = match verdict {
        Verdict::Accepted(checked) => (checked.caller.kind, checked.key),
        Verdict::Rejected(_) => (Kind::Merchant, state.settings.platform.keys(Kind::Merchant)[0]),
    };
    headers.extend(Signing::new(kind, key, state.clock.wire(), nonce, body).headers());
    headers
}

async fn write(stream: &mut TcpStream, reply: &Reply, mut headers: Vec<(String, String)>) -> io::Result<()> {
    if reply.status != 204 {
        headers.push(("Content-Length".to_owned(), reply.body.len().to_string()));
    }
    let mut bytes = http::head(reply.status, &headers);
    bytes.extend_from_slice(&reply.body);
    stream.write_all(&bytes).await
}
