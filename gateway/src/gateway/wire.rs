//! Writes an answer, rightly or as a fault wants it.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::http;
use crate::reply::{Ending, Wire};

/// An answer as it goes out.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The head with the length that the body has.
    fn head(&self) -> Vec<u8> {
        // What has no body says nothing of its length.
        let has_none = self.status < 200 || [204, 304].contains(&self.status);
        let length = (!has_none).then(|| self.body.len().to_string());
        self.head_with(length.iter().map(|length| ("Content-Length", length.as_str())))
    }

    fn head_with<'a>(&self, more: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
        let mut headers = self.headers.clone();
        headers.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        http::head(self.status, &headers)
    }

    fn whole(&self) -> Vec<u8> {
        [self.head(), self.body.clone()].concat()
    }
}

/// Whether the connection goes on.
pub(super) async fn write(stream: &mut TcpStream, answer: &Answer, wire: Option<Wire>) -> io::Result<bool> {
    let Some(wire) = wire else {
        stream.write_all(&answer.whole()).await?;
        return Ok(true);
    };
    match wire {
        Wire::ResetBeforeRead | Wire::ResetAfterRead => reset(stream),
        Wire::CloseAfterRead => close(stream).await,
        Wire::Silence => until_left(stream).await,
        Wire::Head(length, ending) => partly(stream, &answer.head(), length, ending).await,
        Wire::Body(length, ending) => {
            partly(stream, &answer.whole(), answer.head().len() + length.min(answer.body.len()), ending).await
        }
        Wire::Drip(size, pause) => drip(stream, &answer.whole(), size, pause).await,
        Wire::DripBody(size, pause) => {
            stream.write_all(&answer.head()).await?;
            drip(stream, &answer.body, size, pause).await
        }
        Wire::Late(pause) => {
            tokio::time::sleep(pause).await;
            stream.write_all(&answer.whole()).await.map(|()| true)
        }
        wire => ended(stream, answer, wire).await,
    }
}

/// The answer in another form; most of these end the connection.
async fn ended(stream: &mut TcpStream, answer: &Answer, wire: Wire) -> io::Result<bool> {
    let length = answer.body.len().to_string();
    let bytes = match wire {
        Wire::Length(by) => {
            let said = i64::try_from(answer.body.len()).unwrap_or(0).saturating_add(by).max(0).to_string();
            [answer.head_with([("Content-Length", said.as_str())]), answer.body.clone()].concat()
        }
        Wire::LengthText(text) => [answer.head_with([("Content-Length", text)]), answer.body.clone()].concat(),
        Wire::TwoLengths => {
            let lengths = [("Content-Length", length.as_str()), ("Content-Length", "1")];
            [answer.head_with(lengths), answer.body.clone()].concat()
        }
        Wire::UntilClose => [answer.head_with([("Connection", "close")]), answer.body.clone()].concat(),
        Wire::Chunked => [answer.head_with([("Transfer-Encoding", "chunked")]), chunks(&answer.body, true)].concat(),
        Wire::ChunkedCut => {
            [answer.head_with([("Transfer-Encoding", "chunked")]), chunks(&answer.body, false)].concat()
        }
        Wire::Before(text) => [text.as_bytes(), &answer.whole()].concat(),
        Wire::Behind(text) => [&answer.whole(), text.as_bytes()].concat(),
        Wire::Garbage(text) => text.as_bytes().to_vec(),
        Wire::Version(version) => [version.as_bytes(), &answer.whole()["HTTP/1.1".len()..]].concat(),
        Wire::LongHeader(size) => {
            let long = "x".repeat(size);
            [answer.head_with([("X-Long", long.as_str()), ("Content-Length", &length)]), answer.body.clone()].concat()
        }
        Wire::ManyHeaders(count) => {
            let many = (0..count).map(|_| ("X-Many", "x")).chain([("Content-Length", length.as_str())]);
            [answer.head_with(many), answer.body.clone()].concat()
        }
        _ => answer.whole(),
    };
    stream.write_all(&bytes).await?;
    match wire {
        Wire::Chunked | Wire::Before(_) => Ok(true),
        _ => close(stream).await,
    }
}

fn chunks(body: &[u8], is_whole: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for chunk in body.chunks(body.len().div_ceil(2).max(1)) {
        bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(if is_whole { b"0\r\n\r\n" } else { b"" });
    bytes
}

async fn partly(stream: &mut TcpStream, bytes: &[u8], length: usize, ending: Ending) -> io::Result<bool> {
    stream.write_all(&bytes[..length.min(bytes.len())]).await?;
    match ending {
        Ending::Close => close(stream).await,
        Ending::Reset => reset(stream),
        Ending::Stall => until_left(stream).await,
    }
}

async fn drip(stream: &mut TcpStream, bytes: &[u8], size: usize, pause: Duration) -> io::Result<bool> {
    for piece in bytes.chunks(size.max(1)) {
        tokio::time::sleep(pause).await;
        stream.write_all(piece).await?;
    }
    Ok(true)
}

/// Ends the connection in good order: the peer's last bytes are still taken in.
async fn close(stream: &mut TcpStream) -> io::Result<bool> {
    stream.shutdown().await?;
    until_left(stream).await
}

/// Waits until the peer has had enough.
async fn until_left(stream: &mut TcpStream) -> io::Result<bool> {
    let mut end = [0; 512];
    while stream.read(&mut end).await? != 0 {}
    Ok(false)
}

/// Ends the connection so that the peer notices.
pub(super) fn reset(stream: &TcpStream) -> io::Result<bool> {
    #[expect(deprecated, reason = "with a time of zero it does not block, which the deprecation is about")]
    stream.set_linger(Some(Duration::ZERO))?;
    Ok(false)
}
