//! Takes connections, checks requests, answers them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::http::{self, Seen};
use super::reply::{Fault, Reply};
use super::{State, check, sign};

pub(crate) async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        state.lock().connections += 1;
        tokio::spawn(converse(stream, state.clone()));
    }
}

/// One request after the other, until a side hangs up. What is wrong with the bytes themselves is a refusal too.
async fn converse(mut stream: TcpStream, state: Arc<State>) {
    let _ = stream.set_nodelay(true);
    loop {
        match exchange(&mut stream, &state).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                if error.kind() == io::ErrorKind::InvalidData {
                    state.lock().refused.push(error.to_string());
                }
                return;
            }
        }
    }
}

/// Whether the connection goes on.
async fn exchange(stream: &mut TcpStream, state: &State) -> io::Result<bool> {
    let Some(head) = http::read_head(stream).await? else { return Ok(false) };
    if state.resets(&route(&head.seen)) {
        return reset(stream);
    }
    let seen = http::read_body(stream, head).await?;
    let reply = respond(state, &seen);
    match &reply.fault {
        Some(Fault::ResetAfterRead) => reset(stream),
        Some(Fault::Silence) => until_left(stream).await,
        _ => write(stream, state, check::is_brand(&seen), reply).await,
    }
}

fn route(seen: &Seen) -> String {
    format!("{} {}", seen.method, seen.path())
}

/// Checks the request and finds its reply.
fn respond(state: &State, seen: &Seen) -> Reply {
    let now = state.now();
    let handler = {
        let mut inner = state.lock();
        let inner = &mut *inner;
        inner.seen.push(seen.clone());
        state.arrivals.notify_waiters();
        let of_brands = [inner.brand_signing.serial.clone()];
        let serials = if check::is_brand(seen) { &of_brands[..] } else { &inner.serials };
        if let Err(why) = check::check(seen, &state.callers, now, &mut inner.nonces, serials) {
            let refusal = Reply::error(401, "SIGN_ERROR", &why);
            inner.refused.push(why);
            return refusal;
        }
        inner.routes.get(&route(seen)).cloned()
    };
    match handler {
        Some(handler) => handler(seen),
        None => Reply::error(404, "RESOURCE_NOT_EXISTS", "the gateway has no such route"),
    }
}

async fn write(stream: &mut TcpStream, state: &State, is_brand: bool, reply: Reply) -> io::Result<bool> {
    let (now, nonce) = (state.now(), state.nonce());
    let signing = {
        let inner = state.lock();
        if is_brand { inner.brand_signing.clone() } else { inner.signing.clone() }
    };
    let mut headers = sign::headers(&reply, &signing, now, &nonce);
    headers.push(("Content-Length".to_owned(), reply.body.len().to_string()));
    let mut body = reply.body.to_vec();
    if reply.is(&Fault::TamperedBody) {
        // Another digit, another letter: JSON all the same.
        if let Some(byte) = body.iter_mut().rev().find(|byte| byte.is_ascii_alphanumeric()) {
            *byte = if *byte == b'1' { b'2' } else { b'1' };
        }
    }
    http::write_head(stream, reply.status, &headers).await?;
    match reply.fault {
        Some(Fault::Truncated(length)) => {
            stream.write_all(&body[..length.min(body.len())]).await?;
            stream.shutdown().await?;
            Ok(false)
        }
        Some(Fault::Stalled(length)) => {
            stream.write_all(&body[..length.min(body.len())]).await?;
            until_left(stream).await
        }
        Some(Fault::Drip(pause)) => {
            for byte in body {
                tokio::time::sleep(Duration::from_millis(pause)).await;
                stream.write_all(&[byte]).await?;
            }
            Ok(true)
        }
        _ => stream.write_all(&body).await.map(|()| true),
    }
}

/// Waits until the peer has had enough.
async fn until_left(stream: &mut TcpStream) -> io::Result<bool> {
    let mut end = [0; 1];
    while tokio::io::AsyncReadExt::read(stream, &mut end).await? != 0 {}
    Ok(false)
}

/// Ends the connection so that the peer notices.
fn reset(stream: &TcpStream) -> io::Result<bool> {
    #[expect(deprecated, reason = "with a time of zero it does not block, which the deprecation is about")]
    stream.set_linger(Some(Duration::ZERO))?;
    Ok(false)
}
